"""Every question by dimension as SVG: a cell in its level's colour, its name, and its level or state in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from preflight.charts import svg
from preflight.charts.geometry import Point
from preflight.charts.heat import HeatDimension
from preflight.charts.lettering import text_width
from preflight.charts.svg import Drawing
from preflight.charts.svg_cells import CELL_HEIGHT, CELL_WIDTH, cell, cells_key
from preflight.charts.svg_lines import broken
from preflight.charts.svg_strip import strip_drawing
from preflight.charts.theme import Palette

_LEADING = 1.25
_SMALL = 0.84
_NARROWEST = 13.0
"""The least width of a column, in letters."""
_MOST_COLUMNS = 6
_SHARES = (1.25, 1.12, 1.0, 0.92, 0.85, 0.78, 0.72, 0.66, 0.6)


class _Said(Enum):
    """How much is said of each question."""

    NAME_AND_WORDS = 2
    NAME = 1


class _Row(NamedTuple):
    """A row of a column: a heading (`cell` is None) or a question, with its lines and its height."""

    dimension: HeatDimension
    cell: int | None
    name: tuple[str, ...]
    words: tuple[str, ...]
    height: float


@dataclass(frozen=True, slots=True)
class _Setting:
    """Columns of rows that fit the height, in letters of this size."""

    letters: float
    columns: list[list[_Row]]
    width: float
    gap: float


def heat_drawing(
    dimensions: Sequence[HeatDimension], *, palette: Palette, width: float, height: float, letters: float = 20.0
) -> Drawing:
    """The dimensions in as many columns as it takes, in the largest letters that fit; the key beneath.

    Where there is no room for words, names stand alone; where even they have none, it is the strip of Results: cells
    beside the dimensions' titles.
    """
    if not dimensions:
        words = svg.text("No question is asked", width / 2, height / 2, fill=palette.muted, text_anchor="middle")
        return Drawing(svg.group(words, font_size=letters), width, height)
    blocked = any(one.blocks for dimension in dimensions for one in dimension.cells)
    key = cells_key(palette, width=width, size=letters * 0.8, blocks=blocked)
    room = height - key.height - letters
    setting = _fitted(dimensions, width, room, letters)
    if setting is None:
        strip = strip_drawing(dimensions, palette=palette, width=width, height=room, letters=letters)
        bottom = max(height - key.height, strip.height + letters)
        return Drawing(strip.body + svg.moved(key, 0, bottom), width, bottom + key.height)
    parts = []
    for nth, rows in enumerate(setting.columns):
        x, y = nth * (setting.width + setting.gap), 0.0
        for row in rows:
            parts.append(_row(row, x, y, setting, palette, first=y == 0))
            y += row.height
    body = svg.group(*parts, font_size=setting.letters)
    return Drawing(body + svg.moved(key, 0, height - key.height), width, height)


def _fitted(dimensions: Sequence[HeatDimension], width: float, height: float, letters: float) -> _Setting | None:
    """The fullest and largest setting that fits."""
    for said in _Said:
        for share in _SHARES:
            size = letters * share
            gap = size * 2
            for count in range(1, _MOST_COLUMNS + 1):
                wide = (width - gap * (count - 1)) / count
                if count > 1 and wide < size * _NARROWEST:
                    break
                columns = list(_columns(dimensions, wide, height, size, said, count))
                tallest = max(sum(row.height for row in column) for column in columns)
                if tallest <= height and len(columns) == count:
                    return _Setting(size, columns, wide, gap)
    return None


def _columns(
    dimensions: Sequence[HeatDimension], width: float, height: float, letters: float, said: _Said, count: int
) -> Iterator[list[_Row]]:
    """At most `count` columns, a dimension whole where it fits; the last one takes whatever is left."""
    column: list[_Row] = []
    taken, done = 0.0, 1
    for dimension in dimensions:
        rows = list(_rows(dimension, width, letters, said))
        whole = sum(row.height for row in rows)
        if column and taken + whole > height and done < count and (whole <= height or taken > height / 2):
            yield column
            column, taken, done = [], 0.0, done + 1
        for row in rows:
            if column and taken + row.height > height and done < count and row.cell is not None:
                yield column
                heading = _heading(dimension, width, letters, continued=True)
                column, taken, done = [heading], heading.height, done + 1
            column.append(row)
            taken += row.height
    yield column


def _rows(dimension: HeatDimension, width: float, letters: float, said: _Said) -> Iterator[_Row]:
    yield _heading(dimension, width, letters, continued=False)
    room = width - letters * (CELL_WIDTH + 0.7)
    for place, one in enumerate(dimension.cells):
        name = broken(one.name, room, letters)
        words = broken(one.words, room, letters * _SMALL) if said is _Said.NAME_AND_WORDS and one.words else ()
        lines = letters * _LEADING * (len(name) + _SMALL * len(words))
        yield _Row(dimension, place, name, words, max(lines, letters * CELL_HEIGHT) + letters * 0.5)


def _heading(dimension: HeatDimension, width: float, letters: float, *, continued: bool) -> _Row:
    title = f"{dimension.title}, continued" if continued else dimension.title
    room = width - text_width(dimension.figure, letters) - letters
    lines = broken(title, room / 1.08, letters)
    return _Row(dimension, None, lines, (), letters * (_LEADING * len(lines) + 1.3))


def _row(row: _Row, x: float, y: float, setting: _Setting, palette: Palette, *, first: bool) -> str:
    letters = setting.letters
    if row.cell is None:
        top = y + (0 if first else letters * 0.5)
        lines = [svg.text(line, x, top + letters * (1 + _LEADING * nth)) for nth, line in enumerate(row.name)]
        title = svg.group(*lines, font_weight="700", fill=palette.ink)
        right = x + setting.width
        figure = svg.text(row.dimension.figure, right, top + letters, fill=palette.muted, text_anchor="end")
        base = top + letters * (_LEADING * len(row.name) + 0.25)
        rule = svg.line(Point(x, base), Point(right, base), stroke=palette.line, stroke_width=1.5)
        return title + figure + rule
    one = row.dimension.cells[row.cell]
    left = x + letters * (CELL_WIDTH + 0.7)
    small = letters * _SMALL
    tall = letters * _LEADING * (len(row.name) + _SMALL * len(row.words))
    spare = letters * CELL_HEIGHT - tall
    drawn = cell(one.style, one.mark, x, y + max(-spare, 0) / 2, letters, palette, blocks=one.blocks)
    at = y + max(spare, 0) / 2 - letters * 0.05
    parts = []
    for line in row.name:
        parts.append(svg.text(line, left, at + letters, fill=palette.ink))
        at += letters * _LEADING
    for line in row.words:
        parts.append(svg.text(line, left, at + small, fill=palette.muted, font_size=small))
        at += small * _LEADING
    return drawn + "".join(parts)
