"""What a gap, and a question on which a room did not agree, suggest to be done."""

from __future__ import annotations

from fractions import Fraction

from preflight.domain.action import ActionOrigin
from preflight.domain.consensus import CLOSE
from preflight.domain.findings import Finding
from preflight.domain.questionnaire import Question
from preflight.domain.text import LINE
from preflight.domain.wording import short_name, topic
from preflight.services.actions import ActionDraft, link_to
from preflight.services.assessments import OpenAssessment
from preflight.services.room_record import QuestionRecord


def draft_of_gap(opened: OpenAssessment, finding: Finding) -> ActionDraft:
    """The gap's next step, aimed at the next level up; its question's name where there is no such step."""
    step, question = finding.next_step, finding.question
    names = ([step.do.removesuffix(".")] if step else []) + [f"Raise: {short_name(question)}", question.id]
    return ActionDraft(
        title=_first_fitting(names),
        effort=step.effort if step else None,
        origin=ActionOrigin.GAP,
        link=link_to(opened, question.id, _next_up(question, finding.fraction)),
    )


def draft_of_disagreement(opened: OpenAssessment, record: QuestionRecord) -> ActionDraft:
    """To find out where the question stands; how the room voted is its detail."""
    question, widest = record.question, record.widest
    return ActionDraft(
        title=_first_fitting([f"Find out where we stand on {topic(question)}", question.id]),
        detail=f"The room was {widest.shown.words}: {widest.shown.summary}" if widest else "",
        origin=ActionOrigin.DISAGREEMENT,
        link=link_to(opened, question.id),
    )


def disagreed(record: QuestionRecord) -> bool:
    """Whether something is left to find out: nothing was agreed on, or opinions were apart at some time."""
    return record.agreed is None or (record.spread is not None and record.spread >= CLOSE)


def _next_up(question: Question, fraction: Fraction) -> Fraction | None:
    """The fraction of the next level above this one; None where there is none."""
    most = question.most_points
    if most <= 0:
        return None
    levels = (min(option.points / most, Fraction(1)) for option in question.options if option.points is not None)
    return min((level for level in levels if level > fraction), default=None)


def _first_fitting(names: list[str]) -> str:
    return next(name for name in names if len(name) <= LINE)
