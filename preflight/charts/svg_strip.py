"""The heat strip as SVG: a row of cells beside each dimension's title, where questions' names have no room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from preflight.charts import svg
from preflight.charts.heat import HeatDimension
from preflight.charts.lettering import text_width
from preflight.charts.svg import Drawing
from preflight.charts.svg_cells import CELL_HEIGHT, CELL_WIDTH, cell
from preflight.charts.svg_lines import broken
from preflight.charts.theme import Palette

_LEADING = 1.25
_TITLES = 0.34
"""The share of the width that titles and scores take."""
_GAP = 0.35
_SHARES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.32, 0.26, 0.2)


class _Line(NamedTuple):
    """A dimension's title in lines, how many cells stand beside one another, and the height of it."""

    dimension: HeatDimension
    title: tuple[str, ...]
    across: int
    height: float


def strip_drawing(
    dimensions: Sequence[HeatDimension], *, palette: Palette, width: float, height: float, letters: float
) -> Drawing:
    """The dimensions beneath one another in the largest letters that fit; beyond the height only in the smallest."""
    for share in _SHARES:
        size = letters * share
        lines = [_line(dimension, width, size) for dimension in dimensions]
        tall = sum(line.height for line in lines)
        if tall <= height:
            break
    parts, y = [], 0.0
    for line in lines:
        parts.append(_drawn(line, y, width, size, palette))
        y += line.height
    return Drawing(svg.group(*parts, font_size=size), width, tall)


def _line(dimension: HeatDimension, width: float, letters: float) -> _Line:
    room = width * _TITLES - text_width(dimension.figure, letters) - 2 * letters
    title = broken(dimension.title, room / 1.08, letters)
    across = max(1, int(width * (1 - _TITLES) / (letters * (CELL_WIDTH + _GAP))))
    rows = -(-len(dimension.cells) // across)
    cells = rows * letters * (CELL_HEIGHT + _GAP)
    return _Line(dimension, title, across, max(cells, len(title) * letters * _LEADING) + letters * 0.5)


def _drawn(line: _Line, y: float, width: float, letters: float, palette: Palette) -> str:
    first = y + letters * (CELL_HEIGHT / 2 + 0.35)
    title = [svg.text(words, 0, first + nth * letters * _LEADING) for nth, words in enumerate(line.title)]
    left = width * _TITLES
    figure = svg.text(line.dimension.figure, left - letters, first, fill=palette.muted, text_anchor="end")
    cells = []
    for place, one in enumerate(line.dimension.cells):
        down, along = divmod(place, line.across)
        x, top = left + along * letters * (CELL_WIDTH + _GAP), y + down * letters * (CELL_HEIGHT + _GAP)
        cells.append(cell(one.style, one.mark, x, top, letters, palette, blocks=one.blocks))
    return svg.group(*title, font_weight="700", fill=palette.ink) + figure + "".join(cells)
