"""A questionnaire as a form to fill in offline: one sheet, a row a question, with lists to choose from.

Everything but the cells to fill in is locked (without a password). Hidden are each row's id, the lists, and a sheet
that says which questionnaire, version and questions the form is of. `preflight.catalog.importers` reads it back.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from xlsxwriter.worksheet import Worksheet

from preflight.catalog.importers.form_layout import ABOUT_SHEET, FORM_SHEET, FORMAT, About, Field, fingerprint
from preflight.domain.assessment import Answers
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.text import LINE, NOTE, URL
from preflight.exports.files import ExportFile, export_file
from preflight.exports.form_rows import PLACE, WIDTHS, FormRows
from preflight.exports.orders import CALLED, Format
from preflight.exports.workbook.book import Book, Look

_HEAD: Final = 2
_HOW: Final = (
    "Fill in the blue cells. What you leave empty stays as it is in Preflight. Bring the file back when you are done."
)
_TO_READ: Final = "To look through: this assessment is completed, and a file of it can’t be brought back."


def form_file(
    questionnaire: Questionnaire,
    answers: Answers,
    heading: str,
    *,
    assessed: date | None = None,
    on: date | None = None,
    open_to_change: bool = True,
) -> ExportFile:
    """The form with the answers there are; `heading` says what it is of, as the project's name does.

    `open_to_change` is false for a completed assessment: then it says so. `assessed` is the day of the answers, for the
    file's name; `on` is the day that the file bears as its own.
    """
    title = f"{questionnaire.title}, version {questionnaire.version}"
    foot = " · ".join(part for part in (heading, title) if part)
    book = Book(title=f"{heading}: {questionnaire.title}", subject=title, foot=foot, on=on)
    sheet = book.sheet(FORM_SHEET)
    rows = FormRows(book, sheet, questionnaire, answers, row=_HEAD + 1)
    _write_head(book, sheet, questionnaire, f"{foot}. {_HOW if open_to_change else _TO_READ}")
    rows.write()
    rows.lists.write()
    _write_about(book, questionnaire)
    _hold_to_limits(sheet, last=rows.row - 1)
    sheet.freeze_panes(_HEAD + 1, PLACE[Field.LEVELS])
    sheet.repeat_rows(_HEAD)
    sheet.protect("", {"format_rows": True, "format_columns": True})
    sheet.set_selection(_HEAD + 2, PLACE[Field.ANSWER], _HEAD + 2, PLACE[Field.ANSWER])
    sheet.activate()
    return export_file(book.finished(), heading, CALLED[Format.FORM], assessed, kind="xlsx")


def _write_head(book: Book, sheet: Worksheet, questionnaire: Questionnaire, words: str) -> None:
    for field, width in WIDTHS.items():
        sheet.set_column(PLACE[field], PLACE[field], width, None, {"hidden": field is Field.ID})
    sheet.set_row(0, 28)
    sheet.set_row(1, 20)
    book.write(sheet, 0, PLACE[Field.NUMBER], questionnaire.title, Look.TITLE, text_wrap=False)
    book.write(sheet, 1, PLACE[Field.NUMBER], words, Look.QUIET, text_wrap=False, indent=0)
    for field, place in PLACE.items():
        book.write(sheet, _HEAD, place, field.value, Look.HEAD, align="left", indent=1)
    sheet.set_row(_HEAD, 24)


def _write_about(book: Book, questionnaire: Questionnaire) -> None:
    sheet = book.workbook.add_worksheet(ABOUT_SHEET)
    sheet.very_hidden()
    for row, (key, value) in enumerate(
        (
            (About.FORMAT, FORMAT),
            (About.QUESTIONNAIRE, questionnaire.id),
            (About.VERSION, f"{questionnaire.version}"),
            (About.FINGERPRINT, fingerprint(questionnaire)),
        )
    ):
        sheet.write_string(row, 0, key.value)
        sheet.write_string(row, 1, value)


def _hold_to_limits(sheet: Worksheet, *, last: int) -> None:
    first = _HEAD + 1
    for field, longest in ((Field.NOTE, NOTE), (Field.EVIDENCE, LINE), (Field.LINK, URL)):
        place = PLACE[field]
        sheet.data_validation(
            first,
            place,
            last,
            place,
            {
                "validate": "length",
                "criteria": "<=",
                "value": longest,
                "error_title": "Too long",
                "error_message": f"Here is room for {longest:,} characters.",
            },
        )
    sheet.data_validation(
        first,
        PLACE[Field.DATE],
        last,
        PLACE[Field.DATE],
        {
            "validate": "date",
            "criteria": "between",
            "minimum": date(1990, 1, 1),
            "maximum": date(2100, 12, 31),
            "input_title": "The day it is from",
            "input_message": "Such as 2026-11-20. Without a date, evidence can't count.",
            "error_type": "warning",
            "error_message": "A day such as 2026-11-20 belongs here. Keep it all the same?",
        },
    )
