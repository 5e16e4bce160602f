"""Trend lines as SVG: the picture of `trend.trend_figure`, for exports. As wide and as high as it is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from preflight.charts import svg
from preflight.charts.geometry import Point, axis_ticks, spread
from preflight.charts.house import LEADING, LETTERS
from preflight.charts.lettering import text_width
from preflight.charts.series import DASHES, MARKERS
from preflight.charts.svg import Drawing
from preflight.charts.theme import Palette
from preflight.charts.timeline import Timeline, TrendLine, line_colour, line_ends, line_up, weakest_line
from preflight.charts.trend_ground import Zone, date_span, date_ticks, zones_of
from preflight.domain.figures import scale_end
from preflight.domain.questionnaire import Band

_END = 1.7
"""How far the end labels stand from the plot, in letters."""
_TAILS = 0.4
"""The most of the width that end labels may take."""
_STRONG, _PLAIN, _MEAN = 4.0, 2.2, 1.2


class _Plot(NamedTuple):
    """Where the lines stand: its edges, and the days at its left and right."""

    left: float
    top: float
    right: float
    bottom: float
    first: date
    last: date

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def x(self, on: date) -> float:
        return self.left + (self.right - self.left) * ((on - self.first) / (self.last - self.first))

    def y(self, share: Fraction | float) -> float:
        return self.bottom - float(share) * self.height


def trend_drawing(
    lines: Sequence[TrendLine],
    *,
    out_of: Fraction | int,
    palette: Palette,
    bands: Sequence[Band] = (),
    overall: TrendLine | None = None,
    width: float,
    height: float,
    letters: float = 20.0,
) -> Drawing:
    """Every line in a colour, dash and marker of its own with its label at its end, the weakest the strongest.

    `overall` is drawn thin behind them; a missing score is a gap. `letters` is the most that labels are high, in units
    of the picture.
    """
    drawn = [*lines, *([overall] if overall else [])]
    timeline = line_up(drawn)
    if not timeline.slots:
        words = svg.text("No dates to draw yet", width / 2, height / 2, fill=palette.muted, text_anchor="middle")
        return Drawing(svg.group(words, font_size=letters), width, height)
    weakest = weakest_line(line_up(lines))
    weight = letters / LETTERS
    letters, ends = _fitted(drawn, timeline, out_of, weakest, letters, width=width * _TAILS, height=height)
    zones = zones_of(bands, palette, plot=height - letters * 4.6, letters=letters * 0.9)
    numbers = max(text_width(scale_end(tick), letters) for tick in axis_ticks(out_of)) + letters * 0.8
    names = max((text_width(line, letters * 0.9) for zone in zones for line in zone.words), default=0.0)
    tails = max((text_width(line, letters) for *_, words in ends for line in words), default=0.0) * 1.05
    first, last = date_span(timeline)
    plot = _Plot(
        left=numbers + names + (letters * 0.8 if names else 0),
        top=letters,
        right=width - (_END + 0.4) * letters - tails,
        bottom=height - letters * (2 * LEADING + 1),
        first=first,
        last=last,
    )
    order = [place for place in range(len(drawn)) if place != weakest]
    order.sort(key=lambda place: place < len(lines))
    order += [] if weakest is None else [weakest]
    body = [
        *(
            svg.rectangle(
                plot.left,
                plot.y(zone.end),
                plot.right - plot.left,
                plot.y(zone.start) - plot.y(zone.end),
                fill=zone.colours.fill,
            )
            for zone in zones
        ),
        _axes(plot, timeline, out_of, palette, letters, grid=not zones),
    ]
    middles = spread([plot.y((zone.start + zone.end) / 2) for zone in zones], _heights(zones, letters), 0, plot.bottom)
    for zone, middle in zip(zones, middles, strict=True):
        right = plot.left - numbers
        body.append(_lines(zone.words, right, middle, letters * 0.9, zone.colours.text, anchor="end", weight="600"))
    body += [_line(timeline, place, len(lines), plot, palette, weight, strong=place == weakest) for place in order]
    body.append(_ends(ends, timeline, len(lines), plot, palette, letters, weakest))
    return Drawing(svg.group(*body, font_size=letters, stroke_linejoin="round"), width, height)


_End = tuple[int, Fraction, tuple[str, ...]]


def _fitted(
    drawn: Sequence[TrendLine],
    timeline: Timeline,
    out_of: Fraction | int,
    weakest: int | None,
    letters: float,
    *,
    width: float,
    height: float,
) -> tuple[float, list[_End]]:
    """The largest letters, at least half of the wanted ones, whose end labels fit above one another in the width."""
    for share in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5):
        size = letters * share
        for columns in (26, 36, 48, 64):
            ends = line_ends(drawn, timeline, out_of, weakest=weakest, width=columns)
            tall = sum(_tall(words, size) for *_, words in ends)
            wide = max((text_width(line, size) for *_, words in ends for line in words), default=0.0)
            if tall <= height - size * (LEADING + 1) and wide <= width:
                return size, ends
    return size, ends


def _tall(words: Sequence[str], letters: float) -> float:
    return len(words) * letters * LEADING + letters * 0.3


def _heights(zones: Sequence[Zone], letters: float) -> list[float]:
    return [len(zone.words) * letters * 0.9 * LEADING for zone in zones]


def _axes(
    plot: _Plot, timeline: Timeline, out_of: Fraction | int, palette: Palette, letters: float, *, grid: bool
) -> str:
    """The numbers of the scale, and as many dates as there is room for."""
    parts = []
    for tick in axis_ticks(out_of):
        y = plot.y(tick / Fraction(out_of))
        if grid:
            parts.append(svg.line(Point(plot.left, y), Point(plot.right, y), stroke=palette.grid))
        parts.append(svg.text(scale_end(tick), plot.left - letters * 0.5, y + letters * 0.34, text_anchor="end"))
    rim = svg.line(Point(plot.left, plot.bottom), Point(plot.right, plot.bottom), stroke=palette.outline)
    ticks = date_ticks([on for on, _ in timeline.slots], plot.first, plot.last, plot.right - plot.left, letters)
    for on, words in ticks:
        x = plot.x(on)
        rim += svg.line(Point(x, plot.bottom), Point(x, plot.bottom + letters * 0.4), stroke=palette.outline)
        for nth, line in enumerate(words.split("<br>")):
            y = plot.bottom + letters * (1.4 + nth * LEADING)
            parts.append(svg.text(line, x, y, text_anchor="middle"))
    return rim + svg.group(*parts, fill=palette.muted)


def _line(
    timeline: Timeline, place: int, count: int, plot: _Plot, palette: Palette, scale: float, *, strong: bool
) -> str:
    mean = place >= count
    points = [
        None if score is None else Point(plot.x(on), plot.y(score))
        for (on, _), score in zip(timeline.slots, timeline.scores[place], strict=True)
    ]
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    colour = line_colour(place, count, palette)
    dashes = "" if mean else " ".join(svg.number(float(one) * scale) for one in DASHES[place % 5][1].split())
    width = (_MEAN if mean else _STRONG if strong else _PLAIN) * scale
    shape = "circle" if mean else MARKERS[place % len(MARKERS)]
    size = (5 if mean else 14 if strong else 10) * scale
    strokes = svg.group(
        *(svg.polyline(run) for run in runs if len(run) > 1),
        fill="none",
        stroke=colour,
        stroke_width=width,
        stroke_dasharray=dashes,
    )
    dots = [svg.marker(shape, point, size) for point in points if point is not None]
    return strokes + svg.group(
        *dots, fill=colour, stroke="" if mean else palette.surface, stroke_width="" if mean else 1.5 * scale
    )


def _ends(
    ends: Sequence[_End],
    timeline: Timeline,
    count: int,
    plot: _Plot,
    palette: Palette,
    letters: float,
    weakest: int | None,
) -> str:
    """Each line's label with a fine line that leads to it, dotted where the line ends before the newest date."""
    wanted = [plot.y(score) for _, score, _ in ends]
    middles = spread(wanted, [_tall(words, letters) for *_, words in ends], 0, plot.bottom + letters)
    parts = []
    for (place, score, words), middle in zip(ends, middles, strict=True):
        colour = line_colour(place, count, palette)
        newest = max(slot for slot, found in enumerate(timeline.scores[place]) if found is not None)
        x, y = plot.x(timeline.slots[newest][0]), plot.y(score)
        leads = svg.line(Point(plot.right + letters * 0.2, y), Point(plot.right + letters * (_END - 0.3), middle))
        if newest < len(timeline.slots) - 1:
            leads += svg.line(Point(x, y), Point(plot.right, y), stroke_dasharray="1 4")
        parts.append(svg.group(leads, stroke=colour, stroke_opacity=0.6))
        weight = "400" if place >= count else "700" if place == weakest else "600"
        parts.append(_lines(words, plot.right + letters * _END, middle, letters, colour, anchor="start", weight=weight))
    return "".join(parts)


def _lines(words: Sequence[str], x: float, middle: float, size: float, colour: str, *, anchor: str, weight: str) -> str:
    """Lines of text above one another, `middle` half way down."""
    top = middle - len(words) * size * LEADING / 2
    rows = [svg.text(line, x, top + size * (LEADING * nth + 1)) for nth, line in enumerate(words)]
    return svg.group(*rows, font_size=size, fill=colour, text_anchor=anchor, font_weight=weight)
