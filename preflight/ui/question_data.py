"""What the cards, the question list and the heat strip are given to draw: plain values, in the words of the screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from preflight.charts.heat import level_style
from preflight.charts.theme import Palette
from preflight.domain.assessment import Answer, State
from preflight.domain.figures import scale_end, shown
from preflight.domain.points import QuestionScore
from preflight.domain.questionnaire import Kind, Question
from preflight.domain.wording import EFFORT_WORDS, answer_words, level_number, short_name, typed_number
from preflight.services.assessments import OpenAssessment

NOTHING_SAID = Answer()


def card(opened: OpenAssessment, question: Question, *, place: str, today: date) -> dict[str, Any]:
    """One question's card."""
    recorded = opened.recorded.get(question.id)
    answer = recorded.answer if recorded else NOTHING_SAID
    last = opened.last_time.get(question.id)
    days = opened.questionnaire.evidence_days
    on = opened.assessment.date if opened.assessment.completed else today
    return {
        "id": question.id,
        "place": place,
        "text": question.text,
        "why": question.why,
        "kind": question.kind.value,
        "options": [
            {"id": option.id, "label": option.label, "text": option.text, "exclusive": option.exclusive}
            for option in question.options
        ],
        "needs": question.critical or "",
        "unit": question.unit,
        "range": range_words(question),
        "prompts": list(question.prompts),
        "evidence_hint": question.evidence,
        "chosen": list(answer.choices or ()),
        "state": answer.state.value,
        "reason": answer.not_applicable or "",
        "typed": typed_number(answer.number) if answer.number is not None else answer.text or "",
        "note": answer.note,
        "evidence": [
            {
                "id": each.id,
                "text": each.text,
                "url": each.url,
                "date": each.date.isoformat() if each.date else "",
                "valid": each.valid_on(on, days),
            }
            for each in answer.evidence
        ],
        "version": recorded.version if recorded else 0,
        "last_time": list(last.choices or ()) if last else [],
        "last_label": _last_label(question, last),
        "today": today.isoformat(),
    }


def list_sections(opened: OpenAssessment) -> list[dict[str, Any]]:
    """The question list: each dimension with its progress and its shown questions."""
    blocking = {blocker.question for blocker in opened.verdict.blockers}
    sections = []
    for section in opened.questionnaire.sections:
        questions = [q for q in section.all_questions() if opened.score.questions[q.id].state is not State.HIDDEN]
        if not questions:
            continue
        states = [opened.score.questions[question.id].state for question in questions]
        sections.append(
            {
                "title": section.title,
                "said": sum(state is not State.UNANSWERED for state in states),
                "asked": len(questions),
                "questions": [
                    {
                        "id": question.id,
                        "text": short_name(question),
                        "full": question.text,
                        "state": state.value,
                        "level": _level_mark(question, opened.answers.get(question.id)),
                        "blocks": question.id in blocking,
                    }
                    for question, state in zip(questions, states, strict=True)
                ],
            }
        )
    return sections


def strip_sections(opened: OpenAssessment, last: Mapping[str, Answer], palette: Palette) -> list[dict[str, Any]]:
    """The heat strip: each dimension with its shown questions as cells."""
    needs = {blocker.question: blocker.needs for blocker in opened.verdict.blockers}
    rows = []
    for section, scored in zip(opened.questionnaire.sections, opened.score.sections, strict=True):
        cells = [
            _cell(opened, question, opened.score.questions[question.id], needs.get(question.id), last, palette)
            for question in section.all_questions()
            if opened.score.questions[question.id].state is not State.HIDDEN
        ]
        if cells:
            figure = (
                f"{shown(scored.fraction, scored.out_of)} of {scale_end(scored.out_of)}"
                if scored.fraction is not None
                else "–"
            )
            rows.append({"title": section.title, "shown": figure, "questions": cells})
    return rows


def _cell(
    opened: OpenAssessment,
    question: Question,
    scored: QuestionScore,
    needs: str | None,
    last: Mapping[str, Answer],
    palette: Palette,
) -> dict[str, Any]:
    answer = opened.answers.get(question.id)
    style = level_style(scored.fraction if scored.state is State.ANSWERED and scored.scored else scored.state, palette)
    level = _level_mark(question, answer)
    needed = question.option(needs) if needs else None
    step = question.next_step(answer.choice) if answer and answer.choice else None
    day = opened.assessment.date
    days = opened.questionnaire.evidence_days
    before = last.get(question.id)
    return {
        "id": question.id,
        "text": question.text,
        "fill": style.fill,
        "ink": style.ink,
        "edge": style.edge,
        "pattern": style.pattern,
        "glyph": level or style.glyph,
        "answer": answer_words(question, answer),
        "why": question.why,
        "note": answer.note if answer else "",
        "next_step": f"{step.do} It takes {EFFORT_WORDS[step.effort]}." if step else "",
        "last_time": answer_words(question, before) if before else "",
        "blocks": f"Blocks: needs at least “{needed.label}”" if needed else "",
        "evidence": [
            {
                "text": each.text,
                "url": each.url,
                "date": each.date.isoformat() if each.date else "",
                "valid": each.valid_on(day, days),
            }
            for each in (answer.evidence if answer else ())
        ],
    }


def _level_mark(question: Question, answer: Answer | None) -> str:
    if answer is None or answer.state is not State.ANSWERED:
        return ""
    if question.kind is Kind.CHOICE and answer.choice is not None:
        return str(level_number(question, answer.choice))
    if question.kind is Kind.MULTI:
        return str(len(answer.choices or ()))
    return "✓"


def _last_label(question: Question, last: Answer | None) -> str:
    """Last time's answer, where it is not one of the levels on the screen, which bear their own mark."""
    return answer_words(question, last) if last and last.state is not State.UNANSWERED and not last.choices else ""


def range_words(question: Question) -> str:
    low, high = question.minimum, question.maximum
    if low is not None and high is not None:
        return f"from {typed_number(low)} to {typed_number(high)}"
    if low is not None:
        return f"at least {typed_number(low)}"
    return f"at most {typed_number(high)}" if high is not None else ""
