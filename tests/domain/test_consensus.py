"""How far a room agrees: laws of the spread, what is said about it, and what a breakdown never gives away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from preflight.domain.assessment import Answer
from preflight.domain.consensus import SMALLEST_GROUP, Ballot, Distribution, distribution, ordinal_spread
from preflight.domain.questionnaire import Kind, Question
from preflight.domain.room import Hands, Role
from tests.builders import NOT_APPLICABLE, UNKNOWN, answer, multi, named, number, question

counts_of_levels = st.lists(st.integers(0, 40), min_size=2, max_size=7)
compared = counts_of_levels.filter(lambda counts: sum(counts) >= 2)
FREE_NUMBER = question("n", kind=Kind.NUMBER, options=(), unit="days")


def voted(counts: Sequence[int], *beside: Ballot) -> list[Ballot]:
    """So many votes for each level of a scale."""
    return [*(Ballot(said=answer(f"{level}"), count=count) for level, count in enumerate(counts) if count), *beside]


def of_levels(*counts: int, unknown: int = 0, not_applicable: int = 0) -> Distribution:
    """The distribution of a scale with so many votes for each level."""
    beside = [Ballot(said=UNKNOWN, count=unknown), Ballot(said=NOT_APPLICABLE, count=not_applicable)]
    asked = question(points=range(len(counts)))
    return distribution(asked, voted(counts, *(each for each in beside if each.count)))


# --- the spread


@given(compared)
def test_the_spread_lies_between_one_mind_and_two_camps(counts: list[int]) -> None:
    spread = ordinal_spread(counts)
    assert spread is not None
    assert 0 <= spread <= 1
    assert (spread == 0) is (sum(count > 0 for count in counts) == 1)
    assert (spread == 1) is (counts[0] == counts[-1] > 0 and sum(counts) == counts[0] + counts[-1])


@given(compared, st.integers(2, 30))
def test_the_spread_knows_no_direction_and_no_size_of_the_room(counts: list[int], times: int) -> None:
    spread = ordinal_spread(counts)
    assert ordinal_spread(counts[::-1]) == spread
    assert ordinal_spread([times * count for count in counts]) == spread


@given(compared, st.integers(1, 20))
def test_more_votes_in_the_middle_of_the_room_never_widen_it(counts: list[int], more: int) -> None:
    """Of the median this is true, of the most frequent level not: a camp that grows to a half parts a room more."""
    half = Fraction(sum(counts), 2)
    median = next(level for level in range(len(counts)) if sum(counts[: level + 1]) >= half)
    grown = [count + more * (level == median) for level, count in enumerate(counts)]
    before, after = ordinal_spread(counts), ordinal_spread(grown)
    assert before is not None
    assert after is not None
    assert after <= before
    assert ordinal_spread([3, 0, 0, 2, 2]) < ordinal_spread([4, 0, 0, 2, 2])  # type: ignore[operator]


@given(counts_of_levels, st.integers(0, 30), st.integers(0, 30))
def test_unknown_and_not_applicable_are_no_levels(counts: list[int], unknown: int, not_applicable: int) -> None:
    alone, beside = of_levels(*counts), of_levels(*counts, unknown=unknown, not_applicable=not_applicable)
    assert (beside.bars, beside.spread, beside.lowest, beside.highest) == (
        alone.bars,
        alone.spread,
        alone.lowest,
        alone.highest,
    )
    assert beside.votes == sum(counts) + unknown + not_applicable
    assert (beside.unknown, beside.not_applicable) == (unknown, not_applicable)


@pytest.mark.parametrize(
    ("counts", "spread"),
    [
        ([0, 0, 0, 0, 0], None),
        ([0, 0, 1, 0, 0], None),
        ([0, 0, 9, 0, 0], 0),
        ([5, 0, 0, 0, 5], 1),
        ([1, 1, 1, 1, 1], Fraction(3, 5)),
        ([0, 2, 2, 0, 0], Fraction(1, 4)),
        ([4, 4], 1),
        ([3, 1], Fraction(1, 2)),
        ([7], 0),
        ([], None),
    ],
)
def test_the_spread_of_examples(counts: list[int], spread: Fraction | int | None) -> None:
    assert ordinal_spread(counts) == spread


# --- what is said about it

NOTHING, ONE_MIND = "no opinions to compare", "of one mind"


@pytest.mark.parametrize(
    ("found", "words", "reason", "suggestion"),
    [
        (of_levels(0, 0, 0, 0, 0), NOTHING, "", None),
        (of_levels(0, 1, 0, 0, 0), NOTHING, "", "1"),
        (of_levels(0, 0, 7, 0, 0), ONE_MIND, "", "2"),
        (of_levels(0, 1, 8, 0, 0), "close", "", "2"),
        (of_levels(0, 3, 3, 0, 0), "apart", "", None),
        (of_levels(0, 2, 3, 2, 0), "apart", "", "2"),
        (
            of_levels(4, 0, 0, 3, 0),
            "far apart",
            "From level 1 to level 4: hear one of each before you vote again.",
            "0",
        ),
        (
            of_levels(3, 0, 0, 0, 3),
            "far apart",
            "From level 1 to level 5: hear one of each before you vote again.",
            None,
        ),
        (of_levels(0, 0, 6, 0, 0, unknown=1), ONE_MIND, "", "2"),
        (of_levels(0, 0, 4, 0, 0, unknown=2), ONE_MIND, "2 of 6 don’t know: who could tell the room?", "2"),
        (of_levels(0, 0, 1, 0, 0, unknown=1), NOTHING, "", None),
        (of_levels(0, 0, 3, 0, 0, unknown=3), ONE_MIND, "3 of 6 don’t know: who could tell the room?", None),
        (of_levels(0, 0, 0, 0, 0, unknown=9), NOTHING, "9 of 9 don’t know: who could tell the room?", None),
        (
            of_levels(0, 0, 3, 0, 0, not_applicable=1),
            ONE_MIND,
            "Does it apply at all? 1 of 4 say it does not.",
            "2",
        ),
        (of_levels(0, 0, 5, 0, 0, not_applicable=1), ONE_MIND, "", "2"),
        (of_levels(0, 0, 0, 0, 0, not_applicable=5), NOTHING, "", None),
        (of_levels(0, 0, 2, 0, 0, not_applicable=3), ONE_MIND, "Does it apply at all? 3 of 5 say it does not.", None),
    ],
)  # fmt: skip
def test_words_reason_and_suggestion(found: Distribution, words: str, reason: str, suggestion: str | None) -> None:
    assert (found.words, found.reason, found.talk_first, found.suggestion) == (words, reason, bool(reason), suggestion)


@given(counts_of_levels, st.integers(0, 9), st.integers(0, 9))
def test_a_suggestion_is_what_more_said_than_anything_else(
    counts: list[int], unknown: int, not_applicable: int
) -> None:
    found = of_levels(*counts, unknown=unknown, not_applicable=not_applicable)
    said = sorted([*counts, unknown, not_applicable], reverse=True)
    most = max(range(len(counts)), key=lambda level: counts[level])
    assert found.suggestion == (f"{most}" if counts[most] == said[0] > said[1] else None)


@given(counts_of_levels, st.integers(0, 9), st.integers(0, 9))
def test_the_summary_is_counts_and_never_a_mean(counts: list[int], unknown: int, not_applicable: int) -> None:
    found = of_levels(*counts, unknown=unknown, not_applicable=not_applicable)
    said = f"{found.summary} {found.reason} {found.words}".lower()
    assert not re.search(r"mean|average|median|typical|score|[0-9]+[.,][0-9]|%|½", said)
    numbers = {int(each) for each in re.findall(r"[0-9]+", found.summary)}
    assert numbers <= {found.votes, unknown, not_applicable, *counts, *range(1, len(counts) + 1)}


def test_the_summary_reads_as_one_sentence() -> None:
    assert of_levels(0, 2, 0, 1, 0, unknown=1).summary == (
        "4 votes: 2 for level 2, 1 for level 4, 1 don’t know; apart."
    )
    assert of_levels(1, 0).summary == "1 vote: 1 for level 1; no opinions to compare."
    assert of_levels(0, 0, not_applicable=2).summary == "2 votes: 2 say it does not apply; no opinions to compare."
    assert of_levels(0, 0).summary == "No votes."


@given(compared, st.randoms(use_true_random=False))
def test_neither_order_nor_bundling_of_ballots_changes_anything(counts: list[int], random: Random) -> None:
    asked = question(points=range(len(counts)))
    single = [replace(each, count=1) for each in voted(counts) for _ in range(each.count)]
    random.shuffle(single)
    assert distribution(asked, single) == distribution(asked, voted(counts))


# --- other kinds of question


def chose(*options: str, count: int = 1, role: Role | None = None) -> Ballot:
    return Ballot(said=Answer(choices=options), count=count, role=role)


def test_of_several_choices_the_most_disputed_option_counts() -> None:
    asked = multi("m", options=named(a=1, b=2, c=3))
    found = distribution(asked, [chose("a", "b", count=4), chose("a", count=3), chose(), Ballot(said=UNKNOWN)])
    assert [bar.count for bar in found.bars] == [7, 4, 0]
    assert (found.votes, found.unknown) == (9, 1)
    assert found.spread == 1, "b: four of eight"
    assert found.reason == "Opinions are far apart: hear one of each before you vote again."
    assert found.suggestion is None
    assert distribution(asked, [chose("a", "b", count=5)]).spread == 0
    assert distribution(asked, [chose(count=5)]).spread == 0, "nobody chose anything: of one mind"


BANDED = number("n", bands={10: 0, 20: 2, 40: 4}, unit="days")


def said_number(*numbers: str) -> list[Ballot]:
    return [Ballot(said=Answer(number=Fraction(each))) for each in numbers]


def test_numbers_fall_into_the_bands_that_they_score_in() -> None:
    found = distribution(BANDED, [*said_number("10", "19.9", "20", "400"), Ballot(said=UNKNOWN)])
    assert [(bar.label, bar.count) for bar in found.bars] == [
        ("10 to below 20", 2),
        ("20 to below 40", 1),
        ("40 and more", 1),
    ]
    assert all(bar.number is None for bar in found.bars)
    assert found.reason == "From “10 to below 20” to “40 and more”: hear one of each before you vote again."
    below = distribution(BANDED, said_number("3", "10"))
    assert [(bar.label, bar.count) for bar in below.bars][:2] == [("below 10", 1), ("10 to below 20", 1)]


def test_numbers_without_bands_are_the_numbers_said() -> None:
    found = distribution(FREE_NUMBER, said_number("3.5", "12", "3.5", "-1"))
    assert [(bar.label, bar.count) for bar in found.bars] == [("-1", 1), ("3.5", 2), ("12", 1)]
    assert distribution(FREE_NUMBER, said_number("7", "7")).spread == 0
    assert distribution(FREE_NUMBER, []).bars == ()


@given(st.lists(st.fractions(min_value=-50, max_value=500, max_denominator=8), min_size=1, max_size=30))
def test_each_number_stands_in_exactly_one_bar(numbers: list[Fraction]) -> None:
    for asked in (BANDED, FREE_NUMBER):
        found = distribution(asked, [Ballot(said=Answer(number=each)) for each in numbers])
        assert sum(bar.count for bar in found.bars) == found.votes == len(numbers)
        assert len({bar.id for bar in found.bars}) == len(found.bars)


def test_an_option_that_the_question_lost_counts_nowhere() -> None:
    found = distribution(question(points=(0, 1)), [chose("0", count=2), chose("7", count=3)])
    assert [bar.count for bar in found.bars] == [2, 0]
    assert found.spread == 0


# --- a show of hands


def test_hands_stand_beside_the_votes_and_count_as_much() -> None:
    hands = Hands(counts={"4": 3}, unknown=1, not_applicable=2)
    found = distribution(question(), voted([3, 0, 0, 0, 0]), hands)
    assert [bar.count for bar in found.bars] == [3, 0, 0, 0, 3]
    assert (found.votes, found.by_hand, found.unknown, found.not_applicable) == (9, 6, 1, 2)
    assert found.spread == 1
    assert found.groups == ()


def test_hands_for_several_choices_are_people_not_choices() -> None:
    """Three people who all raise their hand for a and for b are three of one mind."""
    hands = Hands(counts={"a": 3, "b": 3}, unknown=1)
    found = distribution(multi("m", options=named(a=1, b=2, c=3)), [], hands)
    assert (found.by_hand, found.votes, found.spread) == (4, 4, 0)
    assert hands.people(Kind.CHOICE) == 7


# --- by role


ballots_by_role = st.lists(
    st.tuples(st.sampled_from([*Role, None]), st.integers(0, 5), st.integers(1, 6)), min_size=0, max_size=14
)
SCALE = question(points=range(5))


def cast_by(role: Role | None, said: int, count: int) -> Ballot:
    return Ballot(said=UNKNOWN if said == 5 else answer(f"{said}"), role=role, count=count)


@given(ballots_by_role)
def test_a_breakdown_shows_no_small_group_and_none_by_subtraction(drawn: list[tuple[Role | None, int, int]]) -> None:
    """Whichever of the published groups are taken from the whole, four votes are left or none."""
    cast = [cast_by(*each) for each in drawn]
    found = distribution(SCALE, cast)
    whole = sum(each.count for each in cast)
    assert all(group.votes >= SMALLEST_GROUP for group in found.groups)
    for taken in range(1, len(found.groups) + 1):
        for some in combinations(found.groups, taken):
            left = whole - sum(group.votes for group in some)
            assert left == 0 or left >= SMALLEST_GROUP


@given(ballots_by_role)
def test_a_breakdown_adds_up_and_keeps_back_no_more_than_it_must(drawn: list[tuple[Role | None, int, int]]) -> None:
    cast = [cast_by(*each) for each in drawn]
    found = distribution(SCALE, cast)
    sizes = Counter[Role | None]()
    for each in cast:
        sizes[each.role] += each.count
    for group in found.groups:
        alone = distribution(SCALE, [each for each in cast if each.role is group.role])
        assert group.votes == sizes[group.role] == sum(group.counts) + group.unknown
        assert group.counts == tuple(bar.count for bar in alone.bars)
    withheld = [role for role in Role if sizes[role] >= SMALLEST_GROUP and role not in {g.role for g in found.groups}]
    told = sum(group.votes for group in found.groups)
    assert len(withheld) <= 1
    for role in withheld:
        assert 0 < sizes.total() - told - sizes[role] < SMALLEST_GROUP, "with it the rest would be found"


def test_hands_hide_no_small_group_of_phones() -> None:
    """Everybody saw the hands: the phones alone are what must not be found."""
    cast = [cast_by(Role.BUILDS, 1, 6), cast_by(Role.USES, 3, 2)]
    assert distribution(SCALE, cast).groups == ()
    assert distribution(SCALE, cast, Hands(counts={"1": 30})).groups == ()


def test_nobody_in_the_room_is_named_or_counted_by_role_in_a_small_room() -> None:
    roles = [Role.BUILDS] * 3 + [Role.OWNS] * 3
    assert distribution(SCALE, [cast_by(role, 2, 1) for role in roles]).groups == ()


@given(ballots_by_role, st.sampled_from([*Role]))
def test_the_whole_does_not_depend_on_who_says_which_role(
    drawn: list[tuple[Role | None, int, int]], role: Role
) -> None:
    assume(drawn)
    cast = [cast_by(*each) for each in drawn]
    other = [replace(each, role=role) for each in cast]
    assert replace(distribution(SCALE, cast), groups=()) == replace(distribution(SCALE, other), groups=())


def test_a_text_question_has_nothing_to_count() -> None:
    asked: Question = question("t", kind=Kind.TEXT, options=())
    assert distribution(asked, []).summary == "No votes."
