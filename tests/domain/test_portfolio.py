"""Where projects stand beside each other: purgatory, attention, trends, filters, and what holds the most of them up."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from preflight.domain.common_blockers import common_blockers
from preflight.domain.decision import DecisionKind
from preflight.domain.errors import Invalid
from preflight.domain.portfolio import (
    PortfolioRow,
    Trend,
    ageing_words,
    counts,
    counts_words,
    in_order_of_attention,
    purgatory_words,
)
from preflight.domain.portfolio_filter import Facet, filtered, read_filter
from preflight.domain.project import Stage
from tests.domain.portfolio_rows import a_blocker, a_row, a_standing, ago

GO, NO_GO, STOP = DecisionKind.GO, DecisionKind.NO_GO, DecisionKind.STOP


@pytest.mark.parametrize(
    ("row", "days"),
    [
        (a_row(decide_ago=47), 47),
        (a_row(decide_ago=0), 0),
        (a_row(decide_ago=-3), 0),
        (a_row(), 0),
        (a_row(decide_ago=47, decided=(GO, 47)), 0),
        (a_row(decide_ago=47, decided=(NO_GO, 3)), 0),
        (a_row(decide_ago=47, decided=(NO_GO, 48)), 47),
        (a_row(decide_ago=47, decided=(GO, 48)), 0),
        (a_row(decide_ago=47, plan_ago=100, decided=(GO, 101)), 47),
        (a_row(decide_ago=47, stage=Stage.PRODUCTIONISING), 0),
        (a_row(decide_ago=47, stage=Stage.STOPPED), 0),
        (a_row(decide_ago=47, stage=Stage.IDEA), 0),
    ],
    ids=[
        "passed", "today", "ahead", "no date", "decided on it", "a no-go after it",
        "a no-go before it", "a go before it", "a go before the plan",
        "on the way to production", "stopped", "no pilot yet",
    ],
)  # fmt: skip
def test_a_pilot_is_in_purgatory_from_the_day_after_its_decision_date_until_it_is_decided(
    row: PortfolioRow, days: int
) -> None:
    assert row.purgatory_days == days


@pytest.mark.parametrize(
    ("row", "days"),
    [
        (a_row(pilot_days=90), 90),
        (a_row(pilot_days=0), 0),
        (a_row(pilot_days=-1), None),
        (a_row(), None),
        (a_row(pilot_days=90, stage=Stage.PRODUCTIONISING), 90),
        (a_row(pilot_days=90, stage=Stage.PRODUCTION), None),
        (a_row(pilot_days=90, stage=Stage.STOPPED), None),
    ],
)
def test_days_in_pilot_are_counted_until_production_or_the_stop(row: PortfolioRow, days: int | None) -> None:
    assert row.days_in_pilot == days


@pytest.mark.parametrize(
    ("row", "undated"),
    [
        (a_row(), True),
        (a_row(decided=(NO_GO, 5)), True),
        (a_row(decided=(GO, 5)), False),
        (a_row(decided=(STOP, 5)), False),
        (a_row(decide_ago=-5), False),
        (a_row(stage=Stage.IDEA), False),
    ],
)
def test_a_pilot_without_a_date_is_told_unless_it_was_settled(row: PortfolioRow, undated: bool) -> None:
    assert row.undated is undated


@pytest.mark.parametrize(
    ("past", "trend", "change"),
    [
        ((), Trend.UNKNOWN, None),
        (("1/2",), Trend.UNKNOWN, None),
        (("1/2", "3/4"), Trend.UP, Fraction(1, 4)),
        (("3/4", "1/2", "1/2"), Trend.LEVEL, Fraction(0)),
        (("1/4", "3/4", "1/2"), Trend.DOWN, Fraction(-1, 4)),
        (("1/4", None, "1/2"), Trend.UNKNOWN, None),
    ],
)
def test_a_trend_holds_the_last_value_against_the_one_before(
    past: tuple[str | None, ...], trend: Trend, change: Fraction | None
) -> None:
    row = a_row(past=past, standing=a_standing())
    assert (row.trend, row.change) == (trend, change)


def test_ready_is_the_best_band_firmly_with_nothing_in_the_way() -> None:
    assert a_standing(place=2).ready
    assert not a_standing(place=1).ready
    assert not a_standing(place=2, provisional=True).ready
    assert not a_standing(place=2, blockers=("a.one",)).ready
    assert not a_standing(place=0, bands=1).ready


WANTED = (
    a_row("Longest in purgatory", decide_ago=80, standing=a_standing(place=2)),
    a_row("In purgatory", decide_ago=2, standing=a_standing(3, blockers=("a.one", "a.two"))),
    a_row("Two blockers", decide_ago=-9, standing=a_standing(1, blockers=("a.one", "a.two"))),
    a_row("One blocker", standing=a_standing(400, blockers=("a.one",))),
    a_row("No date", standing=a_standing(1)),
    a_row("Never assessed", stage=Stage.IDEA),
    a_row("Long ago", stage=Stage.IDEA, standing=a_standing(300)),
    a_row("A name before", stage=Stage.IDEA, standing=a_standing(3)),
    a_row("B name after", stage=Stage.IDEA, standing=a_standing(3)),
    a_row("Stopped", stage=Stage.STOPPED, standing=a_standing(900, blockers=("a.one", "a.two", "a.three"))),
)


def test_what_wants_attention_comes_first() -> None:
    shuffled = list(WANTED)
    Random(3).shuffle(shuffled)
    assert in_order_of_attention(shuffled) == WANTED


def test_the_line_above_counts_what_there_is() -> None:
    assert counts_words(counts(WANTED)) == "10 projects · 2 in purgatory · 2 without a decision date · 1 ready"
    ready = a_row(stage=Stage.PRODUCTION, standing=a_standing(place=2))
    assert counts_words(counts([ready])) == "1 project · 1 ready"


def test_purgatory_and_ageing_are_said_in_words() -> None:
    assert (purgatory_words(47), purgatory_words(1)) == ("In purgatory 47 days", "In purgatory 1 day")
    assert ageing_words(a_standing()) == ""
    aged = replace(a_standing(), aged=5)
    assert ageing_words(aged) == "2.1 when assessed, 1.4 today: the evidence of 5 answers has grown old"


CLAIMS = a_row("Claims desk", owner="Ada Byron", tags=("eu", "claims"), decide_ago=4, standing=a_standing(aged=2))
METERS = a_row("Meter reading", team="Field", stage=Stage.IDEA)
TENDER = a_row("Tender search", owner="ADA", standing=a_standing(place=2, questionnaire_id="other"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [CLAIMS, METERS, TENDER]),
        ("view=heat&page=3&sort=-pilot", [CLAIMS, METERS, TENDER]),
        ("q=ada", [CLAIMS, TENDER]),
        ("q=Field+METER", [METERS]),
        ("q=claims+meter", []),
        ("stage=idea", [METERS]),
        ("owner=Ada+Byron", [CLAIMS]),
        ("tag=eu", [CLAIMS]),
        ("tag=e", []),
        ("asked=other", [TENDER]),
        ("only=purgatory", [CLAIMS]),
        ("only=undated", [TENDER]),
        ("only=ready", [TENDER]),
        ("only=aged", [CLAIMS]),
        ("only=blocked", []),
        ("only=unassessed", [METERS]),
        ("q=ada&only=ready&stage=pilot", [TENDER]),
    ],
)
def test_filters_are_read_from_an_address_and_leave_what_they_ask_for(query: str, found: list[PortfolioRow]) -> None:
    assert list(filtered((CLAIMS, METERS, TENDER), read_filter(query))) == found


@pytest.mark.parametrize("query", ["stage=limbo", "only=everything", "q=" + "x" * 1_000, "&".join(["q=1"] * 60)])
def test_a_filter_that_asks_for_what_there_is_not_is_refused(query: str) -> None:
    with pytest.raises(Invalid):
        read_filter(query)


def test_every_standing_that_can_be_asked_for_is_a_filter() -> None:
    for facet in Facet:
        assert read_filter(f"only={facet}").facet is facet


def test_the_most_common_blocker_comes_first_with_the_projects_that_it_holds() -> None:
    one = a_row("One", standing=a_standing(blockers=("a.one", "a.two")))
    two = a_row("Two", standing=a_standing(blockers=("a.two",)))
    stopped = a_row("Stopped", stage=Stage.STOPPED, standing=a_standing(blockers=("a.one",)))
    found = common_blockers([one, METERS, stopped, two])
    assert [(each.question, [row.project.name for row in each.rows]) for each in found] == [
        ("a.two", ["One", "Two"]),
        ("a.one", ["One"]),
    ]
    assert found[0].questionnaires == ("Sample",)


def test_a_question_is_the_same_in_other_versions_and_where_another_questionnaire_asks_it_in_the_same_words() -> None:
    def held(name: str, asked: str, version: int, text: str) -> PortfolioRow:
        blocker = a_blocker("a.one", text=text, step=f"Step of {asked}")
        standing = a_standing(questionnaire_id=asked, questionnaire=asked.title(), version=version)
        return a_row(name, standing=replace(standing, blockers=(blocker,)))

    rows = [
        held("Old", "sample", 1, "Who owns it, then?"),
        held("New", "sample", 2, "Who owns it?"),
        held("Quick", "quick", 1, "Who owns it?"),
        held("Other", "other", 1, "Is there a log?"),
    ]
    shared, other = common_blockers(rows)
    assert (shared.text, shared.questionnaires) == ("Who owns it?", ("Quick", "Sample"))
    assert [row.project.name for row in shared.rows] == ["Old", "New", "Quick"]
    assert shared.step == "Step of sample"
    assert [row.project.name for row in other.rows] == ["Other"]


def test_a_day_is_counted_from_the_newest_assessment() -> None:
    assert a_row(standing=a_standing(12)).age_days == 12
    assert a_row(standing=replace(a_standing(), date=ago(-1))).age_days == 0
    assert a_row().age_days is None
