"""The score, by example: one table for each sentence of the format's section 2. Its laws stand in test_score_laws."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from preflight.domain.assessment import Answer, Answers, Evidence, State
from preflight.domain.points import QuestionScore, score_question
from preflight.domain.questionnaire import Aggregate, Combine, Question, Questionnaire, Risk, Unanswered
from preflight.domain.scoring import SectionScore, aggregated, combine_scores, score
from tests.builders import (
    NOT_APPLICABLE,
    TODAY,
    UNKNOWN,
    Number,
    answer,
    answers,
    evidence,
    levels,
    multi,
    named,
    number,
    of_questions,
    option,
    question,
    questionnaire,
    rule,
    section,
    text,
)

HALF = Fraction(1, 2)


def fraction_of(asked: Question, said: Answer | None, unanswered: Unanswered = Unanswered.LEAVE_OUT) -> Fraction | None:
    return score_question(asked, said, unanswered=unanswered, on=TODAY).fraction


def first_section(asked: Questionnaire, said: Answers) -> SectionScore:
    return score(asked, said, on=TODAY).sections[0]


# A question


@pytest.mark.parametrize(
    ("points", "chosen", "fraction"),
    [
        ((0, 1, 2, 3, 4), "0", 0),
        ((0, 1, 2, 3, 4), "3", "3/4"),
        ((0, 1, 2, 3, 4), "4", 1),
        ((1, 2, 4), "0", "1/4"),
        ((0, "0.1", "0.3"), "1", "1/3"),
        ((-2, 0, 4), "0", 0),
        ((-2, 0, 4), "1", 0),
        ((4, 0), "0", 1),
        ((3, 3), "1", 1),
    ],
)
def test_a_choice_is_its_points_of_the_highest_held_between_0_and_1(
    points: Sequence[Number], chosen: str, fraction: Number
) -> None:
    assert fraction_of(question(points=points), answer(chosen)) == Fraction(fraction)


@pytest.mark.parametrize(
    ("combine", "chosen", "fraction"),
    [
        (Combine.SUM, "", 0),
        (Combine.SUM, "a", "1/6"),
        (Combine.SUM, "ac", "4/6"),
        (Combine.SUM, "abc", 1),
        (Combine.MEAN, "", 0),
        (Combine.MEAN, "a", "1/3"),
        (Combine.MEAN, "bc", "5/6"),
        (Combine.MAX, "", 0),
        (Combine.MAX, "ab", "2/3"),
        (Combine.MIN, "", 0),
        (Combine.MIN, "bc", "2/3"),
        (Combine.SHARE, "", 0),
        (Combine.SHARE, "b", "1/3"),
        (Combine.SHARE, "abc", 1),
    ],
)
def test_the_chosen_options_of_a_multi_question_combine(combine: Combine, chosen: str, fraction: Number) -> None:
    assert fraction_of(multi(combine=combine), answer(list(chosen))) == Fraction(fraction)


@pytest.mark.parametrize(("chosen", "fraction"), [("a", "1/3"), ("ab", 1), ("abz", "1/3"), ("z", 0), ("az", 0)])
def test_a_sum_counts_negative_points_and_is_held_to_the_sum_of_the_positive_ones(
    chosen: str, fraction: Number
) -> None:
    asked = multi(combine=Combine.SUM, options=named(a=1, b=2, z=-2))
    assert fraction_of(asked, answer(list(chosen))) == Fraction(fraction)


def test_choosing_an_option_twice_counts_once() -> None:
    for combine in Combine:
        asked = multi(combine=combine)
        assert fraction_of(asked, answer(["a", "a", "b"])) == fraction_of(asked, answer(["b", "a"]))


def test_a_share_needs_no_points() -> None:
    asked = multi(combine=Combine.SHARE, options=(option("a"), option("b")))
    assert asked.scored
    assert fraction_of(asked, answer(["a"])) == HALF


RULES = (
    rule("a && !b", Risk.NONE, 4),
    rule("b", Risk.MEDIUM, 1),
    rule("a || c", Risk.HIGH, -1),
)


@pytest.mark.parametrize(
    ("chosen", "fraction", "risk"),
    [
        ("a", Fraction(1), Risk.NONE),
        ("ac", Fraction(1), Risk.NONE),
        ("ab", Fraction(1, 4), Risk.MEDIUM),
        ("b", Fraction(1, 4), Risk.MEDIUM),
        ("c", Fraction(0), Risk.HIGH),
        ("", None, Risk.UNDEFINED),
    ],
)
def test_the_first_true_rule_gives_risk_and_points_and_none_gives_undefined(
    chosen: str, fraction: Fraction | None, risk: Risk
) -> None:
    found = score_question(multi(rules=RULES), answer(list(chosen)), on=TODAY)
    assert (found.fraction, found.evidenced, found.risk) == (fraction, fraction and 0, risk)
    assert found.state is State.ANSWERED


def test_default_holds_where_no_rule_does() -> None:
    asked = multi(rules=(*RULES, rule("default", Risk.MEDIUM, 2)))
    found = score_question(asked, answer([]), on=TODAY)
    assert (found.fraction, found.risk) == (HALF, Risk.MEDIUM)


def test_rules_without_points_say_a_risk_and_are_never_scored() -> None:
    asked = multi(rules=(rule("a", Risk.HIGH), rule("default", Risk.NONE)))
    found = score_question(asked, answer(["a"]), on=TODAY)
    assert (found.scored, found.fraction, found.risk) == (False, None, Risk.HIGH)
    assert score(of_questions(asked), answers({"m": ["a"]}), on=TODAY).coverage is None


def test_an_undefined_risk_is_answered_but_has_no_fraction() -> None:
    found = first_section(of_questions(multi(rules=RULES), question("q")), answers({"m": [], "q": "1"}))
    assert found.fraction == Fraction(1, 4)
    assert found.coverage == 1
    assert found.risks == {Risk.NONE: 0, Risk.MEDIUM: 0, Risk.HIGH: 0, Risk.UNDEFINED: 1}


@pytest.mark.parametrize("said", [None, UNKNOWN, NOT_APPLICABLE], ids=["unanswered", "unknown", "not applicable"])
def test_a_risk_is_only_said_of_an_answer(said: Answer | None) -> None:
    assert score_question(multi(rules=RULES), said, on=TODAY).risk is None


@pytest.mark.parametrize(
    ("said", "fraction"),
    [(-1, 0), (0, 0), (9, 0), (Fraction("9.999999"), 0), (10, "1/2"), (Fraction("10.5"), "1/2"), (20, 1), (99, 1)],
)
def test_a_number_has_the_points_of_the_last_band_it_reaches(said: int | Fraction, fraction: Number) -> None:
    assert fraction_of(number(bands={0: 0, 10: 2, 20: 4}), answer(said)) == Fraction(fraction)


def test_a_number_where_less_is_better() -> None:
    asked = number(bands={0: 4, "0.1": 2, 1: 0})
    assert [fraction_of(asked, answer(Fraction(said))) for said in ("0", "0.1", "0.99", "1")] == [1, HALF, HALF, 0]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (text("c"), answer(None, text="The night shift")),
        (text("c"), UNKNOWN),
        (question("c", points=(None, None)), answer("1")),
        (question("c", points=(0, 0)), answer("1")),
        (question("c", points=(None, None)), UNKNOWN),
        (number("c", bands={0: 0}), answer(7)),
        (multi("c", combine=Combine.SUM, options=named(a=0, b=-1)), answer(["a"])),
    ],
)
@pytest.mark.parametrize("unanswered", list(Unanswered))
def test_context_is_never_scored_and_never_covered(asked: Question, said: Answer, unanswered: Unanswered) -> None:
    for given_answer in ({"c": said}, {}):
        found = score(of_questions(asked, unanswered=unanswered), given_answer, on=TODAY)
        assert (found.fraction, found.evidenced, found.coverage) == (None, None, None)
        assert found.sections[0].floor.fraction is None
        assert found.sections[0].floor.questions == ()


# The states


@pytest.mark.parametrize(
    ("said", "state", "fraction", "fraction_with_zero", "coverage"),
    [
        (answer("2"), State.ANSWERED, HALF, HALF, 1),
        (UNKNOWN, State.UNKNOWN, Fraction(0), Fraction(0), 1),
        (NOT_APPLICABLE, State.NOT_APPLICABLE, None, None, None),
        (None, State.UNANSWERED, None, Fraction(0), 0),
        (answer(None), State.UNANSWERED, None, Fraction(0), 0),
        (answer(None, evidence()), State.UNANSWERED, None, Fraction(0), 0),
        (answer(None, note=""), State.UNANSWERED, None, Fraction(0), 0),
    ],
)
def test_what_each_state_does_to_a_question(
    said: Answer | None,
    state: State,
    fraction: Fraction | None,
    fraction_with_zero: Fraction | None,
    coverage: int | None,
) -> None:
    for unanswered, expected in ((Unanswered.LEAVE_OUT, fraction), (Unanswered.ZERO, fraction_with_zero)):
        found = score(of_questions(question("q"), unanswered=unanswered), {"q": said} if said else {}, on=TODAY)
        assert found.questions["q"].state is state
        assert (found.questions["q"].fraction, found.fraction, found.coverage) == (expected, expected, coverage)


def test_a_hidden_question_is_left_out_whatever_was_said() -> None:
    asked = of_questions(question("a"), question("b", show_if="a:4"), unanswered=Unanswered.ZERO)
    found = score(asked, answers({"a": "2", "b": "4"}), on=TODAY)
    assert found.questions["b"].state is State.HIDDEN
    assert (found.fraction, found.coverage) == (HALF, 1)


def test_a_section_where_nothing_is_scored_is_a_gap_and_never_0() -> None:
    asked = questionnaire(section("a", question("a.q")), section("b", question("b.q")))
    found = score(asked, answers({"a.q": "2", "b.q": NOT_APPLICABLE}), on=TODAY)
    assert (found.sections[1].fraction, found.sections[1].evidenced, found.sections[1].demo_gap) == (None, None, None)
    assert found.fraction == HALF


# Sections and the whole


@pytest.mark.parametrize(
    ("aggregate", "fraction"),
    [(Aggregate.MEAN, Fraction(7, 16)), (Aggregate.MIN, Fraction(1, 4)), (Aggregate.MAX, Fraction(1))],
)
def test_a_section_is_the_weighted_mean_the_least_or_the_greatest_of_its_questions(
    aggregate: Aggregate, fraction: Fraction
) -> None:
    inside = section("s", question("a", weight=3), question("b"), question("c", weight=100), aggregate=aggregate)
    assert first_section(questionnaire(inside), answers({"a": "1", "b": "4"})).fraction == fraction


@pytest.mark.parametrize(
    ("aggregate", "fraction"),
    [(Aggregate.MEAN, Fraction(1, 3)), (Aggregate.MIN, Fraction(0)), (Aggregate.MAX, Fraction(1))],
)
def test_the_whole_combines_its_top_sections_not_its_questions(aggregate: Aggregate, fraction: Fraction) -> None:
    asked = questionnaire(
        section("a", question("a.1"), question("a.2"), question("a.3"), weight=2),
        section("b", question("b.1")),
        section("c", question("c.1"), weight=50),
        aggregate=aggregate,
    )
    said = answers({"a.1": "0", "a.2": "0", "a.3": "0", "b.1": "4"})
    assert score(asked, said, on=TODAY).fraction == fraction


def test_sections_nest_and_each_aggregates_its_own_children() -> None:
    deep = section("deep", question("a"), question("b"), aggregate=Aggregate.MIN, weight=3)
    flat = section("flat", question("c"), question("d"), aggregate=Aggregate.MAX)
    found = first_section(questionnaire(section("top", deep, flat)), answers({"a": "1", "b": "3", "c": "0", "d": "2"}))
    assert [inner.fraction for inner in found.sections] == [Fraction(1, 4), HALF]
    assert found.fraction == (3 * Fraction(1, 4) + HALF) / 4
    assert (found.floor.fraction, found.floor.questions) == (0, ("c",))


def test_thirds_and_tenths_stay_exact() -> None:
    asked = of_questions(*(question(name, points=(0, "0.1", "0.3"), weight="0.1") for name in "abc"))
    assert score(asked, answers({"a": "1", "b": "1", "c": "1"}), on=TODAY).fraction == Fraction(1, 3)


def test_coverage_is_answered_and_unknown_of_all_that_is_shown_and_applies() -> None:
    asked = of_questions(
        *(question(name) for name in ("answered", "unknown", "not-applicable", "open", "noted")),
        question("hidden", show_if="answered:4"),
        text("context"),
    )
    said = answers(
        {"answered": "1", "unknown": UNKNOWN, "not-applicable": NOT_APPLICABLE, "noted": None, "hidden": "3"}
    )
    assert score(asked, said, on=TODAY).coverage == Fraction(2, 4)


def test_coverage_counts_questions_alike_whatever_their_weight_and_section() -> None:
    asked = questionnaire(
        section("a", question("a.1", weight=9), question("a.2"), weight=7),
        section("b", question("b.1"), question("b.2")),
    )
    found = score(asked, answers({"a.1": "0", "b.1": "0", "b.2": "0"}), on=TODAY)
    assert found.coverage == Fraction(3, 4)
    assert [part.coverage for part in found.sections] == [HALF, 1]


def test_the_floor_names_every_question_that_has_the_least_fraction_in_order() -> None:
    asked = of_questions(*(question(name) for name in "abcde"))
    found = first_section(asked, answers({"a": "3", "b": UNKNOWN, "c": "0", "d": NOT_APPLICABLE}))
    assert (found.floor.fraction, found.floor.questions) == (0, ("b", "c"))


def test_risks_are_counted_below_a_section() -> None:
    inner = section("inner", multi("x", rules=(rule("a", Risk.HIGH, 1, of="x"),)))
    other = section("other", multi("y", rules=(rule("b", Risk.HIGH, 1, of="y"),)), question("q"))
    found = first_section(questionnaire(section("s", inner, other)), answers({"x": ["a"], "y": ["b"], "q": "1"}))
    assert found.risks[Risk.HIGH] == 2
    assert found.sections[0].risks[Risk.HIGH] == 1


def test_how_each_section_is_shown_travels_with_its_score() -> None:
    asked = questionnaire(section("a", out_of=Fraction(4)), section("b"), out_of=Fraction(10))
    found = score(asked, {}, on=TODAY)
    assert (found.out_of, [part.out_of for part in found.sections]) == (10, [4, 100])
    assert found.section("b") is found.sections[1]
    assert found.section("elsewhere") is None


@pytest.mark.parametrize("weights", [(0, 0), (0, 1)], ids=["no child has a weight", "only an open one has a weight"])
def test_a_mean_over_children_without_weight_does_not_exist(weights: tuple[int, int]) -> None:
    """Dividing by the sum of their weights would divide by 0."""
    asked = of_questions(question("a", weight=weights[0]), question("b", weight=weights[1]))
    found = score(asked, answers({"a": "2"}), on=TODAY)
    assert (found.fraction, found.evidenced) == (None, None)


def test_aggregating_nothing_gives_nothing() -> None:
    for how in Aggregate:
        assert aggregated(how, [], []) is None
        assert aggregated(how, [Fraction(1)], [None]) is None


# Evidence


def proof(text: str = "", url: str = "", dated: date | None = TODAY) -> Evidence:
    return Evidence(text=text, url=url, date=dated)


@pytest.mark.parametrize(
    ("shown", "counts"),
    [
        ((), False),
        ((proof(),), False),
        ((proof(text="Load test", dated=None),), False),
        ((proof(text="Load test"),), True),
        ((proof(url="https://example.org"),), True),
        ((evidence(180),), True),
        ((evidence(181),), False),
        ((evidence(181), evidence(None), evidence(3)), True),
        ((evidence(181), evidence(500)), False),
    ],
)
def test_evidence_counts_with_a_text_or_link_and_a_date_of_the_last_180_days(
    shown: tuple[Evidence, ...], counts: bool
) -> None:
    found = score(of_questions(question("q")), {"q": answer("3", *shown)}, on=TODAY)
    assert found.fraction == Fraction(3, 4)
    assert found.evidenced == (Fraction(3, 4) if counts else 0)
    assert found.sections[0].demo_gap == (0 if counts else Fraction(3, 4))


@pytest.mark.parametrize(
    ("days", "age", "counts"), [(30, 30, True), (30, 31, False), (400, 399, True), (0, 0, True), (0, 1, False)]
)
def test_the_questionnaire_says_how_long_evidence_lasts(days: int, age: int, counts: bool) -> None:
    asked = of_questions(question("q"), evidence_days=days)
    assert (score(asked, {"q": answer("4", evidence(age))}, on=TODAY).evidenced == 1) is counts


def test_evidence_grows_old_between_two_days() -> None:
    asked, said = of_questions(question("q")), {"q": answer("4", evidence(0, on=date(2026, 1, 1)))}
    assert score(asked, said, on=date(2026, 6, 30)).evidenced == 1
    assert score(asked, said, on=date(2026, 7, 1)).evidenced == 0


def test_evidence_does_not_turn_unknown_into_an_answer() -> None:
    found = score(of_questions(question("q")), {"q": Answer(unknown=True, evidence=(evidence(),))}, on=TODAY)
    assert (found.fraction, found.evidenced) == (0, 0)


def test_evidence_is_not_too_old_when_it_is_from_after_the_day_of_the_assessment() -> None:
    found = score(of_questions(question("q")), {"q": answer("4", evidence(-30))}, on=TODAY)
    assert found.evidenced == 1


# Combining kept question scores


def test_kept_question_scores_combine_to_the_score_they_came_from() -> None:
    asked = questionnaire(section("a", question("a.1"), question("a.2")), section("b", multi("b.1")))
    whole = score(asked, answers({"a.1": "1", "b.1": ["a", "c"]}), on=TODAY)
    assert combine_scores(asked, whole.questions) == whole


def test_a_question_without_a_kept_score_counts_as_hidden() -> None:
    asked = questionnaire(section("a", question("a.1"), question("a.2")), section("b", question("b.1")))
    whole = score(asked, answers({"a.1": "1", "a.2": "3", "b.1": "4"}), on=TODAY)
    part = combine_scores(asked, {"a.2": whole.questions["a.2"]})
    assert (part.fraction, part.coverage) == (Fraction(3, 4), 1)
    assert part.sections[1].fraction is None


# Open in the format


def test_a_rule_that_names_no_risk_finds_no_risk() -> None:
    found = score_question(multi(rules=(rule("default", None, 4),)), answer([]), on=TODAY)
    assert found.risk is None


@pytest.mark.parametrize("said", [answer([]), answer(["1", "2"]), answer("9"), answer(7), Answer(text="yes")])
def test_an_answer_that_its_question_cannot_read_is_not_covered(said: Answer) -> None:
    found = score(of_questions(question("q", options=levels(0, 1, 2))), {"q": said}, on=TODAY)
    assert (found.fraction, found.coverage) == (None, 0)


def test_a_question_score_holds_no_float() -> None:
    found = score_question(question(points=(0, 1, 3)), answer("1", evidence()), on=TODAY)
    assert found == QuestionScore(
        id="q", state=State.ANSWERED, scored=True, fraction=Fraction(1, 3), evidenced=Fraction(1, 3)
    )
    assert isinstance(found.fraction, Fraction)
