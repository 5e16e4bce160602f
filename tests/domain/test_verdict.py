"""The verdict: bands, what they are held against, the cap, blockers, coverage and stages; by example and as laws."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from preflight.domain.assessment import Answer, Answers, State
from preflight.domain.questionnaire import Basis, Combine, Question, Questionnaire, Unanswered
from preflight.domain.scoring import combine_scores, score
from preflight.domain.sentences import evidence_sentence
from preflight.domain.verdict import (
    Blocker,
    Verdict,
    band_of,
    decide,
    find_blockers,
    weakest_section,
)
from tests.builders import (
    BANDS,
    NOT_APPLICABLE,
    TODAY,
    UNKNOWN,
    Number,
    answer,
    answers,
    band,
    evidence,
    multi,
    of_questions,
    option,
    question,
    questionnaire,
    section,
    verdict_rule,
)
from tests.domain.changes import raises, with_answer
from tests.domain.generated import Case, cases


def verdict_of(asked: Questionnaire, said: Answers, *, completed: bool = True) -> Verdict:
    return decide(asked, said, score(asked, said, on=TODAY), completed=completed)


def band_id(asked: Questionnaire, said: Answers, *, completed: bool = True) -> str | None:
    found = verdict_of(asked, said, completed=completed).band
    return found.id if found else None


def place(case: Case, found: Verdict) -> int:
    """How good a verdict's band is: its place from the worst, -1 without one."""
    names = [each.id for each in case.questionnaire.verdict.bands]
    return names.index(found.band.id) if found.band else -1


# Bands


@pytest.mark.parametrize(
    ("value", "reached"),
    [
        ("0", "not-ready"),
        ("0.4999999999999999999999", "not-ready"),
        ("1/2", "conditional"),
        ("0.7499999999999999999999", "conditional"),
        ("3/4", "ready"),
        ("1", "ready"),
    ],
)
def test_a_band_is_reached_from_its_start_on(value: str, reached: str) -> None:
    found = band_of(verdict_rule().bands, Fraction(value))
    assert found is not None
    assert found.id == reached


@pytest.mark.parametrize("start", ["3/7", "0.75", "1/3", "0.1"])
def test_from_is_reached_at_its_boundary_and_above_only_beyond_it(start: str) -> None:
    least = Fraction(1, 10**30)
    for boundary, expected in ((band("b", start), ["a", "b", "b"]), (band("b", above=start), ["a", "a", "b"])):
        bands = (band("a"), boundary)
        found = [band_of(bands, Fraction(start) + step) for step in (-least, Fraction(0), least)]
        assert [each.id if each else None for each in found] == expected


@pytest.mark.parametrize(("chosen", "reached"), [(2, "low"), (3, "at"), (4, "over")])
def test_three_of_seven_meets_from_3_7_and_is_not_above_it(chosen: int, reached: str) -> None:
    seven = multi("m", combine=Combine.SHARE, options=tuple(option(name) for name in "abcdefg"))
    rules = verdict_rule(band("low"), band("at", "3/7"), band("over", above="3/7"), cap=None)
    assert band_id(of_questions(seven, verdict=rules), answers({"m": list("abcdefg"[:chosen])})) == reached


@pytest.mark.parametrize("points", [(0, 1, 2, 3, 4), (0, "0.1", "0.2", "0.3", "0.4"), (0, "1/3", "2/3", 1, "4/3")])
def test_three_of_four_meets_0_75_exactly(points: tuple[Number, ...]) -> None:
    assert band_id(of_questions(question("q", points=points)), answers({"q": "3"})) == "ready"


def test_a_mean_of_tenths_and_thirds_meets_0_75_exactly() -> None:
    asked = of_questions(*(question(name, points=(0, "0.1", "0.2", "0.3"), weight="1/3") for name in "abcd"))
    assert band_id(asked, answers({"a": "3", "b": "3", "c": "3", "d": "0"})) == "ready"


def test_below_every_band_the_worst_one_holds() -> None:
    bands = (band("poor", "0.2"), band("good", "0.8"))
    assert band_of(bands, Fraction(1, 10)) == bands[0]


def test_without_a_value_or_bands_there_is_no_band() -> None:
    assert band_of(verdict_rule().bands, None) is None
    assert band_of((), Fraction(1)) is None
    assert band_id(questionnaire(), {}, completed=False) is None


# What is held against the bands

TWO = (section("strong", question("strong.q"), weight=9), section("weak", question("weak.q")))
UNEVEN = answers({"strong.q": "4", "weak.q": "1"})


@pytest.mark.parametrize(
    ("basis", "value", "reached"),
    [(Basis.WEAKEST, Fraction(1, 4), "not-ready"), (Basis.OVERALL, Fraction(37, 40), "ready")],
)
def test_the_weakest_section_or_the_whole_decides(basis: Basis, value: Fraction, reached: str) -> None:
    found = verdict_of(questionnaire(*TWO, verdict=verdict_rule(basis=basis)), UNEVEN)
    assert found.band is not None
    assert (found.value, found.band.id, found.weakest) == (value, reached, "weak")


def test_the_first_of_equally_weak_sections_is_named_and_a_gap_never() -> None:
    asked = questionnaire(*(section(name, question(f"{name}.q")) for name in "abcd"))
    said = answers({"a.q": NOT_APPLICABLE, "b.q": "3", "c.q": "1", "d.q": "1"})
    assert weakest_section(score(asked, said, on=TODAY)) == "c"
    assert weakest_section(score(asked, {}, on=TODAY)) is None


# Critical questions

CRITICAL = question("q", critical="2")


@pytest.mark.parametrize(
    ("said", "completed", "has"),
    [
        (answer("0"), True, "0"),
        (answer("1"), False, "1"),
        (answer("2"), True, None),
        (answer("4"), True, None),
        (UNKNOWN, True, "unknown"),
        (UNKNOWN, False, "unknown"),
        (NOT_APPLICABLE, True, None),
        (None, False, None),
        (None, True, "unanswered"),
        (answer(None), True, "unanswered"),
        (answer(None), False, None),
    ],
)
@pytest.mark.parametrize("unanswered", list(Unanswered))
def test_what_blocks(said: Answer | None, completed: bool, has: str | None, unanswered: Unanswered) -> None:
    asked = of_questions(CRITICAL, unanswered=unanswered)
    found = verdict_of(asked, {"q": said} if said else {}, completed=completed)
    assert found.blockers == ((Blocker(question="q", has=has, needs="2"),) if has else ())


def test_a_hidden_critical_question_does_not_block() -> None:
    asked = of_questions(question("a"), question("q", critical="2", show_if="a:4"))
    assert verdict_of(asked, answers({"a": "1", "q": "0"})).blockers == ()


def test_every_blocker_is_named_in_the_order_of_the_questions() -> None:
    inner = section("inner", question("b", critical="4"), question("c", critical="1"), question("d", critical="3"))
    asked = questionnaire(section("first", CRITICAL), section("outer", inner))
    found = verdict_of(asked, answers({"q": UNKNOWN, "b": "3", "c": "1"}))
    assert [(each.question, each.has, each.needs) for each in found.blockers] == [
        ("q", "unknown", "2"),
        ("b", "3", "4"),
        ("d", "unanswered", "3"),
    ]


def test_the_least_option_is_by_points_where_options_are_not_in_their_order() -> None:
    asked = of_questions(question("q", points=(4, 2, 0), critical="1"))
    assert [bool(verdict_of(asked, answers({"q": name})).blockers) for name in "012"] == [False, False, True]


def test_an_option_worth_as_much_as_the_least_one_does_not_block() -> None:
    asked = of_questions(question("q", points=(0, 2, 2), critical="2"))
    assert verdict_of(asked, answers({"q": "1"})).blockers == ()


@pytest.mark.parametrize(
    ("cap", "critical", "reached", "capped"),
    [
        ("not-ready", "1", "not-ready", True),
        ("conditional", "1", "conditional", True),
        ("ready", "1", "ready", False),
        (None, "1", "ready", False),
        ("not-ready", "2", "ready", False),
    ],
)
def test_the_verdict_is_held_to_the_cap_while_something_blocks(
    cap: str | None, critical: str, reached: str, capped: bool
) -> None:
    asked = of_questions(question("gate", critical="2", weight="1/100"), question("q"), verdict=verdict_rule(cap=cap))
    found = verdict_of(asked, answers({"gate": critical, "q": "4"}))
    assert found.band is not None
    assert (found.band.id, found.capped) == (reached, capped)


def test_a_verdict_below_the_cap_is_not_raised_to_it() -> None:
    asked = of_questions(CRITICAL, verdict=verdict_rule(cap="conditional"))
    found = verdict_of(asked, answers({"q": "0"}))
    assert found.band is not None
    assert (found.band.id, found.capped) == ("not-ready", False)


# Coverage


@pytest.mark.parametrize(
    ("needed", "provisional"), [(0, False), ("0.5", False), ("0.75", False), ("0.76", True), (1, True)]
)
def test_a_verdict_is_provisional_below_the_coverage_it_needs(needed: Number, provisional: bool) -> None:
    asked = of_questions(*(question(name) for name in "abcd"), verdict=verdict_rule(needs_coverage=needed))
    assert verdict_of(asked, answers({"a": "1", "b": UNKNOWN, "c": "2"})).provisional is provisional


def test_a_verdict_on_nothing_is_provisional_where_coverage_is_needed() -> None:
    assert verdict_of(questionnaire(verdict=verdict_rule(needs_coverage="0.9")), {"s.q": NOT_APPLICABLE}).provisional


# Stages


def staged(*passes: Number, **questions: Question) -> Questionnaire:
    """Stages named one, two, three with a question each: one.q, two.q, three.q."""
    names = ["one", "two", "three"]
    stages = (
        section(name, questions.get(name, question(f"{name}.q")), passes=least)
        for name, least in zip(names, passes, strict=False)
    )
    return questionnaire(*stages, verdict=verdict_rule(basis=Basis.STAGES))


@pytest.mark.parametrize(
    ("said", "stage", "following", "passed"),
    [
        ("444", "three", None, 3),
        ("440", "two", "three", 2),
        ("422", "two", "three", 2),
        ("414", "one", "two", 1),
        ("044", None, "one", 0),
        ("000", None, "one", 0),
    ],
)
def test_the_first_stage_that_is_not_passed_stops(
    said: str, stage: str | None, following: str | None, passed: int
) -> None:
    asked = staged(1, "0.5", "0.75")
    found = verdict_of(asked, answers(dict(zip(("one.q", "two.q", "three.q"), said, strict=True))))
    assert (found.stage, found.next_stage, found.value) == (stage, following, Fraction(passed, 3))


def test_a_stage_is_passed_at_its_fraction_exactly_and_without_one_only_in_full() -> None:
    seven = multi("one.q", combine=Combine.SHARE, options=tuple(option(name) for name in "abcdefg"))
    assert verdict_of(staged("3/7", 1, one=seven), answers({"one.q": ["a", "b", "c"], "two.q": "3"})).stage == "one"
    assert verdict_of(staged("3/7", 1, one=seven), answers({"one.q": ["a", "b"], "two.q": "4"})).stage is None
    assert section("s").passes == 1


def test_a_critical_question_blocks_its_stage_whatever_the_fraction() -> None:
    gate = question("two.q", critical="3")
    asked = staged(0, 0, 0, two=gate)
    assert verdict_of(asked, answers({"one.q": "0", "two.q": "3", "three.q": "0"})).stage == "three"
    for said in (answer("2"), UNKNOWN, None):
        found = verdict_of(asked, with_answer(answers({"one.q": "4", "three.q": "4"}), "two.q", said))
        assert (found.stage, found.next_stage) == ("one", "two")


def test_a_critical_question_of_a_later_stage_does_not_block_an_earlier_one() -> None:
    asked = staged(0, 0, 0, three=question("three.q", critical="4"))
    found = verdict_of(asked, answers({"one.q": "0", "two.q": "0", "three.q": "0"}))
    assert (found.stage, found.next_stage) == ("two", "three")


def test_an_unanswered_stage_is_not_passed() -> None:
    found = verdict_of(staged(0, 0), answers({"two.q": "4"}), completed=False)
    assert (found.stage, found.next_stage) == (None, "one")


def test_a_stage_that_asks_for_nothing_stands_in_nobodys_way() -> None:
    asked = staged(1, 1, 1, two=question("two.q", show_if="one.q:0"))
    assert verdict_of(asked, answers({"one.q": "4", "three.q": "4"})).next_stage is None
    assert (
        verdict_of(staged(1, 1, 1), answers({"one.q": "4", "two.q": NOT_APPLICABLE, "three.q": "4"})).stage == "three"
    )


def test_stages_are_named_only_where_the_verdict_follows_them() -> None:
    found = verdict_of(questionnaire(*TWO), UNEVEN)
    assert (found.stage, found.next_stage) == (None, None)


# Laws


@given(cases(), st.data())
def test_raising_an_answer_never_lowers_the_verdict(case: Case, data: st.DataObject) -> None:
    better = raises(case)
    assume(better)
    said = with_answer(case.answers, *data.draw(st.sampled_from(better)))
    after = decide(case.questionnaire, said, score(case.questionnaire, said, on=TODAY), completed=case.completed)
    before = case.verdict
    assert place(case, after) >= place(case, before)
    assert before.provisional or not after.provisional
    assert {each.question for each in after.blockers} <= {each.question for each in before.blockers}
    stages: list[str | None] = [None, *(each.id for each in case.questionnaire.sections)]
    assert stages.index(after.stage) >= stages.index(before.stage)


@given(cases(conditions=True))
def test_while_something_blocks_the_verdict_is_never_better_than_the_cap(case: Case) -> None:
    cap = case.questionnaire.verdict.cap
    if case.verdict.blockers and cap is not None:
        assert place(case, case.verdict) <= [each.id for each in case.questionnaire.verdict.bands].index(cap)
    if not case.verdict.blockers:
        assert not case.verdict.capped
    if not case.verdict.capped:
        assert case.verdict.band == band_of(case.questionnaire.verdict.bands, case.verdict.value)


@given(cases(conditions=True, kinds=("choice",)))
def test_nothing_blocks_when_every_critical_question_is_at_its_minimum(case: Case) -> None:
    met = {each.id: answer(each.critical) for each in case.questionnaire.questions() if each.critical is not None}
    said = {**case.answers, **met}
    found = score(case.questionnaire, said, on=TODAY)
    assert find_blockers(case.questionnaire, said, found, completed=True) == ()


@given(cases(conditions=True))
def test_completing_can_only_add_unanswered_blockers(case: Case) -> None:
    draft = find_blockers(case.questionnaire, case.answers, case.score, completed=False)
    completed = find_blockers(case.questionnaire, case.answers, case.score, completed=True)
    assert draft == tuple(each for each in completed if each.has != State.UNANSWERED)


@given(cases(), st.data())
def test_more_coverage_never_makes_a_verdict_provisional(case: Case, data: st.DataObject) -> None:
    open_ones = [name for name, found in case.score.questions.items() if found.state is State.UNANSWERED]
    assume(open_ones)
    said = dict(case.answers)
    for name in data.draw(st.sets(st.sampled_from(open_ones), min_size=1)):
        said[name] = UNKNOWN
    after = score(case.questionnaire, said, on=TODAY)
    assert (after.coverage or 0) >= (case.score.coverage or 0)
    found = decide(case.questionnaire, said, after, completed=case.completed)
    assert case.verdict.provisional or not found.provisional


@given(cases(conditions=True, basis=("stages",)))
def test_all_stages_up_to_the_verdict_are_passed_and_the_next_is_not(case: Case) -> None:
    blocked = {each.question for each in case.verdict.blockers}
    names = [each.id for each in case.questionnaire.sections]
    stopped = len(names) if case.verdict.next_stage is None else names.index(case.verdict.next_stage)
    assert case.verdict.stage == (names[stopped - 1] if stopped else None)
    for number, (asked, found) in enumerate(zip(case.questionnaire.sections, case.score.sections, strict=True)):
        met = found.coverage is None or (found.fraction is not None and found.fraction >= asked.passes)
        good = met and not any(each.id in blocked for each in asked.all_questions())
        assert good or number >= stopped
        assert not good or number != stopped


@given(cases(conditions=True, basis=("weakest", "overall")))
def test_the_value_is_the_weakest_section_or_the_whole_and_is_none_without_one(case: Case) -> None:
    present = [part.fraction for part in case.score.sections if part.fraction is not None]
    weakest = case.questionnaire.verdict.basis is Basis.WEAKEST
    assert case.verdict.value == (min(present, default=None) if weakest else case.score.fraction)
    assert (case.verdict.band is None) is (case.verdict.value is None)
    named = case.score.section(case.verdict.weakest) if case.verdict.weakest else None
    assert (named.fraction if named else None) == min(present, default=None)


# With evidence alone


@pytest.mark.parametrize(
    ("ages", "said_of_it"),
    [
        ((0, 0), "the verdict is the same, Section weak at 50 of 100"),
        ((None, 0), "it would be “Not-ready”, Section strong at 0 of 100"),
        ((0, None), "it would be “Not-ready”, Section weak at 0 of 100"),
    ],
)
def test_evidence_alone_reaches_the_band_of_its_weakest_section(
    ages: tuple[int | None, int | None], said_of_it: str
) -> None:
    asked = questionnaire(*TWO)
    said = {"strong.q": answer("4", evidence(ages[0])), "weak.q": answer("2", evidence(ages[1]))}
    found = score(asked, said, on=TODAY)
    assert said_of_it in evidence_sentence(asked, found, decide(asked, said, found, completed=True))


def test_evidence_alone_never_promises_more_than_the_verdict() -> None:
    """All is proven, and a critical question holds the verdict down: evidence does not lift it."""
    asked = of_questions(question("gate", critical="2", weight="1/100"), question("q"))
    said = {"gate": answer("1", evidence()), "q": answer("4", evidence())}
    found = score(asked, said, on=TODAY)
    verdict = decide(asked, said, found, completed=True)
    assert verdict.band == BANDS[0]
    assert "Ready" not in evidence_sentence(asked, found, verdict)


# Open in the format


@pytest.mark.parametrize("said", [answer([]), answer(["3", "4"]), answer("gone"), answer(7)])
def test_a_critical_answer_that_cannot_be_read_blocks(said: Answer) -> None:
    assert verdict_of(of_questions(CRITICAL), {"q": said}).blockers != ()


@pytest.mark.parametrize("basis", [Basis.WEAKEST, Basis.STAGES])
def test_a_verdict_can_be_made_of_the_score_of_some_questions(basis: Basis) -> None:
    asked = questionnaire(section("s", CRITICAL, question("other")), verdict=verdict_rule(basis=basis))
    whole = score(asked, answers({"q": "2", "other": "4"}), on=TODAY)
    part = combine_scores(asked, {"other": whole.questions["other"]})
    assert decide(asked, answers({"other": "4"}), part, completed=True).blockers == ()
