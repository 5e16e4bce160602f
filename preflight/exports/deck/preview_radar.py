"""A native radar in a preview: rings with corners, outlines with their gaps, labels at the spokes' ends."""

from __future__ import annotations

from typing import Final

from preflight.charts import svg
from preflight.charts.geometry import Point, closed, on_spoke, ring, runs, spoke
from preflight.charts.series import SeriesLook
from preflight.exports.deck.model import ChartSeries
from preflight.exports.deck.preview_letters import SPACING
from preflight.exports.deck.preview_plot import Plot
from preflight.exports.deck.radar_scale import shown_ticks

_LEVEL: Final = 0.1
"""A spoke that leads less to one side than this has its label centred on it."""


def draw_radar(plot: Plot) -> str:
    """The whole radar; without categories nothing."""
    count = len(plot.labels)
    if not count:
        return ""
    centre = Point(plot.room.x + plot.room.width / 2, plot.room.y + plot.room.height / 2)
    radius = plot.room.width / 2
    palette, ticks = plot.palette, plot.ticks
    rings = [svg.polygon(ring(count, plot.share(tick), centre, radius)) for tick in ticks[1:]]
    spokes = [svg.line(centre, on_spoke(index, count, 1, centre, radius)) for index in range(count)]
    grid = svg.group(*spokes, *rings, fill="none", stroke=palette.grid, stroke_width=0.75)
    outlines = "".join(
        _outline(one, how, plot, centre, radius) for one, how in zip(plot.chart.series, plot.looks, strict=True)
    )
    small = plot.size * 11 / 12
    numbers = [
        svg.text(f"{tick:g}", centre.x - small * 0.4, centre.y - radius * plot.share(tick) + small * 0.35)
        for tick in shown_ticks(plot.chart, radius, small)
    ]
    scale = svg.group(*numbers, fill=palette.muted, font_size=small, text_anchor="end")
    labels = "".join(_label(index, plot, centre, radius) for index in range(count))
    return grid + scale + outlines + svg.group(labels, fill=palette.ink, font_size=plot.size)


def _outline(one: ChartSeries, how: SeriesLook, plot: Plot, centre: Point, radius: float) -> str:
    count = len(one.values)
    points = [
        None if value is None else on_spoke(index, count, plot.share(value), centre, radius)
        for index, value in enumerate(one.values)
    ]
    strokes = []
    for run in runs(one.values):
        corners = [point for point in (points[index] for index in run) if point is not None]
        if len(corners) > 1:
            strokes.append(svg.polygon(corners[:-1]) if closed(run) else svg.polyline(corners))
    wide = how.width * 0.9 * plot.unit
    lines = svg.group(*strokes, fill="none", stroke=how.colour, stroke_width=wide, stroke_dasharray=how.dashes)
    size = max(5.0, how.size * 0.75 * plot.unit)
    marks = [svg.marker(how.marker, point, size) for point in points if point is not None]
    return lines + svg.group(*marks, fill=how.colour, stroke=plot.palette.surface, stroke_width=0.75)


def _label(index: int, plot: Plot, centre: Point, radius: float) -> str:
    """Above the middle labels grow upwards, beneath it downwards, beside it both ways."""
    lines, size = plot.labels[index], plot.size
    out = spoke(index, len(plot.labels))
    tall = len(lines) * size * SPACING
    tip = on_spoke(index, len(plot.labels), 1, centre, radius)
    gap = size * 0.5
    if abs(out.x) <= _LEVEL:
        x, anchor = tip.x, "middle"
        top = tip.y - gap - tall if out.y < 0 else tip.y + gap
    else:
        x, anchor = tip.x + (gap if out.x > 0 else -gap), "start" if out.x > 0 else "end"
        top = tip.y - tall * (1 - out.y) / 2
    words = [svg.text(line, x, top + size * (0.92 + SPACING * nth)) for nth, line in enumerate(lines)]
    return svg.group(*words, text_anchor=anchor)
