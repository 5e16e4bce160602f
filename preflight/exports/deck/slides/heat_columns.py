"""Every question as a coloured cell beneath its dimension: the heat picture as native tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final, NamedTuple

from preflight.charts.heat import HeatCell, HeatDimension
from preflight.domain.wording import apart, number_of, sentence
from preflight.exports.deck.model import Cell, Layout, Table
from preflight.exports.deck.placement import regions
from preflight.exports.deck.table_fitting import fit_table
from preflight.exports.deck.theme import DeckTheme

BELOW: Final = "below the minimum"
_MOST_COLUMNS: Final = 8
_MOST_PARTS: Final = 4
_COMFORTABLE: Final = 13.0
"""Letters of so many points (of a slide of 540) are large enough to look no further."""
_EMPTY: Final = Cell(text="")


class _Column(NamedTuple):
    title: str
    cells: Sequence[HeatCell]


def heat_tables(dimensions: Sequence[HeatDimension], theme: DeckTheme) -> tuple[Table, ...]:
    """The dimensions side by side, as one table where its letters can be read, else as few as can."""
    for count in range(1, len(dimensions) + 1):
        tables = [_best(part, theme) for part in _evenly(dimensions, count)]
        if all(size for _, size in tables):
            break
    return tuple(table for table, _ in tables)


def _evenly(dimensions: Sequence[HeatDimension], count: int) -> Iterator[Sequence[HeatDimension]]:
    for place in range(count):
        yield dimensions[place * len(dimensions) // count : (place + 1) * len(dimensions) // count]


def _best(dimensions: Sequence[HeatDimension], theme: DeckTheme) -> tuple[Table, float]:
    """The table in the largest letters, and their size in points of a slide of 540; 0 where none fits."""
    room = regions(theme, Layout.TABLE)[0]
    found: tuple[Table, float] | None = None
    for table in _tables(dimensions):
        fitted = fit_table(table, room, theme)
        size = fitted.size / theme.unit if fitted.fits else 0.0
        if found is None or size > found[1]:
            found = table, size
        if size >= _COMFORTABLE:
            break
    return found or (_table((), 1), 0.0)


def _tables(dimensions: Sequence[HeatDimension]) -> Iterator[Table]:
    """The ways to set them: all beside one another, in fewer columns, long dimensions over several columns."""
    longest = max((len(each.cells) for each in dimensions), default=1)
    for parts in range(1, min(_MOST_PARTS, longest) + 1):
        columns = [column for each in dimensions for column in _columns(each, -(-longest // parts))]
        blocks = -(-len(columns) // _MOST_COLUMNS)
        while True:
            count = -(-len(columns) // blocks)
            yield _table(columns, count)
            if count == 1:
                break
            blocks = next(more for more in range(blocks + 1, len(columns) + 1) if -(-len(columns) // more) < count)


def _columns(dimension: HeatDimension, most: int) -> Iterator[_Column]:
    """The dimension in columns of at most so many cells, about as long as one another."""
    count = len(dimension.cells)
    parts = -(-count // most)
    for part in range(parts):
        title = f"{apart(dimension.title)} {dimension.figure}" if not part else f"{dimension.title}, continued"
        yield _Column(sentence(title), dimension.cells[part * count // parts : (part + 1) * count // parts])


def _table(columns: Sequence[_Column], count: int) -> Table:
    """So many columns beside one another, the rest of them beneath, under titles of their own."""
    blocks = [columns[start : start + count] for start in range(0, len(columns), count)]
    rows: list[tuple[Cell, ...]] = []
    for place, block in enumerate(blocks):
        if place:
            rows.append(_filled([Cell(text=column.title, strong=True) for column in block], count))
        beside = zip_longest(*(column.cells for column in block))
        rows += (_filled([_cell(each) if each else _EMPTY for each in cells], count) for cells in beside)
    titles = [column.title for column in blocks[0]] if blocks else [""]
    asked = sum(len(column.cells) for column in columns)
    return Table(
        head=tuple(titles),
        rows=tuple(rows),
        widths=(1 / count,) * count,
        alt=f"Table of {number_of(asked, 'question')} by dimension, each with its level or state: "
        f"{'; '.join(column.title for column in columns)}.",
    )


def _filled(cells: list[Cell], count: int) -> tuple[Cell, ...]:
    return (*cells, *(_EMPTY for _ in range(count - len(cells))))


def _cell(one: HeatCell) -> Cell:
    """The level's number and the question's name on its colour; a state says in words what it is."""
    words = f"{one.mark} · {apart(one.name)}" if one.answered else f"{apart(one.name)}: {one.words.lower()}"
    return Cell(
        text=sentence(f"{words} ({BELOW})" if one.blocks else words),
        fill=one.style.fill if one.answered else "",
        ink=one.style.ink if one.answered else "",
    )
