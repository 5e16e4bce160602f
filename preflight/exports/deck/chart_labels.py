"""The names of a chart's categories in lines: how long lines may be, and how far apart names in several lines stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from preflight.charts.lettering import text_width, wrapped
from preflight.exports.deck.letters import clean
from preflight.exports.deck.model import ChartForm, NativeChart
from preflight.exports.deck.theme import LEADING, DeckTheme, Rectangle

Lines = tuple[tuple[str, ...], ...]

SMALLEST_LETTERS: Final = 12.0
"""In points of a slide of 540."""
_WRAPS: Final = (22, 20, 18)
_RADAR_WRAPS: Final = (26, *_WRAPS)
_BAR_WRAPS: Final = (*_WRAPS, 28, 36)
_CHANGE_WRAPS: Final = (*_BAR_WRAPS, 46, 56)
"""Questions are longer than names."""
_MOST_LINES: Final = 12
NAMES_SHARE: Final = 0.45
"""The most of a chart's width that the names beside bars take."""
_REPLACED: Final = 1.12
"""How much wider the letters of a font may be that stands in for a missing one."""
_WRAPS_OF: Final = {
    ChartForm.RADAR: _RADAR_WRAPS,
    ChartForm.BARS: _BAR_WRAPS,
    ChartForm.STACKED: _BAR_WRAPS,
    ChartForm.CHANGES: _CHANGE_WRAPS,
    ChartForm.SPANS: _BAR_WRAPS,
}


def bars_apart(chart: NativeChart, room: Rectangle, theme: DeckTheme) -> float:
    """How far bars have to stand from one another for their names in the smallest letters, in points."""
    size = SMALLEST_LETTERS * theme.unit
    columns = max(wraps_of(chart, room.width, size, theme))
    return lines_apart([balanced(clean(each), columns) for each in chart.categories]) * size * LEADING


def lines_apart(labels: Sequence[Sequence[str]]) -> float:
    """The same in lines: half of the one name and half of the next."""
    counts = [len(each) for each in labels]
    return max((sum(pair) / 2 for pair in pairwise(counts)), default=float(max(counts, default=1)))


def wraps_of(chart: NativeChart, width: float, size: float, theme: DeckTheme) -> tuple[int, ...]:
    """In how many columns names may be broken; those of a calendar, which are long, stay in their part of the width."""
    wraps, most = _WRAPS_OF.get(chart.form, _WRAPS), width * NAMES_SHARE - size
    if chart.form is not ChartForm.SPANS:
        return wraps
    wide = theme.body_wide * (1.0 if theme.ornate else _REPLACED)
    fitting = [
        columns
        for columns in wraps
        if all(
            text_width(line, size) * wide <= most
            for each in chart.categories
            for line in balanced(clean(each), columns)
        )
    ]
    return tuple(sorted(fitting)) or (min(wraps),)


def balanced(label: str, most: int) -> tuple[str, ...]:
    """The label in as few lines of at most so many columns as it takes, all about as long."""
    lines = wrapped(label, most, _MOST_LINES)
    for columns in range(most - 1, most // 2, -1):
        narrower = wrapped(label, columns, _MOST_LINES)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def widest_line(lines: tuple[str, ...], size: float, theme: DeckTheme) -> float:
    return max(text_width(line, size) for line in lines) * theme.body_wide
