"""Which questions are shown: conditions followed through the answers that they depend on."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.domain.assessment import Answers, State
from preflight.domain.condition import Condition, atoms, holds
from preflight.domain.questionnaire import Question, Questionnaire, Section


def conditions_of(questionnaire: Questionnaire) -> Iterator[tuple[Question, tuple[Condition, ...]]]:
    """Every question with the conditions that must all hold for it to be shown: its own and its sections'."""

    def below(section: Section, outer: tuple[Condition, ...]) -> Iterator[tuple[Question, tuple[Condition, ...]]]:
        here = (*outer, section.show_if) if section.show_if is not None else outer
        for question in section.questions:
            yield question, (*here, question.show_if) if question.show_if is not None else here
        for inner in section.sections:
            yield from below(inner, here)

    for section in questionnaire.sections:
        yield from below(section, ())


def shown_questions(questionnaire: Questionnaire, answers: Answers) -> frozenset[str]:
    """The ids of the questions that are shown.

    A condition about a question that is hidden or not answered is false (`!` of it is true). Conditions that go
    round in a circle never come out of the reader; here a question that waits for itself counts as hidden.
    """
    conditions = {question.id: found for question, found in conditions_of(questionnaire)}
    if not any(conditions.values()):
        return frozenset(conditions)
    shown: dict[str, bool] = {}
    waiting: set[str] = set()

    def is_shown(question_id: str) -> bool:
        if question_id not in shown:
            if question_id in waiting or question_id not in conditions:
                return False
            waiting.add(question_id)
            shown[question_id] = all(_true(condition) for condition in conditions[question_id])
            waiting.discard(question_id)
        return shown[question_id]

    def _true(condition: Condition) -> bool:
        chosen: dict[str, frozenset[str]] = {}
        for atom in atoms(condition):
            answer = answers.get(atom.question)
            if answer is not None and answer.state is State.ANSWERED and is_shown(atom.question):
                chosen[atom.question] = frozenset(answer.choices or ())
        return holds(condition, chosen)

    return frozenset(question_id for question_id in conditions if is_shown(question_id))
