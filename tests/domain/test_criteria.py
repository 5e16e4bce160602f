"""What criteria say: alone in words, against the calendar, and together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from preflight.domain.criteria_summary import criteria_summary
from preflight.domain.criterion import Criterion, Direction
from preflight.domain.criterion_days import overdue_on, reached_on
from preflight.domain.criterion_words import (
    differences,
    goal_words,
    measurement_words,
    number_words,
    standing_words,
    terms_words,
)
from tests.domain.criteria import BY_WHEN, SEALED_ON, a_criterion, measurement, terms

AFTER, BEFORE = BY_WHEN + timedelta(days=12), BY_WHEN


@pytest.mark.parametrize(
    ("number", "words"),
    [("1800", "1,800"), ("3.5", "3.5"), ("-0.25", "−0.25"), ("0", "0"), ("1/3", "0.333333"), ("100", "100")],
)
def test_numbers_are_read_out_exactly(number: str, words: str) -> None:
    assert number_words(Fraction(number)) == words


def test_a_goal_in_words() -> None:
    assert terms_words(terms()) == "Handling time: from 45 to at most 9 minutes, by 30 March 2027"
    assert goal_words(terms(baseline=None, direction=Direction.AT_LEAST, unit="%", target="92")) == "at least 92 %"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("8.5", "8.5 minutes on 22 January 2027: met"),
        ("9", "9 minutes on 22 January 2027: met"),
        ("20", "20 minutes on 22 January 2027: not met, but better than 45 before"),
        ("45", "45 minutes on 22 January 2027: not met, and no better than 45 before"),
    ],
)
def test_a_measurement_in_words(value: str, words: str) -> None:
    assert measurement_words(terms(), measurement(value, 10)) == words


def test_without_a_baseline_nothing_is_said_of_it() -> None:
    assert measurement_words(terms(baseline=None), measurement("20", 0)) == "20 minutes on 12 January 2027: not met"


@pytest.mark.parametrize(
    ("criterion", "on", "words"),
    [
        (a_criterion(sealed=False), AFTER, "Not sealed yet"),
        (a_criterion(), BEFORE, "Not measured yet"),
        (a_criterion(), AFTER, "Not measured, 12 days overdue"),
        (a_criterion(20), BEFORE, "Not met yet"),
        (a_criterion(20), AFTER, "Missed"),
        (a_criterion(8), AFTER, "Met"),
        (a_criterion(20, 8, every=78), AFTER, "Met, 1 day late"),
        (a_criterion(8, 20, 8, every=44), AFTER, "Met, 11 days late"),
        (a_criterion(8, withdrawn=True), AFTER, "Withdrawn"),
    ],
)
def test_where_it_stands_in_words(criterion: Criterion, on: date, words: str) -> None:
    assert standing_words(criterion, on) == words


@pytest.mark.parametrize(
    ("values", "days"), [((), None), ((20, 8), 10), ((8, 20, 8), 20), ((8, 8), 0), ((8, 20), None)]
)
def test_reached_counts_from_where_it_stays_so(values: tuple[int, ...], days: int | None) -> None:
    reached = reached_on(a_criterion(*values))
    assert reached == (None if days is None else SEALED_ON + timedelta(days=days))


def test_a_struck_measurement_counts_for_nothing() -> None:
    struck = replace(a_criterion(), measurements=(measurement(8, 0, struck=True),))
    assert reached_on(struck) is None
    assert standing_words(struck, BEFORE) == "Not measured yet"


@pytest.mark.parametrize(
    ("criterion", "overdue"),
    [
        (a_criterion(), True),
        (a_criterion(20), True),
        (a_criterion(8), False),
        (a_criterion(sealed=False), False),
        (a_criterion(withdrawn=True), False),
    ],
)
def test_overdue_is_what_is_not_reached_after_its_day(criterion: Criterion, overdue: bool) -> None:
    assert overdue_on(criterion, AFTER) is overdue
    assert not overdue_on(criterion, BY_WHEN)


def test_differences_name_only_what_an_amendment_changed() -> None:
    changed = differences(terms(), terms(target="12", by_when=date(2027, 4, 30)))
    assert [(each.what, each.before, each.after) for each in changed] == [
        ("Goal", "from 45 to at most 9 minutes", "from 45 to at most 12 minutes"),
        ("By when", "30 March 2027", "30 April 2027"),
    ]
    assert differences(terms(), terms()) == ()


def test_a_summary_holds_each_criterion_where_it_stands() -> None:
    unsealed, unmeasured, met = a_criterion(sealed=False), a_criterion(name="u"), a_criterion(8, name="m")
    missed, worse = a_criterion(20, name="x"), a_criterion(50, name="w", late=True)
    bare, gone = a_criterion(20, first=terms(baseline=None), name="b"), a_criterion(8, withdrawn=True, name="g")
    loosened = a_criterion(11, amended=terms(target="12"), name="l")
    summary = criteria_summary([unsealed, unmeasured, met, missed, worse, bare, gone, loosened])
    assert summary.open == (unsealed,)
    assert summary.sealed == (unmeasured, met, missed, worse, bare, loosened)
    assert summary.withdrawn == (gone,)
    assert summary.unmeasured == (unmeasured,)
    assert summary.met == (met, loosened)
    assert summary.missed == (missed, worse, bare)
    assert summary.better == (met, missed, loosened)
    assert summary.not_better == (worse,)
    assert summary.amended == (gone, loosened)
    assert summary.late == (worse,)
    assert summary.differing == (loosened,)
