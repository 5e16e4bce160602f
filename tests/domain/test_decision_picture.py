"""The picture of what stood on the page: what was written is read back the same, and anything else is no picture."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.domain.decision_picture import (
    VERSION,
    AmendmentShown,
    AssessmentShown,
    ConditionShown,
    CriterionShown,
    DecisionPicture,
    DimensionShown,
    RuleShown,
    SystemShown,
    picture_from,
    picture_json,
)

words = st.text(max_size=20)
days = st.dates(date(1970, 1, 1), date(2100, 12, 31))
parts = st.one_of(st.none(), st.fractions(0, 1))


def many(one: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, max_size=2).map(tuple)


dimensions = st.builds(
    DimensionShown, title=words, claimed=parts, evidenced=parts, figure=words, proven=words, coverage=words
)
assessments = st.builds(
    AssessmentShown,
    on=days,
    questionnaire=words,
    verdict=words,
    evidence=words,
    provisional=words,
    band=words,
    place=st.one_of(st.none(), st.integers(0, 5)),
    bands=st.integers(0, 5),
    coverage=words,
    dimensions=many(dimensions),
    blockers=many(words),
)
amendments = st.builds(AmendmentShown, on=days, by=words, goal=words, reason=words)
criteria = st.builds(
    CriterionShown,
    metric=words,
    first_goal=words,
    goal=words,
    by_when=days,
    how=words,
    owner=words,
    sealed_on=st.one_of(st.none(), days),
    late=words,
    amendments=many(amendments),
    measured=words,
    evidence=words,
    link=words,
    standing=words,
    says=words,
    first_says=words,
)
conditions = st.builds(ConditionShown, text=words, owner=words, due=st.one_of(st.none(), days), overdue=st.booleans())
systems = st.builds(
    SystemShown, system=words, interface=words, owner=words, confronted=st.booleans(), estimate=words, usual=words
)
rules = st.builds(
    RuleShown, title=words, sentence=words, idea=words, kind=words, because=many(words), decides=st.booleans()
)
pictures = st.builds(
    DecisionPicture,
    on=days,
    project=words,
    owner=words,
    assessed=st.one_of(st.none(), assessments),
    criteria=many(criteria),
    conditions=many(conditions),
    systems=many(systems),
    estimate=words,
    usual=words,
    decision_due=words,
    decision_pressing=st.booleans(),
    review=words,
    review_pressing=st.booleans(),
    rules=many(rules),
)
EMPTY = DecisionPicture(
    on=date(2026, 11, 20),
    project="Invoice triage",
    owner="",
    assessed=None,
    criteria=(),
    conditions=(),
    systems=(),
    estimate="",
    usual="",
    decision_due="",
    decision_pressing=False,
    review="",
    review_pressing=False,
    rules=(),
)


@given(pictures)
def test_what_is_written_is_read_back_the_same(picture: DecisionPicture) -> None:
    text = picture_json(picture)

    assert picture_from(text) == picture
    assert picture_json(picture) == text


def test_the_record_bears_its_version() -> None:
    assert json.loads(picture_json(EMPTY))["version"] == VERSION


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "not json",
        "[" * 100_000,
        json.dumps({"version": VERSION + 1, "picture": json.loads(picture_json(EMPTY))["picture"]}),
        json.dumps({"version": VERSION}),
        json.dumps({"version": VERSION, "picture": []}),
        json.dumps({"version": VERSION, "picture": {}}),
    ],
)
def test_anything_else_is_no_picture(text: str) -> None:
    assert picture_from(text) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("on", "2026-13-01"),
        ("on", "20261120"),
        ("on", 5),
        ("project", None),
        ("project", 5),
        ("criteria", "none"),
        ("criteria", [{}]),
        ("decision_pressing", 0),
        ("assessed", {}),
        ("another", 1),
    ],
)
def test_a_field_that_says_something_else_makes_it_none(field: str, value: object) -> None:
    plain = json.loads(picture_json(EMPTY))
    plain["picture"][field] = value

    assert picture_from(json.dumps(plain)) is None


@pytest.mark.parametrize("fraction", ["1/0", "0.5", "2/4", "1" * 1_001, "half", "1e9999999", "1e5000", "٣/٤", None, 1])
def test_a_fraction_stands_as_it_was_written(fraction: object) -> None:
    one = DimensionShown(
        title="Data", claimed=Fraction(1, 2), evidenced=None, figure="2.0", proven="–", coverage="100 %"
    )
    found = AssessmentShown(
        on=EMPTY.on, questionnaire="", verdict="", evidence="", provisional="", band="", place=None, bands=0,
        coverage="", dimensions=(one,), blockers=(),
    )  # fmt: skip
    plain = json.loads(picture_json(replace(EMPTY, assessed=found)))
    plain["picture"]["assessed"]["dimensions"][0]["claimed"] = fraction

    read = picture_from(json.dumps(plain))

    assert read is None if fraction is not None else read is not None


@pytest.mark.parametrize("place", [10**10, -(10**10), 10**400, True, 1.0])
def test_no_number_is_larger_than_anything_that_is_counted(place: object) -> None:
    found = AssessmentShown(
        on=EMPTY.on, questionnaire="", verdict="", evidence="", provisional="", band="", place=1, bands=2,
        coverage="", dimensions=(), blockers=(),
    )  # fmt: skip
    plain = json.loads(picture_json(replace(EMPTY, assessed=found)))
    plain["picture"]["assessed"]["place"] = place

    assert picture_from(json.dumps(plain)) is None


def test_every_field_left_out_makes_it_none() -> None:
    for each in fields(DecisionPicture):
        plain = json.loads(picture_json(EMPTY))
        del plain["picture"][each.name]

        assert picture_from(json.dumps(plain)) is None
