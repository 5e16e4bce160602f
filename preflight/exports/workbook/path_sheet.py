"""The cheapest path to each better verdict, a row for each question that is raised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from preflight.domain.path_sentences import EXACT, starts_unknown, steps_of
from preflight.domain.paths.improvement import NoPath, Path
from preflight.domain.wording import answer_words
from preflight.exports.ways_up import reached
from preflight.exports.workbook.book import Book, Column, Look, Value
from preflight.services.dossier import Dossier

SHEET: Final = "Path"
_COLUMNS: Final = (
    Column(head="To the verdict", width=22, look=Look.LONG),
    Column(head="No.", width=6, look=Look.WHOLE),
    Column(head="Together", width=9, look=Look.WHOLE),
    Column(head="Dimension", width=22, look=Look.LONG),
    Column(head="Question", width=44, look=Look.LONG),
    Column(head="Now", width=34, look=Look.LONG),
    Column(head="Then", width=34, look=Look.LONG),
    Column(head="What to do", width=50, look=Look.LONG),
    Column(head="Effort in points", width=9, look=Look.WHOLE),
    Column(head="Question id", width=30, look=Look.QUIET),
)
_PRINTED: Final = 9


def add_path(book: Book, dossier: Dossier) -> None:
    """The paths one after another, the next verdict's first; no sheet where none leads to a better verdict.

    What bears the same number in “Together” is done together.
    """
    found = reached(dossier)
    if not found:
        return
    sheet = book.sheet(SHEET)
    rows = [row for path in found for row in _rows(path)]
    book.table(sheet, _COLUMNS, rows, freeze=2, printed=_PRINTED, empty="")
    book.notes(sheet, len(rows) + 2, [EXACT, *(each.why for each in dossier.paths if isinstance(each, NoPath))])


def _rows(path: Path) -> Iterator[tuple[Value, ...]]:
    moves = ((place, move) for place, rung in enumerate(path.rungs, start=1) for move in rung.moves)
    for number, (together, move) in enumerate(moves, start=1):
        steps = [f"{do} It takes {takes}." if takes else do for do, takes in steps_of(move)]
        yield (
            path.band.title,
            number,
            together,
            move.section.title,
            move.question.text,
            answer_words(move.question, move.before),
            answer_words(move.question, move.after),
            "\n".join(filter(None, [*steps, starts_unknown(move)])),
            move.effort,
            move.question.id,
        )
