"""Native bars, stacks and lines in a preview, on straight axes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from preflight.charts import svg
from preflight.charts.colour import more_readable
from preflight.charts.geometry import Point
from preflight.charts.theme import level_colour
from preflight.charts.words import MONTHS
from preflight.domain.figures import COARSE
from preflight.exports.deck.model import ChartForm, numbered_day
from preflight.exports.deck.preview_letters import SPACING
from preflight.exports.deck.preview_plot import Plot
from preflight.exports.deck.series_looks import looks_of_values

_FEW_BARS: Final = 24
_BAR_GAP, _OVERLAP = 0.6, 0.08
_STACK_GAP: Final = 0.45


def draw_bars(plot: Plot) -> str:
    """Horizontal bars, the first category and the first series uppermost; a missing value has none."""
    room, series = plot.room, plot.chart.series
    step = room.height / max(len(plot.labels), 1)
    count = max(len(series), 1)
    tall = step / (count + (count - 1) * _OVERLAP + _BAR_GAP)
    figures = plot.figure_size
    few = len(plot.labels) * len(series) <= _FEW_BARS
    bars, values, changes = [], [], plot.chart.form is ChartForm.CHANGES
    nought = room.x + room.width * plot.share(0)
    for place, (one, how) in enumerate(zip(series, plot.looks, strict=True)):
        for index, value in enumerate(one.values):
            if value is None:
                continue
            y = room.y + index * step + tall * (_BAR_GAP / 2 + place * (1 + _OVERLAP))
            end = room.x + room.width * plot.share(value)
            colour = (plot.palette.down if value < 0 else plot.palette.up) if changes else how.colour
            bars.append(svg.rectangle(min(nought, end), y, abs(end - nought), tall, fill=colour))
            if few:
                figure = f"{value:.0f}" if plot.chart.most >= COARSE else f"{value:.1f}"
                words = _signed(value, plot) if changes else figure
                side, anchor = (-1, "end") if value < 0 else (1, "start")
                x = end + side * plot.size * 0.35
                values.append(svg.text(words, x, y + tall / 2 + figures * 0.35, text_anchor=anchor))
    numbers = [(tick, _signed(tick, plot) if changes else f"{tick:g}") for tick in plot.ticks]
    return (
        _upright_grid(plot, [(plot.share(tick), words) for tick, words in numbers])
        + "".join(bars)
        + svg.group(*values, fill=plot.palette.ink, font_size=figures)
        + _side_labels(plot, step)
    )


def _signed(value: float, plot: Plot) -> str:
    if plot.chart.whole:
        return f"{value:+.0f}".replace("-", "\N{MINUS SIGN}") if value else "0"
    words = f"{value:+.3f}".rstrip("0").replace("-", "\N{MINUS SIGN}")
    return (f"{words}0" if words.endswith(".") else words) if abs(value) >= 0.001 else "0.0"


def draw_spans(plot: Plot) -> str:
    """Bars from day to day, the first category uppermost."""
    room, chart = plot.room, plot.chart
    step = room.height / max(len(plot.labels), 1)
    tall = step / (1 + _BAR_GAP)
    begins, lasts = chart.series
    bars = []
    for index, how in enumerate(looks_of_values(lasts, plot.palette)):
        begin, days = begins.values[index], lasts.values[index]
        if begin is None or days is None:
            continue
        start, end = (room.x + room.width * plot.share(day) for day in (begin, begin + days))
        y = room.y + index * step + tall * _BAR_GAP / 2
        wide = 1.5 * plot.unit
        bars.append(svg.rectangle(start, y, end - start, tall, fill=how.colour, stroke=how.colour, stroke_width=wide))
    ticks = [(plot.share(tick), _short_day(numbered_day(tick))) for tick in plot.ticks[:: plot.skip]]
    return _upright_grid(plot, ticks) + "".join(bars) + _side_labels(plot, step)


def _short_day(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]}"


def draw_stacks(plot: Plot) -> str:
    """Each category as one bar of 100 %, with how many it is in each part."""
    room = plot.room
    step = room.height / max(len(plot.labels), 1)
    tall = step / (1 + _STACK_GAP)
    parts, counts = [], []
    for index in range(len(plot.labels)):
        cells = [one.values[index] or 0.0 for one in plot.chart.series]
        total = sum(cells)
        x, y = room.x, room.y + index * step + tall * _STACK_GAP / 2
        for one, how, value in zip(plot.chart.series, plot.looks, cells, strict=True):
            if not value or not total:
                continue
            wide = room.width * value / total
            fill = how.colour if one.level is None else level_colour(one.level, plot.palette).fill
            parts.append(svg.rectangle(x, y, wide, tall, fill=fill, stroke=plot.palette.surface, stroke_width=1))
            ink = more_readable(fill, *plot.palette.level_inks)
            counts.append(svg.text(f"{value:g}", x + wide / 2, y + tall / 2 + plot.size * 0.35, fill=ink))
            x += wide
    grid = _upright_grid(plot, [(share / 4, f"{share * 25}%") for share in range(5)])
    return (
        grid + "".join(parts) + svg.group(*counts, font_size=plot.size, text_anchor="middle") + _side_labels(plot, step)
    )


def draw_lines(plot: Plot) -> str:
    """Lines over evenly spaced categories; a missing value is a gap."""
    room, palette, size = plot.room, plot.palette, plot.size
    step = room.width / max(len(plot.labels), 1)
    xs = [room.x + step * (index + 0.5) for index in range(len(plot.labels))]
    grid, numbers = [], []
    for tick in plot.ticks:
        y = room.bottom - room.height * plot.share(tick)
        grid.append(svg.line(Point(room.x, y), Point(room.right, y)))
        numbers.append(svg.text(f"{tick:g}", room.x - size * 0.5, y + size * 0.35))
    drawn = [
        svg.group(*grid, stroke=palette.grid, stroke_width=0.75),
        svg.group(*numbers, fill=palette.muted, font_size=size * 11 / 12, text_anchor="end"),
        svg.line(Point(room.x, room.bottom), Point(room.right, room.bottom), stroke=palette.outline, stroke_width=0.75),
    ]
    for one, how in zip(plot.chart.series, plot.looks, strict=True):
        points = [
            None if value is None else Point(x, room.bottom - room.height * plot.share(value))
            for x, value in zip(xs, one.values, strict=True)
        ]
        wide = how.width * 0.9 * plot.unit
        strokes = [svg.polyline(run) for run in _runs(points) if len(run) > 1]
        drawn.append(
            svg.group(*strokes, fill="none", stroke=how.colour, stroke_width=wide, stroke_dasharray=how.dashes)
        )
        marks = [svg.marker(how.marker, at, max(5.0, how.size * 0.75 * plot.unit)) for at in points if at is not None]
        drawn.append(svg.group(*marks, fill=how.colour, stroke=palette.surface, stroke_width=0.75))
    for x, lines in list(zip(xs, plot.labels, strict=True))[:: plot.skip]:
        words = [svg.text(line, x, room.bottom + size * (1.5 + SPACING * nth)) for nth, line in enumerate(lines)]
        drawn.append(svg.group(*words, fill=palette.ink, font_size=size, text_anchor="middle"))
    return "".join(drawn)


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """The stretches without a gap."""
    found: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(point)
    return found


def _upright_grid(plot: Plot, ticks: Sequence[tuple[float, str]]) -> str:
    """Lines at these shares of the scale with their numbers beneath, and the axis of the categories."""
    room, palette, size = plot.room, plot.palette, plot.size
    lines, numbers = [], []
    for share, words in ticks:
        x = room.x + room.width * share
        lines.append(svg.line(Point(x, room.y), Point(x, room.bottom)))
        numbers.append(svg.text(words, x, room.bottom + size * 1.4))
    axis = svg.line(Point(room.x, room.y), Point(room.x, room.bottom), stroke=palette.outline, stroke_width=0.75)
    return (
        svg.group(*lines, stroke=palette.grid, stroke_width=0.75)
        + svg.group(*numbers, fill=palette.muted, font_size=size * 11 / 12, text_anchor="middle")
        + axis
    )


def _side_labels(plot: Plot, step: float) -> str:
    size, drawn = plot.size, []
    for index, lines in enumerate(plot.labels):
        top = plot.room.y + step * (index + 0.5) - len(lines) * size * SPACING / 2
        drawn += [
            svg.text(line, plot.room.x - size * 0.6, top + size * (0.92 + SPACING * nth))
            for nth, line in enumerate(lines)
        ]
    return svg.group(*drawn, fill=plot.palette.ink, font_size=size, text_anchor="end")
