"""One or two dimensions as SVG: a track for each, with the same markers as the radar."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from preflight.charts import svg
from preflight.charts.geometry import Point, axis_ticks
from preflight.charts.labels import Lettering, make_label
from preflight.charts.series import RadarSeries, Scores, SeriesLook, align, labelled
from preflight.charts.svg import Drawing
from preflight.charts.svg_labels import draw_key, draw_label, thresholds
from preflight.charts.theme import Palette, band_colour
from preflight.domain.figures import scale_end
from preflight.domain.questionnaire import Band

EDGE = 14.0


def bars_drawing(
    series: Sequence[RadarSeries],
    *,
    palette: Palette,
    width: float,
    height: float | None = None,
    out_of: Fraction | int | None = None,
    bands: Sequence[Band] = (),
    highlight: str | None = None,
    scale: float = 1.0,
    styles: Sequence[SeriesLook],
) -> Drawing:
    """Each dimension as a track from 0 to the end with a marker for each score; a missing score has none.

    With a height, what is left of it stands above and beneath in equal parts.
    """
    lined = align(series)
    told = labelled(series, len(lined.dimensions))
    letters = 13.5 * scale
    lettering = Lettering(size=letters, leading=1.18, out_of=out_of)
    rings = _rings(bands, series, palette)
    y, parts = EDGE, []
    for index, name in enumerate(lined.dimensions):
        scores = lined.of_dimension(index)
        written = tuple(scores[place] for place in told)
        columns = max(18, int(width / letters * 1.5))
        one = make_label(name, written, lettering, columns=columns, strong=name == highlight)
        parts.append(
            draw_label(one, [styles[place] for place in told], palette, at=Point(EDGE, y), left=EDGE, anchor="start")
        )
        y += one.height + letters * 1.1
        parts.append(_track(scores, styles, palette, y=y, width=width, rings=rings, letters=letters))
        y += letters * 1.4
    if out_of is not None and lined.dimensions:
        ticks = axis_ticks(out_of)
        numbers = [svg.text(scale_end(tick), _x(float(tick / ticks[-1]), width), y + letters * 0.2) for tick in ticks]
        parts.append(svg.group(*numbers, fill=palette.muted, font_size=letters * 0.8, text_anchor="middle"))
        y += letters
    if not lined.dimensions:
        parts.append(svg.text("Nothing to draw yet", width / 2, y + letters, fill=palette.muted, text_anchor="middle"))
        y += letters * 2
    key = draw_key(
        series, styles, palette, bands=bands, out_of=out_of, width=width, top=y + letters * 0.4, size=letters * 0.95
    )
    tall = y + letters * 0.4 + key.height + EDGE / 2
    drawing = Drawing(svg.group(*parts, key.body, font_size=letters), width, tall)
    if height is None:
        return drawing
    return Drawing(svg.moved(drawing, 0, max(height - tall, 0) / 2), width, max(height, tall))


def _rings(bands: Sequence[Band], series: Sequence[RadarSeries], palette: Palette) -> list[tuple[float, str]]:
    return [
        (float(bands[place].start), band_colour(place, len(bands), palette).line) for place in thresholds(bands, series)
    ]


def _x(share: float, width: float) -> float:
    return EDGE + share * (width - 2 * EDGE)


def _track(
    scores: Scores,
    drawn: Sequence[SeriesLook],
    palette: Palette,
    *,
    y: float,
    width: float,
    rings: Sequence[tuple[float, str]],
    letters: float,
) -> str:
    thick, reach = letters * 0.45, letters * 0.6
    track = svg.line(
        Point(_x(0, width), y), Point(_x(1, width), y), stroke=palette.grid, stroke_width=thick, stroke_linecap="round"
    )
    for share, colour in rings:
        x = _x(share, width)
        track += svg.line(Point(x, y - reach), Point(x, y + reach), stroke=colour, stroke_width=1.5)
    marks = []
    for score, look in zip(scores, drawn, strict=True):
        if score is None:
            continue
        at = Point(_x(float(score), width), y)
        if look.fill > 0.1:
            bar = svg.line(Point(_x(0, width), y), at, stroke=look.colour, stroke_width=thick, stroke_linecap="round")
            track += svg.group(bar, stroke_opacity=0.45)
        marks.append(svg.marker(look.marker, at, letters * 0.85, fill=look.colour))
    return track + svg.group(*marks, stroke=palette.surface, stroke_width=1.5)
