"""Actions: what somebody has taken on so that a question, and with it the verdict, rises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from preflight.domain.assessment import State
from preflight.domain.questionnaire import Effort


class ActionStatus(StrEnum):
    """Where an action stands; the board's columns in their order. Dropped ones stay on record."""

    OPEN = "open"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


class ActionOrigin(StrEnum):
    """What an action was made from."""

    PATH = "path"
    GAP = "gap"
    DISAGREEMENT = "disagreement"
    """A question on which a room did not agree."""
    CONDITION = "condition"
    """A condition of a decision."""
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLink:
    """The question that an action is to raise, and where it stood when the action was made.

    `before` is its fraction then (0 to 1), None where it had none (`state` says why); `aim` is the fraction to reach,
    None where no level was chosen. `assessment_id` is None once that draft was discarded.
    """

    questionnaire_id: str
    question_id: str
    state: State
    before: Fraction | None
    aim: Fraction | None = None
    assessment_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One action of a project. `version` counts from 1 and rises with each change; `done_at` stands while it is done.

    `decision_id` is the decision whose condition it is.
    """

    id: str
    project_id: str
    title: str
    detail: str = ""
    owner: str = ""
    due: date | None = None
    effort: Effort | None = None
    status: ActionStatus = ActionStatus.OPEN
    origin: ActionOrigin = ActionOrigin.HAND
    link: QuestionLink | None = None
    decision_id: str | None = None
    version: int = 1
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str
    done_at: datetime | None = None

    @property
    def closed(self) -> bool:
        """Whether nothing is left to do on it."""
        return self.status in {ActionStatus.DONE, ActionStatus.DROPPED}

    def overdue_on(self, day: date) -> bool:
        """Whether its day has passed and it is not closed; on the day itself it is not overdue yet."""
        return self.due is not None and self.due < day and not self.closed
