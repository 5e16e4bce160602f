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
_RADAR_WRAPS: Final = (26, *_WRAPS)
_MOST_LINES: Final = 12
_LETTERS: Final = 12.0
_MANY: Final = 9
"""From this number of categories on, a radar's labels are set small."""
_KEY: Final = 44.0
"""The line and marker of a series in the legend, with the room round it."""
_KEY_SHARE: Final = 0.3
"""The legend takes no more of a chart's height than this, unless the chart is too narrow for one beside it."""


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
    below = room.height - legend.y if legend and legend.bottom >= room.height - 0.01 else 0.0
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
    height = rows * size * 1.6 + size * 0.4
    if height <= room.height * _KEY_SHARE or room.width < room.height * 1.6:
        height = min(height, room.height * 0.5)
        width = min(sum(widths) + size, room.width) if rows == 1 else room.width
        left = (room.width - width) / 2 if chart.form is ChartForm.RADAR else 0.0
        return Rectangle(left, room.height - height, width, height)
    width = min(max(widths), room.width * 0.36)
    height = min(room.height, sum(ceil(each / width) for each in widths) * size * 1.5)
    return Rectangle(room.width - width, max(0.0, (room.height - height) / 2), width, height)


def _best(chart: NativeChart, free: Rectangle, size: float, theme: DeckTheme) -> tuple[tuple[str, ...], Rectangle]:
    """The labels in the widest lines that leave the largest plot."""
    found: list[tuple[tuple[str, ...], Rectangle]] = []
    for columns in _RADAR_WRAPS if chart.form is ChartForm.RADAR else _WRAPS:
        lines = tuple(_balanced(clean(category), columns) for category in chart.categories)
        plot = _PLOTS[chart.form](lines, free, size, theme)
        found.append((tuple("\n".join(each) for each in lines), plot))
    return max(found, key=lambda each: each[1].width * each[1].height)


def _balanced(label: str, most: int) -> tuple[str, ...]:
    """The label in as few lines of at most so many columns as it takes, all about as long."""
    lines = wrapped(label, most, _MOST_LINES)
    for columns in range(most - 1, most // 2, -1):
        narrower = wrapped(label, columns, _MOST_LINES)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


Lines = tuple[tuple[str, ...], ...]


def _width(lines: tuple[str, ...], size: float, theme: DeckTheme) -> float:
    return max(text_width(line, size) for line in lines) * theme.body_wide


def _radar(lines: Lines, free: Rectangle, size: float, theme: DeckTheme) -> Rectangle:
    """The largest circle whose spokes, with their labels outside at each end, stay inside."""
    gap, count = size * 0.8, max(len(lines), 1)
    reach = [(sin(2 * pi * place / count), -cos(2 * pi * place / count)) for place in range(count)]
    most = (
        min(
            (free.width / 2 - _width(label, size, theme) - gap) / abs(x)
            for label, (x, _) in zip(lines, reach, strict=True)
            if abs(x) > 0.1
        )
        if count > 2
        else free.height / 2
    )
    up, down = -min(y for _, y in reach), max(0.0, *(y for _, y in reach))
    # A label above or beneath its spoke's end takes its whole height there, one beside it half of that.
    tall = [
        (y, len(label) * size * LEADING * (0.5 + 0.5 * abs(y)) + 2 * gap * abs(y))
        for label, (_, y) in zip(lines, reach, strict=True)
    ]
    high = max((height for y, height in tall if y < -0.3), default=0.0)
    low = max((height for y, height in tall if y > 0.3), default=0.0)
    radius = max(min(most, (free.height - high - low) / (up + down)), min(free.width, free.height) * 0.18)
    spare = free.height - high - low - radius * (up + down)
    centre = high + radius * up + spare / 2
    return Rectangle(free.width / 2 - radius, max(centre - radius, 0.0), 2 * radius, 2 * radius)


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
