"""Which questions are shown: conditions followed through the answers that they depend on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter

from preflight.domain.assessment import Answer, Answers, State
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
    round in a circle never come out of the reader; here a question that waits for itself counts as hidden, and so
    does one that waits for it.
    """
    conditions = {question.id: found for question, found in conditions_of(questionnaire)}
    shown = {question_id for question_id, found in conditions.items() if not found}
    conditional = conditions.keys() - shown
    if not conditional:
        return frozenset(shown)
    chosen = {question_id: chosen_options(answers.get(question_id)) for question_id in shown}
    waits_for = {
        question_id: {atom.question for condition in conditions[question_id] for atom in atoms(condition)} & conditional
        for question_id in conditional
    }
    order = TopologicalSorter(waits_for)
    with suppress(CycleError):
        order.prepare()
    while order.is_active():
        ready = order.get_ready()
        for question_id in ready:
            if all(holds(condition, chosen) for condition in conditions[question_id]):
                shown.add(question_id)
                chosen[question_id] = chosen_options(answers.get(question_id))
        order.done(*ready)
    return frozenset(shown)


def chosen_options(answer: Answer | None) -> frozenset[str]:
    """The options that a condition sees in an answer of a shown question; none unless it is answered."""
    return frozenset(answer.choices or ()) if answer is not None and answer.state is State.ANSWERED else frozenset()
