"""What is true of every score, whatever is asked and whatever is answered."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from preflight.domain.assessment import Answer, State
from preflight.domain.points import QuestionScore
from preflight.domain.questionnaire import Aggregate, Unanswered
from preflight.domain.scoring import Score, SectionScore, score
from preflight.domain.verdict import decide
from tests.builders import NOT_APPLICABLE, TODAY, UNKNOWN, evidence
from tests.domain.changes import (
    asked_sections,
    each_section,
    every_section,
    permuted,
    raises,
    with_answer,
    with_points_times,
    with_weights_times,
    without,
)
from tests.domain.generated import Case, cases

pytestmark = pytest.mark.slow

Part = Score | SectionScore | QuestionScore

factors = st.fractions(min_value=Fraction(1, 50), max_value=50, max_denominator=50)


def rescored(case: Case, question_id: str, answer: Answer | None) -> Score:
    return score(case.questionnaire, with_answer(case.answers, question_id, answer), on=TODAY)


def a_scored_question(data: st.DataObject, case: Case) -> str:
    """A question that counts: shown, and not only context."""
    found = [name for name, one in case.score.questions.items() if one.scored and one.state is not State.HIDDEN]
    assume(found)
    return data.draw(st.sampled_from(found))


def numbers(found: Score) -> dict[str, tuple[Fraction | None, ...]]:
    """Every number of a score by section and question, and of the whole; without any order."""
    parts: dict[str, tuple[Fraction | None, ...]] = {
        part.id: (part.fraction, part.evidenced, part.coverage, part.floor.fraction) for part in every_section(found)
    }
    parts |= {name: (one.fraction, one.evidenced) for name, one in found.questions.items()}
    return parts | {"whole": (found.fraction, found.evidenced, found.coverage)}


@given(cases(), st.data())
def test_raising_an_answer_never_lowers_a_score(case: Case, data: st.DataObject) -> None:
    better = raises(case)
    assume(better)
    question_id, answer = data.draw(st.sampled_from(better))
    before, after = numbers(case.score), numbers(rescored(case, question_id, answer))
    for name, then in after.items():
        for old, new in zip(before[name], then, strict=True):
            assert (old is None) is (new is None), name
            assert old is None or new is None or new >= old, name


@given(cases(conditions=True), st.randoms(use_true_random=False))
def test_permuting_questions_or_sections_changes_no_fraction(case: Case, random: Random) -> None:
    mixed = score(permuted(case.questionnaire, random), case.answers, on=TODAY)
    assert numbers(mixed) == numbers(case.score)
    floors = {part.id: set(part.floor.questions) for part in every_section(mixed)}
    assert floors == {part.id: set(part.floor.questions) for part in every_section(case.score)}


@given(cases(conditions=True))
def test_evidenced_never_exceeds_claimed(case: Case) -> None:
    parts: list[Part] = [case.score, *every_section(case.score), *case.score.questions.values()]
    for part in parts:
        assert (part.evidenced is None) is (part.fraction is None)
        assert part.fraction is None or part.evidenced is None or part.evidenced <= part.fraction
    for section in every_section(case.score):
        assert section.demo_gap is None or 0 <= section.demo_gap <= 1


@given(cases(conditions=True))
def test_with_evidence_for_every_answer_nothing_is_only_claimed(case: Case) -> None:
    proven = {name: replace(answer, evidence=(evidence(0),)) for name, answer in case.answers.items()}
    found = score(case.questionnaire, proven, on=TODAY)
    parts: list[Part] = [found, *every_section(found)]
    assert all(part.evidenced == part.fraction for part in parts)


@given(cases(conditions=True))
def test_evidence_changes_nothing_but_what_is_evidenced(case: Case) -> None:
    bare = score(case.questionnaire, {name: replace(a, evidence=()) for name, a in case.answers.items()}, on=TODAY)
    for before, after in zip(every_section(case.score), every_section(bare), strict=True):
        assert (before.fraction, before.coverage, before.floor) == (after.fraction, after.coverage, after.floor)
        assert not after.evidenced
    assert (case.score.fraction, case.score.coverage) == (bare.fraction, bare.coverage)


@given(cases(conditions=True), factors)
def test_scaling_all_weights_changes_nothing(case: Case, factor: Fraction) -> None:
    assert score(with_weights_times(case.questionnaire, factor), case.answers, on=TODAY) == case.score


@given(cases(conditions=True), factors)
def test_scaling_all_points_changes_nothing(case: Case, factor: Fraction) -> None:
    scaled = with_points_times(case.questionnaire, factor)
    assert score(scaled, case.answers, on=TODAY) == case.score
    assert decide(scaled, case.answers, case.score, completed=case.completed) == case.verdict


@given(cases(conditions=True), st.data())
def test_not_applicable_removes_a_question_entirely(case: Case, data: st.DataObject) -> None:
    question_id = data.draw(st.sampled_from([question.id for question in case.questionnaire.questions()]))
    assume(case.score.questions[question_id].state is not State.HIDDEN)
    said = with_answer(case.answers, question_id, NOT_APPLICABLE)
    shorter = without(case.questionnaire, question_id)
    with_it, without_it = score(case.questionnaire, said, on=TODAY), score(shorter, said, on=TODAY)
    found = numbers(with_it)
    assert found.pop(question_id) == (None, None)
    assert found == numbers(without_it)
    assert decide(case.questionnaire, said, with_it, completed=case.completed) == decide(
        shorter, said, without_it, completed=case.completed
    )


@given(cases(), st.data())
def test_unknown_scores_as_0_but_counts_in_coverage(case: Case, data: st.DataObject) -> None:
    question_id = a_scored_question(data, case)
    unknown, open_one = rescored(case, question_id, UNKNOWN), rescored(case, question_id, None)
    assert unknown.questions[question_id].fraction == 0
    assert unknown.questions[question_id].evidenced == 0
    assert unknown.coverage is not None
    assert open_one.coverage is not None
    shown = sum(one.scored and one.state is not State.NOT_APPLICABLE for one in unknown.questions.values())
    assert unknown.coverage - open_one.coverage == Fraction(1, shown)


@given(cases(), st.data())
def test_unknown_covers_exactly_as_much_as_an_answer(case: Case, data: st.DataObject) -> None:
    answered = [name for name, one in case.score.questions.items() if one.state is State.ANSWERED]
    assume(answered)
    question_id = data.draw(st.sampled_from(answered))
    assert rescored(case, question_id, UNKNOWN).coverage == case.score.coverage


@given(cases(unanswered=("leave-out",)), st.data())
def test_unanswered_never_equals_unknown_where_it_is_left_out(case: Case, data: st.DataObject) -> None:
    question_id = a_scored_question(data, case)
    unknown, open_one = rescored(case, question_id, UNKNOWN), rescored(case, question_id, None)
    assert open_one.questions[question_id].fraction is None
    assert open_one != unknown
    assert open_one.coverage != unknown.coverage


@given(cases())
def test_unanswered_zero_gives_the_fractions_that_unknown_would(case: Case) -> None:
    strict = replace(case.questionnaire, unanswered=Unanswered.ZERO)
    unknown = dict(case.answers)
    for name, one in case.score.questions.items():
        if one.state is State.UNANSWERED:
            unknown[name] = UNKNOWN
    as_zero, as_unknown = score(strict, case.answers, on=TODAY), score(case.questionnaire, unknown, on=TODAY)
    assert as_zero.fraction == as_unknown.fraction
    assert [part.fraction for part in every_section(as_zero)] == [part.fraction for part in every_section(as_unknown)]
    assert [part.floor for part in every_section(as_zero)] == [part.floor for part in every_section(as_unknown)]


@given(cases(conditions=True))
def test_every_number_is_an_exact_fraction_between_0_and_1_or_none(case: Case) -> None:
    for name, found in numbers(case.score).items():
        for number in found:
            assert type(number) in (Fraction, type(None)), name
            assert number is None or 0 <= number <= 1, name


@given(cases(conditions=True))
def test_coverage_is_none_only_where_nothing_is_to_be_covered(case: Case) -> None:
    counted = [
        one.scored and one.state not in {State.HIDDEN, State.NOT_APPLICABLE} for one in case.score.questions.values()
    ]
    assert (case.score.coverage is not None) is any(counted)
    assert case.score.coverage is None or 0 <= case.score.coverage <= 1


@given(cases(conditions=True))
def test_a_section_has_a_fraction_exactly_when_a_question_below_it_has_one(case: Case) -> None:
    """A fraction that does not exist is None, never 0; and the floor goes with it."""
    for part, asked in zip(every_section(case.score), asked_sections(case.questionnaire), strict=True):
        below = [case.score.questions[question.id].fraction for question in asked.all_questions()]
        exists = any(fraction is not None for fraction in below)
        assert (part.fraction is not None) is exists
        assert (part.evidenced is not None) is exists
        assert (part.floor.fraction is not None) is exists
    assert (case.score.fraction is not None) is any(part.fraction is not None for part in case.score.sections)


@given(cases(conditions=True))
def test_the_floor_is_attained_by_the_questions_it_names_and_nothing_is_below_it(case: Case) -> None:
    for part, asked in zip(every_section(case.score), asked_sections(case.questionnaire), strict=True):
        below = {each.id: case.score.questions[each.id].fraction for each in asked.all_questions()}
        if part.floor.fraction is None:
            assert part.floor.questions == ()
            continue
        assert part.floor.questions
        assert all(below[name] == part.floor.fraction for name in part.floor.questions)
        others = [fraction for name, fraction in below.items() if name not in part.floor.questions]
        assert all(fraction is None or fraction > part.floor.fraction for fraction in others)
        assert part.fraction is not None
        assert part.floor.fraction <= part.fraction <= max(f for f in below.values() if f is not None)


@given(cases(conditions=True))
def test_the_least_never_exceeds_the_mean_nor_the_mean_the_greatest(case: Case) -> None:
    def whole(how: Aggregate) -> Fraction | None:
        same = each_section(case.questionnaire, lambda section: replace(section, aggregate=how))
        return score(replace(same, aggregate=how), case.answers, on=TODAY).fraction

    least, mean, greatest = (whole(how) for how in (Aggregate.MIN, Aggregate.MEAN, Aggregate.MAX))
    if least is None or mean is None or greatest is None:
        assert least == mean == greatest
    else:
        assert least <= mean <= greatest
        assert least == min(floor for part in case.score.sections if (floor := part.floor.fraction) is not None)


@given(cases(conditions=True))
def test_scoring_twice_gives_the_same_and_changes_no_answer(case: Case) -> None:
    before = dict(case.answers)
    assert score(case.questionnaire, case.answers, on=TODAY) == case.score
    assert case.answers == before
