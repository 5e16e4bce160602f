"""What a radar draws: outlines of scores by dimension, lined up with one another, and how each kind looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from preflight.charts.lettering import distinct
from preflight.charts.theme import Palette
from preflight.charts.words import shown_number, shown_of
from preflight.domain.figures import scale_end, shown
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.scoring import Score, SectionScore, shown_sections
from preflight.domain.wording import listed

Scores = tuple[Fraction | None, ...]


class SeriesKind(StrEnum):
    """What an outline stands for; it decides the look."""

    CLAIMED = "claimed"
    EVIDENCED = "evidenced"
    LAST = "last"
    TARGET = "target"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class RadarSeries:
    """One outline. `values` go from dimension title to fraction (0 to 1); None is a gap. Pairs where titles repeat."""

    name: str
    kind: SeriesKind
    values: Mapping[str, Fraction | None] | Sequence[tuple[str, Fraction | None]]

    def pairs(self) -> tuple[tuple[str, Fraction | None], ...]:
        return tuple(self.values.items() if isinstance(self.values, Mapping) else self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """Dimensions in order, and for each series its scores in that order."""

    dimensions: tuple[str, ...]
    scores: tuple[Scores, ...]

    def of_dimension(self, index: int) -> Scores:
        """Every series' score of one dimension."""
        return tuple(scores[index] for scores in self.scores)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesLook:
    """How a series is drawn. `dash` is a Plotly word, `dashes` the same as SVG lengths; `fill` is an opacity."""

    colour: str
    text: str
    dash: str
    dashes: str
    marker: str
    width: float
    fill: float
    size: float = 11.0


def align(series: Sequence[RadarSeries]) -> Aligned:
    """Line the series up: dimensions in order of first appearance; a dimension that a series lacks is a gap in it.

    A title that stands twice in one series is two dimensions; the nth of one series goes with the nth of another.
    """
    columns: list[dict[tuple[str, int], Fraction | None]] = []
    for one in series:
        column: dict[tuple[str, int], Fraction | None] = {}
        for title, value in one.pairs():
            nth = 0
            while (title, nth) in column:
                nth += 1
            column[(title, nth)] = value
        columns.append(column)
    keys = list(dict.fromkeys(key for column in columns for key in column))
    return Aligned(
        dimensions=tuple(title for title, _ in keys),
        scores=tuple(tuple(column.get(key) for key in keys) for column in columns),
    )


def looks(series: Sequence[RadarSeries], palette: Palette) -> tuple[SeriesLook, ...]:
    """The look of each series; other outlines differ from one another in colour, dash and marker."""
    found, others = [], 0
    for one in series:
        found.append(look(one.kind, palette, nth_other=others))
        others += one.kind is SeriesKind.OTHER
    return tuple(found)


def look(kind: SeriesKind, palette: Palette, *, nth_other: int = 0) -> SeriesLook:
    """How a kind of series is drawn in this palette."""
    if kind is SeriesKind.OTHER:
        colour = palette.dimensions[nth_other % len(palette.dimensions)]
        dash, dashes = DASHES[nth_other % len(DASHES)]
        marker = MARKERS[nth_other % len(MARKERS)]
        return SeriesLook(colour=colour, text=colour, dash=dash, dashes=dashes, marker=marker, width=2.5, fill=0)
    return _LOOKS[kind](palette)


def heavier(one: SeriesLook, times: float) -> SeriesLook:
    """The look with thicker lines and longer dashes, for a larger picture."""
    dashes = " ".join(f"{float(length) * times:g}" for length in one.dashes.split())
    return replace(one, width=one.width * times, dashes=dashes)


DASHES = (("solid", ""), ("dash", "8 5"), ("dot", "2 4"), ("dashdot", "9 4 2 4"), ("longdash", "14 5"))
MARKERS = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down", "x")


def reading_order(series: Sequence[RadarSeries]) -> list[int]:
    """The places of the series as words and keys name them: claimed, with evidence, last time, target, others."""
    return sorted(range(len(series)), key=lambda place: _READING[series[place].kind])


def labelled(series: Sequence[RadarSeries], count: int) -> list[int]:
    """The places of the series whose scores stand beneath a dimension's title, in reading order.

    Claimed and evidenced; where there are few dimensions, and so room, also last time and target.
    """
    kinds = {SeriesKind.CLAIMED, SeriesKind.EVIDENCED}
    if count <= 3:
        kinds |= {SeriesKind.LAST, SeriesKind.TARGET}
    return [place for place in reading_order(series) if series[place].kind in kinds]


def asked_sections(score: Score, questionnaire: Questionnaire) -> tuple[SectionScore, ...]:
    """The dimensions of a result, as `scoring.shown_sections` tells them."""
    return shown_sections(score, questionnaire)


def radar_series(
    score: Score,
    *,
    questionnaire: Questionnaire | None = None,
    last: Score | None = None,
    last_name: str = "Last time",
) -> list[RadarSeries]:
    """The outlines of a result in drawing order: last time (where given), evidenced and claimed, of its sections.

    With its questionnaire, sections that are hidden altogether are left out.
    """
    sections = score.sections if questionnaire is None else asked_sections(score, questionnaire)
    drawn = [
        RadarSeries(
            name="With evidence",
            kind=SeriesKind.EVIDENCED,
            values=[(section.title, section.evidenced) for section in sections],
        ),
        RadarSeries(
            name="Claimed",
            kind=SeriesKind.CLAIMED,
            values=[(section.title, section.fraction) for section in sections],
        ),
    ]
    if last is not None:
        titles = {section.id: section.title for section in sections}
        before = {section.id: section.fraction for section in last.sections}
        values = [(titles[section], before.get(section)) for section in titles]
        drawn.insert(0, RadarSeries(name=last_name, kind=SeriesKind.LAST, values=values))
    return drawn


def in_words(title: str, series: Sequence[RadarSeries], scores: Scores, out_of: Fraction | int) -> str:
    """One dimension as a sentence: "Operations: claimed 2.4 of 4, with evidence 1.1"."""
    parts: list[str] = []
    for one, score in ((series[place], scores[place]) for place in reading_order(series)):
        own = one.kind in {SeriesKind.CLAIMED, SeriesKind.EVIDENCED}
        name = f"{one.name[:1].lower()}{one.name[1:]}" if own else one.name
        value = shown(score, out_of) if parts and score is not None else shown_of(score, out_of)
        parts.append(f"{name} {value}")
    return f"{title}: {', '.join(parts)}" if parts else title


def radar_rows(series: Sequence[RadarSeries], out_of: Fraction | int) -> list[dict[str, str | float | None]]:
    """The radar as a table: a row for each dimension, a column for each series; None where there is no score."""
    lined = align(series)
    names = distinct([one.name for one in series], taken="Dimension")
    return [
        {"Dimension": title}
        | {name: shown_number(score, out_of) for name, score in zip(names, lined.of_dimension(index), strict=True)}
        for index, title in enumerate(lined.dimensions)
    ]


def radar_summary(series: Sequence[RadarSeries], out_of: Fraction | int) -> str:
    """The radar in a sentence or three, for its accessible name; it speaks of the claimed outline, else the first."""
    if not series or not (lined := align(series)).dimensions:
        return "Radar without dimensions."
    main = next((place for place, one in enumerate(series) if one.kind is SeriesKind.CLAIMED), 0)
    scored = [(s, place) for place, s in enumerate(lined.scores[main]) if s is not None]
    count = len(lined.dimensions)
    words = f"Radar of {count} dimension{'s' if count != 1 else ''}."
    if scored:
        least, place = min(scored)
        words += f" Weakest: {lined.dimensions[place]}, {shown(least, out_of)} of {scale_end(out_of)}."
    missing = [title for title, s in zip(lined.dimensions, lined.scores[main], strict=True) if s is None]
    return f"{words} No score yet: {listed(missing)}." if missing else words


_READING = {
    SeriesKind.CLAIMED: 0,
    SeriesKind.EVIDENCED: 1,
    SeriesKind.LAST: 2,
    SeriesKind.TARGET: 3,
    SeriesKind.OTHER: 4,
}


def _claimed(palette: Palette) -> SeriesLook:
    colour = palette.claimed
    return SeriesLook(colour=colour, text=colour, dash="solid", dashes="", marker="circle", width=3, fill=0.07)


def _evidenced(palette: Palette) -> SeriesLook:
    colour, fill = palette.evidenced, 0.26 if palette.dark else 0.2
    return SeriesLook(colour=colour, text=colour, dash="solid", dashes="", marker="square", width=2.5, fill=fill)


def _last(palette: Palette) -> SeriesLook:
    colour, text = palette.last, palette.muted
    return SeriesLook(colour=colour, text=text, dash="dash", dashes="7 5", marker="diamond", width=2, fill=0)


def _target(palette: Palette) -> SeriesLook:
    colour = palette.target
    return SeriesLook(colour=colour, text=colour, dash="dot", dashes="2 4", marker="triangle-up", width=2.5, fill=0)


_LOOKS = {
    SeriesKind.CLAIMED: _claimed,
    SeriesKind.EVIDENCED: _evidenced,
    SeriesKind.LAST: _last,
    SeriesKind.TARGET: _target,
}
