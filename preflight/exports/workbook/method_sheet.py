"""How the figures are made, in the words of the report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from preflight.exports.report.method_part import method_part
from preflight.exports.workbook.book import Book, Look, fit_row
from preflight.services.dossier import Dossier

SHEET: Final = "Method"
_WORDS: Final = 92
_HERE: Final = (
    "Scores are the figures that Preflight shows; exact fractions, from 0 to 1, stand beside them. An empty cell is "
    "a missing score, never a zero. Times are in UTC. No cell holds a formula."
)


def add_method(book: Book, dossier: Dossier) -> None:
    """Paragraphs with their names, the verdicts with where each begins, and the sources of the questions."""
    sheet = book.sheet(SHEET, portrait=True)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, _WORDS)
    sheet.set_row(0, 28)
    book.write(sheet, 0, 0, "How the figures are made", Look.TITLE, text_wrap=False)
    for row, (name, words) in enumerate(_lines(dossier), start=2):
        book.write(sheet, row, 0, name, Look.LABEL)
        book.write(sheet, row, 1, words, Look.LONG, indent=0)
        fit_row(sheet, row, [(words, _WORDS)])
    sheet.freeze_panes(1, 0)


def _lines(dossier: Dossier) -> Iterator[tuple[str, str]]:
    method = method_part(dossier)
    yield from method["figures"]
    yield from method["answers"]
    yield from ((f"“{title}”", f"Begins {start.removeprefix('from ')}") for title, start in method["bands"])
    for number, source in enumerate(method["sources"]):
        yield "" if number else "Sources", source
    yield "In this workbook", _HERE
