"""A table that stays a table, in a quiet look of its own: a line under the head, hairlines under the rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from preflight.exports.deck.chart_xml import Element
from preflight.exports.deck.letters import Look, colour_xml, emu, paragraph_xml, right_to_left, runs_xml
from preflight.exports.deck.model import Cell, Table
from preflight.exports.deck.table_fitting import FittedTable, fit_table
from preflight.exports.deck.theme import DeckTheme, Rectangle, cell_colours

_PLAIN_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""“No style, no grid”, which every Office knows; the lines are the cells' own."""
_HAIRLINE, _RULE, _SEAM = 0.75, 1.25, 1.5


def table_xml(table: Table, room: Rectangle, theme: DeckTheme) -> tuple[Element, float]:
    """The a:tbl element and its height in points."""
    fitted = fit_table(table, room, theme)
    palette = theme.content.palette
    head = [Cell(text=title, strong=True, centred=_centred(table, place)) for place, title in enumerate(table.head)]
    rule = _line("B", palette.ink, _RULE, theme)
    rows = [_row(head, fitted.head.height, fitted, theme, size=fitted.head_size, ink=palette.muted, edge=rule)]
    hairline = _line("B", palette.line, _HAIRLINE, theme)
    for cells, row in zip(table.rows, fitted.rows, strict=True):
        rows.append(_row(cells, row.height, fitted, theme, size=fitted.size, ink=palette.ink, edge=hairline))
    columns = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in fitted.widths)
    written = (
        f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1"><a:tableStyleId>{_PLAIN_STYLE}</a:tableStyleId></a:tblPr>'
        f"<a:tblGrid>{columns}</a:tblGrid>{''.join(rows)}</a:tbl>"
    )
    return parse_xml(written), fitted.height


def _centred(table: Table, place: int) -> bool:
    """A head stands over its column as the cells do."""
    return bool(table.rows) and all(row[place].centred for row in table.rows)


def _row(
    cells: Sequence[Cell], height: float, fitted: FittedTable, theme: DeckTheme, *, size: float, ink: str, edge: str
) -> str:
    sides = (fitted.first_side, *((fitted.side,) * (len(cells) - 1)))
    written, taken = "", 0
    for cell, left in zip(cells, sides, strict=True):
        written += _cell(cell, left, fitted, theme, size=size, ink=ink, edge=edge, taken=taken > 0)
        taken = max(taken, cell.span) - 1
    return f'<a:tr h="{emu(height)}">{written}</a:tr>'


def _cell(
    cell: Cell, left: float, fitted: FittedTable, theme: DeckTheme, *, size: float, ink: str, edge: str, taken: bool
) -> str:
    """A cell; one whose place is `taken` by a wider one before it is written all the same, and not shown."""
    ground, letters = cell_colours(cell.fill, cell.ink or ink, theme.content.palette)
    look = Look(size=size, colour=letters, strong=cell.strong)
    # An empty cell would else be as tall as a line of PowerPoint's 18 points.
    runs = runs_xml(cell.text, look, theme) or f'<a:endParaRPr sz="{round(size * 100)}"/>'
    words = paragraph_xml(runs, theme, rtl=right_to_left(cell.text), align="ctr" if cell.centred else "l")
    side, padding = emu(fitted.side), emu(fitted.padding)
    if ground:
        seam = theme.content.palette.surface
        lines = "".join(_line(at, seam, _SEAM, theme) for at in "LRTB")
        fill = f"<a:solidFill>{colour_xml(ground, theme)}</a:solidFill>"
    else:
        lines, fill = "".join(_none(at) for at in "LRT") + edge, "<a:noFill/>"
    margins = f'marL="{emu(left)}" marR="{side}" marT="{padding}" marB="{padding}"'
    merged = ' hMerge="1"' if taken else f' gridSpan="{cell.span}"' if cell.span > 1 else ""
    return (
        f"<a:tc{merged}><a:txBody><a:bodyPr/><a:lstStyle/>{words}</a:txBody>"
        f'<a:tcPr {margins} anchor="ctr">{lines}{fill}</a:tcPr></a:tc>'
    )


def _line(at: str, colour: str, width: float, theme: DeckTheme) -> str:
    paint = f"<a:solidFill>{colour_xml(colour, theme)}</a:solidFill>"
    return f'<a:ln{at} w="{emu(width * theme.unit)}">{paint}</a:ln{at}>'


def _none(at: str) -> str:
    return f'<a:ln{at} w="0"><a:noFill/></a:ln{at}>'
