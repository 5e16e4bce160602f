"""How a chart shares its rectangle: labels in lines, the plot and the legend, so that nothing lies over anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, sin
from typing import Final

from preflight.charts.lettering import text_width
from preflight.exports.deck.chart_labels import (
    NAMES_SHARE,
    SMALLEST_LETTERS,
    Lines,
    balanced,
    lines_apart,
    widest_line,
    wraps_of,
)
from preflight.exports.deck.letters import clean
from preflight.exports.deck.model import ChartForm, NativeChart
from preflight.exports.deck.theme import LEADING, READABLE_SIZE, DeckTheme, Rectangle

_LETTERS: Final = (16.0, 15.0, 14.0, 13.0, SMALLEST_LETTERS)
_SMALL_LETTERS: Final = (13.0, 12.0, READABLE_SIZE)
_CALENDAR_LETTERS: Final = (14.0, 13.0, SMALLEST_LETTERS)
_MANY: Final = 9
"""From this number of categories on, a radar's labels are set small."""
_WORTH: Final = 0.88
"""Larger letters may take so much of the plot that the smallest would leave, so that the last row can read them."""
_WORTH_ON_A_CALENDAR: Final = 0.7
"""What a bar stands for is its name as much as its length."""
_KEY: Final = 4.6
"""The line and marker of a series in the legend with the room round it, in sizes of its letters."""
_BAR_MOST: Final = 34.0
_STACK_MOST: Final = 76.0
"""The most height that one bar takes, in points of a slide of 540: few bars are no walls."""
_WIDEST_DAY: Final = "30 Nov"
_ROW: Final = 2.0
"""The height of a legend of one row, in sizes of its letters."""
_KEY_SHARE: Final = 0.3
"""The legend takes no more of a chart's height than this, unless the chart is too narrow for one beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRoom:
    """`labels` are the categories with their line breaks, `size` that of all letters in points but the legend's. `plot`
    and `legend` are shares (0 to 1) of the chart's rectangle; `legend` is None where one series needs no name. Of many
    dates, and of a calendar's days, each `skip`th bears its label, from the first on."""

    labels: tuple[str, ...]
    size: float
    plot: Rectangle
    legend: Rectangle | None
    legend_size: float
    skip: int

    def figure_size(self, series: int, height: float, theme: DeckTheme) -> float:
        """The letters of the figures behind bars, smaller where bars are thin; `height` is the plot's in points."""
        thick = height / max(len(self.labels), 1) / (series + 0.6)
        return min(self.size, max(READABLE_SIZE * theme.unit, thick * 1.1))


def chart_room(chart: NativeChart, room: Rectangle, theme: DeckTheme) -> ChartRoom:
    """Where everything in the chart stands, in the largest letters that leave the plot its size."""
    letters: Sequence[float] = _LETTERS
    if len(chart.categories) >= _MANY and chart.form is ChartForm.RADAR:
        letters = _SMALL_LETTERS
    elif chart.form is ChartForm.SPANS:
        letters = _CALENDAR_LETTERS
    found = [_room(chart, room, theme, size * theme.unit) for size in letters]
    least, worth = found[-1].plot, _WORTH_ON_A_CALENDAR if chart.form is ChartForm.SPANS else _WORTH
    return next(
        each
        for each in found
        if each is found[-1]
        or (
            min(each.plot.width / least.width, each.plot.height / least.height) >= worth
            and _rows_apart(chart, each, room)
        )
    )


def _rows_apart(chart: NativeChart, found: ChartRoom, room: Rectangle) -> bool:
    """Whether no label of a bar runs into the next bar's."""
    if chart.form not in _BARRED or not found.labels:
        return True
    step = found.plot.height * room.height / len(found.labels)
    if chart.form is ChartForm.SPANS:
        return lines_apart([label.split("\n") for label in found.labels]) * found.size * LEADING <= step
    return max(label.count("\n") + 1 for label in found.labels) * found.size * LEADING <= step


def _room(chart: NativeChart, room: Rectangle, theme: DeckTheme, size: float) -> ChartRoom:
    legend, legend_size = _legend_in_a_row(chart, room, size, theme)
    below = room.height - legend.y if legend and legend.bottom >= room.height - 0.01 else 0.0
    beside = room.width - legend.x if legend and not below else 0.0
    free = Rectangle(0, 0, room.width - beside, room.height - below)
    labels, plot, spare = _best(chart, free, size, theme)
    if legend and below:
        legend = legend._replace(y=legend.y - spare)
    skip = 1
    if chart.form is ChartForm.LINES:
        skip = _skip(labels, plot.width, size, theme)
    elif chart.form is ChartForm.SPANS:
        days = round((chart.most - chart.least) / chart.step) or 1
        skip = max(1, ceil(days * (text_width(_WIDEST_DAY, size) * theme.body_wide + size) / plot.width))
    return ChartRoom(
        labels=tuple("\n".join(each) for each in labels),
        size=size,
        plot=_share(plot, room),
        legend=_share(legend, room) if legend else None,
        legend_size=legend_size,
        skip=skip,
    )


def _legend_in_a_row(
    chart: NativeChart, room: Rectangle, size: float, theme: DeckTheme
) -> tuple[Rectangle | None, float]:
    """The legend and its letters, rather smaller ones where so it takes a single row."""
    sizes = [size, *(each for letters in _LETTERS if (each := letters * theme.unit) < size)]
    found = [(_legend(chart, room, each, theme), each) for each in sizes]
    in_a_row = (each for each in found if each[0] is not None and each[0].height <= each[1] * _ROW)
    return next(in_a_row, found[0] if found[0][0] is None else found[-1])


def _skip(labels: Lines, width: float, size: float, theme: DeckTheme) -> int:
    """Each how many labels one has its room; rather more where so the last one is among them too."""
    count = len(labels)
    if not count:
        return 1
    needed = max(widest_line(label, size, theme) for label in labels) + size
    least = min(max(1, ceil(needed * count / width)), count)
    return next((each for each in range(least, 2 * least) if (count - 1) % each == 0), least)


def _share(part: Rectangle, whole: Rectangle) -> Rectangle:
    return Rectangle(part.x / whole.width, part.y / whole.height, part.width / whole.width, part.height / whole.height)


def _legend(chart: NativeChart, room: Rectangle, size: float, theme: DeckTheme) -> Rectangle | None:
    """At the bottom in as many rows as it takes, at the right where those would be too many."""
    if len(chart.series) < 2 or chart.form is ChartForm.SPANS:
        return None
    widths = [text_width(clean(one.name), size) * theme.body_wide + _KEY * size for one in chart.series]
    # PowerPoint sets a legend in columns as wide as its longest name.
    columns = max(1, int(room.width / max(widths)))
    rows = 1 if sum(widths) <= room.width else ceil(len(widths) / columns)
    height = rows * size * 1.6 + size * 0.4 if rows > 1 else size * _ROW
    if height <= room.height * _KEY_SHARE or room.width < room.height * 1.6:
        height = min(height, room.height * 0.5)
        width = min(sum(widths) + size, room.width) if rows == 1 else room.width
        left = (room.width - width) / 2 if chart.form is ChartForm.RADAR else 0.0
        return Rectangle(left, room.height - height, width, height)
    width = min(max(widths), room.width * 0.36)
    height = min(room.height, sum(ceil(each / width) for each in widths) * size * 1.5)
    return Rectangle(room.width - width, max(0.0, (room.height - height) / 2), width, height)


def _best(chart: NativeChart, free: Rectangle, size: float, theme: DeckTheme) -> tuple[Lines, Rectangle, float]:
    """The labels in the widest lines that leave the largest plot, and the height that few bars leave free."""
    barred = chart.form in _BARRED
    wraps = wraps_of(chart, free.width, size, theme)
    found: list[tuple[Lines, Rectangle]] = []
    for columns in wraps:
        lines = tuple(balanced(clean(category), columns) for category in chart.categories)
        found.append((lines, _PLOTS[chart.form](lines, free, size, theme)))
    if barred:
        # Labels that would run into the next bar's stand in longer lines.
        step = found[0][1].height / max(len(chart.categories), 1)
        apart = lines_apart if chart.form is ChartForm.SPANS else _most_lines
        short = [each for each in found if apart(each[0]) * size * LEADING <= step]
        found = short or found[-1:]
    labels, plot = max(found, key=lambda each: each[1].width * each[1].height)
    if not barred:
        return labels, plot, 0.0
    beside = 1 if chart.form is ChartForm.SPANS else len(chart.series)
    each_bar = (_STACK_MOST if chart.form is ChartForm.STACKED else _BAR_MOST * (beside + 0.6)) * theme.unit
    if chart.form is ChartForm.SPANS:
        each_bar = max(each_bar, lines_apart(labels) * size * LEADING * 1.2)
    tall = min(plot.height, each_bar * max(len(labels), 1))
    return labels, plot._replace(height=tall), plot.height - tall


def _most_lines(labels: Lines) -> int:
    return max(map(len, labels), default=1)


def _radar(lines: Lines, free: Rectangle, size: float, theme: DeckTheme) -> Rectangle:
    """The largest circle whose spokes, with their labels outside at each end, stay inside."""
    gap, count = size * 0.8, max(len(lines), 1)
    reach = [(sin(2 * pi * place / count), -cos(2 * pi * place / count)) for place in range(count)]
    most = (
        min(
            (free.width / 2 - widest_line(label, size, theme) - gap) / abs(x)
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
    left = min(max(widest_line(label, size, theme) for label in lines) + size, free.width * NAMES_SHARE)
    return Rectangle(left, size * 0.6, free.width - left - size * 2.6, max(free.height - size * 3, size * 2))


def _lines(lines: Lines, free: Rectangle, size: float, theme: DeckTheme) -> Rectangle:  # noqa: ARG001
    left = size * 2.6
    deepest = max(len(label) for label in lines)
    below = size * (LEADING * deepest + 1.2)
    return Rectangle(left, size * 0.8, free.width - left - size * 2, max(free.height - below - size * 0.8, size * 2))


_BARRED: Final = {ChartForm.BARS, ChartForm.STACKED, ChartForm.CHANGES, ChartForm.SPANS}
_PLOTS: Final = {
    ChartForm.RADAR: _radar,
    ChartForm.BARS: _bars,
    ChartForm.STACKED: _bars,
    ChartForm.CHANGES: _bars,
    ChartForm.SPANS: _bars,
    ChartForm.LINES: _lines,
}
