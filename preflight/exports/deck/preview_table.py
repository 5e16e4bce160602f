"""A native table in a preview: the same rows, letters and fills."""

from __future__ import annotations

from collections.abc import Sequence

from preflight.charts import svg
from preflight.charts.geometry import Point
from preflight.charts.theme import Palette
from preflight.exports.deck.fitting import FittedRow, FittedTable, fit_table
from preflight.exports.deck.model import Cell, Table
from preflight.exports.deck.preview_letters import SPACING, stacked_lines
from preflight.exports.deck.theme import Align, DeckTheme, Rectangle


def table_in_preview(table: Table, room: Rectangle, theme: DeckTheme) -> str:
    """The table from the top of its room down."""
    fitted, palette = fit_table(table, room, theme), theme.content.palette
    centred = [cell.centred for cell in table.rows[0]] if table.rows else [False] * len(table.head)
    head = [
        Cell(text=title, strong=True, ink=palette.muted, centred=middle)
        for title, middle in zip(table.head, centred, strict=True)
    ]
    y = room.y + fitted.head.height
    drawn = [
        _row(head, fitted.head, fitted, Rectangle(room.x, room.y, room.width, fitted.head.height), palette, head=True),
        svg.line(Point(room.x, y), Point(room.right, y), stroke=palette.outline, stroke_width=1),
    ]
    for cells, row in zip(table.rows, fitted.rows, strict=True):
        drawn.append(_row(cells, row, fitted, Rectangle(room.x, y, room.width, row.height), palette))
        y += row.height
        drawn.append(svg.line(Point(room.x, y), Point(room.right, y), stroke=palette.line, stroke_width=0.75))
    return "".join(drawn)


def _row(
    cells: Sequence[Cell], row: FittedRow, fitted: FittedTable, room: Rectangle, palette: Palette, *, head: bool = False
) -> str:
    size = fitted.head_size if head else fitted.size
    x, drawn = room.x, []
    for cell, lines, width in zip(cells, row.cells, fitted.widths, strict=True):
        if cell.fill:
            drawn.append(svg.rectangle(x, room.y, width, row.height, fill=cell.fill))
        tall = len(lines) * size * SPACING
        words = Rectangle(x + fitted.side, room.y + (row.height - tall) / 2, width - 2 * fitted.side, tall)
        align: Align = "center" if cell.centred else "left"
        drawn.append(stacked_lines(lines, words, size, cell.ink or palette.ink, align=align))
        x += width
    return "".join(drawn)
