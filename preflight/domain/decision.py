"""A decision: what a person decided, on what day, for what reasons, and what the rules had recommended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

MOST_SEEN: Final = 100_000
"""As many letters as the database keeps of what a rule saw, written as a JSON list."""


class DecisionKind(StrEnum):
    """What can be decided. `no_go` means not yet: change something and decide again; `stop` ends the pilot."""

    GO = "go"
    GO_WITH_CONDITIONS = "go_with_conditions"
    NO_GO = "no_go"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a go hangs on; it becomes an action."""

    text: str
    owner: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What the rules recommend: the id of the rule that decided (see `recommending.RULES`), and what it saw, as plain
    sentences."""

    kind: DecisionKind
    rule: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The decision that holds, of what kind and on what day, and the latest day on which anything was decided."""

    kind: DecisionKind
    on: date
    latest: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of a project, immutable; a later one supersedes it. `decided_by` is the name of who decides, `by`
    the person who wrote it down.

    `against_why` says why it departs from the recommendation, and is empty where it does not. `picture` is what the
    page showed when it was decided: the JSON of a `decision_picture.DecisionPicture`.
    """

    id: str
    project_id: str
    kind: DecisionKind
    reasons: str
    decided_by: str
    decided_on: date
    recommended: Recommendation
    against_why: str = ""
    conditions: tuple[Condition, ...] = ()
    assessment_id: str | None = None
    supersedes: str | None = None
    picture: str = "{}"
    at: datetime
    by: str

    @property
    def against(self) -> bool:
        """Whether it departs from what was recommended."""
        return self.kind is not self.recommended.kind
