"""The pilot's plan: its steps on the calendar, and the systems that it has to live with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction


class StepKind(StrEnum):
    """What a step is. Each of the first six stands in a plan at most once; there may be any number of others."""

    REQUIREMENTS = "requirements"
    DESIGN = "design"
    RUN = "run"
    REVIEW = "review"
    """The review by security and compliance."""
    DECISION = "decision"
    """Go or no-go; `start` is the day on which it is decided."""
    DEPLOYMENT = "deployment"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotStep:
    """One step, from `start` to `end` (both included). `done_on` is the day on which it was finished, None before.

    `version` counts from 1 and rises with each change.
    """

    id: str
    project_id: str
    kind: StepKind
    title: str
    start: date
    end: date
    owner: str = ""
    done_on: date | None = None
    position: int = 0
    version: int = 1
    changed_at: datetime
    changed_by: str


class Confronting(StrEnum):
    """Whether the pilot meets a system as production will."""

    CONFRONTED = "confronted"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Integration:
    """One system that production needs. `estimate` is the team's own, in working days of one person (None: unknown).

    `interface` says how it is reached: an API, a queue, a nightly file.
    """

    id: str
    project_id: str
    system: str
    interface: str = ""
    owner: str = ""
    confronting: Confronting = Confronting.DEFERRED
    estimate: Fraction | None = None
    note: str = ""
    position: int = 0
    version: int = 1
    changed_at: datetime
    changed_by: str
