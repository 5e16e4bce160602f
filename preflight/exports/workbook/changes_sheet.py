"""Every kept change of an answer: when, by whom, and what stood there before and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from preflight.access.people import told_to_others
from preflight.domain.assessment import Answer, AnswerChange, Evidence, State
from preflight.domain.questionnaire import Question
from preflight.domain.wording import answer_words, day
from preflight.exports.workbook.book import Book, Column, Look, Value
from preflight.services.dossier import Dossier

SHEET: Final = "Changes"
_NOTHING: Final = Answer()
_COLUMNS: Final = (
    Column(head="When (UTC)", width=21, look=Look.MOMENT),
    Column(head="Who", width=22, look=Look.LONG),
    Column(head="Dimension", width=22, look=Look.LONG),
    Column(head="Question", width=44, look=Look.LONG),
    Column(head="What", width=11),
    Column(head="Before", width=44, look=Look.LONG),
    Column(head="After", width=44, look=Look.LONG),
    Column(head="Question id", width=30, look=Look.QUIET),
)


def add_changes(book: Book, dossier: Dossier) -> None:
    """A row for each thing that a change changed (the answer, the note, one piece of evidence), the oldest first."""
    asked = {question.id: question for question in dossier.questionnaire.questions()}
    rows = [
        row
        for change in dossier.changes
        if (question := asked.get(change.question_id)) is not None
        for row in _rows(dossier, change, question)
    ]
    book.table(book.sheet(SHEET), _COLUMNS, rows, empty="Nothing was changed yet.")


def _rows(dossier: Dossier, change: AnswerChange, question: Question) -> Iterator[tuple[Value, ...]]:
    section = dossier.questionnaire.section_of(question.id)
    head = (
        change.at,
        told_to_others(dossier.names).get(change.by, ""),
        section.title if section else "",
        question.text,
    )
    before, after = change.before or _NOTHING, change.after
    for what, old, new in _parts(question, before, after):
        yield (*head, what, old, new, question.id)


def _parts(question: Question, before: Answer, after: Answer) -> Iterator[tuple[str, str, str]]:
    old, new = _words(question, before), _words(question, after)
    if old != new:
        yield "Answer", old, new
    if before.note != after.note:
        yield "Note", before.note, after.note
    gone = [each for each in before.evidence if each not in after.evidence]
    come = [each for each in after.evidence if each not in before.evidence]
    yield from (("Evidence", _evidence(each), "") for each in gone)
    yield from (("Evidence", "", _evidence(each)) for each in come)


def _words(question: Question, answer: Answer) -> str:
    return "" if answer.state is State.UNANSWERED else answer_words(question, answer)


def _evidence(evidence: Evidence) -> str:
    parts = (evidence.text, evidence.url, day(evidence.date) if evidence.date else "")
    return "\n".join(part for part in parts if part)
