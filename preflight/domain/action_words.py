"""Actions in words: what each status and origin is called, and when something is due."""

from __future__ import annotations

from datetime import date
from typing import Final

from preflight.domain.action import Action, ActionOrigin, ActionStatus
from preflight.domain.wording import day, number_of

STATUS_WORDS: Final = {
    ActionStatus.OPEN: "Open",
    ActionStatus.DOING: "Doing",
    ActionStatus.DONE: "Done",
    ActionStatus.DROPPED: "Dropped",
}
ORIGIN_WORDS: Final = {
    ActionOrigin.PATH: "From the path",
    ActionOrigin.GAP: "From a gap",
    ActionOrigin.DISAGREEMENT: "From a disagreement",
    ActionOrigin.CONDITION: "A condition of the decision",
    ActionOrigin.HAND: "",
}
"""What an action was made from; nothing for one that was written by hand."""


def due_words(action: Action, on: date) -> str:
    """When it is due, seen from a day: "Due tomorrow", "Overdue by 3 days"; empty without one and once it is closed."""
    if action.due is None or action.closed:
        return ""
    if action.overdue_on(on):
        return f"Overdue by {number_of((on - action.due).days, 'day')}"
    left = (action.due - on).days
    return {0: "Due today", 1: "Due tomorrow"}.get(left, f"Due {day(action.due)}")
