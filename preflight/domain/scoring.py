"""From answers to scores, in exact arithmetic. Section 2 of the questionnaire format is the source of every formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm

from preflight.domain.assessment import Answers, State
from preflight.domain.points import QuestionScore, score_question
from preflight.domain.questionnaire import Aggregate, Questionnaire, Risk, Section
from preflight.domain.visibility import shown_questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The least fraction among the questions below a section, and which questions have it."""

    fraction: Fraction | None
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionScore:
    """One section: fractions from 0 to 1, None where nothing below it has one (a gap in a chart, never 0)."""

    id: str
    title: str
    fraction: Fraction | None
    evidenced: Fraction | None
    coverage: Fraction | None
    out_of: Fraction
    floor: Floor
    risks: Mapping[Risk, int]
    sections: tuple[SectionScore, ...]

    @property
    def demo_gap(self) -> Fraction | None:
        """Claimed minus evidenced."""
        return None if self.fraction is None or self.evidenced is None else self.fraction - self.evidenced


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A whole questionnaire: overall fractions, sections in order, and every question by id."""

    fraction: Fraction | None
    evidenced: Fraction | None
    coverage: Fraction | None
    out_of: Fraction
    sections: tuple[SectionScore, ...]
    questions: Mapping[str, QuestionScore]

    def section(self, section_id: str) -> SectionScore | None:
        """The top section of this id, or None."""
        return next((section for section in self.sections if section.id == section_id), None)


def score(questionnaire: Questionnaire, answers: Answers, *, on: date) -> Score:
    """Score the answers as they stand on a day (evidence grows old)."""
    shown = shown_questions(questionnaire, answers)
    questions = {
        question.id: score_question(
            question,
            answers.get(question.id),
            hidden=question.id not in shown,
            unanswered=questionnaire.unanswered,
            evidence_days=questionnaire.evidence_days,
            on=on,
        )
        for question in questionnaire.questions()
    }
    return combine_scores(questionnaire, questions)


def shown_sections(score: Score, questionnaire: Questionnaire) -> tuple[SectionScore, ...]:
    """The top sections with a question that is shown: one that is hidden altogether is no dimension of this result."""
    shown = {name for name, question in score.questions.items() if question.state is not State.HIDDEN}
    hidden = {
        section.id
        for section in questionnaire.sections
        if not any(question.id in shown for question in section.all_questions())
    }
    return tuple(section for section in score.sections if section.id not in hidden)


def combine_scores(questionnaire: Questionnaire, questions: Mapping[str, QuestionScore]) -> Score:
    """Combine question scores into sections and a whole; a question without a score counts as hidden."""
    sections = tuple(_section_score(section, questions) for section in questionnaire.sections)
    weights = [section.weight for section in questionnaire.sections]
    below = [questions[question.id] for question in questionnaire.questions() if question.id in questions]
    return Score(
        fraction=aggregated(questionnaire.aggregate, weights, [section.fraction for section in sections]),
        evidenced=aggregated(questionnaire.aggregate, weights, [section.evidenced for section in sections]),
        coverage=coverage(below),
        out_of=questionnaire.out_of,
        sections=sections,
        questions=questions,
    )


def coverage(questions: Iterable[QuestionScore]) -> Fraction | None:
    """(answered + unknown) / (shown - not applicable), over scored questions alike; None when none is left."""
    asked = said = 0
    for question in questions:
        if not question.scored or question.state in {State.HIDDEN, State.NOT_APPLICABLE}:
            continue
        asked += 1
        said += question.state in {State.ANSWERED, State.UNKNOWN}
    return Fraction(said, asked) if asked else None


def aggregated(how: Aggregate, weights: Iterable[Fraction], fractions: Iterable[Fraction | None]) -> Fraction | None:
    """The weighted mean, the least or the greatest of the fractions that exist; None when none does."""
    present = [(weight, fraction) for weight, fraction in zip(weights, fractions, strict=True) if fraction is not None]
    if not present:
        return None
    if how is Aggregate.MEAN:
        return _weighted_mean(present)
    pick: Callable[[Iterable[Fraction]], Fraction] = min if how is Aggregate.MIN else max
    return pick(fraction for _, fraction in present)


def _weighted_mean(parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Exact, in whole numbers over one denominator: a third of the time of adding fractions. None without weight."""
    scale = lcm(*(weight.denominator * fraction.denominator for weight, fraction in parts))
    above = sum(w.numerator * f.numerator * (scale // (w.denominator * f.denominator)) for w, f in parts)
    below = sum(w.numerator * (scale // w.denominator) for w, _ in parts)
    return Fraction(above, below) if below else None


def _section_score(section: Section, questions: Mapping[str, QuestionScore]) -> SectionScore:
    inner = tuple(_section_score(child, questions) for child in section.sections)
    mine = [questions[question.id] for question in section.questions if question.id in questions]
    below = [questions[question.id] for question in section.all_questions() if question.id in questions]
    weights = [question.weight for question in section.questions if question.id in questions]
    weights += [child.weight for child in section.sections]
    parts: tuple[QuestionScore | SectionScore, ...] = (*mine, *inner)
    return SectionScore(
        id=section.id,
        title=section.title,
        fraction=aggregated(section.aggregate, weights, [part.fraction for part in parts]),
        evidenced=aggregated(section.aggregate, weights, [part.evidenced for part in parts]),
        coverage=coverage(below),
        out_of=section.out_of,
        floor=_floor(below),
        risks={risk: sum(question.risk is risk for question in below) for risk in Risk},
        sections=inner,
    )


def _floor(questions: Iterable[QuestionScore]) -> Floor:
    fractions = {question.id: question.fraction for question in questions if question.fraction is not None}
    least = min(fractions.values(), default=None)
    return Floor(fraction=least, questions=tuple(name for name, fraction in fractions.items() if fraction == least))
