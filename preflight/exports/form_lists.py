"""The lists that a form's cells offer, on a hidden sheet of their own."""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from preflight.catalog.importers.form_layout import LISTS_SHEET
from preflight.exports.workbook.book import Book, Look


class FormLists:
    """Lists to choose from, each once, on a hidden sheet: a list within a cell's own rule may have 255 characters."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._sheet: Worksheet = book.workbook.add_worksheet(LISTS_SHEET)
        self._sheet.hide()
        self._known: dict[tuple[str, ...], int] = {}

    def source(self, choices: tuple[str, ...]) -> str:
        """Where the list stands, as a cell's rule names it."""
        column = xl_col_to_name(self._known.setdefault(choices, len(self._known)))
        return f"={LISTS_SHEET}!${column}$1:${column}${len(choices)}"

    def write(self) -> None:
        for choices, column in self._known.items():
            for row, words in enumerate(choices):
                self._book.write(self._sheet, row, column, words, Look.TEXT)
