"""How large a table's letters and rows can be, so that it stays inside its rectangle.

What does not fit in letters of a readable size says so (`fits`), and `paging` takes another slide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from preflight.charts.lettering import text_width
from preflight.exports.deck.fitting import STRONG_WIDE, Line, broken
from preflight.exports.deck.model import Cell, Table
from preflight.exports.deck.theme import READABLE_SIZE, DeckTheme, Rectangle

_LOOKS: Final = (
    *((18.0, padding) for padding in (16.0, 12.0)),
    *((16.0, padding) for padding in (14.0, 10.0)),
    *((size, padding) for size in (15.0, 14.0, 13.0, 12.0, 11.0) for padding in (12.0, 10.0, 8.0, 6.0, 4.5, 3.0)),
)
"""Letters and the room above and beneath them: few rows are large and airy, many small and tight."""
_SHORT_WORD: Final = 14
CELL_SIDE: Final = 6.0
"""The room at either side of a cell's words, in points of a slide of 540."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedRow:
    """A row of a table: each cell's lines, and its height in points."""

    cells: tuple[tuple[Line, ...], ...]
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedTable:
    """A table in letters of `size` points (its head in `head_size`). `padding` is above and beneath a cell's words,
    `side` beside them; `first_side` is left of the first column's, which stand flush with the title."""

    size: float
    head_size: float
    padding: float
    side: float
    first_side: float
    widths: tuple[float, ...]
    head: FittedRow
    rows: tuple[FittedRow, ...]
    height: float
    fits: bool


def fit_table(table: Table, room: Rectangle, theme: DeckTheme) -> FittedTable:
    """The table in the largest letters and the airiest rows in which it fits, else in the smallest and tightest."""
    for size, padding in _LOOKS:
        found = _table(table, room, theme, size * theme.unit, padding * theme.unit)
        if found.fits:
            return found
    return found


def _widths(table: Table, whole: float, size: float, sides: float, wide: float) -> tuple[float, ...]:
    """The columns' widths, a narrow one as wide as its longest short word, so that it is not broken."""
    asked = [share * whole for share in table.widths]
    texts = zip(table.head, *((cell.text * (cell.span == 1) for cell in row) for row in table.rows), strict=True)
    words = [[word for text in column for word in text.split() if len(word) <= _SHORT_WORD] for column in texts]
    least = [max((text_width(word, size) * wide for word in each), default=0.0) + sides for each in words]
    spare = sum(max(have - need, 0.0) for have, need in zip(asked, least, strict=True))
    short = sum(max(need - have, 0.0) for have, need in zip(asked, least, strict=True))
    if not short or short > spare:
        return tuple(asked)
    given = short / spare
    return tuple(need if need > have else have - (have - need) * given for have, need in zip(asked, least, strict=True))


def _table(table: Table, room: Rectangle, theme: DeckTheme, size: float, padding: float) -> FittedTable:
    side = CELL_SIDE * theme.unit
    widths = _widths(table, room.width, size, 2 * side, theme.body_wide * STRONG_WIDE)
    head_size = max(READABLE_SIZE * theme.unit, size - 2 * theme.unit)
    first_side = side if any(cells[0].fill or cells[0].centred for cells in table.rows) else 0.0

    def row(cells: Sequence[Cell], letters: float) -> FittedRow:
        wide = theme.body_wide
        fitted = tuple(
            broken(
                cell.text if cell.strong else "",
                "" if cell.strong else cell.text,
                sum(widths[place : place + cell.span]) - side - (side if place else first_side),
                letters,
                wide=wide,
                wide_strong=wide * STRONG_WIDE,
            )
            for place, cell in enumerate(cells)
        )
        most = max(len(lines) for lines in fitted)
        return FittedRow(cells=fitted, height=most * letters * theme.row_leading + 2 * padding)

    head = row([Cell(text=title, strong=True) for title in table.head], head_size)
    rows = tuple(row(cells, size) for cells in table.rows)
    height = head.height + sum(each.height for each in rows)
    return FittedTable(
        size=size,
        head_size=head_size,
        padding=padding,
        side=side,
        first_side=first_side,
        widths=widths,
        head=head,
        rows=rows,
        height=height,
        fits=height <= room.height,
    )
