"""A native table in a preview: the same rows, letters and fills."""

from __future__ import annotations

from collections.abc import Sequence

from preflight.charts import svg
from preflight.charts.geometry import Point
from preflight.charts.theme import Palette
from preflight.exports.deck.model import Cell, Table
from preflight.exports.deck.preview_letters import SPACING, stacked_lines
from preflight.exports.deck.table_fitting import FittedRow, FittedTable, fit_table
from preflight.exports.deck.theme import Align, DeckTheme, Rectangle, cell_colours

_HAIRLINE, _RULE, _SEAM = 0.75, 1.25, 1.5


def table_in_preview(table: Table, room: Rectangle, theme: DeckTheme) -> str:
    """The table from the top of its room down: a rule under its head, hairlines under its rows, seams round fills."""
    fitted, palette = fit_table(table, room, theme), theme.content.palette
    head = [
        Cell(text=title, strong=True, ink=palette.muted, centred=_centred(table, place))
        for place, title in enumerate(table.head)
    ]
    y = room.y + fitted.head.height
    drawn = [
        _row(head, fitted.head, fitted, Rectangle(room.x, room.y, room.width, fitted.head.height), palette, head=True)
    ]
    for cells, row in zip(table.rows, fitted.rows, strict=True):
        drawn.append(_row(cells, row, fitted, Rectangle(room.x, y, room.width, row.height), palette))
        y += row.height
    top = room.y + fitted.head.height
    rule = svg.line(Point(room.x, top), Point(room.right, top), stroke=palette.ink, stroke_width=_RULE * theme.unit)
    return "".join(drawn) + rule


def _centred(table: Table, place: int) -> bool:
    return bool(table.rows) and all(row[place].centred for row in table.rows)


def _row(
    cells: Sequence[Cell], row: FittedRow, fitted: FittedTable, room: Rectangle, palette: Palette, *, head: bool = False
) -> str:
    size = fitted.head_size if head else fitted.size
    x, drawn, taken = room.x, list[str](), 0
    for place, (cell, lines) in enumerate(zip(cells, row.cells, strict=True)):
        if taken:
            taken -= 1
            continue
        width, taken = sum(fitted.widths[place : place + cell.span]), cell.span - 1
        ground, letters = cell_colours(cell.fill, cell.ink, palette)
        if ground:
            seam = {"stroke": palette.surface, "stroke_width": f"{_SEAM}"}
            drawn.append(svg.rectangle(x, room.y, width, row.height, fill=ground, **seam))
        elif not head:
            ends = Point(x, room.bottom), Point(x + width, room.bottom)
            drawn.append(svg.line(*ends, stroke=palette.line, stroke_width=_HAIRLINE))
        tall = len(lines) * size * SPACING
        left = fitted.side if place else fitted.first_side
        words = Rectangle(x + left, room.y + (row.height - tall) / 2, width - left - fitted.side, tall)
        align: Align = "center" if cell.centred else "left"
        drawn.append(stacked_lines(lines, words, size, letters, align=align))
        x += width
    return "".join(drawn)
