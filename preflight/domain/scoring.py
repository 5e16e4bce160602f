"""From answers to scores, in exact arithmetic. Section 2 of the questionnaire format is the source of every formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm

from preflight.domain.assessment import Answer, Answers, State
from preflight.domain.condition import holds
from preflight.domain.questionnaire import (
    Aggregate,
    Combine,
    Kind,
    Question,
    Questionnaire,
    Risk,
    Section,
    Unanswered,
)
from preflight.domain.visibility import shown_questions

NOTHING = Fraction(0)
ALL = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionScore:
    """One question: its state, its fraction (0 to 1, None when it is left out), and the same with evidence alone."""

    id: str
    state: State
    scored: bool
    fraction: Fraction | None
    evidenced: Fraction | None
    risk: Risk | None = None


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


def score_question(
    question: Question,
    answer: Answer | None,
    *,
    hidden: bool = False,
    unanswered: Unanswered = Unanswered.LEAVE_OUT,
    evidence_days: int = 180,
    on: date,
) -> QuestionScore:
    """Score one answer; `answer` None, and one that the question can't read, is unanswered."""
    state = State.HIDDEN if hidden else _state(question, answer)
    fraction: Fraction | None = None
    risk: Risk | None = None
    if state is State.ANSWERED and answer is not None:
        fraction, risk = _fraction_and_risk(question, answer)
    elif state is State.UNKNOWN or (state is State.UNANSWERED and unanswered is Unanswered.ZERO):
        fraction = NOTHING
    if not question.scored:
        fraction = None
    evidenced = fraction
    if fraction is not None and state is State.ANSWERED and answer is not None:
        proven = any(evidence.valid_on(on, evidence_days) for evidence in answer.evidence)
        evidenced = fraction if proven else NOTHING
    return QuestionScore(
        id=question.id, state=state, scored=question.scored, fraction=fraction, evidenced=evidenced, risk=risk
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


def _fraction_and_risk(question: Question, answer: Answer) -> tuple[Fraction | None, Risk | None]:
    if question.kind is Kind.MULTI and question.rules:
        return _ruled(question, frozenset(answer.choices or ()))
    if not question.scored:
        return None, None
    if question.kind is Kind.NUMBER:
        points = _number_points(question, answer.number) if answer.number is not None else None
    elif question.kind is Kind.MULTI:
        points = _combined(question, frozenset(answer.choices or ()))
    else:
        option = question.option(answer.choice) if answer.choice is not None else None
        points = option.points if option is not None else None
    return (None if points is None else _held(points, question.most_points)), None


def _state(question: Question, answer: Answer | None) -> State:
    if answer is None:
        return State.UNANSWERED
    if answer.state is not State.ANSWERED:
        return answer.state
    readable = {
        Kind.CHOICE: answer.choice is not None and question.option(answer.choice) is not None,
        Kind.MULTI: answer.choices is not None,
        Kind.NUMBER: answer.number is not None,
        Kind.TEXT: bool(answer.text),
    }
    return State.ANSWERED if readable[question.kind] else State.UNANSWERED


def _held(points: Fraction, most: Fraction) -> Fraction:
    return NOTHING if points <= 0 else ALL if points >= most else points / most


def _ruled(question: Question, chosen: frozenset[str]) -> tuple[Fraction | None, Risk | None]:
    for rule in question.rules:
        if holds(rule.when, {question.id: chosen}):
            known = rule.points is not None and question.most_points > 0
            fraction = _held(rule.points, question.most_points) if known and rule.points is not None else None
            return fraction, rule.risk
    return None, Risk.UNDEFINED


def _number_points(question: Question, number: Fraction) -> Fraction:
    reached = [band.points for band in question.bands if band.start <= number]
    return reached[-1] if reached else NOTHING


def _combined(question: Question, chosen: frozenset[str]) -> Fraction:
    if question.combine is Combine.SHARE:
        return Fraction(sum(option.id in chosen for option in question.options))
    points = [option.points or NOTHING for option in question.options if option.id in chosen]
    if not points:
        return NOTHING
    if question.combine is Combine.MAX:
        return max(points)
    if question.combine is Combine.MIN:
        return min(points)
    total = sum(points, NOTHING)
    return total / len(points) if question.combine is Combine.MEAN else total
