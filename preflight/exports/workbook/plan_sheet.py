"""The pilot's plan, a row for each step."""

from __future__ import annotations

from datetime import date
from typing import Final

from preflight.domain.pilot import PilotStep
from preflight.domain.pilot_plan import plan_start, plan_warnings, week_of
from preflight.domain.plan_words import KIND_WORDS, standing_words
from preflight.exports.workbook.book import Book, Column, Look, Value
from preflight.services.dossier import Dossier

SHEET: Final = "Plan"
_COLUMNS: Final = (
    Column(head="Step", width=40, look=Look.LONG),
    Column(head="Kind", width=17),
    Column(head="From week", width=8, look=Look.WHOLE),
    Column(head="To week", width=8, look=Look.WHOLE),
    Column(head="Starts", width=14, look=Look.DATE),
    Column(head="Ends", width=14, look=Look.DATE),
    Column(head="Days", width=8, look=Look.WHOLE),
    Column(head="Owner", width=30, look=Look.LONG),
    Column(head="Where it stands", width=20, look=Look.LONG),
    Column(head="Done on", width=14, look=Look.DATE),
)


def add_plan(book: Book, dossier: Dossier) -> None:
    """Steps in their order, and beneath them what a team should know of its plan; no sheet where none is laid.

    Weeks are counted from 1; days are those of the calendar, the first and the last included.
    """
    file = dossier.pilot
    start = plan_start(file.steps)
    if start is None:
        return
    sheet = book.sheet(SHEET)
    book.table(sheet, _COLUMNS, [_row(each, start, file.on) for each in file.steps], empty="")
    book.notes(
        sheet, len(file.steps) + 2, [each.sentence for each in plan_warnings(file.steps, file.decisions, file.on)]
    )


def _row(step: PilotStep, start: date, on: date) -> tuple[Value, ...]:
    return (
        step.title,
        KIND_WORDS[step.kind],
        week_of(start, step.start),
        week_of(start, step.end),
        step.start,
        step.end,
        (step.end - step.start).days + 1,
        step.owner,
        standing_words(step, on),
        step.done_on,
    )
