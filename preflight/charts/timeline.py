"""Scores over real dates: lines lined up on the dates that any of them has, their rows and their sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from preflight.charts.lettering import LABEL_WIDTH, columns, distinct, wrapped
from preflight.charts.theme import Palette
from preflight.charts.words import day, shown_number, shown_of
from preflight.domain.figures import scale_end, shown, signed

Slot = tuple[date, int]
"""A date, and which of the assessments on that date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendLine:
    """One dimension over time: (date, fraction from 0 to 1); None, and a date that others have, is a gap."""

    name: str
    points: Sequence[tuple[date, Fraction | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All lines on the same dates, in order; `scores[line][slot]`."""

    slots: tuple[Slot, ...]
    scores: tuple[tuple[Fraction | None, ...], ...]


def line_up(lines: Sequence[TrendLine]) -> Timeline:
    """Put every line on the dates that any of them has. Two assessments on one date stay two."""
    columns: list[dict[Slot, Fraction | None]] = []
    for line in lines:
        column: dict[Slot, Fraction | None] = {}
        for on, score in line.points:
            nth = 0
            while (on, nth) in column:
                nth += 1
            column[(on, nth)] = score
        columns.append(column)
    slots = tuple(sorted({slot for column in columns for slot in column}))
    return Timeline(slots=slots, scores=tuple(tuple(column.get(slot) for slot in slots) for column in columns))


def weakest_line(timeline: Timeline) -> int | None:
    """The place of the line with the least score on the newest date, the first on a tie; None when none has one."""
    newest = [(scores[-1], place) for place, scores in enumerate(timeline.scores) if scores and scores[-1] is not None]
    return min(newest)[1] if newest else None


def line_colour(place: int, count: int, palette: Palette) -> str:
    """The colour of the line at this place; one beyond the count is the mean."""
    return palette.muted if place >= count else palette.dimensions[place % len(palette.dimensions)]


def line_ends(
    drawn: Sequence[TrendLine],
    timeline: Timeline,
    out_of: Fraction | int,
    *,
    weakest: int | None,
    width: int = LABEL_WIDTH,
) -> list[tuple[int, Fraction, tuple[str, ...]]]:
    """For each line with a score its place, its newest score, and its end label in lines of at most `width` columns."""
    ends = []
    for place, line in enumerate(drawn):
        known = [score for score in timeline.scores[place] if score is not None]
        if known:
            words = wrapped(line.name, width)
            value = f"{shown(known[-1], out_of)}{', the weakest' if place == weakest and len(drawn) > 1 else ''}"
            short = len(words) == 1 and columns(words[0]) + len(value) < width + 2
            ends.append((place, known[-1], (f"{words[0]} {value}",) if short else (*words, value)))
    return ends


def moment_in_words(name: str, timeline: Timeline, line: int, slot: int, out_of: Fraction | int) -> str:
    """One point as a sentence: "Operations on 12 Mar 2026: 1.2 of 4, +0.3 since 1 Feb 2026"."""
    scores = timeline.scores[line]
    score = scores[slot]
    words = f"{name} on {day(timeline.slots[slot][0])}: {shown_of(score, out_of)}"
    before = next((place for place in range(slot - 1, -1, -1) if scores[place] is not None), None)
    if score is None or before is None or (earlier := scores[before]) is None:
        return words
    return f"{words}, {signed(score - earlier, out_of)} since {day(timeline.slots[before][0])}"


def trend_rows(
    lines: Sequence[TrendLine], out_of: Fraction | int, *, overall: TrendLine | None = None
) -> list[dict[str, str | float | None]]:
    """The trend as a table: a row for each date, a column for each line; None where there is no score."""
    shown_lines = [*lines, *([overall] if overall else [])]
    timeline = line_up(shown_lines)
    names = distinct([line.name for line in shown_lines], taken="Date")
    return [
        {"Date": day(on)}
        | {name: shown_number(scores[slot], out_of) for name, scores in zip(names, timeline.scores, strict=True)}
        for slot, (on, _) in enumerate(timeline.slots)
    ]


def trend_summary(lines: Sequence[TrendLine], out_of: Fraction | int) -> str:
    """The trend in a sentence or two, for its accessible name."""
    timeline = line_up(lines)
    if not timeline.slots:
        return "Trend without dates."
    count, dates = len(lines), len(timeline.slots)
    first, last = day(timeline.slots[0][0]), day(timeline.slots[-1][0])
    when = f"on {last}" if dates == 1 else f"on {dates} dates, {first} to {last}"
    words = f"Trend of {count} dimension{'s' if count != 1 else ''} {when}."
    place = weakest_line(timeline)
    if place is None:
        return words
    scores = timeline.scores[place]
    known = [score for score in scores if score is not None]
    moved = f", {signed(known[-1] - known[0], out_of)} since the first score" if len(known) > 1 else ""
    return f"{words} Weakest now: {lines[place].name}, {shown(known[-1], out_of)} of {scale_end(out_of)}{moved}."
