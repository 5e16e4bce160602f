"""The picture of a decision as it is drawn: a picture that came in from elsewhere brings nothing to life."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from preflight.domain.decision_picture import DecisionPicture, DimensionShown
from preflight.services.decision_pictures import picture_of
from preflight.ui.decision_picture_view import picture_facts, picture_rules
from tests.exports.pilot_files import a_pilot_file, in_words

TAG = '<img src=x onerror="alert(1)">'


def with_link(link: str) -> DecisionPicture:
    picture = picture_of(a_pilot_file())
    return replace(picture, criteria=tuple(replace(each, link=link) for each in picture.criteria))


def test_a_link_leads_somewhere_only_where_it_may() -> None:
    assert 'href="https://tickets.example/week/46"' in picture_facts(with_link("https://tickets.example/week/46"))
    for link in ("javascript:alert(1)", "data:text/html,x", '" onclick="x'):
        assert "href" not in picture_facts(with_link(link))


def test_what_people_wrote_is_never_markup() -> None:
    picture = picture_of(in_words(a_pilot_file(), TAG))

    for drawn in (picture_facts(picture), picture_rules(picture)):
        assert "<img" not in drawn
    assert "&lt;img" in picture_facts(picture)


@pytest.mark.parametrize(
    ("claimed", "evidenced", "shares"),
    [
        (None, None, None),
        (Fraction(3, 4), None, (0.75, 0.0)),
        (Fraction(10**150), Fraction(-1), (1.0, 0.0)),
    ],
)
def test_a_bar_never_leaves_its_place(
    claimed: Fraction | None, evidenced: Fraction | None, shares: tuple[float, float] | None
) -> None:
    one = DimensionShown(title="Data", claimed=claimed, evidenced=evidenced, figure="", proven="", coverage="")

    assert one.shares == shares


def test_each_thing_is_said_once_and_gaps_have_words() -> None:
    drawn = picture_facts(picture_of(a_pilot_file(criteria=(), integrations=(), actions=(), steps=())))

    for words in (
        "No assessment was completed.",
        "No decision date is set.",
        "No review by security and compliance is planned.",
        "No earlier condition is open.",
        "No system is listed.",
        "No success criterion is written down.",
    ):
        assert drawn.count(words) == 1
