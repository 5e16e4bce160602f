"""What the rules recommend: each rule, each of its borders, and what no further bad news may ever do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.domain.criterion import Criterion, Direction
from preflight.domain.deciding_facts import NO_BANDS, Assessed, Facts, Place, assessed, place_of
from preflight.domain.decision import DecisionKind
from preflight.domain.questionnaire import Basis
from preflight.domain.recommending import (
    RULES,
    looked_at,
    recommend,
    recommendation_headline,
    rule_called,
)
from preflight.domain.rule_sight import OLDEST
from preflight.domain.scoring import score
from preflight.domain.verdict import decide
from tests.builders import BANDS, TODAY, answers, band, question, questionnaire, section, verdict_rule
from tests.exports.pilot_files import a_criterion, some_terms

GO, CONDITIONS, NO_GO, STOP = DecisionKind
READY = Assessed(on=TODAY, verdict="Ready: Operations decides, at 3.2 of 4.", place=Place.BEST, coverage=Fraction(1))


def criterion(value: int | None, *, metric: str = "Minutes", baseline: int | None = 14, **fields: Any) -> Criterion:
    """At most 9 minutes is needed; before the pilot it was 14."""
    return a_criterion(
        some_terms(metric, baseline=baseline), measured=() if value is None else (value,), id=metric, **fields
    )


def facts(*, criteria: Sequence[Criterion] = (), **said: Any) -> Facts:
    """All is well, but what is said."""
    usual: dict[str, Any] = {
        "today": TODAY,
        "assessed": READY,
        "criteria": tuple(criteria) or (criterion(8),),
        "systems": 2,
        "review_planned": True,
        "review_done_on": TODAY - timedelta(days=30),
    }
    return Facts(**(usual | said))


def having(**said: Any) -> Assessed:
    return replace(READY, **said)


@pytest.mark.parametrize(
    ("known", "rule"),
    [
        (facts(), "ready"),
        (facts(assessed=None), "not-assessed"),
        (replace(facts(), criteria=()), "no-criteria"),
        (facts(criteria=[criterion(None, sealed=False)]), "no-criteria"),
        (facts(criteria=[criterion(8, withdrawn=True)]), "no-criteria"),
        (facts(criteria=[criterion(8), criterion(None, metric="Cost")]), "not-measured"),
        (facts(criteria=[criterion(8), criterion(None, metric="Cost", sealed=False)]), "ready"),
        (facts(criteria=[criterion(8), criterion(None, metric="Cost", withdrawn=True)]), "ready"),
        (facts(criteria=[a_criterion(some_terms(), struck=(8,))]), "not-measured"),
        (facts(criteria=[criterion(15)]), "worse-than-before"),
        (facts(criteria=[criterion(14)]), "worse-than-before"),
        (facts(criteria=[criterion(13)]), "missed"),
        (facts(criteria=[criterion(10)]), "missed"),
        (facts(criteria=[criterion(9)]), "ready"),
        (facts(criteria=[criterion(15), criterion(13, metric="Cost")]), "missed"),
        (facts(criteria=[criterion(15), criterion(8, metric="Cost", baseline=None)]), "worse-than-before"),
        (facts(criteria=[criterion(15, baseline=None)]), "missed"),
        (facts(criteria=[criterion(9, baseline=9)]), "ready"),
        (facts(criteria=[criterion(9, baseline=9), criterion(12, metric="Cost", baseline=None)]), "missed"),
        (facts(assessed=having(place=Place.WORST)), "blocked"),
        (facts(assessed=having(blockers=("Who owns it?",))), "blocked"),
        (facts(assessed=having(place=Place.WORST, provisional=True)), "blocked"),
        (facts(assessed=having(provisional=True)), "thin"),
        (facts(assessed=having(place=Place.BETWEEN, provisional=True)), "thin"),
        (facts(assessed=having(place=Place.NONE)), "thin"),
        (facts(assessed=having(place=Place.BETWEEN)), "conditions"),
        (facts(open_conditions=("Sign the data agreement",)), "conditions"),
        (facts(deferred=("Ledger",)), "conditions"),
        (facts(systems=0), "ready"),
        (facts(review_done_on=None), "conditions"),
        (facts(review_done_on=None, review_planned=False), "conditions"),
        (facts(assessed=having(on=TODAY - timedelta(days=OLDEST))), "ready"),
        (facts(assessed=having(on=TODAY - timedelta(days=OLDEST + 1))), "conditions"),
        (facts(criteria=[criterion(12)], assessed=having(place=Place.WORST)), "missed"),
        (facts(criteria=[criterion(None)], assessed=None), "not-assessed"),
    ],
)
def test_the_first_rule_that_holds_decides(known: Facts, rule: str) -> None:
    found = recommend(known)
    decided = rule_called(found.rule)

    assert found.rule == rule
    assert decided is not None
    assert found.kind is decided.kind
    assert found.because, "a recommendation always says what it saw"


def test_an_amended_criterion_is_held_against_what_holds_now() -> None:
    eased = a_criterion(some_terms(target=9), some_terms(target=10), measured=(10,))

    assert recommend(facts(criteria=[eased])).rule == "ready"


def test_more_is_better_where_it_should_be() -> None:
    share = some_terms("Share", unit="%", baseline=40, target=60, direction=Direction.AT_LEAST)

    assert [recommend(facts(criteria=[a_criterion(share, measured=(value,))])).rule for value in (60, 59, 40)] == [
        "ready",
        "missed",
        "worse-than-before",
    ]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (facts(assessed=None), ["No assessment has been completed."]),
        (replace(facts(), criteria=()), ["No success criterion is written down."]),
        (facts(criteria=[criterion(None, sealed=False)]), ["One is written down, but none is sealed."]),
        (facts(criteria=[criterion(8, withdrawn=True)]), ["Every criterion that was sealed has been withdrawn."]),
        (facts(criteria=[criterion(None)]), ["“Minutes” has no measurement."]),
        (
            facts(criteria=[criterion(15), criterion(8, metric="Cost", baseline=None)]),
            ["“Minutes” came out at 15 minutes; before the pilot it was 14 minutes."],
        ),
        (facts(criteria=[criterion(10)]), ["“Minutes” came out at 10 minutes; at most 9 minutes is needed."]),
        (
            facts(assessed=having(verdict="Not ready.", place=Place.WORST, blockers=("Who? Nobody.",))),
            ["Not ready.", "Who? Nobody."],
        ),
        (
            facts(assessed=having(provisional=True, coverage=Fraction(1, 2), needed=Fraction(4, 5))),
            ["50 % of the questionnaire is covered; a firm verdict needs 80 %."],
        ),
        (
            facts(
                assessed=having(on=TODAY - timedelta(days=100), verdict="Between.", place=Place.BETWEEN),
                open_conditions=("Sign",),
                deferred=("Ledger", "Archive"),
                review_done_on=None,
            ),
            [
                "Between.",
                "An earlier condition is open: Sign",
                "Two systems are deferred: Ledger and Archive.",
                "The review by security and compliance is not done.",
                "The newest assessment is 100 days old, of 12 August 2026.",
            ],
        ),
        (
            facts(),
            [
                READY.verdict,
                "The one criterion is met.",
                "The review by security and compliance was done on 21 October 2026.",
                "All 2 systems were confronted. No condition is open.",
            ],
        ),
    ],
)
def test_it_says_what_it_saw(known: Facts, said: list[str]) -> None:
    assert list(recommend(known).because) == said


def test_every_rule_says_whether_it_holds_and_one_decides() -> None:
    looks = looked_at(facts(criteria=[criterion(12)], assessed=having(place=Place.WORST), deferred=("Ledger",)))

    assert [look.rule.id for look in looks if look.holds] == ["missed", "blocked", "conditions"]
    assert [look.rule.id for look in looks if look.decides] == ["missed"]


def test_a_headline_names_the_recommendation_and_its_rule() -> None:
    assert recommendation_headline(recommend(facts(criteria=[criterion(12)]))) == (
        "Recommended: no-go; a criterion is not met"
    )
    assert recommendation_headline(replace(recommend(facts()), rule="gone")) == "Recommended: go"


def test_rules_are_told_in_whole_sentences() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.sentence.endswith(".")
        assert rule.idea.endswith(".")
        assert not rule.title.endswith(".")


@pytest.mark.parametrize(
    ("said", "place"), [({"a.q": "4"}, Place.BEST), ({"a.q": "2"}, Place.BETWEEN), ({"a.q": "0"}, Place.WORST)]
)
def test_a_verdict_stands_among_its_bands(said: dict[str, str], place: Place) -> None:
    asked = questionnaire(section("a"))
    given = answers(said)
    found = score(asked, given, on=TODAY)

    assert place_of(asked, decide(asked, given, found, completed=True)) is place


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"a.q": "4", "b.q": "4"}, Place.BEST),
        ({"a.q": "4", "b.q": "0"}, Place.BETWEEN),
        ({"a.q": "0", "b.q": "4"}, Place.WORST),
        ({}, Place.NONE),
    ],
)
def test_stages_without_bands_go_by_how_many_are_passed(said: dict[str, str], place: Place) -> None:
    asked = questionnaire(
        section("a"), section("b"), verdict=replace(verdict_rule(basis=Basis.STAGES, cap=None), bands=())
    )
    given = answers(said)
    found = score(asked, given, on=TODAY)

    assert place_of(asked, decide(asked, given, found, completed=True)) is place


def test_one_band_alone_decides_nothing() -> None:
    asked = questionnaire(section("a"), verdict=verdict_rule(band("seen"), cap=None))
    given = answers({"a.q": "4"})
    found = score(asked, given, on=TODAY)
    seen = assessed(asked, found, decide(asked, given, found, completed=True), TODAY)

    assert seen.verdict == NO_BANDS
    assert recommend(facts(assessed=seen)).rule == "thin"


def test_what_an_assessment_says_names_every_blocker() -> None:
    asked = questionnaire(section("a", question("a.q", critical="2"), question("a.r", critical="2")))
    given = answers({"a.q": "1"})
    found = score(asked, given, on=TODAY)
    seen = assessed(asked, found, decide(asked, given, found, completed=True), TODAY)

    assert seen.blockers == (
        "What about a.q? Now: “Option 1”. Needed at least: “Option 2”.",
        "What about a.r? Now: not answered. Needed at least: “Option 2”.",
    )
    assert seen.place is Place.WORST, [each.id for each in BANDS]


# ---- Laws ----

WORTH = {STOP: 0, NO_GO: 1, CONDITIONS: 2, GO: 3}
minutes = st.one_of(st.none(), st.integers(5, 18))
some_criterion = st.builds(
    lambda value, baseline, withdrawn, sealed, name: criterion(
        value if sealed else None, baseline=baseline, withdrawn=withdrawn, sealed=sealed, metric=f"Metric {name}"
    ),
    minutes,
    st.sampled_from([None, 9, 14]),
    st.booleans(),
    st.booleans(),
    st.integers(0, 999),
)
some_assessment = st.one_of(
    st.none(),
    st.builds(
        lambda place, blocked, provisional, age: having(
            place=place,
            blockers=("Who owns it?",) if blocked else (),
            provisional=provisional,
            on=TODAY - timedelta(days=age),
        ),
        st.sampled_from(Place),
        st.booleans(),
        st.booleans(),
        st.sampled_from([0, OLDEST, OLDEST + 1]),
    ),
)
some_facts = st.builds(
    lambda criteria, found, conditions, deferred, planned, done: Facts(
        today=TODAY,
        assessed=found,
        criteria=tuple(criteria),
        open_conditions=tuple(conditions),
        systems=3,
        deferred=tuple(deferred),
        review_planned=planned,
        review_done_on=TODAY if planned and done else None,
    ),
    st.lists(some_criterion, max_size=4),
    some_assessment,
    st.lists(st.sampled_from(["Sign", "Train"]), max_size=1),
    st.lists(st.sampled_from(["Ledger", "Archive"]), max_size=1),
    st.booleans(),
    st.booleans(),
)


def no_better(before: Facts, after: Facts) -> bool:
    return WORTH[recommend(after).kind] <= WORTH[recommend(before).kind]


@given(some_facts)
def test_a_missed_criterion_more_never_makes_it_better(known: Facts) -> None:
    as_before = replace(known, criteria=(*known.criteria, criterion(14, metric="One more")))
    less_than_aimed_at = replace(known, criteria=(*known.criteria, criterion(10, metric="One more")))

    assert no_better(known, as_before)
    assert recommend(less_than_aimed_at).kind in {NO_GO, STOP}


@given(some_facts, st.sampled_from(["blocker", "deferred", "condition", "provisional", "review", "plan", "unmeasured"]))
def test_bad_news_never_makes_it_better(known: Facts, news: str) -> None:
    found = known.assessed
    match news:
        case "blocker":
            worse = replace(known, assessed=replace(found, blockers=(*found.blockers, "More"))) if found else known
        case "provisional":
            worse = replace(known, assessed=replace(found, provisional=True)) if found else known
        case "deferred":
            worse = replace(known, deferred=(*known.deferred, "Mail room"))
        case "condition":
            worse = replace(known, open_conditions=(*known.open_conditions, "Train"))
        case "review":
            worse = replace(known, review_done_on=None)
        case "plan":
            worse = replace(known, review_done_on=None, review_planned=False)
        case _:
            worse = replace(known, criteria=(*known.criteria, criterion(None, metric="One more")))
            if recommend(known).kind is STOP:  # nothing was better so far: what is not measured yet may be
                assert recommend(worse).kind is NO_GO
                return

    assert no_better(known, worse)


@given(some_facts)
def test_a_day_later_is_never_better(known: Facts) -> None:
    assert no_better(known, replace(known, today=known.today + timedelta(days=1)))


@given(some_facts)
def test_it_is_go_only_where_all_is_well(known: Facts) -> None:
    counted = [each for each in known.criteria if each.sealed and not each.withdrawn]
    well = (
        known.assessed is not None
        and known.assessed.place is Place.BEST
        and not known.assessed.blockers
        and not known.assessed.provisional
        and (known.today - known.assessed.on).days <= OLDEST
        and bool(counted)
        and all(each.measured and each.newest.terms.met_by(each.measured.value) for each in counted)
        and not known.open_conditions
        and not known.deferred
        and known.review_done_on is not None
    )

    assert (recommend(known).kind is GO) is well


@given(some_facts)
def test_exactly_one_rule_decides_and_none_before_it_holds(known: Facts) -> None:
    looks = looked_at(known)
    first = next(place for place, look in enumerate(looks) if look.holds)

    assert [place for place, look in enumerate(looks) if look.decides] == [first]
    assert recommend(known).because == looks[first].because
