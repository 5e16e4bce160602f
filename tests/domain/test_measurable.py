"""What is measurable: hopes are refused with the way to mend them, and what can be counted passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.domain.criterion import Direction
from preflight.domain.errors import Invalid
from preflight.domain.measurable import MEASURABLE, TermsDraft, draft_of, problems_of, terms_of
from preflight.domain.measurable_example import example_for, examples
from tests.builders import TODAY

SOUND = TermsDraft(
    metric="Average handling time",
    unit="minutes",
    baseline="45",
    target="9",
    direction=Direction.AT_MOST,
    how="Time stamps of the ticket system, all tickets of a week",
    by_when=TODAY + timedelta(days=90),
    business_owner="Ada Lindqvist",
)
"""A criterion with nothing to mend."""


def problems(**said: Any) -> tuple[str, ...]:
    return problems_of(replace(SOUND, **said), on=TODAY)


@pytest.mark.parametrize(
    "metric",
    [
        "Works well", "better", "improve customer service", "Good quality", "as needed", "IT WORKS", "reliable",
        "The AI seems to work pretty well", "Users are satisfied", "Faster", "Optimise our processes",
        "State of the art", "state-of-the-art", "User-friendly",
        "Improve customer service by 15%", "Better results for all our users", "Great user experience",
        "Higher efficiency",
    ],
)  # fmt: skip
def test_a_hope_is_refused_and_told_what_to_say_instead(metric: str) -> None:
    (problem,) = problems(metric=metric)
    assert metric in problem
    assert "is a hope" in problem
    assert "Say what would be counted" in problem


@pytest.mark.parametrize("metric", ["Quality", "customer service", "User experience", "Our AI", "The business value"])
def test_a_field_to_count_in_is_not_what_is_counted(metric: str) -> None:
    (problem,) = problems(metric=metric)
    assert "not what is counted there" in problem


@pytest.mark.parametrize(
    "metric",
    [
        "Invoices processed correctly", "Customer satisfaction (CSAT)", "Good parts per hour", "Average handling time",
        "Reduce average handling time", "CSAT", "Net promoter score", "Uptime", "Service level", "Success rate",
        "Working hours per case", "System availability", "Share of satisfied customers", "Active users", "Users",
        "Works orders closed", "Right first time", "First-time-right rate", "Errors", "Bearbeitungszeit", "質問の件数",
        "Temps de traitement", "F1", "Best-before dates read", "Open tickets older than a day", "Customer effort score",
        "Model accuracy", "Time to value", "High-value orders found", "Support tickets", "NPS",
    ],
)  # fmt: skip
def test_what_can_be_counted_passes(metric: str) -> None:
    assert problems(metric=metric) == ()


def test_a_unit_that_says_what_is_counted_makes_a_field_measurable() -> None:
    assert (
        problems(metric="Productivity", unit="cases per hour", baseline="4", target="6", direction=Direction.AT_LEAST)
        == ()
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"metric": ""}, "what is counted"),
        ({"metric": "TBD"}, "what is counted"),
        ({"metric": "?"}, "what is counted"),
        ({"unit": " "}, "in which unit"),
        ({"unit": "15"}, "no unit"),
        ({"unit": "better"}, "no unit"),
        ({"unit": "TBD"}, "no unit"),
        ({"target": ""}, "target as a number"),
        ({"target": "low"}, "“low” is none"),
        ({"target": "9 or 10"}, "“9 or 10” is none"),
        ({"baseline": "about 45"}, "The baseline should be one number"),
        ({"direction": None}, "which way is better"),
        ({"how": ""}, "how it is measured"),
        ({"how": "as needed"}, "“as needed”"),
        ({"how": "Regularly measured"}, "“Regularly measured”"),
        ({"how": "gut feeling"}, "“gut feeling”"),
        ({"by_when": None}, "by which day"),
        ({"by_when": TODAY - timedelta(days=1)}, "has passed"),
        ({"by_when": date(2101, 1, 1)}, "2100"),
        ({"business_owner": ""}, "Name the person"),
        ({"business_owner": "The team"}, "nobody in particular"),
        ({"business_owner": "everyone"}, "nobody in particular"),
        ({"business_owner": "TBD"}, "nobody in particular"),
        ({"target": "45"}, "met without the pilot"),
        ({"target": "50"}, "worse than the 45"),
        ({"direction": Direction.AT_LEAST}, "Turn the direction round"),
        ({"unit": "%", "baseline": "", "target": "120"}, "120 % can't be a share"),
        ({"unit": "percent", "baseline": "-3", "target": "-4"}, "−3 % can't be a share"),
    ],
)
def test_what_is_missing_or_can_not_be_is_told(said: dict[str, Any], told: str) -> None:
    assert any(told in each for each in problems(**said)), problems(**said)


@pytest.mark.parametrize(
    "said",
    [
        {"baseline": ""},
        {"unit": "%", "baseline": "100", "target": "0"},
        {"unit": "% of last year's", "baseline": "100", "target": "120", "direction": Direction.AT_LEAST},
        {"unit": "€", "baseline": "€1,800", "target": "950 €"},
        {"unit": "points of 5", "baseline": "3,5", "target": "4.2", "direction": Direction.AT_LEAST},
        {"baseline": "-2", "target": "-5"},
        {"by_when": TODAY},
        {"business_owner": "Head of the claims team"},
        {"business_owner": "李娜"},
        {"how": "Survey"},
        {"how": "Manual count of 200 files"},
        {"unit": "users"},
    ],
)
def test_what_a_team_may_well_mean_passes(said: dict[str, Any]) -> None:
    assert problems(**said) == ()


def test_every_problem_is_told_at_once() -> None:
    assert len(problems_of(TermsDraft(), on=TODAY)) == 7
    assert len(problems_of(TermsDraft(metric="better", unit="5", target="more"), on=TODAY)) == 7


def test_what_is_refused_says_what_measurable_means() -> None:
    with pytest.raises(Invalid, match="is a hope") as refused:
        terms_of(replace(SOUND, metric="Works well"), on=TODAY)
    assert MEASURABLE in str(refused.value)


def test_numbers_are_kept_exactly() -> None:
    terms = terms_of(replace(SOUND, baseline="1,800", target="3,7"), on=TODAY)
    assert (terms.baseline, terms.target) == (Fraction(1800), Fraction(37, 10))


@pytest.mark.parametrize(
    "hope", ["Works well", "improve customer service", "satisfied users", "more efficiency", "", "?"]
)
def test_every_example_is_measurable_and_keeps_the_teams_names(hope: str) -> None:
    told = example_for(TermsDraft(metric=hope, business_owner="Grace", by_when=TODAY + timedelta(days=7)), on=TODAY)
    assert problems_of(told, on=TODAY) == ()
    assert (told.business_owner, told.by_when) == ("Grace", TODAY + timedelta(days=7))
    assert problems_of(example_for(TermsDraft(metric=hope, business_owner="everyone"), on=TODAY), on=TODAY) == ()


def test_the_two_examples_differ_in_their_direction() -> None:
    one, other = examples(on=TODAY)
    assert {one.direction, other.direction} == set(Direction)


_NUMBERS = st.fractions(min_value=-(10**9), max_value=10**9).map(lambda each: Fraction(round(each * 10**6), 10**6))


@given(baseline=st.none() | _NUMBERS, target=_NUMBERS, direction=st.sampled_from(Direction))
def test_a_draft_of_terms_makes_the_same_terms_again(
    baseline: Fraction | None, target: Fraction, direction: Direction
) -> None:
    terms = replace(terms_of(SOUND, on=TODAY), baseline=baseline, target=target, direction=direction)
    gains = baseline is None or terms.better_than_baseline(target)
    assert (problems_of(draft_of(terms), on=TODAY) == ()) is gains
    if gains:
        assert terms_of(draft_of(terms), on=TODAY) == terms


@given(st.builds(TermsDraft, metric=st.text(), unit=st.text(), baseline=st.text(), target=st.text(), how=st.text()))
def test_any_text_is_judged_without_an_error(draft: TermsDraft) -> None:
    assert problems_of(draft, on=TODAY)
