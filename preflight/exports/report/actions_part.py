"""The actions that people have taken on: who, by when, and what later assessments say about them."""

from __future__ import annotations

from typing import Any

from preflight.domain.action_words import ORIGIN_WORDS
from preflight.domain.headlines_to_decide import actions_headline
from preflight.domain.wording import EFFORT_WORDS, day
from preflight.exports.report.told import paragraphs, told
from preflight.exports.taken_on import TakenOn, taken_on
from preflight.services.dossier import Dossier


def actions_part(dossier: Dossier) -> dict[str, Any] | None:
    """Every action, what is due next at the top; None where there is none."""
    file = dossier.pilot
    if not file.actions:
        return None
    return {
        "lead": actions_headline(file.actions, file.on),
        "on": day(file.on),
        "rows": [_row(each) for each in taken_on(dossier)],
    }


def _row(found: TakenOn) -> dict[str, Any]:
    action = found.action
    return {
        "title": told(action.title),
        "detail": paragraphs(action.detail),
        "aside": told(
            " · ".join(filter(None, (ORIGIN_WORDS[action.origin], found.question.text if found.question else "")))
        ),
        "owner": told(action.owner),
        "due": day(action.due) if action.due else "",
        "late": found.overdue,
        "effort": EFFORT_WORDS[action.effort] if action.effort else "",
        "stands": told(found.stands),
    }
