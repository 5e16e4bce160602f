"""The radar as one SVG: live beside the questions, and for exports. No script, no style sheet, nothing from outside."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from preflight.charts import svg
from preflight.charts.geometry import Point, area, axis_ticks, closed, on_spoke, outline, ring, runs
from preflight.charts.labels import Lettering, fit_labels
from preflight.charts.radar_layout import RadarLayout
from preflight.charts.series import RadarSeries, Scores, SeriesLook, align, labelled, looks, radar_summary
from preflight.charts.svg_bars import bars_svg
from preflight.charts.svg_labels import draw_key, draw_label
from preflight.charts.theme import FONT, Palette, band_colour
from preflight.domain.figures import scale_end
from preflight.domain.questionnaire import Band

SMALLEST_RADAR = 3
EDGE = 6.0


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
    lined = align(series)
    drawn = looks(series, palette)
    name = title or "Radar"
    words = description or radar_summary(series, out_of or 100)
    count = len(lined.dimensions)
    if count < SMALLEST_RADAR:
        return bars_svg(
            series,
            palette=palette,
            size=size,
            title=name,
            description=words,
            out_of=out_of,
            bands=bands,
            highlight=highlight,
            scale=scale,
        )
    told = labelled(series, count)
    letters = scale * (13.5 if count <= 8 else 12 if count <= 12 else 11)
    lettering = Lettering(size=letters, leading=1.18, out_of=out_of)
    labels, layout = fit_labels(lined, told, lettering, width=size, most_radius=size * 0.4, highlight=highlight)
    chosen = next((index for index, one in enumerate(labels) if one.strong), None)
    parts = [_grid(layout, count, palette, out_of=out_of, chosen=chosen)]
    parts += [_threshold(layout, count, place, bands, palette) for place in range(len(bands))]
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
    key, key_height = draw_key(
        series, drawn, palette, bands=bands, out_of=out_of, width=size, top=top, size=letters * 0.95
    )
    return svg.document(
        svg.group(*parts, key, font_size=letters, stroke_linejoin="round"),
        width=size,
        height=top + key_height + EDGE,
        title=name,
        description=words,
        font=FONT,
    )


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
    x, y = layout.centre.x - 6, layout.centre.y + letters * 0.3
    numbers = [svg.text(scale_end(tick), x, y - layout.radius * float(tick / ticks[-1])) for tick in ticks[1:]]
    halo: dict[str, str | float] = {"stroke": palette.surface, "stroke_width": 3, "stroke_opacity": 0.8}
    return svg.group(
        *numbers, fill=palette.muted, font_size=letters * 0.82, text_anchor="end", paint_order="stroke", **halo
    )


def _threshold(layout: RadarLayout, count: int, place: int, bands: Sequence[Band], palette: Palette) -> str:
    start = bands[place].start
    if not 0 < start < 1:
        return ""
    colour = band_colour(place, len(bands), palette).line
    corners = ring(count, float(start), layout.centre, layout.radius)
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
