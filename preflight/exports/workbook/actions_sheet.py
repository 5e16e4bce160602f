"""What people have taken on: who, by when, and what later assessments say about it."""

from __future__ import annotations

from typing import Final

from preflight.domain.action_standing import aimed_level
from preflight.domain.action_words import ORIGIN_WORDS, STATUS_WORDS
from preflight.domain.wording import EFFORT_WORDS
from preflight.exports.taken_on import TakenOn, taken_on
from preflight.exports.workbook.book import Book, Column, Look, Value
from preflight.services.dossier import Dossier

SHEET: Final = "Actions"
_COLUMNS: Final = (
    Column(head="Action", width=46, look=Look.LONG),
    Column(head="Detail", width=46, look=Look.LONG),
    Column(head="Owner", width=22, look=Look.LONG),
    Column(head="Due", width=14, look=Look.DATE),
    Column(head="Overdue", width=9),
    Column(head="It takes", width=11),
    Column(head="Status", width=10),
    Column(head="What assessments say", width=40, look=Look.LONG),
    Column(head="Made from", width=22, look=Look.LONG),
    Column(head="Dimension", width=22, look=Look.LONG),
    Column(head="Question", width=40, look=Look.LONG),
    Column(head="Fraction before", width=10, look=Look.FRACTION),
    Column(head="Fraction aimed at", width=10, look=Look.FRACTION),
    Column(head="Level aimed at", width=26, look=Look.LONG),
    Column(head="Made at (UTC)", width=21, look=Look.MOMENT),
    Column(head="Done at (UTC)", width=21, look=Look.MOMENT),
    Column(head="Question id", width=30, look=Look.QUIET),
)
_PRINTED: Final = 8


def add_actions(book: Book, dossier: Dossier) -> None:
    """A row for each action: overdue first, then by the due day, then what is done; no sheet without any."""
    found = taken_on(dossier)
    if found:
        rows = [_row(dossier, each) for each in found]
        book.table(book.sheet(SHEET), _COLUMNS, rows, printed=_PRINTED, empty="")


def _row(dossier: Dossier, found: TakenOn) -> tuple[Value, ...]:
    action, link = found.action, found.action.link
    asked = dossier.pilot.asked(action)
    return (
        action.title,
        action.detail,
        action.owner,
        action.due,
        "Yes" if found.overdue else None,
        EFFORT_WORDS[action.effort] if action.effort else None,
        STATUS_WORDS[action.status],
        dossier.pilot.said(action),
        ORIGIN_WORDS[action.origin],
        asked.section.title if asked else None,
        asked.question.text if asked else None,
        link.before if link else None,
        link.aim if link else None,
        aimed_level(link, asked.question) if link and asked else None,
        action.created_at,
        action.done_at,
        link.question_id if link else None,
    )
