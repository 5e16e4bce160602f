"""How a chart shares its rectangle: labels in lines, the plot and the legend, so that nothing lies over anything."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, cos, pi, sin
from typing import Final

from preflight.charts.lettering import text_width, wrapped
from preflight.exports.deck.letters import clean
from preflight.exports.deck.model import ChartForm, NativeChart
from preflight.exports.deck.theme import LEADING, READABLE_SIZE, DeckTheme, Rectangle

_WRAPS: Final = (22, 20, 18)
_MOST_LINES: Final = 12
_LETTERS: Final = 12.0
_MANY: Final = 9
"""From this number of categories on, a radar's labels are set small."""
_KEY: Final = 34.0
"""The line and marker of a series in the legend, with the room round it."""
_MOST_KEY_ROWS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRoom:
    """`labels` are the categories with their line breaks, `size` that of all letters in points. `plot` and `legend`
    are shares (0 to 1) of the chart's rectangle; `legend` is None where one series needs no name."""

    labels: tuple[str, ...]
    size: float
    plot: Rectangle
    legend: Rectangle | None


def chart_room(chart: NativeChart, room: Rectangle, theme: DeckTheme) -> ChartRoom:
    """Where everything in the chart stands."""
    small = len(chart.categories) >= _MANY and chart.form is ChartForm.RADAR
    size = (READABLE_SIZE if small else _LETTERS) * theme.unit
    legend = _legend(chart, room, size, theme)
    below = room.height - legend.y if legend and legend.width > room.width * 0.9 else 0.0
    beside = room.width - legend.x if legend and not below else 0.0
    free = Rectangle(0, 0, room.width - beside, room.height - below)
    labels, plot = _best(chart, free, size, theme)
    return ChartRoom(labels=labels, size=size, plot=_share(plot, room), legend=_share(legend, room) if legend else None)


def _share(part: Rectangle, whole: Rectangle) -> Rectangle:
    return Rectangle(part.x / whole.width, part.y / whole.height, part.width / whole.width, part.height / whole.height)


def _legend(chart: NativeChart, room: Rectangle, size: float, theme: DeckTheme) -> Rectangle | None:
    """At the bottom in as many rows as it takes, at the right where those would be too many."""
    if len(chart.series) < 2:
        return None
    widths = [text_width(clean(one.name), size) * theme.body_wide + _KEY * theme.unit for one in chart.series]
    # PowerPoint sets a legend in columns as wide as its longest name.
    columns = max(1, int(room.width / max(widths)))
    rows = 1 if sum(widths) <= room.width else ceil(len(widths) / columns)
    if rows <= _MOST_KEY_ROWS and max(widths) <= room.width:
        height = rows * size * 1.6 + size * 0.4
        return Rectangle(0, room.height - height, room.width, height)
    width = min(max(widths), room.width * 0.36)
    height = min(room.height, sum(ceil(each / width) for each in widths) * size * 1.5)
    return Rectangle(room.width - width, max(0.0, (room.height - height) / 2), width, height)


def _best(chart: NativeChart, free: Rectangle, size: float, theme: DeckTheme) -> tuple[tuple[str, ...], Rectangle]:
    """The labels in the widest lines that leave the largest plot."""
    found: list[tuple[tuple[str, ...], Rectangle]] = []
    for columns in _WRAPS:
        lines = tuple(wrapped(clean(category), columns, _MOST_LINES) for category in chart.categories)
        plot = _PLOTS[chart.form](lines, free, size, theme)
        found.append((tuple("\n".join(each) for each in lines), plot))
    return max(found, key=lambda each: each[1].width * each[1].height)


Lines = tuple[tuple[str, ...], ...]


def _width(lines: tuple[str, ...], size: float, theme: DeckTheme) -> float:
    return max(text_width(line, size) for line in lines) * theme.body_wide


def _radar(lines: Lines, free: Rectangle, size: float, theme: DeckTheme) -> Rectangle:
    """The largest circle whose labels, outside at each spoke's end, stay inside."""
    gap, count = size * 0.8, max(len(lines), 1)
    radius = min(free.width, free.height) / 2
    centre_x, centre_y = free.width / 2, free.height / 2
    tops, bottoms = [0.0], [0.0]
    for place, label in enumerate(lines):
        out_x, out_y = sin(2 * pi * place / count), -cos(2 * pi * place / count)
        tall, wide = len(label) * size * LEADING, _width(label, size, theme)
        if abs(out_x) > 0.1:
            radius = min(radius, (free.width / 2 - wide - gap) / abs(out_x))
        # Labels above the middle grow upwards, those beneath it downwards, those beside it both ways.
        (tops if out_y < 0 else bottoms).append(tall + gap if abs(out_x) <= 0.1 else tall * 0.5 * (1 + abs(out_y)))
    high, low = max(tops), max(bottoms)
    radius = max(min(radius, (free.height - high - low) / 2), min(free.width, free.height) * 0.18)
    centre_y = min(max(centre_y + (high - low) / 2, radius + high), free.height - radius - min(low, radius))
    return Rectangle(centre_x - radius, centre_y - radius, 2 * radius, 2 * radius)


def _bars(lines: Lines, free: Rectangle, size: float, theme: DeckTheme) -> Rectangle:
    left = min(max(_width(label, size, theme) for label in lines) + size, free.width * 0.45)
    return Rectangle(left, size * 0.6, free.width - left - size * 2.6, max(free.height - size * 3, size * 2))


def _lines(lines: Lines, free: Rectangle, size: float, theme: DeckTheme) -> Rectangle:  # noqa: ARG001
    left = size * 2.6
    deepest = max(len(label) for label in lines)
    below = size * (LEADING * deepest + 1.2)
    return Rectangle(left, size * 0.8, free.width - left - size * 2, max(free.height - below - size * 0.8, size * 2))


_PLOTS: Final = {
    ChartForm.RADAR: _radar,
    ChartForm.BARS: _bars,
    ChartForm.STACKED: _bars,
    ChartForm.LINES: _lines,
}
