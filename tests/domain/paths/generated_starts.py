"""Assessments made by chance whose paths are worth finding: steps, limits and exclusive options, and low answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from preflight.domain.assessment import Answer, Answers
from preflight.domain.paths.moves import Efforts
from preflight.domain.questionnaire import Effort, Improvement, Kind, Question, Questionnaire, Section
from tests.domain.generated import a_case

EFFORTS = (Efforts(), Efforts(S=1, M=1, L=1), Efforts(S=5, M=2, L=3))


@dataclass(frozen=True)
class Start:
    """Where a path begins."""

    questionnaire: Questionnaire
    answers: Answers
    efforts: Efforts
    locked: frozenset[str]


def a_start(random: Random, *, broad: int = 2, deep: int = 2) -> Start:
    """One start; sections have at most `broad` children and are nested at most `deep`."""
    chance = _Chance(random)
    kinds = ("choice", "multi", "rules", "number", "text") if chance.likely(50) else ("choice",)
    plain = a_case(random, broad=broad, deep=deep, kinds=kinds, conditions=chance.likely(60))
    form = replace(plain.questionnaire, sections=tuple(map(chance.section, plain.questionnaire.sections)))
    lowered = chance.likely(60)
    return Start(
        questionnaire=form,
        answers={one: chance.lower(form, one, said) if lowered else said for one, said in plain.answers.items()},
        efforts=random.choice(EFFORTS),
        locked=frozenset(one.id for one in form.questions() if chance.likely(15)) if chance.likely(40) else frozenset(),
    )


class _Chance:
    def __init__(self, random: Random) -> None:
        self.random = random

    def likely(self, percent: int) -> bool:
        return self.random.randrange(100) >= 100 - percent

    def section(self, section: Section) -> Section:
        return replace(
            section,
            weight=self.weight(section.weight),
            sections=tuple(map(self.section, section.sections)),
            questions=tuple(map(self.question, section.questions)),
        )

    def weight(self, weight: Fraction) -> Fraction:
        return Fraction(0) if self.likely(8) else weight

    def question(self, question: Question) -> Question:
        numbered, many = question.kind is Kind.NUMBER, question.kind is Kind.MULTI
        low, high = sorted(self.random.choice((0, 3, 10, 12)) for _ in range(2))
        return replace(
            question,
            weight=self.weight(question.weight),
            improve={
                option.id: Improvement(do=f"Leave {option.id}", effort=self.random.choice(list(Effort)))
                for option in question.options
                if self.likely(60)
            },
            options=tuple(replace(option, exclusive=many and self.likely(20)) for option in question.options),
            minimum=Fraction(low) if numbered and self.likely(40) else None,
            maximum=Fraction(high) if numbered and self.likely(40) else None,
        )

    def lower(self, form: Questionnaire, question_id: str, said: Answer) -> Answer:
        """Mostly the lowest option instead, so that the way up is long."""
        question = form.question(question_id)
        if question is None or question.kind is not Kind.CHOICE or self.likely(20):
            return said
        lowest = min(question.options, key=lambda option: option.points or 0)
        return replace(said, choices=(lowest.id,), unknown=False, not_applicable=None)
