"""What is assessed: a project, that is one pilot on its way to production, and the people who work on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

MOST_TAGS = 12


class Stage(StrEnum):
    """Where a project stands on its way."""

    IDEA = "idea"
    PILOT = "pilot"
    PRODUCTIONISING = "productionising"
    PRODUCTION = "production"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One pilot. `tags` are free words for filtering; `sample` marks the one that comes with the product."""

    id: str
    name: str
    summary: str = ""
    team: str = ""
    owner: str = ""
    stage: Stage = Stage.PILOT
    pilot_start: date | None = None
    tags: tuple[str, ...] = ()
    sample: bool = False
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who acts. Keyed by issuer and subject, never by name or mail address."""

    id: str
    issuer: str
    subject: str
    name: str
