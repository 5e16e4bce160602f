"""The questionnaire and the answers as values: what a question is worth, and what state an answer is in."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest

from preflight.domain.assessment import NO_ANSWERS, Answer, State
from preflight.domain.questionnaire import Combine, Effort, Improvement, Question, Risk
from tests.builders import Number, evidence, multi, named, number, question, questionnaire, rule, section, text


@pytest.mark.parametrize(
    ("asked", "most"),
    [
        (question(points=(0, 1, 4)), 4),
        (question(points=(4, 1, 0)), 4),
        (question(points=(-2, -1)), -1),
        (question(points=(None, None)), 0),
        (multi(combine=Combine.SUM), 6),
        (multi(combine=Combine.SUM, options=named(a=3, b=-1, c=None)), 3),
        (multi(combine=Combine.MEAN), 3),
        (multi(combine=Combine.MAX), 3),
        (multi(combine=Combine.MIN), 3),
        (multi(combine=Combine.SHARE), 3),
        (multi(combine=Combine.SHARE, options=named(a=None, b=None)), 2),
        (multi(rules=(rule("a", Risk.NONE, 5), rule("b", Risk.HIGH, 1))), 5),
        (multi(rules=(rule("a", Risk.HIGH),)), 0),
        (number(bands={0: 4, 10: "0.5"}), 4),
        (text(), 0),
    ],
)
def test_the_most_points_are_those_of_the_best_answer(asked: Question, most: Number) -> None:
    assert asked.most_points == most
    assert asked.scored is (asked.most_points > 0)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (Answer(), State.UNANSWERED),
        (Answer(note="Ask Kim"), State.UNANSWERED),
        (Answer(evidence=(evidence(),)), State.UNANSWERED),
        (Answer(text=""), State.UNANSWERED),
        (Answer(text="Kim"), State.ANSWERED),
        (Answer(choices=("1",)), State.ANSWERED),
        (Answer(choices=()), State.ANSWERED),
        (Answer(number=Fraction(0)), State.ANSWERED),
        (Answer(unknown=True), State.UNKNOWN),
        (Answer(unknown=True, choices=("1",)), State.UNKNOWN),
        (Answer(not_applicable="A batch job", choices=("1",)), State.NOT_APPLICABLE),
        (Answer(not_applicable="A batch job"), State.NOT_APPLICABLE),
        (Answer(not_applicable=""), State.NOT_APPLICABLE),
    ],
)
def test_the_state_of_an_answer(said: Answer, state: State) -> None:
    assert said.state is state


@pytest.mark.parametrize(("choices", "choice"), [(None, None), ((), None), (("1",), "1"), (("1", "2"), None)])
def test_the_choice_is_the_option_where_exactly_one_is_chosen(
    choices: tuple[str, ...] | None, choice: str | None
) -> None:
    assert Answer(choices=choices).choice == choice


def test_questions_come_in_the_order_they_are_asked_at_any_depth() -> None:
    inner = section("inner", question("b"), question("c"))
    asked = questionnaire(section("first", question("a")), section("outer", inner, section("last", question("d"))))
    assert [each.id for each in asked.questions()] == ["a", "b", "c", "d"]
    assert asked.question("c") is inner.questions[1]
    assert asked.question("outer") is None


def test_the_section_of_a_question_is_the_top_one() -> None:
    asked = questionnaire(section("outer", section("inner", question("a"))), section("other"))
    found = asked.section_of("a")
    assert found is not None
    assert found.id == "outer"
    assert asked.section_of("nowhere") is None


def test_options_and_next_steps_are_found_by_id() -> None:
    asked = question(improve={"0": Improvement(do="Draw 200 cases.", effort=Effort.M)})
    assert asked.option("3") is asked.options[3]
    assert asked.option("9") is None
    assert asked.next_step("0") == Improvement(do="Draw 200 cases.", effort=Effort.M)
    assert asked.next_step("4") is None


def test_what_was_asked_and_answered_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        question().id = "other"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        Answer().unknown = True  # type: ignore[misc]
    with pytest.raises(TypeError):
        NO_ANSWERS["q"] = Answer()  # type: ignore[index]
