"""What moved between two assessments: shares that add up, and only of questions that both asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.domain.assessment import Answers, State
from preflight.domain.comparison import Comparison, Run, compare, restricted, shared_questions
from preflight.domain.questionnaire import Aggregate, Combine, Option, Question, Questionnaire, Risk, Unanswered
from preflight.domain.scoring import score
from preflight.domain.sentences import compared_on, movement_sentence
from tests.builders import (
    NOT_APPLICABLE,
    TODAY,
    UNKNOWN,
    answers,
    evidence,
    levels,
    multi,
    number,
    of_questions,
    question,
    questionnaire,
    rule,
    section,
    text,
)
from tests.domain.changes import each_question, each_section, without
from tests.domain.generated import Case, cases_answered_twice

pytestmark = pytest.mark.slow


def run(asked: Questionnaire, said: Answers) -> Run:
    return Run(questionnaire=asked, answers=said, score=score(asked, said, on=TODAY))


def compared(pair: tuple[Case, Case]) -> Comparison:
    first, second = pair
    return compare(run(first.questionnaire, first.answers), run(second.questionnaire, second.answers))


def shares(found: Comparison) -> dict[str, tuple[Fraction, Fraction]]:
    return {move.question: (move.of_section, move.of_whole) for move in found.moves}


TWO = questionnaire(
    section("a", question("a.1"), question("a.2"), weight=3), section("b", question("b.1"), question("b.2", weight=3))
)


def test_a_question_moves_its_section_and_the_whole_by_its_weight() -> None:
    before = answers({"a.1": "0", "a.2": "2", "b.1": "1", "b.2": "1"})
    after = {**before, **answers({"a.1": "4", "b.2": "0"})}
    found = compare(run(TWO, before), run(TWO, after))
    assert shares(found) == {"a.1": (Fraction(1, 2), Fraction(3, 8)), "b.2": (Fraction(-3, 16), Fraction(-3, 64))}
    assert [move.section for move in found.moves] == ["a", "b"]
    assert found.change("a") == Fraction(1, 2)
    assert found.change("elsewhere") is None


def test_the_largest_moves_come_first_whichever_way_they_went() -> None:
    before = answers({"a.1": "2", "a.2": "4", "b.1": "0", "b.2": "2"})
    after = answers({"a.1": "3", "a.2": "1", "b.1": "1", "b.2": "3"})
    found = compare(run(TWO, before), run(TWO, after))
    assert [move.question for move in found.moves] == ["a.2", "b.2", "a.1", "b.1"]


def test_two_questions_that_raise_a_least_together_share_what_it_rose() -> None:
    """With `min` neither moves the section alone; in either order the last one does."""
    asked = questionnaire(section("s", question("a"), question("b"), aggregate=Aggregate.MIN))
    found = compare(run(asked, answers({"a": "1", "b": "1"})), run(asked, answers({"a": "3", "b": "3"})))
    assert shares(found) == {"a": (Fraction(1, 4), Fraction(1, 4)), "b": (Fraction(1, 4), Fraction(1, 4))}


def test_a_changed_choice_worth_the_same_is_a_move_of_0() -> None:
    asked = of_questions(question("q", points=(0, 2, 2)))
    found = compare(run(asked, answers({"q": "1"})), run(asked, answers({"q": "2"})))
    assert shares(found) == {"q": (0, 0)}


def test_new_evidence_or_a_note_alone_moves_nothing() -> None:
    before, after = answers({"a.1": "2"}), answers({"a.1": "2"})
    proven = {"a.1": replace(after["a.1"], evidence=(evidence(),), note="Measured")}
    assert compare(run(TWO, before), run(TWO, proven)).moves == ()


def test_from_unanswered_to_not_applicable_is_a_move_of_0() -> None:
    said = answers({"a.1": "1"})
    found = compare(run(TWO, said), run(TWO, {**said, "b.1": NOT_APPLICABLE}))
    assert shares(found) == {"b.1": (0, 0)}
    assert found.moves[0].after.state is State.NOT_APPLICABLE


def test_a_section_that_has_no_fraction_in_one_run_has_no_change() -> None:
    found = compare(run(TWO, answers({"a.1": "2"})), run(TWO, answers({"a.1": "2", "b.1": "2"})))
    assert found.change("b") is None
    assert found.change("a") == 0


BASE = question("q")


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (replace(BASE, text="In other words?", why="Because", weight=Fraction(9)), True),
        (replace(BASE, critical="2", evidence="A report", prompts=("When?",)), True),
        (replace(BASE, options=tuple(replace(each, label="Else", text="…") for each in BASE.options)), True),
        (replace(BASE, options=levels(0, 1, 2, 3)), False),
        (replace(BASE, options=levels(0, 1, 2, 3, 5)), False),
        (replace(BASE, options=BASE.options[::-1]), False),
        (replace(BASE, id="r"), False),
        (text("q"), False),
        (multi("q", options=BASE.options), False),
    ],
)
def test_questions_are_shared_while_they_measure_the_same(other: Question, shared: bool) -> None:
    assert bool(shared_questions((of_questions(BASE), of_questions(other)))) is shared


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (multi("m", combine=Combine.SUM), multi("m", combine=Combine.MAX)),
        (multi("m", rules=(rule("a", Risk.HIGH, 1),)), multi("m", rules=(rule("!a", Risk.HIGH, 1),))),
        (number("n", bands={0: 0, 10: 4}), number("n", bands={0: 0, 11: 4})),
        (number("n", unit="hours"), number("n", unit="days")),
    ],
)
def test_another_way_to_count_makes_another_question(one: Question, other: Question) -> None:
    assert shared_questions((of_questions(one), of_questions(other))) == ()
    assert shared_questions((of_questions(one), of_questions(one))) == (one.id,)


def test_shared_questions_are_those_of_all_in_the_last_ones_order() -> None:
    def asking(names: str) -> Questionnaire:
        return of_questions(*(question(name) for name in names))

    assert shared_questions([asking("abcd"), asking("dbxa"), asking("adb")]) == ("a", "d", "b")
    assert shared_questions([]) == ()


def test_what_only_one_run_asked_is_left_out_and_named() -> None:
    before = of_questions(question("a"), question("b"), question("c"))
    after = of_questions(question("d"), question("b", points=(0, 1)), question("a"))
    found = compare(
        run(before, answers({"a": "0", "b": "4", "c": "4"})), run(after, answers({"d": "4", "b": "0", "a": "2"}))
    )
    assert (found.shared, set(found.left_out), found.complete) == (("a",), {"b", "c", "d"}, False)
    assert (found.before.fraction, found.after.fraction) == (0, Fraction(1, 2))
    assert shares(found) == {"a": (Fraction(1, 2), Fraction(1, 2))}


def test_runs_that_share_nothing_have_nothing_to_say() -> None:
    found = compare(run(of_questions(question("a")), answers({"a": "1"})), run(of_questions(question("b")), {}))
    assert (found.shared, found.moves, found.complete) == ((), (), False)
    assert (found.before.fraction, found.after.fraction, found.change("s")) == (None, None, None)


def test_the_later_questionnaire_says_how_questions_combine() -> None:
    later = each_question(TWO, lambda asked: replace(asked, weight=Fraction(3)) if asked.id == "a.1" else asked)
    found = compare(run(TWO, answers({"a.1": "0", "a.2": "0"})), run(later, answers({"a.1": "4", "a.2": "0"})))
    assert shares(found) == {"a.1": (Fraction(3, 4), Fraction(3, 4))}
    assert found.after == run(later, answers({"a.1": "4", "a.2": "0"})).score


def test_dimensions_that_are_scored_for_the_first_time_did_not_cancel_each_other_out() -> None:
    found = compare(run(TWO, answers({"a.1": "4"})), run(TWO, answers({"a.1": "4", "b.1": "2", "b.2": "2"})))
    assert "cancelled" not in movement_sentence(TWO, found)


@pytest.mark.parametrize(
    "later",
    [
        each_question(TWO, lambda asked: replace(asked, weight=Fraction(5)) if asked.id == "a.1" else asked),
        each_section(TWO, lambda asked: replace(asked, aggregate=Aggregate.MIN)),
        replace(TWO, aggregate=Aggregate.MIN),
        questionnaire(section("a", question("a.1")), section("b", *(question(name) for name in ("a.2", "b.1", "b.2")))),
    ],
    ids=["a weight", "a section's aggregate", "the whole's aggregate", "a question's section"],
)
def test_a_complete_comparison_shows_the_runs_own_scores(later: Questionnaire) -> None:
    """The docstring's promise, where the same questions were combined in another way."""
    said = answers({"a.1": "0", "a.2": "3", "b.1": "1", "b.2": "4"})
    earlier = run(TWO, said)
    found = compare(earlier, run(later, said))
    own = [part.fraction for part in earlier.score.sections]
    assert not found.complete or (found.before.fraction, own) == (
        earlier.score.fraction,
        [part.fraction for part in found.before.sections],
    )


def test_a_restricted_score_is_that_of_the_questions_alone() -> None:
    said = answers({"a.1": "0", "a.2": "3", "b.1": UNKNOWN, "b.2": "4"})
    asked = without(without(TWO, "a.1"), "b.2")
    found = restricted(TWO, score(TWO, said, on=TODAY), ["b.1", "a.2", "elsewhere"])
    assert found == score(asked, said, on=TODAY)


# Laws


@given(cases_answered_twice(conditions=True))
def test_the_shares_of_a_section_sum_exactly_to_its_change(pair: tuple[Case, Case]) -> None:
    found = compared(pair)
    for section_score in found.after.sections:
        change = found.change(section_score.id)
        moved = sum(move.of_section for move in found.moves if move.section == section_score.id)
        assert change is None or moved == change


@given(cases_answered_twice(conditions=True))
def test_the_shares_of_the_whole_sum_exactly_to_its_change(pair: tuple[Case, Case]) -> None:
    found = compared(pair)
    if found.before.fraction is not None and found.after.fraction is not None:
        assert sum(move.of_whole for move in found.moves) == found.after.fraction - found.before.fraction


@given(cases_answered_twice(conditions=True))
def test_an_unchanged_question_contributes_nothing(pair: tuple[Case, Case]) -> None:
    first, second = pair
    found = compared(pair)
    moved = shares(found)
    for name in found.shared:
        one, two = first.score.questions[name], second.score.questions[name]
        if (one.state, one.fraction) == (two.state, two.fraction) and first.answers.get(name) == second.answers.get(
            name
        ):
            assert name not in moved
        if one.fraction == two.fraction:
            assert moved.get(name, (0, 0)) == (0, 0)


@given(cases_answered_twice(conditions=True))
def test_comparing_a_run_with_itself_moves_nothing(pair: tuple[Case, Case]) -> None:
    found = compared((pair[0], pair[0]))
    assert found.moves == ()
    assert found.complete
    assert found.before == found.after == pair[0].score


@given(cases_answered_twice(conditions=True))
def test_swapping_before_and_after_negates_every_share(pair: tuple[Case, Case]) -> None:
    forth, back = compared(pair), compared(pair[::-1])
    assert shares(back) == {name: (-section, -whole) for name, (section, whole) in shares(forth).items()}
    assert (back.before, back.after) == (forth.after, forth.before)


@given(cases_answered_twice(conditions=True))
def test_a_complete_comparison_of_one_questionnaire_shows_the_runs_own_scores(pair: tuple[Case, Case]) -> None:
    found = compared(pair)
    assert found.complete
    assert (found.before, found.after) == (pair[0].score, pair[1].score)


@given(cases_answered_twice(), st.data())
def test_only_shared_questions_count(pair: tuple[Case, Case], data: st.DataObject) -> None:
    """Some questions are worth other points in the later version: what is said to them moves nothing."""
    first, second = pair
    names = [each.id for each in first.questionnaire.questions()]
    revised = data.draw(st.sets(st.sampled_from(names)))
    later = each_question(second.questionnaire, lambda each: _revised(each) if each.id in revised else each)
    found = compare(run(first.questionnaire, first.answers), run(later, second.answers))
    assert set(found.left_out) == revised
    assert set(found.shared) == set(names) - revised
    assert set(shares(found)) <= set(found.shared)
    silent = [
        {name: answer for name, answer in case.answers.items() if name not in revised} for case in (first, second)
    ]
    again = compare(run(first.questionnaire, silent[0]), run(later, silent[1]))
    assert (again.before.sections, again.after.sections) == (found.before.sections, found.after.sections)
    assert shares(again) == shares(found)


def _revised(asked: Question) -> Question:
    more: Sequence[Option] = levels(0, 1, 7, 9, 11, 13)
    return replace(asked, options=tuple(more), unit="other")


@given(cases_answered_twice())
def test_no_share_is_larger_than_everything(pair: tuple[Case, Case]) -> None:
    for move in compared(pair).moves:
        assert -1 <= move.of_section <= 1
        assert -1 <= move.of_whole <= 1


@given(cases_answered_twice())
def test_questions_that_all_rise_have_no_negative_share(pair: tuple[Case, Case]) -> None:
    first, second = pair
    better = dict(first.answers)
    for name, found in second.score.questions.items():
        before = first.score.questions[name].fraction
        if before is not None and found.fraction is not None and found.fraction > before and name in second.answers:
            better[name] = second.answers[name]
    found_moves = compare(run(first.questionnaire, first.answers), run(first.questionnaire, better)).moves
    assert all(move.of_section >= 0 and move.of_whole >= 0 for move in found_moves)


def test_unanswered_zero_and_leave_out_are_kept_as_each_run_was_scored() -> None:
    strict = replace(TWO, unanswered=Unanswered.ZERO)
    found = compare(run(strict, answers({"a.1": "4"})), run(TWO, answers({"a.1": "4"})))
    assert found.before.fraction == Fraction(3, 8)
    assert found.after.fraction == 1


def test_what_a_draft_has_not_answered_yet_has_not_fallen() -> None:
    before = run(TWO, answers({"a.1": "3", "b.1": "3"}))
    so_far = compare(before, run(TWO, answers({"a.1": "2"})), so_far=True)
    assert {move.question for move in so_far.moves} == {"a.1"}
    assert "b.1" not in so_far.shared
    assert so_far.change("b") is None
    assert compared_on(so_far) == "the 1 question answered so far"
    whole = compare(before, run(TWO, answers({"a.1": "2"})))
    assert {move.question for move in whole.moves} == {"a.1", "b.1"}
    assert compared_on(whole).endswith("that both asked")
