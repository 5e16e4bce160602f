"""Every question with its answer and what it is worth, and every piece of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from preflight.charts.heat import level_style
from preflight.charts.theme import LIGHT
from preflight.domain.assessment import Answer, State
from preflight.domain.points import QuestionScore
from preflight.domain.questionnaire import Kind, Question, Questionnaire, Risk, Section
from preflight.domain.wording import EFFORT_WORDS, STATE_WORDS, answer_words, level_number
from preflight.exports.report.questions_part import judged_on
from preflight.exports.workbook.book import Book, Column, Filled, Look, Value
from preflight.services.dossier import Dossier

QUESTIONS: Final = "Questions"
EVIDENCE: Final = "Evidence"
STATE_NAMES: Final[Mapping[State, str]] = {
    State.ANSWERED: "Answered",
    **STATE_WORDS,
    State.HIDDEN: "Not asked",
}

_NOTHING: Final = Answer()
_COLUMNS: Final = (
    Column(head="No.", width=6, look=Look.WHOLE),
    Column(head="Dimension", width=22, look=Look.LONG),
    Column(head="Question", width=46, look=Look.LONG),
    Column(head="State", width=16),
    Column(head="Level", width=8, look=Look.WHOLE),
    Column(head="Answer", width=40, look=Look.LONG),
    Column(head="Note", width=46, look=Look.LONG),
    Column(head="Points", width=9, look=Look.SCORE),
    Column(head="Most points", width=9, look=Look.SCORE),
    Column(head="Fraction", width=10, look=Look.FRACTION),
    Column(head="Fraction with evidence", width=12, look=Look.FRACTION),
    Column(head="Critical", width=10),
    Column(head="Needs at least", width=30, look=Look.LONG),
    Column(head="Blocks", width=9),
    Column(head="Next step", width=44, look=Look.LONG),
    Column(head="It takes", width=11),
    Column(head="Pieces of evidence", width=10, look=Look.WHOLE),
    Column(head="Risk", width=11),
    Column(head="Why it is asked", width=44, look=Look.QUIET),
    Column(head="Question id", width=30, look=Look.QUIET),
)
_PRINTED: Final = 7
"""As far as the note; more would be too small to read."""
_EVIDENCE_COLUMNS: Final = (
    Column(head="Dimension", width=22, look=Look.LONG),
    Column(head="Question", width=46, look=Look.LONG),
    Column(head="Evidence", width=50, look=Look.LONG),
    Column(head="Link", width=44, look=Look.LONG),
    Column(head="Date", width=14, look=Look.DATE),
    Column(head="Still counts", width=12),
    Column(head="Question id", width=30, look=Look.QUIET),
)


def add_questions(book: Book, dossier: Dossier) -> None:
    """A row for each question, in the order of asking; a level stands on its colour."""
    blocking = {blocker.question for blocker in dossier.verdict.blockers}
    rows = [
        _row(dossier, number, section, question, blocks=question.id in blocking)
        for number, (section, question) in enumerate(asked(dossier.questionnaire), start=1)
    ]
    book.table(
        book.sheet(QUESTIONS), _COLUMNS, rows, freeze=3, printed=_PRINTED, empty="The questionnaire asks nothing."
    )


def add_evidence(book: Book, dossier: Dossier) -> None:
    """A row for each piece of evidence; links are text, and lead nowhere by themselves."""
    days, on = dossier.questionnaire.evidence_days, judged_on(dossier)
    rows = [
        (
            section.title,
            question.text,
            each.text,
            each.url,
            each.date,
            "Yes" if each.valid_on(on, days) else "No",
            question.id,
        )
        for section, question in asked(dossier.questionnaire)
        for each in dossier.open.answers.get(question.id, _NOTHING).evidence
    ]
    book.table(book.sheet(EVIDENCE), _EVIDENCE_COLUMNS, rows, freeze=2, empty="There is no evidence yet.")


def asked(questionnaire: Questionnaire) -> Iterator[tuple[Section, Question]]:
    """Every question with its dimension, in the order of asking."""
    for section in questionnaire.sections:
        for question in section.all_questions():
            yield section, question


def _row(
    dossier: Dossier, number: int, section: Section, question: Question, *, blocks: bool
) -> tuple[Value | Filled, ...]:
    answer = dossier.open.answers.get(question.id, _NOTHING)
    scored = dossier.score.questions[question.id]
    said = answer.state is not State.UNANSWERED
    least = question.option(question.critical) if question.critical else None
    choice = answer.choice if question.kind is Kind.CHOICE else None
    step = question.next_step(choice) if choice is not None else None
    return (
        number,
        section.title,
        question.text,
        STATE_NAMES[scored.state],
        _level(question, choice, scored),
        answer_words(question, answer) if said else None,
        answer.note,
        None if scored.fraction is None else scored.fraction * question.most_points,
        question.most_points if question.scored else None,
        scored.fraction,
        scored.evidenced,
        "Yes" if question.critical else None,
        f"{level_number(question, least.id)} · {least.label}" if least else None,
        "Yes" if blocks else None,
        step.do if step else None,
        EFFORT_WORDS[step.effort] if step else None,
        len(answer.evidence) or None,
        None if scored.risk in {None, Risk.NONE} else f"{scored.risk}",
        question.why,
        question.id,
    )


def _level(question: Question, choice: str | None, scored: QuestionScore) -> Value | Filled:
    if choice is None or scored.state is not State.ANSWERED:
        return None
    fraction: Fraction | None = scored.fraction
    style = level_style(fraction, LIGHT)
    return Filled(value=level_number(question, choice), fill=style.fill, ink=style.ink)
