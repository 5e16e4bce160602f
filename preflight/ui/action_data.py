"""What the board of actions is given: plain words and dates, in the order in which the cards stand."""

from __future__ import annotations

from typing import Any, Final

from preflight.domain.action import Action, ActionStatus
from preflight.domain.action_standing import ActionSaid, ActionStanding, aimed_level
from preflight.domain.action_words import ORIGIN_WORDS, STATUS_WORDS, due_words
from preflight.domain.wording import EFFORT_WORDS, day
from preflight.services.pilot_file import PilotFile
from preflight.ui.action_moves import acknowledged

GOOD, SHORT, BAD, PLAIN = "good", "short", "bad", "plain"
_NOT_SEEN: Final = {ActionSaid.UNMOVED, ActionSaid.LOWER, ActionSaid.UNHEARD}


def board_data(file: PilotFile) -> dict[str, Any]:
    """Every action as a card, what is due first before the rest; what is done, the last first."""
    return {
        "project": file.project.id,
        "columns": [{"id": each.value, "title": words} for each, words in STATUS_WORDS.items()],
        "actions": [_card(file, each) for each in sorted(file.actions, key=_place)],
        "acknowledged": acknowledged(),
    }


def _card(file: PilotFile, action: Action) -> dict[str, Any]:
    asked, standing = file.asked(action), file.standing(action)
    return {
        "id": action.id,
        "seen": action.version,
        "title": action.title,
        "owner": action.owner,
        "due": action.due.isoformat() if action.due else "",
        "day": day(action.due) if action.due else "",
        "due_words": due_words(action, file.on),
        "overdue": action.overdue_on(file.on),
        "effort": f"takes {EFFORT_WORDS[action.effort]}" if action.effort else "",
        "status": action.status.value,
        "dimension": asked.section.title if asked else "",
        "question": asked.question.text if asked else "",
        "aim": aimed_level(action.link, asked.question) if asked and action.link else "",
        "origin": ORIGIN_WORDS[action.origin],
        "says": file.said(action),
        "tone": _tone(action, standing),
        "offer": standing.confirmed and not action.closed,
    }


def _tone(action: Action, standing: ActionStanding) -> str:
    if action.status is ActionStatus.DROPPED:
        return PLAIN
    if standing.said is ActionSaid.CONFIRMED:
        return GOOD
    if standing.said is ActionSaid.SHORT:
        return SHORT
    if standing.said is ActionSaid.FELL_BACK:
        return BAD
    return BAD if action.status is ActionStatus.DONE and standing.said in _NOT_SEEN else PLAIN


def _place(action: Action) -> tuple[float, str]:
    if action.done_at is not None:
        return -action.done_at.timestamp(), action.id
    return float(action.due.toordinal()) if action.due else float("inf"), action.created_at.isoformat()
