"""Small changes to questionnaires and answers, for the laws that say what such a change may do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import TypeVar

from preflight.domain.assessment import Answer, Answers
from preflight.domain.points import score_question
from preflight.domain.questionnaire import Kind, Option, Question, Questionnaire, Section
from preflight.domain.scoring import Score, SectionScore
from tests.builders import TODAY
from tests.domain.generated import Case

Part = TypeVar("Part", Question, Section)


def every_section(score: Score) -> Iterator[SectionScore]:
    """Every section's score, at every depth."""

    def below(sections: tuple[SectionScore, ...]) -> Iterator[SectionScore]:
        for section in sections:
            yield section
            yield from below(section.sections)

    return below(score.sections)


def asked_sections(questionnaire: Questionnaire) -> Iterator[Section]:
    """Every section as it is asked, in the order of `every_section`."""

    def below(sections: tuple[Section, ...]) -> Iterator[Section]:
        for section in sections:
            yield section
            yield from below(section.sections)

    return below(questionnaire.sections)


def all_ways_to_answer(question: Question) -> Iterator[Answer]:
    """Every answer that can make a difference: each option, each set of options, each band of a number."""
    names = [option.id for option in question.options]
    if question.kind is Kind.NUMBER:
        yield from (Answer(number=band.start) for band in question.bands)
    elif question.kind is Kind.CHOICE:
        yield from (Answer(choices=(name,)) for name in names)
    elif question.kind is Kind.MULTI:
        for size in range(len(names) + 1):
            yield from (Answer(choices=chosen) for chosen in combinations(names, size))


def raises(case: Case) -> list[tuple[str, Answer]]:
    """Every answer that scores more than the present one, with the same evidence."""
    found = []
    for question in case.questionnaire.questions():
        now = case.score.questions[question.id].fraction
        if now is None:
            continue
        proof = case.answers[question.id].evidence if question.id in case.answers else ()
        for better in all_ways_to_answer(question):
            then = score_question(question, better, on=TODAY).fraction
            if then is not None and then > now:
                found.append((question.id, replace(better, evidence=proof)))
    return found


def with_answer(answers: Answers, question_id: str, answer: Answer | None) -> Answers:
    """The answers with one changed, or taken away."""
    others = {name: found for name, found in answers.items() if name != question_id}
    return others if answer is None else {**others, question_id: answer}


def each_question(questionnaire: Questionnaire, change: Callable[[Question], Question | None]) -> Questionnaire:
    """The questionnaire with every question changed, or removed where `change` gives None."""

    def below(section: Section) -> Section:
        changed = (change(question) for question in section.questions)
        return replace(
            section,
            questions=tuple(question for question in changed if question is not None),
            sections=tuple(below(inner) for inner in section.sections),
        )

    return replace(questionnaire, sections=tuple(below(section) for section in questionnaire.sections))


def each_section(questionnaire: Questionnaire, change: Callable[[Section], Section]) -> Questionnaire:
    """The questionnaire with every section changed, the deepest first."""

    def below(section: Section) -> Section:
        return change(replace(section, sections=tuple(below(inner) for inner in section.sections)))

    return replace(questionnaire, sections=tuple(below(section) for section in questionnaire.sections))


def without(questionnaire: Questionnaire, question_id: str) -> Questionnaire:
    return each_question(questionnaire, lambda question: None if question.id == question_id else question)


def with_weights_times(questionnaire: Questionnaire, factor: Fraction) -> Questionnaire:
    heavier = each_section(questionnaire, lambda section: replace(section, weight=section.weight * factor))
    return each_question(heavier, lambda question: replace(question, weight=question.weight * factor))


def with_points_times(questionnaire: Questionnaire, factor: Fraction) -> Questionnaire:
    def scaled(question: Question) -> Question:
        options: tuple[Option, ...] = tuple(
            option if option.points is None else replace(option, points=option.points * factor)
            for option in question.options
        )
        rules = tuple(
            rule if rule.points is None else replace(rule, points=rule.points * factor) for rule in question.rules
        )
        bands = tuple(replace(band, points=band.points * factor) for band in question.bands)
        return replace(question, options=options, rules=rules, bands=bands)

    return each_question(questionnaire, scaled)


def permuted(questionnaire: Questionnaire, random: Random) -> Questionnaire:
    """The same questions and sections, each in its place in the tree but in another order."""

    def shuffled(parts: tuple[Part, ...]) -> tuple[Part, ...]:
        return tuple(random.sample(parts, len(parts)))

    mixed = each_section(
        questionnaire,
        lambda section: replace(section, questions=shuffled(section.questions), sections=shuffled(section.sections)),
    )
    return replace(mixed, sections=shuffled(mixed.sections))
