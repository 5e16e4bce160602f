"""Conditions that wait for one another: circles and chains, through sections too."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from preflight.catalog.reading import read_questionnaire
from preflight.catalog.reading_conditions import LONGEST_CHAIN
from preflight.domain.assessment import Answer
from preflight.domain.errors import UnsoundFile
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.visibility import shown_questions

HEAD = "format: 1\nid: small\nversion: 1\ntitle: S\nverdict: {bands: [{id: low, title: L, from: 0}]}\nsections:\n"


def question(question_id: str, show_if: str = "") -> str:
    condition = f", show_if: '{show_if}'" if show_if else ""
    return f"{{id: {question_id}, text: T, options: [{{id: a, label: A}}]{condition}}}"


def section(section_id: str, *questions: str, show_if: str = "") -> str:
    condition = f"  show_if: '{show_if}'\n" if show_if else ""
    return f"- id: {section_id}\n  title: S\n{condition}  questions:\n" + "".join(f"  - {each}\n" for each in questions)


def read(*sections: str) -> Questionnaire:
    return read_questionnaire((HEAD + "".join(sections)).encode(), file="f")


def problems_of(*sections: str) -> tuple[str, ...]:
    with pytest.raises(UnsoundFile) as caught:
        read(*sections)
    return caught.value.problems


def circles(problems: Iterable[str]) -> list[str]:
    return [re.sub(r"f:(\d+):.* circle: (.*); a question can't wait for itself", r"\1: \2", each) for each in problems]


def test_a_question_does_not_wait_for_itself() -> None:
    assert circles(problems_of(section("s", question("x", "x:a")))) == ["10: x → x"]


def test_a_circle_is_told_once_at_its_first_condition() -> None:
    found = problems_of(section("s", question("x", "y:a"), question("y", "z:a"), question("z", "x:a")))
    assert circles(found) == ["10: x → y → z → x"]


def test_a_circle_may_go_through_a_denial() -> None:
    assert circles(problems_of(section("s", question("x", "!y:a"), question("y", "x:a")))) == ["10: x → y → x"]


def test_a_section_does_not_wait_for_its_own_questions() -> None:
    assert circles(problems_of(section("s", question("x"), show_if="x:a"))) == ["9: the section s → x → the section s"]


def test_a_circle_may_go_through_two_sections() -> None:
    found = problems_of(section("s", question("x"), show_if="y:a"), section("t", question("y"), show_if="x:a"))
    assert circles(found) == ["9: the section s → y → the section t → x → the section s"]


def test_each_circle_is_told() -> None:
    pairs = [question(f"{name}{n}", f"{other}{n}:a") for n in range(3) for name, other in (("x", "y"), ("y", "x"))]
    assert len(problems_of(section("s", *pairs))) == 3


def test_two_ways_to_one_question_are_no_circle() -> None:
    read(section("s", question("w"), question("x", "w:a"), question("y", "w:a"), question("z", "x:a && y:a")))


def test_later_questions_may_be_asked_for() -> None:
    read(section("s", question("x", "y:a"), question("y")))


def chain(length: int) -> str:
    return section("s", question("q0"), *(question(f"q{n}", f"q{n - 1}:a") for n in range(1, length + 1)))


def test_the_longest_chain_can_be_followed() -> None:
    questionnaire = read(chain(LONGEST_CHAIN))
    answers = {question.id: Answer(choices=("a",)) for question in questionnaire.questions()}
    assert len(shown_questions(questionnaire, answers)) == LONGEST_CHAIN + 1


@pytest.mark.parametrize("length", [LONGEST_CHAIN + 1, 900])
def test_a_longer_chain_is_told_once(length: int) -> None:
    (problem,) = problems_of(chain(length))
    assert "more than 50 questions wait for one another here" in problem
    assert problem.startswith(f"f:{10 + LONGEST_CHAIN + 1}:")


def test_conditions_are_short_together() -> None:
    wish = "||".join(["q0:a"] * 300)
    problems = problems_of(section("s", question("q0"), *(question(f"q{n}", wish) for n in range(1, 60))))
    assert all("the conditions of this file have more than 100,000 characters" in problem for problem in problems)
