"""One or two dimensions as SVG: a track for each, with the same markers as the radar."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from preflight.charts import svg
from preflight.charts.geometry import Point, axis_ticks
from preflight.charts.labels import Lettering, make_label
from preflight.charts.series import RadarSeries, Scores, SeriesLook, align, labelled, looks
from preflight.charts.svg_labels import draw_key, draw_label
from preflight.charts.theme import FONT, Palette, band_colour
from preflight.domain.figures import scale_end
from preflight.domain.questionnaire import Band

EDGE = 14.0


def bars_svg(
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
    """Draw each dimension as a track from 0 to the end with a marker for each score; a missing score has none."""
    lined = align(series)
    drawn = looks(series, palette)
    told = labelled(series, len(lined.dimensions))
    letters = 13.5 * scale
    lettering = Lettering(size=letters, leading=1.18, out_of=out_of)
    y, parts = EDGE, []
    for index, name in enumerate(lined.dimensions):
        scores = lined.of_dimension(index)
        written = tuple(scores[place] for place in told)
        columns = max(18, int(size / letters * 1.5))
        one = make_label(name, written, lettering, columns=columns, strong=name == highlight)
        parts.append(
            draw_label(one, [drawn[place] for place in told], palette, at=Point(EDGE, y), left=EDGE, anchor="start")
        )
        y += one.height + letters * 1.1
        parts.append(_track(scores, drawn, palette, y=y, width=size, bands=bands, letters=letters))
        y += letters * 1.4
    if out_of is not None and lined.dimensions:
        ticks = axis_ticks(out_of)
        numbers = [svg.text(scale_end(tick), _x(float(tick / ticks[-1]), size), y + letters * 0.2) for tick in ticks]
        parts.append(svg.group(*numbers, fill=palette.muted, font_size=letters * 0.8, text_anchor="middle"))
        y += letters
    if not lined.dimensions:
        parts.append(svg.text("Nothing to draw yet", size / 2, y + letters, fill=palette.muted, text_anchor="middle"))
        y += letters * 2
    top = y + letters * 0.4
    key, key_height = draw_key(
        series, drawn, palette, bands=bands, out_of=out_of, width=size, top=top, size=letters * 0.95
    )
    return svg.document(
        svg.group(*parts, key, font_size=letters),
        width=size,
        height=top + key_height + EDGE / 2,
        title=title,
        description=description,
        font=FONT,
    )


def _x(share: float, width: float) -> float:
    return EDGE + share * (width - 2 * EDGE)


def _track(
    scores: Scores,
    drawn: Sequence[SeriesLook],
    palette: Palette,
    *,
    y: float,
    width: float,
    bands: Sequence[Band],
    letters: float,
) -> str:
    track = svg.line(
        Point(_x(0, width), y), Point(_x(1, width), y), stroke=palette.grid, stroke_width=6, stroke_linecap="round"
    )
    for place, band in enumerate(bands):
        if 0 < band.start < 1:
            x = _x(float(band.start), width)
            colour = band_colour(place, len(bands), palette).line
            track += svg.line(Point(x, y - 8), Point(x, y + 8), stroke=colour, stroke_width=1.5)
    marks = []
    for score, look in zip(scores, drawn, strict=True):
        if score is None:
            continue
        at = Point(_x(float(score), width), y)
        if look.fill > 0.1:
            bar = svg.line(Point(_x(0, width), y), at, stroke=look.colour, stroke_width=6, stroke_linecap="round")
            track += svg.group(bar, stroke_opacity=0.45)
        marks.append(svg.marker(look.marker, at, letters * 0.85, fill=look.colour))
    return track + svg.group(*marks, stroke=palette.surface, stroke_width=1.5)
