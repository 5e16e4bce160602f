"""From one answer to its fraction, in exact arithmetic; section 2 of the questionnaire format says how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from preflight.domain.assessment import Answer, State
from preflight.domain.condition import holds
from preflight.domain.questionnaire import Combine, Kind, Question, Risk, Unanswered

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
