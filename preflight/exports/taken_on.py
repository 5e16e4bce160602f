"""The actions of a project as slides, report and wiki tell them: in reading order, with what assessments say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from preflight.domain.action import Action, ActionStatus
from preflight.domain.action_words import STATUS_WORDS
from preflight.domain.questionnaire import Question
from preflight.services.dossier import Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOn:
    """An action with the question that it is to raise (None: none, or one that is asked no more), and in words where it
    stands, as in "In progress. Had not moved in the assessment of 20 November 2026"."""

    action: Action
    question: Question | None
    stands: str
    overdue: bool


def taken_on(dossier: Dossier) -> tuple[TakenOn, ...]:
    """What is overdue first, then what is open by its day, then what is done, the last first, and what was dropped."""
    file = dossier.pilot
    found = []
    for action in file.actions:
        asked, said, status = file.asked(action), file.said(action), STATUS_WORDS[action.status]
        stands = said if said.startswith(status) else f"{status}. {said}" if said else status
        found.append(
            TakenOn(
                action=action,
                question=asked.question if asked else None,
                stands=stands,
                overdue=action.overdue_on(file.on),
            )
        )
    return tuple(sorted(found, key=_place))


def _place(found: TakenOn) -> tuple[int, float]:
    action = found.action
    if not action.closed:
        return 0, (action.due or date.max).toordinal()
    return (1, -action.done_at.timestamp() if action.done_at else 0.0) if action.status is ActionStatus.DONE else (2, 0)
