"""The plan: laid out from its start, moved as a whole, its review never late, its decision date never forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.domain.decision import DecisionKind
from preflight.domain.errors import Invalid
from preflight.domain.pilot import PilotStep, StepKind
from preflight.domain.pilot_plan import (
    PlanProblem,
    decision_date,
    laid_out,
    plan_start,
    plan_warnings,
    refuse_late_review,
    review_step,
    review_week,
    undecided_days,
    week_of,
)
from tests.domain.plans import START, a_decision, a_plan, a_step

DAYS = st.dates(min_value=date(1970, 1, 1), max_value=date(2099, 12, 31))
DUE = date(2026, 11, 2)


def test_the_plan_puts_requirements_first_the_review_in_week_4_and_the_decision_in_week_9() -> None:
    weeks = {each.kind: (week_of(START, each.start), week_of(START, each.end)) for each in laid_out(START)}
    assert weeks == {
        StepKind.REQUIREMENTS: (1, 2),
        StepKind.DESIGN: (2, 3),
        StepKind.REVIEW: (4, 4),
        StepKind.RUN: (4, 8),
        StepKind.DECISION: (9, 9),
        StepKind.DEPLOYMENT: (9, 12),
    }
    assert decision_date(a_plan()) == DUE
    assert all(each.start.weekday() == START.weekday() for each in laid_out(START))


@given(DAYS, st.integers(-2000, 2000))
def test_another_start_moves_every_step_by_as_much(start: date, days: int) -> None:
    by = timedelta(days=days)
    try:
        moved = laid_out(start + by)
    except OverflowError:
        return
    assert [(each.kind, each.title, each.start - by, each.end - by) for each in moved] == [*map(tuple, laid_out(start))]


@given(DAYS, st.integers(-500, 500))
def test_a_week_has_seven_days_also_before_the_start(start: date, days: int) -> None:
    on = start + timedelta(days=days)
    assert week_of(start, on + timedelta(days=7)) == week_of(start, on) + 1
    assert (week_of(start, on) == 1) is (0 <= days < 7)


def test_a_step_that_a_team_added_before_does_not_move_week_1() -> None:
    early = a_step(start=START - timedelta(days=30))
    assert plan_start([early, *a_plan()]) == START
    assert plan_start([early]) == early.start
    assert (plan_start([]), decision_date([]), review_step([]), review_week([])) == (None, None, None, None)


def _moved(steps: list[PilotStep], kind: StepKind, days: int) -> list[PilotStep]:
    by = timedelta(days=days)
    return [replace(each, start=each.start + by, end=each.end + by) if each.kind is kind else each for each in steps]


@pytest.mark.parametrize(
    ("kind", "days", "refused"),
    [
        (StepKind.REVIEW, 6, False),
        (StepKind.REVIEW, 7, True),
        (StepKind.REVIEW, -30, False),
        (StepKind.REQUIREMENTS, -6, False),
        (StepKind.REQUIREMENTS, -7, True),
        (StepKind.RUN, 40, False),
    ],
)
def test_no_change_makes_the_review_start_after_week_4(kind: StepKind, days: int, refused: bool) -> None:
    before = a_plan()
    after = _moved(before, kind, days)
    if refused:
        with pytest.raises(Invalid, match="week 5 of the plan"):
            refuse_late_review(before, after)
    else:
        refuse_late_review(before, after)


def test_a_review_that_is_late_already_may_come_nearer_but_not_later() -> None:
    late = _moved(a_plan(), StepKind.REVIEW, 21)
    refuse_late_review(late, _moved(late, StepKind.REVIEW, -7))
    refuse_late_review(late, _moved(late, StepKind.RUN, 7))
    with pytest.raises(Invalid):
        refuse_late_review(late, _moved(late, StepKind.REVIEW, 7))


@pytest.mark.parametrize(
    ("decided", "on", "days"),
    [
        ([], DUE, None),
        ([], DUE + timedelta(days=1), 1),
        ([], DUE + timedelta(days=12), 12),
        ([a_decision(DUE)], DUE + timedelta(days=12), None),
        ([a_decision(DUE + timedelta(days=5), DecisionKind.NO_GO)], DUE + timedelta(days=12), None),
        ([a_decision(DUE - timedelta(days=3))], DUE + timedelta(days=12), None),
        ([a_decision(DUE - timedelta(days=3), DecisionKind.NO_GO)], DUE + timedelta(days=12), 12),
        ([a_decision(START - timedelta(days=300), DecisionKind.STOP)], DUE + timedelta(days=12), 12),
    ],
    ids=[
        "on the day",
        "a day later",
        "later",
        "decided",
        "a no-go decides",
        "decided early",
        "no-go early",
        "long ago",
    ],
)
def test_a_decision_date_passes_when_nothing_was_decided(decided: list, on: date, days: int | None) -> None:
    assert undecided_days(a_plan(), decided, on) == days


@pytest.mark.parametrize(
    ("steps", "on", "found"),
    [
        ([], DUE + timedelta(days=99), []),
        (a_plan(), START, []),
        (a_plan(), date(2026, 10, 4), []),
        (a_plan(), date(2026, 10, 5), [PlanProblem.REVIEW_OVERDUE]),
        (a_plan(review={"done_on": date(2026, 10, 2)}), date(2026, 10, 5), []),
        (a_plan(), DUE + timedelta(days=1), [PlanProblem.DECISION_PASSED, PlanProblem.REVIEW_OVERDUE]),
        (a_plan(run={"end": DUE}), START, [PlanProblem.DECISION_BEFORE_END]),
        (a_plan(run={"end": DUE, "done_on": START}), START, []),
        ([a_step()], START, [PlanProblem.NO_DECISION]),
    ],
)
def test_a_plan_is_warned_of(steps: list[PilotStep], on: date, found: list[PlanProblem]) -> None:
    assert [each.problem for each in plan_warnings(steps, (), on)] == found


def test_a_passed_decision_date_is_said_plainly() -> None:
    words = plan_warnings(a_plan(), (), DUE + timedelta(days=12))[0].sentence
    assert "2 November 2026: 12 days ago, and nothing was decided" in words
