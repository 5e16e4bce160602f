"""Forms as people fill them in: with a second program (openpyxl), cell by cell.

filled(form, {("s.level", Field.ANSWER): "3", ("s.parts:a", Field.ANSWER): "yes", ("spare", Field.ANSWER): 2})
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from preflight.catalog.importers.form_layout import FORM_SHEET, Field
from preflight.domain.assessment import Answers
from preflight.domain.questionnaire import Questionnaire
from preflight.exports.form_workbook import form_file

Cell = tuple[str, Field]


def a_form(asked: Questionnaire, said: Answers | None = None) -> bytes:
    return form_file(asked, said or {}, "Invoice triage").content


def filled(form: bytes, cells: Mapping[Cell, Any]) -> bytes:
    """The form with these cells filled in: a question by its id, an option as `question:option`, or `spare`."""
    book = openpyxl.load_workbook(BytesIO(form))
    sheet = book[FORM_SHEET]
    rows, columns = rows_of(sheet), columns_of(sheet)
    for (name, field), value in cells.items():
        sheet.cell(rows[name], columns[field]).value = value
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def columns_of(sheet: Worksheet) -> dict[str, int]:
    """From head to column, which counts from 1."""
    head = next(row for row in sheet.iter_rows(max_row=20) if row[0].value == Field.ID)
    return {str(cell.value): cell.column for cell in head}


def rows_of(sheet: Worksheet) -> dict[str, int]:
    """From question, option (`question:option`) or `spare` (the first free row) to row, which counts from 1."""
    found: dict[str, int] = {}
    for row in sheet.iter_rows(max_col=1):
        _, _, of = str(row[0].value or "").partition(":")
        found.setdefault(of or str(row[0].value), row[0].row)
    return found
