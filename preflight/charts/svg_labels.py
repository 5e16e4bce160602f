"""Drawing the words of an SVG chart: a title in lines, its scores with their markers, and the key."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from preflight.charts import svg
from preflight.charts.geometry import Point
from preflight.charts.labels import MARK, Label
from preflight.charts.lettering import text_width, wrapped
from preflight.charts.series import RadarSeries, SeriesKind, SeriesLook, reading_order
from preflight.charts.svg import Drawing
from preflight.charts.theme import Palette, band_colour
from preflight.domain.figures import scale_end
from preflight.domain.questionnaire import Band

NARROW_KEY = 34
"""The columns of a name in the key of a narrow picture."""


def draw_label(
    one: Label, looks: Sequence[SeriesLook], palette: Palette, *, at: Point, left: float, anchor: str
) -> str:
    """The label with the top of its first line at `at`; `left` is where its scores begin."""
    step = one.size * one.leading
    weight = "700" if one.strong else "600"
    colour = palette.accent if one.strong else palette.ink
    parts = [
        svg.text(line, at.x, at.y + step * nth + one.size * 0.92, fill=colour, font_weight=weight)
        for nth, line in enumerate(one.lines)
        if line
    ]
    title = svg.group(*parts, text_anchor=anchor)
    x, base = left, at.y + step * len(one.lines) + one.size * 0.92
    values = []
    for value, look in zip(one.values, looks, strict=False):
        middle = Point(x + one.size * MARK / 3, base - one.size * 0.34)
        values.append(svg.marker(look.marker, middle, one.size * 0.56, fill=look.colour))
        values.append(svg.text(value, x + one.size * MARK, base, fill=look.text))
        x += one.value_width(value) + one.size * 0.6
    return title + "".join(values)


def draw_key(
    series: Sequence[RadarSeries],
    looks: Sequence[SeriesLook],
    palette: Palette,
    *,
    bands: Sequence[Band],
    out_of: Fraction | int | None,
    width: float,
    top: float,
    size: float,
    columns: int = NARROW_KEY,
) -> Drawing:
    """What each line means, centred, in as many rows as it takes from `top` on; names take `columns`."""
    sample, space, step = size * 1.9, size * 1.1, size * 1.7
    entries = [(_sample(looks[place], sample, size), series[place].name) for place in reading_order(series)]
    entries += [
        (_threshold(band_colour(place, len(bands), palette).line, sample), threshold_words(bands[place], out_of))
        for place in thresholds(bands, series)
    ]
    rows: list[list[tuple[str, str, float]]] = [[]]
    for drawing, name in entries:
        short = wrapped(name, columns, 1)[0]
        wide = sample + size * 0.45 + text_width(short, size)
        if rows[-1] and sum(w + space for *_, w in rows[-1]) + wide > width:
            rows.append([])
        rows[-1].append((drawing, short, wide))
    parts = []
    for nth, row in enumerate(rows):
        x = (width - sum(wide + space for *_, wide in row) + space) / 2
        y = top + step * nth + step / 2
        for drawing, name, wide in row:
            parts.append(svg.group(drawing, transform=f"translate({svg.number(x)} {svg.number(y)})"))
            parts.append(svg.text(name, x + sample + size * 0.45, y + size * 0.34))
            x += wide + space
    return Drawing(svg.group(*parts, fill=palette.muted, font_size=size), width, step * len(rows))


def thresholds(bands: Sequence[Band], series: Sequence[RadarSeries]) -> list[int]:
    """The places of the bands that begin inside the scale, each a ring, but where a target's outline lies on it."""
    targets = [{value for _, value in one.pairs()} for one in series if one.kind is SeriesKind.TARGET]
    return [place for place, band in enumerate(bands) if 0 < band.start < 1 and {band.start} not in targets]


def threshold_words(band: Band, out_of: Fraction | int | None) -> str:
    """A ring's words: "Ready from 3"."""
    if out_of is None:
        return band.title
    return f"{band.title} {'above' if band.exclusive else 'from'} {scale_end(band.start * out_of)}"


def _threshold(colour: str, length: float) -> str:
    return svg.line(Point(0, 0), Point(length, 0), stroke=colour, stroke_width=1.5, stroke_dasharray="4 3")


def _sample(look: SeriesLook, length: float, size: float) -> str:
    area = ""
    if look.fill > 0.1:
        area = svg.rectangle(0, -size * 0.45, length, size * 0.9, fill=look.colour, fill_opacity=look.fill)
    stroke = svg.line(
        Point(0, 0), Point(length, 0), stroke=look.colour, stroke_width=look.width, stroke_dasharray=look.dashes
    )
    return area + stroke + svg.marker(look.marker, Point(length / 2, 0), size * 0.6, fill=look.colour)
