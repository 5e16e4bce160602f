"""The radar as one SVG: live beside the questions, and for exports. No script, no style sheet, nothing from outside."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from preflight.charts import svg
from preflight.charts.geometry import Point, area, axis_ticks, closed, on_spoke, outline, ring, runs
from preflight.charts.labels import WRAPS, Label, Lettering, fit_labels, fit_labels_within
from preflight.charts.radar_layout import RadarLayout
from preflight.charts.series import (
    Aligned,
    RadarSeries,
    Scores,
    SeriesLook,
    align,
    labelled,
    looks,
    radar_summary,
)
from preflight.charts.svg import Drawing
from preflight.charts.svg_bars import bars_drawing
from preflight.charts.svg_labels import NARROW_KEY, draw_key, draw_label, thresholds
from preflight.charts.theme import FONT, Palette, band_colour
from preflight.domain.figures import scale_end
from preflight.domain.questionnaire import Band

SMALLEST_RADAR = 3
EDGE = 6.0
WIDE_WRAPS = (36, 28, 24, *WRAPS)
WIDE_KEY = 60
"""Where a radar stands in a wide picture, lines of labels and names in the key may be longer."""
GOOD_RADIUS = 0.34
"""Of the height that labels and radar have."""


def radar_svg(
    series: Sequence[RadarSeries],
    *,
    palette: Palette,
    size: int = 360,
    title: str = "",
    description: str = "",
    out_of: Fraction | int | None = None,
    bands: Sequence[Band] = (),
    highlight: str | None = None,
    scale: float = 1.0,
) -> str:
    """Draw the series, the last on top, `size` pixels wide and as high as they need.

    With `out_of`, ticks and scores are written; `highlight` is the title of the dimension that is being answered.
    One or two dimensions become bars, as a radar of two is a line. A missing score is a gap.
    """
    drawing = radar_drawing(
        series, palette=palette, width=size, out_of=out_of, bands=bands, highlight=highlight, scale=scale
    )
    return svg.document(
        drawing.body,
        width=drawing.width,
        height=drawing.height,
        title=title or "Radar",
        description=description or radar_summary(series, out_of or 100),
        font=FONT,
    )


def radar_drawing(
    series: Sequence[RadarSeries],
    *,
    palette: Palette,
    width: float,
    height: float | None = None,
    out_of: Fraction | int | None = None,
    bands: Sequence[Band] = (),
    highlight: str | None = None,
    scale: float = 1.0,
    styles: Sequence[SeriesLook] | None = None,
) -> Drawing:
    """The radar as a part of a picture: as high as it needs or, with a height, as large as both sides allow.

    `styles` stand in for the looks of the kinds.
    """
    lined = align(series)
    drawn = styles or looks(series, palette)
    count = len(lined.dimensions)
    if count < SMALLEST_RADAR:
        return bars_drawing(
            series,
            palette=palette,
            width=width,
            height=height,
            out_of=out_of,
            bands=bands,
            highlight=highlight,
            scale=scale,
            styles=drawn,
        )
    told = labelled(series, count)
    letters = scale * (13.5 if count <= 8 else 12 if count <= 12 else 11)
    key_from = partial(
        draw_key,
        series,
        drawn,
        palette,
        bands=bands,
        out_of=out_of,
        width=width,
        columns=NARROW_KEY if height is None else WIDE_KEY,
    )
    if height is None:
        lettering = Lettering(size=letters, leading=1.18, out_of=out_of)
        labels, layout = fit_labels(lined, told, lettering, width=width, most_radius=width * 0.4, highlight=highlight)
    else:
        room = height - key_from(top=0, size=letters * 0.95).height - letters * 0.6 - EDGE
        letters, labels, layout = _fitted(lined, told, letters, out_of, width=width, height=room)
    chosen = next((index for index, one in enumerate(labels) if one.strong), None)
    parts = [_grid(layout, count, palette, out_of=out_of, chosen=chosen)]
    parts += [_threshold(layout, count, place, bands, palette) for place in thresholds(bands, series)]
    parts += [_area(scores, look, layout) for scores, look in zip(lined.scores, drawn, strict=True)]
    if out_of is not None:
        parts.append(_numbers(layout, palette, out_of=out_of, letters=letters))
    parts += [_line(scores, look, layout, palette, letters) for scores, look in zip(lined.scores, drawn, strict=True)]
    for index, (one, box) in enumerate(zip(labels, layout.boxes, strict=True)):
        start = {"start": box.left, "middle": box.left + (box.width - one.values_width) / 2}
        left = start.get(box.anchor, box.right - one.values_width)
        at = Point(box.anchor_x, box.top)
        if (leader := layout.leader(index)) is not None:
            parts.append(svg.line(*leader, stroke=palette.outline, stroke_width=0.8))
        parts.append(draw_label(one, [drawn[place] for place in told], palette, at=at, left=left, anchor=box.anchor))
    top = layout.height + letters * 0.6
    key = key_from(top=top, size=letters * 0.95)
    body = svg.group(*parts, key.body, font_size=letters, stroke_linejoin="round")
    return Drawing(body, width, top + key.height + EDGE)


def _fitted(
    lined: Aligned, told: Sequence[int], letters: float, out_of: Fraction | int | None, *, width: float, height: float
) -> tuple[float, list[Label], RadarLayout]:
    """The largest letters whose labels leave a radar of a good size, else those that leave the largest one."""
    tries = []
    for share in (1, 0.92, 0.84, 0.76, 0.68, 0.6):
        lettering = Lettering(size=letters * share, leading=1.18, out_of=out_of)
        labels, layout = fit_labels_within(lined, told, lettering, width=width, height=height, wraps=WIDE_WRAPS)
        if layout.height <= height + 1 and layout.radius >= height * GOOD_RADIUS:
            return letters * share, labels, layout
        tries.append((letters * share, labels, layout))
    return min(tries, key=lambda one: (max(one[2].height - height, 1), -one[2].radius))


def _grid(
    layout: RadarLayout, count: int, palette: Palette, *, out_of: Fraction | int | None, chosen: int | None
) -> str:
    ticks = axis_ticks(out_of) if out_of is not None else axis_ticks(4)
    end = ticks[-1]
    centre, radius = layout.centre, layout.radius
    rings = [
        svg.polygon(ring(count, float(tick / end), centre, radius), stroke=palette.outline if tick == end else "")
        for tick in ticks[1:]
    ]
    spokes = [svg.line(centre, on_spoke(index, count, 1, centre, radius)) for index in range(count)]
    grid = svg.group(*spokes, *rings, fill="none", stroke=palette.grid, stroke_width=1)
    if chosen is not None:
        rim = on_spoke(chosen, count, 1, centre, radius)
        grid += svg.line(centre, rim, stroke=palette.accent, stroke_width=2)
        grid += svg.marker("circle", rim, 7, fill=palette.surface, stroke=palette.accent, stroke_width=2)
    return grid


def _numbers(layout: RadarLayout, palette: Palette, *, out_of: Fraction | int, letters: float) -> str:
    """The whole numbers up the first spoke, with a halo so that they read on a filled area too."""
    ticks = axis_ticks(out_of)
    x, y = layout.centre.x - letters * 0.5, layout.centre.y + letters * 0.3
    numbers = [svg.text(scale_end(tick), x, y - layout.radius * float(tick / ticks[-1])) for tick in ticks[1:]]
    halo: dict[str, str | float] = {"stroke": palette.surface, "stroke_width": 3, "stroke_opacity": 0.8}
    return svg.group(
        *numbers, fill=palette.muted, font_size=letters * 0.82, text_anchor="end", paint_order="stroke", **halo
    )


def _threshold(layout: RadarLayout, count: int, place: int, bands: Sequence[Band], palette: Palette) -> str:
    colour = band_colour(place, len(bands), palette).line
    corners = ring(count, float(bands[place].start), layout.centre, layout.radius)
    return svg.polygon(corners, fill="none", stroke=colour, stroke_width=1.5, stroke_dasharray="4 3")


def _area(scores: Scores, look: SeriesLook, layout: RadarLayout) -> str:
    if not look.fill or len(scores) - scores.count(None) < 2:
        return ""
    corners = area(scores, layout.centre, layout.radius)
    return svg.polygon(corners, fill=look.colour, fill_opacity=look.fill)


def _line(scores: Scores, look: SeriesLook, layout: RadarLayout, palette: Palette, letters: float) -> str:
    points = outline(scores, layout.centre, layout.radius)
    strokes = []
    for run in runs(scores):
        corners = [point for point in (points[index] for index in run) if point is not None]
        if len(corners) > 1:
            strokes.append(svg.polygon(corners[:-1]) if closed(run) else svg.polyline(corners))
    lines = svg.group(*strokes, fill="none", stroke=look.colour, stroke_width=look.width, stroke_dasharray=look.dashes)
    dots = [svg.marker(look.marker, point, letters * 0.66) for point in points if point is not None]
    return lines + svg.group(*dots, fill=look.colour, stroke=palette.surface, stroke_width=1.5)
