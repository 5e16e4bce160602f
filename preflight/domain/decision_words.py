"""Decisions in words: what each kind is called and means for the project, and where its conditions stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from preflight.domain.action import Action
from preflight.domain.action_words import STATUS_WORDS
from preflight.domain.decision import Decision, DecisionKind
from preflight.domain.project import Stage
from preflight.domain.wording import day

KIND_WORDS: Final = {
    DecisionKind.GO: "Go",
    DecisionKind.GO_WITH_CONDITIONS: "Go with conditions",
    DecisionKind.NO_GO: "No-go",
    DecisionKind.STOP: "Stop",
}
KIND_MEANS: Final = {
    DecisionKind.GO: "On to production.",
    DecisionKind.GO_WITH_CONDITIONS: "On to production; each condition becomes an action.",
    DecisionKind.NO_GO: "Not yet: something has to change first.",
    DecisionKind.STOP: "The pilot ends here.",
}
STAGE_AFTER: Final = {
    DecisionKind.GO: Stage.PRODUCTIONISING,
    DecisionKind.GO_WITH_CONDITIONS: Stage.PRODUCTIONISING,
    DecisionKind.STOP: Stage.STOPPED,
}
"""Where a project stands once it is decided so; a no-go leaves it where it is."""


@dataclass(frozen=True, slots=True)
class ConditionTold:
    """A condition as it was decided, and who sees to it, by when, and where its action stands."""

    text: str
    aside: str
    closed: bool


def conditions_told(decision: Decision, actions: Sequence[Action]) -> tuple[ConditionTold, ...]:
    """The conditions of a decision, each with the state of the action that it became, of all actions of the project."""
    own: list[Action | None] = [each for each in actions if each.decision_id == decision.id]
    if len(own) != len(decision.conditions):
        own = [None] * len(decision.conditions)
    found = []
    for condition, action in zip(decision.conditions, own, strict=True):
        due = f"by {day(condition.due)}" if condition.due else "no day"
        state = [STATUS_WORDS[action.status].lower()] if action else []
        aside = " · ".join([condition.owner or "no owner", due, *state])
        found.append(ConditionTold(condition.text, aside, closed=action is not None and action.closed))
    return tuple(found)


def kind_spoken(kind: DecisionKind) -> str:
    """A kind inside a sentence: "go with conditions", "no-go"."""
    words = KIND_WORDS[kind]
    return f"{words[0].lower()}{words[1:]}"


def stage_to_offer(kind: DecisionKind, stage: Stage) -> Stage | None:
    """The stage that a project may be moved to along with a decision; None where it stands there, or further on."""
    after = STAGE_AFTER.get(kind)
    if after is None or after is stage or (stage is Stage.PRODUCTION and kind is not DecisionKind.STOP):
        return None
    return after
