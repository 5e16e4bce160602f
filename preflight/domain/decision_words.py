"""Decisions in words: what each kind is called, and what it means for the project."""

from __future__ import annotations

from typing import Final

from preflight.domain.decision import DecisionKind
from preflight.domain.project import Stage

KIND_WORDS: Final = {
    DecisionKind.GO: "Go",
    DecisionKind.GO_WITH_CONDITIONS: "Go with conditions",
    DecisionKind.NO_GO: "No-go",
    DecisionKind.STOP: "Stop",
}
KIND_MEANS: Final = {
    DecisionKind.GO: "On to production.",
    DecisionKind.GO_WITH_CONDITIONS: "On to production; each condition becomes an action with an owner and a day.",
    DecisionKind.NO_GO: "Not yet: say what has to change, and decide again.",
    DecisionKind.STOP: "The pilot ends here.",
}
STAGE_AFTER: Final = {
    DecisionKind.GO: Stage.PRODUCTIONISING,
    DecisionKind.GO_WITH_CONDITIONS: Stage.PRODUCTIONISING,
    DecisionKind.STOP: Stage.STOPPED,
}
"""Where a project stands once it is decided so; a no-go leaves it where it is."""


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
