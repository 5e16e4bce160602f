"""The pilot's plan: how it is laid out from production backwards, and what is wrong with one that was changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from preflight.domain.decision import Decided, Decision, DecisionKind
from preflight.domain.errors import Invalid
from preflight.domain.pilot import PilotStep, StepKind
from preflight.domain.wording import day, number_of

WEEK: Final = 7
LATEST_REVIEW_WEEK: Final = 4
NEEDED: Final = frozenset({StepKind.RUN, StepKind.REVIEW, StepKind.DECISION})
"""What no plan goes without: the run, the review, and a day on which it is decided."""

STEP_TITLES: Final = {
    StepKind.REQUIREMENTS: "What production requires",
    StepKind.DESIGN: "Design for production",
    StepKind.REVIEW: "Security and compliance review",
    StepKind.RUN: "Pilot run",
    StepKind.DECISION: "Go or no-go",
    StepKind.DEPLOYMENT: "Deployment",
}
"""What each step is called until somebody calls it something else."""
_WEEKS: Final = {
    StepKind.REQUIREMENTS: (1, 2),
    StepKind.DESIGN: (2, 3),
    StepKind.REVIEW: (4, 4),
    StepKind.RUN: (4, 8),
    StepKind.DECISION: (9, 9),
    StepKind.DEPLOYMENT: (9, 12),
}


class LaidOut(NamedTuple):
    """A step before it is kept: from `start` to `end`, both included."""

    kind: StepKind
    title: str
    start: date
    end: date


class PlanProblem(StrEnum):
    """What a plan may be warned of."""

    DECISION_BEFORE_END = "decision_before_end"
    """It is to be decided while the pilot still runs."""
    REVIEW_OVERDUE = "review_overdue"
    """The days of the review have passed, and it is not done."""
    DECISION_PASSED = "decision_passed"
    """The day of the decision has passed, and nothing was decided."""
    NO_DECISION = "no_decision"
    """There is no day on which it is decided."""


@dataclass(frozen=True, slots=True)
class PlanWarning:
    """A problem of a plan, in one or two plain sentences."""

    problem: PlanProblem
    sentence: str


def laid_out(start: date) -> tuple[LaidOut, ...]:
    """The usual plan of twelve weeks from a start date, in order; the decision is the first day of week 9."""
    return tuple(
        LaidOut(
            kind,
            STEP_TITLES[kind],
            first_day(start, first),
            first_day(start, first) if kind is StepKind.DECISION else last_day(start, last),
        )
        for kind, (first, last) in _WEEKS.items()
    )


def week_of(start: date, on: date) -> int:
    """The week of the plan in which a day lies; week 1 begins on the start date, and before it come 0, −1, …"""
    return (on - start).days // WEEK + 1


def first_day(start: date, week: int) -> date:
    """The day on which a week of the plan begins."""
    return start + timedelta(days=(week - 1) * WEEK)


def last_day(start: date, week: int) -> date:
    """The day on which a week of the plan ends."""
    return start + timedelta(days=week * WEEK - 1)


def step_of(steps: Iterable[PilotStep], kind: StepKind) -> PilotStep | None:
    """The step of a kind of which a plan has at most one; None where it has none."""
    return next((each for each in steps if each.kind is kind), None)


def review_step(steps: Iterable[PilotStep]) -> PilotStep | None:
    """The review by security and compliance."""
    return step_of(steps, StepKind.REVIEW)


def decision_date(steps: Iterable[PilotStep]) -> date | None:
    """The day on which it is to be decided; None without a plan, or without that step."""
    found = step_of(steps, StepKind.DECISION)
    return found.start if found else None


def plan_start(steps: Sequence[PilotStep]) -> date | None:
    """The day on which week 1 begins: the earliest start of a step. Steps that a team added move it only where there
    is no other; None without any."""
    own = [each.start for each in steps if each.kind is not StepKind.OTHER]
    return min(own or [each.start for each in steps], default=None)


def review_week(steps: Sequence[PilotStep]) -> int | None:
    """The week of the plan in which the review starts; None without a plan or a review."""
    start, review = plan_start(steps), review_step(steps)
    return week_of(start, review.start) if start and review else None


def refuse_late_review(before: Sequence[PilotStep], after: Sequence[PilotStep]) -> None:
    """Raise Invalid when a change lets the review start after week 4 of the plan, or later still than it did."""
    week = review_week(after)
    if week is not None and week > max(LATEST_REVIEW_WEEK, review_week(before) or 0):
        raise Invalid(
            f"The review by security and compliance would start in week {week} of the plan, and week "
            f"{LATEST_REVIEW_WEEK} is the latest. Reviews that begin once the pilot is over find what has to be built "
            "again, and cost months; while it runs there is still time to change it."
        )


def undecided_days(steps: Sequence[PilotStep], decisions: Sequence[Decision], on: date) -> int | None:
    """For how many days the decision date of a plan has passed with nothing decided (see days_undecided)."""
    due, start = decision_date(steps), plan_start(steps)
    if due is None or start is None:
        return None
    decided = None
    if decisions:
        latest = max(each.decided_on for each in decisions)
        decided = Decided(kind=decisions[-1].kind, on=decisions[-1].decided_on, latest=latest)
    return days_undecided(due, start, decided, on)


def days_undecided(due: date, start: date, decided: Decided | None, on: date) -> int | None:
    """For how many days a decision date has passed with nothing decided; None while it has not, or was decided.

    Decided is what was decided on that day or later, and what was decided before it within the plan, which begins on
    `start`, unless that was a no-go: a no-go leaves it to be decided again.
    """
    if on <= due:
        return None
    if decided is not None:
        early = decided.on >= start and decided.kind is not DecisionKind.NO_GO
        if early or decided.latest >= due:
            return None
    return (on - due).days


def passed_words(days: int) -> str:
    """How long ago the decision date was, as a sentence ends: "12 days ago, and nothing was decided"."""
    return f"{number_of(days, 'day')} ago, and nothing was decided"


def plan_warnings(steps: Sequence[PilotStep], decisions: Sequence[Decision], on: date) -> tuple[PlanWarning, ...]:
    """What a team should know of its plan on a day, the most pressing first; empty without a plan."""
    if not steps:
        return ()
    found = []
    decided, run, review = decision_date(steps), step_of(steps, StepKind.RUN), review_step(steps)
    passed = undecided_days(steps, decisions, on)
    if decided is None:
        words = "This plan has no decision date. A pilot without one goes on until everybody has forgotten it."
        found.append(PlanWarning(PlanProblem.NO_DECISION, words))
    if decided is not None and passed is not None:
        words = f"The decision was due on {day(decided)}: {passed_words(passed)}. Decide, or set a new day."
        found.append(PlanWarning(PlanProblem.DECISION_PASSED, words))
    if review is not None and review.done_on is None and review.end < on:
        words = (
            f"The review was planned to end on {day(review.end)} and is not marked as done. What it finds has to be "
            "built; the later it is found, the longer production waits."
        )
        found.append(PlanWarning(PlanProblem.REVIEW_OVERDUE, words))
    if decided is not None and run is not None and run.done_on is None and decided <= run.end:
        words = f"The decision is on {day(decided)}, and the run ends on {day(run.end)}: not all of it can be weighed."
        found.append(PlanWarning(PlanProblem.DECISION_BEFORE_END, words))
    return tuple(found)
