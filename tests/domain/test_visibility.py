"""Which questions are shown: conditions on questions and sections, followed through the answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.catalog.reading_conditions import LONGEST_CHAIN
from preflight.domain.assessment import Answer, Answers, State
from preflight.domain.condition import And
from preflight.domain.questionnaire import Questionnaire, Section
from preflight.domain.scoring import score
from preflight.domain.visibility import conditions_of, shown_questions
from tests.builders import (
    NOT_APPLICABLE,
    TODAY,
    UNKNOWN,
    answer,
    answers,
    multi,
    number,
    of_questions,
    question,
    questionnaire,
    section,
)
from tests.domain.generated import Case, cases

LEADS = question("lead")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({}, False),
        ({"lead": None}, False),
        ({"lead": "2"}, True),
        ({"lead": "1"}, False),
        ({"lead": UNKNOWN}, False),
        ({"lead": Answer(unknown=True, choices=("2",))}, False),
        ({"lead": NOT_APPLICABLE}, False),
    ],
)
def test_a_question_is_shown_when_its_atom_is_answered_so(said: dict[str, str], shown: bool) -> None:
    asked = of_questions(LEADS, question("led", show_if="lead:2"))
    assert ("led" in shown_questions(asked, answers(said))) is shown


@pytest.mark.parametrize("said", [{}, {"lead": UNKNOWN}, {"lead": NOT_APPLICABLE}, {"lead": None}, {"lead": "1"}])
def test_not_of_an_atom_is_true_while_its_question_is_open(said: dict[str, str]) -> None:
    asked = of_questions(LEADS, question("led", show_if="!lead:2"))
    assert "led" in shown_questions(asked, answers(said))


def test_an_answer_to_a_hidden_question_shows_nothing() -> None:
    asked = of_questions(LEADS, question("led", show_if="lead:2"), question("last", show_if="led:3"))
    both: Answers = answers({"lead": "2", "led": "3"})
    assert shown_questions(asked, both) == {"lead", "led", "last"}
    assert shown_questions(asked, {**both, "lead": answer("1")}) == {"lead"}


def test_not_of_a_hidden_question_is_true() -> None:
    asked = of_questions(LEADS, question("led", show_if="lead:2"), question("last", show_if="!led:3"))
    assert shown_questions(asked, answers({"lead": "1", "led": "3"})) == {"lead", "last"}


def test_a_question_may_wait_for_one_that_stands_behind_it() -> None:
    asked = of_questions(question("led", show_if="lead:2"), LEADS)
    assert shown_questions(asked, answers({"lead": "2"})) == {"led", "lead"}


def test_each_chosen_option_of_a_multi_question_is_true_and_a_number_never() -> None:
    asked = of_questions(
        multi("m"),
        number("n"),
        question("both", show_if="m:a && m:c"),
        question("one", show_if="m:b"),
        question("ten", show_if="n:10"),
    )
    assert shown_questions(asked, answers({"m": ["a", "c"], "n": 10})) == {"m", "n", "both"}


def test_a_hidden_section_hides_all_that_stands_below_it() -> None:
    asked = questionnaire(
        section("first", LEADS),
        section("outer", section("inner", question("deep")), section("more", question("else")), show_if="lead:2"),
    )
    assert shown_questions(asked, answers({"lead": "0"})) == {"lead"}
    assert shown_questions(asked, answers({"lead": "2"})) == {"lead", "deep", "else"}


def test_a_question_needs_its_own_condition_and_those_of_all_its_sections() -> None:
    inner = section("inner", question("deep", show_if="c:1"), show_if="b:1")
    asked = questionnaire(section("first", *(question(name) for name in "abc")), section("outer", inner, show_if="a:1"))
    for missing in "abc":
        said = answers({name: "0" if name == missing else "1" for name in "abc"})
        assert "deep" not in shown_questions(asked, said)
    assert "deep" in shown_questions(asked, answers({"a": "1", "b": "1", "c": "1"}))
    assert {name.id: len(found) for name, found in conditions_of(asked)} == {"a": 0, "b": 0, "c": 0, "deep": 3}


def chain(length: int, *, backward: bool) -> tuple[Questionnaire, Answers]:
    """Questions that each wait for the one before, all of them answered so that the next one is shown."""
    links = [question("q0", points=(0, 1))]
    links += [question(f"q{place}", points=(0, 1), show_if=f"q{place - 1}:1") for place in range(1, length)]
    asked = of_questions(*(reversed(links) if backward else links))
    return asked, answers({each.id: "1" for each in links})


@pytest.mark.parametrize("backward", [False, True], ids=["asked first to last", "asked last to first"])
def test_a_chain_as_long_as_the_reader_allows_is_followed(backward: bool) -> None:
    asked, said = chain(LONGEST_CHAIN + 1, backward=backward)
    assert len(shown_questions(asked, said)) == LONGEST_CHAIN + 1
    assert shown_questions(asked, {**said, "q0": answer("0")}) == {"q0"}


def test_a_chain_through_every_question_of_the_longest_questionnaire_is_followed() -> None:
    asked, said = chain(1_000, backward=True)
    assert len(shown_questions(asked, said)) == 1_000


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_questions_that_wait_for_each_other_are_hidden(order: tuple[str, str]) -> None:
    waiting = {"a": question("a", show_if="b:1"), "b": question("b", show_if="a:1")}
    asked = of_questions(*(waiting[name] for name in order))
    assert shown_questions(asked, answers({"a": "1", "b": "1"})) == frozenset()


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_questions_that_wait_for_themselves_through_not_are_hidden_too(order: tuple[str, str]) -> None:
    waiting = {"a": question("a", show_if="!b:1"), "b": question("b", show_if="a:1")}
    asked = of_questions(*(waiting[name] for name in order))
    assert shown_questions(asked, answers({"a": "1", "b": "1"})) == frozenset()
    assert shown_questions(of_questions(question("a", show_if="!a:1")), answers({"a": "0"})) == frozenset()


@given(cases())
def test_without_conditions_every_question_is_shown(case: Case) -> None:
    assert shown_questions(case.questionnaire, case.answers) == {each.id for each in case.questionnaire.questions()}


@given(cases(conditions=True))
def test_what_is_hidden_has_no_fraction_and_its_answer_changes_no_number(case: Case) -> None:
    hidden = [name for name, found in case.score.questions.items() if found.state is State.HIDDEN]
    assert all(case.score.questions[name].fraction is None for name in hidden)
    without = {name: found for name, found in case.answers.items() if name not in hidden}
    assert score(case.questionnaire, without, on=TODAY) == case.score


@given(cases(conditions=True), st.booleans())
def test_unknown_and_not_applicable_show_what_no_answer_shows(case: Case, unknown: bool) -> None:
    silent = UNKNOWN if unknown else NOT_APPLICABLE
    open_ones = {each.id for each in case.questionnaire.questions()} - {
        name for name, found in case.answers.items() if found.state is State.ANSWERED
    }
    said = {name: found for name, found in case.answers.items() if name not in open_ones}
    assert shown_questions(case.questionnaire, said) == shown_questions(
        case.questionnaire, said | dict.fromkeys(open_ones, silent)
    )


@given(cases(conditions=True))
def test_a_condition_on_a_section_is_the_same_condition_on_each_of_its_questions(case: Case) -> None:
    conditions = {asked.id: found for asked, found in conditions_of(case.questionnaire)}

    def bare(part: Section) -> Section:
        questions = [
            replace(each, show_if=And(conditions[each.id]) if conditions[each.id] else None) for each in part.questions
        ]
        return replace(part, show_if=None, questions=tuple(questions), sections=tuple(map(bare, part.sections)))

    moved = replace(case.questionnaire, sections=tuple(map(bare, case.questionnaire.sections)))
    assert shown_questions(moved, case.answers) == shown_questions(case.questionnaire, case.answers)
