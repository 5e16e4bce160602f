"""One success criterion over time: where it stood before, where it should get to, and what was measured in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from preflight.charts import svg
from preflight.charts.geometry import Point, spread
from preflight.charts.house import LEADING
from preflight.charts.lettering import text_width
from preflight.charts.svg import Drawing
from preflight.charts.theme import FONT, Palette
from preflight.charts.words import MONTHS
from preflight.domain.criterion import Criterion, Direction, Measurement
from preflight.domain.criterion_words import goal_words, measurement_words, number_words

WIDTH, HEIGHT, LETTERS = 470.0, 230.0, 17.0
MOST_NAMED = 6
"""Up to so many measurements bear their number; of more only the newest, the table has the rest."""


@dataclass(frozen=True, slots=True)
class _Level:
    """A number across the whole picture: the baseline, the target, the target as it was first sealed."""

    words: str
    value: Fraction
    colour: str
    dashes: str
    weight: float


class _Plot(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    first: date
    last: date
    low: float
    high: float

    def x(self, on: date) -> float:
        return self.left + (self.right - self.left) * ((on - self.first) / (self.last - self.first))

    def y(self, value: Fraction) -> float:
        return self.bottom - (self.bottom - self.top) * (float(value) - self.low) / (self.high - self.low)


def criterion_svg(criterion: Criterion, *, palette: Palette, size: float = WIDTH) -> str:
    """The picture of a measured criterion on its own, `size` units wide. Struck measurements are left out."""
    drawing = criterion_drawing(criterion, palette=palette, width=size)
    return svg.document(
        drawing.body,
        width=drawing.width,
        height=drawing.height,
        title=f"{criterion.newest.terms.metric} over time",
        description=criterion_told(criterion),
        font=FONT,
    )


def criterion_told(criterion: Criterion) -> str:
    """What the picture shows, in words."""
    terms = criterion.newest.terms
    return ". ".join([goal_words(terms), *(measurement_words(terms, each) for each in _standing(criterion))])


def criterion_drawing(
    criterion: Criterion, *, palette: Palette, width: float = WIDTH, height: float = HEIGHT, letters: float = LETTERS
) -> Drawing:
    """The target with its good side tinted, the baseline, and the measurements that stand as a line from left to right;
    what meets the target is a full dot, what misses it an open one."""
    terms, points = criterion.newest.terms, _standing(criterion)
    levels = _levels(criterion, palette)
    tails = max(text_width(each.words, letters) for each in levels)
    plot = _plot(criterion, points, levels, width=width - tails - letters * 1.4, height=height, letters=letters)
    line = [Point(plot.x(each.date), plot.y(each.value)) for each in points]
    dots = [
        svg.marker(
            "circle",
            at,
            letters * 0.72,
            fill=palette.claimed if terms.met_by(each.value) else palette.surface,
            stroke=palette.claimed,
            stroke_width=2.6,
        )
        for at, each in zip(line, points, strict=True)
    ]
    body = (
        _good_side(criterion, plot, palette),
        _axis(plot, criterion, palette, letters),
        *(
            svg.line(
                Point(plot.left, plot.y(each.value)),
                Point(plot.right, plot.y(each.value)),
                stroke=each.colour,
                stroke_width=each.weight,
                stroke_dasharray=each.dashes,
            )
            for each in levels
        ),
        _tails(levels, plot, letters),
        svg.polyline(line, fill="none", stroke=palette.claimed, stroke_width=3, stroke_linejoin="round"),
        *dots,
        _numbers(points, line, plot, palette, letters),
    )
    return Drawing(svg.group(*body, font_size=letters), width, height)


def _standing(criterion: Criterion) -> list[Measurement]:
    found = [each for each in criterion.measurements if each.struck_at is None]
    return sorted(found, key=lambda each: (each.date, each.at))


def _levels(criterion: Criterion, palette: Palette) -> list[_Level]:
    terms, first, good = criterion.newest.terms, criterion.first.terms, palette.band_stops[-1]
    levels = [_Level(f"Target {number_words(terms.target)}", terms.target, good.text, "", 2.4)]
    if first.target != terms.target and first.unit == terms.unit:
        levels.append(_Level(f"First {number_words(first.target)}", first.target, good.text, "2 5", 1.8))
    if terms.baseline is not None:
        levels.append(_Level(f"Before {number_words(terms.baseline)}", terms.baseline, palette.muted, "8 6", 1.8))
    return levels


def _plot(
    criterion: Criterion,
    points: Sequence[Measurement],
    levels: Sequence[_Level],
    *,
    width: float,
    height: float,
    letters: float,
) -> _Plot:
    values = [float(value) for value in (*(each.value for each in points), *(each.value for each in levels))]
    room = (max(values) - min(values)) * 0.14 or max(1.0, abs(values[0]) * 0.14)
    days = [each.date for each in points] + [criterion.newest.terms.by_when]
    if criterion.sealed_at is not None:
        days.append(criterion.sealed_at.astimezone().date())
    first, last = min(days), max(days)
    if first == last:
        first, last = first - timedelta(days=7), last + timedelta(days=7)
    return _Plot(
        letters,
        letters * 0.6,
        width,
        height - letters * 1.9,
        first - (last - first) * 0.04,
        last,
        min(values) - room,
        max(values) + room * 1.7,
    )


def _good_side(criterion: Criterion, plot: _Plot, palette: Palette) -> str:
    """The part of the picture in which the target is reached."""
    terms = criterion.newest.terms
    y = plot.y(terms.target)
    top, bottom = (plot.top, y) if terms.direction is Direction.AT_LEAST else (y, plot.bottom)
    return svg.rectangle(
        plot.left, top, plot.right - plot.left, max(0.0, bottom - top), fill=palette.band_stops[-1].fill
    )


def _axis(plot: _Plot, criterion: Criterion, palette: Palette, letters: float) -> str:
    """The day of sealing at the left and the day that counts, with its line; both at the foot."""
    foot = plot.bottom + letters * 1.4
    by_when = criterion.newest.terms.by_when
    at, words = plot.x(by_when), f"by {_short(by_when)}"
    half = text_width(words, letters) / 2
    parts = [
        svg.line(Point(at, plot.top), Point(at, plot.bottom), stroke=palette.outline, stroke_dasharray="1 4"),
        svg.line(Point(plot.left, plot.bottom), Point(plot.right, plot.bottom), stroke=palette.outline),
    ]
    middle = min(at, plot.right - half)
    names = [svg.text(words, middle, foot, text_anchor="middle")]
    if criterion.sealed_at is not None:
        sealed = f"sealed {_short(criterion.sealed_at.astimezone().date())}"
        if plot.left + text_width(sealed, letters) < middle - half - letters:
            names.append(svg.text(sealed, plot.left, foot))
    return "".join(parts) + svg.group(*names, fill=palette.muted)


def _tails(levels: Sequence[_Level], plot: _Plot, letters: float) -> str:
    """Each level's name and number behind its line."""
    heights = [letters * LEADING] * len(levels)
    middles = spread([plot.y(each.value) for each in levels], heights, plot.top, plot.bottom)
    return "".join(
        svg.text(each.words, plot.right + letters * 0.5, middle + letters * 0.34, fill=each.colour, font_weight="650")
        for each, middle in zip(levels, middles, strict=True)
    )


def _numbers(
    points: Sequence[Measurement], line: Sequence[Point], plot: _Plot, palette: Palette, letters: float
) -> str:
    """What was measured, above its dot."""
    named = range(len(points)) if len(points) <= MOST_NAMED else [len(points) - 1]
    parts = []
    for place in named:
        words = number_words(points[place].value)
        half = text_width(words, letters) / 2
        x = max(plot.left + half, min(plot.right - half, line[place].x))
        parts.append(svg.text(words, x, line[place].y - letters * 0.72, text_anchor="middle"))
    return svg.group(
        *parts,
        fill=palette.ink,
        font_weight="700",
        stroke=palette.surface,
        stroke_width=4,
        paint_order="stroke",
        stroke_linejoin="round",
    )


def _short(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]}"
