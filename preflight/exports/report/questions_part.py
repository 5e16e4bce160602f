"""Every question with its answer, note and evidence, and what the room said of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from preflight.charts.heat import level_style
from preflight.charts.theme import LIGHT
from preflight.charts.words import shown_of
from preflight.domain.assessment import Answer, Evidence, State
from preflight.domain.points import QuestionScore
from preflight.domain.questionnaire import Kind, Question, Risk, Section
from preflight.domain.sentences import blocker_sentence
from preflight.domain.wording import answer_words, day, level_number
from preflight.exports.report.room_part import room_of
from preflight.exports.report.told import is_long, living_link, paragraphs, told
from preflight.services.dossier import Dossier

_NOTHING = Answer()
_NOT_ASKED = "Not asked: an earlier answer leaves it out"


def questions_part(dossier: Dossier) -> list[dict[str, Any]]:
    """Headings and questions in the order of asking. `depth` counts from 1; a heading has no question."""
    return [row for section in dossier.questionnaire.sections for row in _section(dossier, section, depth=1)]


def judged_on(dossier: Dossier) -> date:
    """The day on which evidence was held against its age: that of the assessment, or today for a draft."""
    return dossier.assessment.date if dossier.assessment.completed else dossier.on


def _section(dossier: Dossier, section: Section, *, depth: int) -> Iterator[dict[str, Any]]:
    scored = dossier.score.section(section.id) if depth == 1 else None
    score = shown_of(scored.fraction, scored.out_of) if scored else ""
    yield {"heading": told(section.title), "asks": told(section.asks), "score": score, "depth": depth}
    for question in section.questions:
        yield _question(dossier, question, depth=depth + 1)
    for inner in section.sections:
        yield from _section(dossier, inner, depth=depth + 1)


def _question(dossier: Dossier, question: Question, *, depth: int) -> dict[str, Any]:
    answer = dossier.open.answers.get(question.id, _NOTHING)
    scored = dossier.score.questions[question.id]
    note = paragraphs(answer.note)
    words = _NOT_ASKED if scored.state is State.HIDDEN else answer_words(question, answer)
    row = {
        "question": told(question.text),
        "depth": depth,
        "mark": _mark(question, answer, scored),
        "answer": paragraphs(words),
        "said": scored.state is State.ANSWERED,
        "level": _level_text(question, answer, scored),
        "needs": _needs(dossier, question),
        "blocks": any(each.question == question.id for each in dossier.verdict.blockers),
        "asides": [aside for aside in _asides(dossier, question, answer, words) if aside],
        "note": note,
        "evidence": [_evidence(dossier, each) for each in answer.evidence],
        "room": room_of(dossier, question.id, note),
    }
    return row | {"long": is_long(row)}


def _mark(question: Question, answer: Answer, scored: QuestionScore) -> dict[str, str]:
    """The small square beside a question: the look of its level or state, as on screen."""
    said = scored.state is State.ANSWERED
    style = level_style(scored.fraction if said and question.scored else None if said else scored.state, LIGHT)
    glyph = style.glyph
    if said and question.kind is Kind.CHOICE and answer.choice is not None:
        glyph = f"{level_number(question, answer.choice)}"
    elif said:
        glyph = f"{len(answer.choices or ())}" if question.kind is Kind.MULTI else "✓"
    return {"text": glyph, "fill": style.fill, "ink": style.ink, "edge": style.edge, "pattern": style.pattern}


def _level_text(question: Question, answer: Answer, scored: QuestionScore) -> str:
    if scored.state is not State.ANSWERED or answer.choice is None or question.kind is not Kind.CHOICE:
        return ""
    option = question.option(answer.choice)
    return told(option.text) if option else ""


def _asides(dossier: Dossier, question: Question, answer: Answer, words: str) -> tuple[str, ...]:
    """What stands small beneath an answer."""
    scored = dossier.score.questions[question.id]
    return (
        "" if question.scored or scored.risk else "Context, not scored",
        "" if scored.risk in {None, Risk.NONE} else f"{str(scored.risk).capitalize()} risk",
        _before(dossier, question, words),
        "No evidence" if scored.state is State.ANSWERED and question.scored and not answer.evidence else "",
    )


def _before(dossier: Dossier, question: Question, now: str) -> str:
    """Last time's answer, where it was another one."""
    result = dossier.result
    last = result.last_answers.get(question.id)
    shared = result.comparison is not None and question.id in result.comparison.shared
    if result.previous is None or last is None or last.state is State.UNANSWERED or not shared:
        return ""
    before = answer_words(question, last)
    return "" if before == now else told(f"Last time: {before}")


def _needs(dossier: Dossier, question: Question) -> str:
    """What a critical question needs at least; of one that blocks also what it has."""
    blocker = next((each for each in dossier.verdict.blockers if each.question == question.id), None)
    if blocker is not None:
        return told(f"Holds the verdict back. {blocker_sentence(question, blocker)}")
    least = question.option(question.critical) if question.critical else None
    if least is None:
        return ""
    return told(f"Critical: needs at least {level_number(question, least.id)} · {least.label}.")


def _evidence(dossier: Dossier, evidence: Evidence) -> dict[str, Any]:
    days = dossier.questionnaire.evidence_days
    counts = evidence.valid_on(judged_on(dossier), days)
    if evidence.date is None:
        words = "no date, so it does not count"
    elif counts:
        words = f"{day(evidence.date)}, counts"
    elif evidence.text or evidence.url:
        words = f"{day(evidence.date)}, older than {days} days: counts no more"
    else:
        words = f"{day(evidence.date)}, without a text or a link: does not count"
    return {
        "text": paragraphs(evidence.text),
        "url": told(evidence.url),
        "link": living_link(evidence.url),
        "words": words,
        "counts": counts,
    }
