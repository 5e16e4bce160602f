"""A native chart as the preview draws it: the plot, the labels and the legend in the same places as in PowerPoint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from preflight.charts import svg
from preflight.charts.geometry import Point
from preflight.charts.lettering import text_width
from preflight.charts.series import SeriesLook
from preflight.charts.theme import Palette, level_colour
from preflight.charts.words import printable
from preflight.exports.deck.chart_room import ChartRoom, chart_room
from preflight.exports.deck.fitting import broken
from preflight.exports.deck.model import ChartForm, ChartSeries, NativeChart
from preflight.exports.deck.preview_axes import draw_bars, draw_lines, draw_spans, draw_stacks
from preflight.exports.deck.preview_letters import stacked_lines
from preflight.exports.deck.preview_plot import Plot
from preflight.exports.deck.preview_radar import draw_radar
from preflight.exports.deck.series_looks import looks_of
from preflight.exports.deck.theme import DeckTheme, Rectangle

_KEY: Final = 1.8
"""The length of a legend's sample, in sizes of its letters."""
_KEY_AND_ROOM: Final = 3.8
"""The same with the room round it, less than `chart_room` reckons with."""
_AT_THE_SIDE: Final = 0.5
_FORMS: Final[dict[ChartForm, Callable[[Plot], str]]] = {
    ChartForm.RADAR: draw_radar,
    ChartForm.BARS: draw_bars,
    ChartForm.LINES: draw_lines,
    ChartForm.STACKED: draw_stacks,
    ChartForm.CHANGES: draw_bars,
    ChartForm.SPANS: draw_spans,
}


def chart_in_preview(chart: NativeChart, room: Rectangle, theme: DeckTheme) -> str:
    """The chart in its room."""
    shared = chart_room(chart, room, theme)
    palette = theme.content.palette
    looks = looks_of(chart.series, palette)
    plot = Plot(
        chart=chart,
        room=_within(shared.plot, room),
        labels=tuple(tuple(label.split("\n")) for label in shared.labels),
        size=shared.size,
        looks=looks,
        palette=palette,
        unit=theme.unit,
        reach=room,
        skip=shared.skip,
        figure_size=shared.figure_size(len(chart.series), shared.plot.height * room.height, theme),
    )
    return _FORMS[chart.form](plot) + _legend(chart, shared, room, looks, palette, theme)


def _within(share: Rectangle, room: Rectangle) -> Rectangle:
    return Rectangle(
        room.x + share.x * room.width,
        room.y + share.y * room.height,
        share.width * room.width,
        share.height * room.height,
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    sample: str
    name: str
    width: float


def _legend(
    chart: NativeChart,
    shared: ChartRoom,
    room: Rectangle,
    looks: Sequence[SeriesLook],
    palette: Palette,
    theme: DeckTheme,
) -> str:
    if shared.legend is None:
        return ""
    place, size = _within(shared.legend, room), shared.legend_size
    entries = [
        _Entry(
            _sample(chart.form, one, how, palette, size),
            printable(one.name),
            _KEY_AND_ROOM * size + text_width(printable(one.name), size) * theme.body_wide,
        )
        for one, how in zip(chart.series, looks, strict=True)
    ]
    if shared.legend.x > _AT_THE_SIDE:
        return _column(entries, place, size, palette, theme)
    total = sum(entry.width for entry in entries)
    columns = len(entries)
    if total > place.width + 1:
        columns = max(1, int(place.width / max(entry.width for entry in entries)))
    rows = [entries[start : start + columns] for start in range(0, len(entries), columns)]
    widest = max(entry.width for entry in entries) if len(rows) > 1 else 0.0
    drawn = []
    for nth, row in enumerate(rows):
        wide = widest * columns if widest else total
        x = place.x + max(0.0, (place.width - wide) / 2)
        y = place.y + size * (1.0 + 1.6 * nth)
        for entry in row:
            drawn.append(_at(entry, x, y, size, palette))
            x += widest or entry.width
    return "".join(drawn)


def _column(entries: Sequence[_Entry], place: Rectangle, size: float, palette: Palette, theme: DeckTheme) -> str:
    drawn, y = [], place.y
    for entry in entries:
        wide = place.width - size * (_KEY + 0.5)
        lines = broken("", entry.name, wide, size, wide=theme.body_wide, wide_strong=theme.body_wide)
        drawn.append(
            svg.group(entry.sample, transform=f"translate({svg.number(place.x)} {svg.number(y + size * 0.6)})")
        )
        text_room = Rectangle(place.x + size * (_KEY + 0.4), y, wide, size)
        drawn.append(stacked_lines(lines, text_room, size, palette.ink))
        y += size * (0.35 + 1.15 * len(lines))
    return "".join(drawn)


def _at(entry: _Entry, x: float, y: float, size: float, palette: Palette) -> str:
    sample = svg.group(entry.sample, transform=f"translate({svg.number(x)} {svg.number(y)})")
    name = svg.text(entry.name, x + size * (_KEY + 0.4), y + size * 0.34, fill=palette.ink, font_size=size)
    return sample + name


def _sample(form: ChartForm, one: ChartSeries, how: SeriesLook, palette: Palette, size: float) -> str:
    long = size * _KEY
    if form in {ChartForm.BARS, ChartForm.STACKED}:
        fill = how.colour if one.level is None or form is ChartForm.BARS else level_colour(one.level, palette).fill
        return svg.rectangle(long - size * 0.8, -size * 0.35, size * 0.7, size * 0.7, fill=fill)
    stroke = svg.line(
        Point(0, 0), Point(long, 0), stroke=how.colour, stroke_width=how.width * 0.9, stroke_dasharray=how.dashes
    )
    return stroke + svg.marker(how.marker, Point(long / 2, 0), size * 0.6, fill=how.colour)
