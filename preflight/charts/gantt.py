"""A plan as a Gantt before it is drawn: rows, weeks and months in days. Screen and picture share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from preflight.domain.decision import Decision
from preflight.domain.pilot import PilotStep, StepKind
from preflight.domain.pilot_plan import (
    LATEST_REVIEW_WEEK,
    WEEK,
    decision_date,
    first_day,
    passed_words,
    plan_start,
    undecided_days,
    week_of,
)
from preflight.domain.plan_words import short_span
from preflight.domain.wording import MONTHS

MOST_WEEKS: Final = 27
"""How many week numbers stand beside one another; beyond that every second, fourth, … one."""
LATE_TODAY: Final = 26 * WEEK
"""Today is drawn up to so many days after the plan's last day."""


class Stretch(NamedTuple):
    """`days` days from day `at` on, counted from the left edge; `words` say what it is."""

    at: int
    days: int
    words: str


class GanttRow(NamedTuple):
    """One step: its days from the left edge, and its dates in short."""

    step: PilotStep
    at: int
    days: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttChart:
    """All of it in whole days from `first`; `days` is the width, and week 1 begins on day `origin`.

    `today` is None where it is too far off to be drawn. `review_until` is the first day on which a review may no longer
    start. `undecided` is the stretch from a decision date that has passed to today.
    """

    first: date
    days: int
    origin: int
    rows: tuple[GanttRow, ...]
    months: tuple[Stretch, ...]
    weeks: tuple[Stretch, ...]
    today: int | None
    review_until: int
    undecided: Stretch | None


def gantt_chart(
    steps: Sequence[PilotStep], decisions: Sequence[Decision], on: date, *, spare_weeks: int = 0
) -> GanttChart | None:
    """The plan as it stands on a day, in whole weeks counted from its start, with so many empty ones at the end; None
    without steps."""
    start = plan_start(steps)
    if start is None:
        return None
    left, right = min(each.start for each in steps), max(each.end for each in steps)
    today = on if left <= on <= right + timedelta(days=LATE_TODAY) else None
    edge = max(right, today) if today else right
    first = first_day(start, week_of(start, left))
    weeks = week_of(start, edge) - week_of(start, left) + 1 + spare_weeks
    return GanttChart(
        first=first,
        days=weeks * WEEK,
        origin=(start - first).days,
        rows=tuple(
            GanttRow(
                each, (each.start - first).days, (each.end - each.start).days + 1, short_span(each.start, each.end)
            )
            for each in steps
        ),
        months=_months(first, weeks * WEEK),
        weeks=_weeks(weeks, week_of(start, first)),
        today=(today - first).days if today else None,
        review_until=(first_day(start, LATEST_REVIEW_WEEK + 1) - first).days,
        undecided=_undecided(steps, decisions, on, first) if today else None,
    )


def is_milestone(step: PilotStep) -> bool:
    """Whether a step is drawn as a day rather than as a stretch of time."""
    return step.kind is StepKind.DECISION


def _undecided(steps: Sequence[PilotStep], decisions: Sequence[Decision], on: date, first: date) -> Stretch | None:
    due, passed = decision_date(steps), undecided_days(steps, decisions, on)
    if due is None or passed is None:
        return None
    return Stretch((due - first).days, passed, passed_words(passed))


def _weeks(count: int, number: int) -> tuple[Stretch, ...]:
    """A line at each week, or each second, fourth, …; what lies before week 1 bears no number."""
    every = next(each for each in (1, 2, 4, 8, 13, 26, 52, count) if count <= each * MOST_WEEKS)
    return tuple(
        Stretch(place * WEEK, min(every, count - place) * WEEK, f"{number + place}" if number + place > 0 else "")
        for place in range(count)
        if (number + place - 1) % every == 0
    )


def _months(first: date, days: int) -> tuple[Stretch, ...]:
    found, at = [], 0
    while at < days:
        on = first + timedelta(days=at)
        following = date(on.year + on.month // 12, on.month % 12 + 1, 1)
        length = min((following - on).days, days - at)
        found.append(Stretch(at, length, f"{MONTHS[on.month - 1]} {on.year}"))
        at += length
    return tuple(found)
