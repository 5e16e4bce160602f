"""Every question with its level or state and its evidence, a dimension after another."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.charts.heat import level_style
from preflight.charts.theme import LIGHT
from preflight.domain.assessment import Answer, State
from preflight.domain.headlines import questions_headline
from preflight.domain.points import QuestionScore
from preflight.domain.questionnaire import Question
from preflight.domain.wording import STATE_WORDS, answer_words
from preflight.exports.deck.model import Cell, Slide, SlideKind
from preflight.exports.deck.slides.breaking import Group, broken_into_tables
from preflight.exports.deck.slides.parts import draft_words, figure_words, plain_slide, sections_of
from preflight.exports.deck.slides.tables import table_slides
from preflight.services.dossier import Dossier

HEAD = ("Question", "Where it stands", "Evidence")
WIDTHS = (0.58, 0.3, 0.12)


def heat_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """As many slides as it takes in letters that can be read; a dimension stays together where it fits."""
    groups = list(_groups(dossier))
    title = questions_headline(dossier.questionnaire, dossier.score)
    if not groups:
        return plain_slide(dossier, SlideKind.HEAT, title, "No question is asked.")
    told = "each with its level or state, and whether it has evidence"
    tables = broken_into_tables(groups, HEAD, WIDTHS, told=told)
    return table_slides(
        dossier,
        SlideKind.HEAT,
        title,
        tables,
        notes=[
            "Every question by dimension: the deeper the colour of a cell, the higher its level.",
            "White cells are no levels: nobody knows, does not apply, not answered.",
            "They are different things, and none of them is a low level.",
            f"Evidence is ticked where it is not older than {dossier.questionnaire.evidence_days} days.",
            draft_words(dossier),
        ],
    )


def _groups(dossier: Dossier) -> Iterator[Group]:
    asked = {section.id: section for section in sections_of(dossier)}
    answers = dossier.result.open.answers
    for section in dossier.questionnaire.sections:
        if section.id not in asked:
            continue
        scored = asked[section.id]
        rows = tuple(
            _row(dossier, question, answers.get(question.id), dossier.score.questions[question.id])
            for question in section.all_questions()
            if dossier.score.questions[question.id].state is not State.HIDDEN
        )
        yield Group(title=section.title, figure=figure_words(scored.fraction, scored.out_of), rows=rows)


def _row(dossier: Dossier, question: Question, answer: Answer | None, scored: QuestionScore) -> tuple[Cell, ...]:
    answered = scored.state is State.ANSWERED
    style = level_style(scored.fraction if answered else scored.state, LIGHT)
    if answered:
        words = answer_words(question, answer) if question.scored else "Answered, not scored"
    else:
        words = f"{style.glyph} {STATE_WORDS[scored.state]}".strip()
    return (
        Cell(text=question.text),
        Cell(text=words, fill=style.fill, ink=style.ink),
        Cell(text=_evidence(dossier, answer, answered=answered), centred=True),
    )


def _evidence(dossier: Dossier, answer: Answer | None, *, answered: bool) -> str:
    if answer is None or not answered:
        return ""
    if not answer.evidence:
        return "none"
    days, on = dossier.questionnaire.evidence_days, dossier.assessment.date
    return "✓" if any(each.valid_on(on, days) for each in answer.evidence) else "too old"
