"""Answering: saving what is said about a question, its note and its evidence, one change at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import uuid4

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.assessment import MOST_EVIDENCE, Answer, AnswerChange, Evidence, RecordedAnswer
from preflight.domain.errors import Immutable, Invalid, NotFound
from preflight.domain.project import Person
from preflight.domain.questionnaire import Kind, Question
from preflight.domain.saying import checked_choices, checked_number
from preflight.domain.text import LINE, NOTE, clean_text, clean_url
from preflight.services.assessments import questionnaire_kept
from preflight.services.workspace import Workspace
from preflight.storage import answers as answer_rows
from preflight.storage import assessments as assessment_rows
from preflight.storage.engine import Connection

EMPTY = Answer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which answer a change is for, and the version of it that the person saw (0 where there was none)."""

    assessment_id: str
    question_id: str
    seen: int


def choose(workspace: Workspace, person: Person, place: Place, option_ids: Sequence[str]) -> RecordedAnswer:
    """Choose one option (a level), or of a multi question any number.

    Like everything here it raises Invalid, Conflict, Immutable and NotFound.
    """

    def chosen(question: Question, answer: Answer) -> Answer:
        return replace(_unsaid(answer), choices=checked_choices(question, option_ids))

    return _change(workspace, person, place, chosen)


def say_number(workspace: Workspace, person: Person, place: Place, number: str) -> RecordedAnswer:
    """Answer with a decimal number, as it was typed. Raises Invalid outside the question's range."""

    def said(question: Question, answer: Answer) -> Answer:
        return replace(_unsaid(answer), number=checked_number(question, number))

    return _change(workspace, person, place, said)


def say_text(workspace: Workspace, person: Person, place: Place, text: str) -> RecordedAnswer:
    """Answer a text question; an empty text takes the answer back."""

    def said(question: Question, answer: Answer) -> Answer:
        if question.kind is not Kind.TEXT:
            raise Invalid("This question is not answered with text.")
        return replace(_unsaid(answer), text=clean_text(text, what="The answer", longest=NOTE, lines=True) or None)

    return _change(workspace, person, place, said)


def say_unknown(workspace: Workspace, person: Person, place: Place) -> RecordedAnswer:
    """Record that nobody knows: it scores as nothing and says so."""
    return _change(workspace, person, place, lambda _, answer: replace(_unsaid(answer), unknown=True))


def say_not_applicable(workspace: Workspace, person: Person, place: Place, reason: str) -> RecordedAnswer:
    """Record that the question does not apply, and why. Raises Invalid without a reason."""
    why = clean_text(reason, what="The reason", longest=LINE)
    if not why:
        raise Invalid("Say in a few words why this does not apply.")
    return _change(workspace, person, place, lambda _, answer: replace(_unsaid(answer), not_applicable=why))


def take_back(workspace: Workspace, person: Person, place: Place) -> RecordedAnswer:
    """Leave the question unanswered again; its note and evidence stay."""
    return _change(workspace, person, place, lambda _, answer: _unsaid(answer))


def write_note(workspace: Workspace, person: Person, place: Place, note: str) -> RecordedAnswer:
    """Keep a note beside the answer. Raises Invalid when it is too long."""
    text = clean_text(note, what="The note", longest=NOTE, lines=True)
    return _change(workspace, person, place, lambda _, answer: replace(answer, note=text))


def add_evidence(
    workspace: Workspace, person: Person, place: Place, *, text: str, url: str, dated: date | None
) -> RecordedAnswer:
    """Add evidence: a text or a link, and the day it is from. Raises Invalid."""
    words, link = clean_text(text, what="The evidence", longest=LINE), clean_url(url)
    if not words and not link:
        raise Invalid("Describe the evidence in a few words, or give a link to it.")
    if dated is None:
        raise Invalid("Give the day the evidence is from; without it, it can't count.")
    if dated > workspace.today() + timedelta(days=1):
        raise Invalid("The evidence is dated in the future.")
    new = Evidence(id=uuid4().hex, text=words, url=link, date=dated)

    def added(_: Question, answer: Answer) -> Answer:
        if any((each.text, each.url, each.date) == (new.text, new.url, new.date) for each in answer.evidence):
            return answer
        if len(answer.evidence) >= MOST_EVIDENCE:
            raise Invalid(f"An answer may have at most {MOST_EVIDENCE} pieces of evidence.")
        return replace(answer, evidence=(*answer.evidence, new))

    return _change(workspace, person, place, added)


def remove_evidence(workspace: Workspace, person: Person, place: Place, evidence_id: str) -> RecordedAnswer:
    """Take a piece of evidence away; the kept changes still show it."""

    def without(_: Question, answer: Answer) -> Answer:
        return replace(answer, evidence=tuple(each for each in answer.evidence if each.id != evidence_id))

    return _change(workspace, person, place, without)


def remember_place(workspace: Workspace, person: Person, assessment_id: str, question_id: str) -> Future[None]:
    """Remember the question at which a draft is continued; a completed assessment stays as it is.

    Looking is not saying: nobody has to wait for the future, nothing is told of it, and it is written with others.
    """
    workspace.require(person, Operation.ANSWER, About("assessment", assessment_id))

    def remembered(connection: Connection) -> None:
        with suppress(Immutable, NotFound):
            assessment_rows.set_last_question(connection, assessment_id, question_id)

    return workspace.afterwards.submit(remembered)


def answer_changes(workspace: Workspace, person: Person, assessment_id: str) -> list[AnswerChange]:
    """Every kept change of an assessment's answers, oldest first."""
    with workspace.reading(person, Operation.SEE, About("assessment", assessment_id)) as connection:
        return answer_rows.changes(connection, assessment_id)


def _change(
    workspace: Workspace, person: Person, place: Place, change: Callable[[Question, Answer], Answer]
) -> RecordedAnswer:
    with workspace.writing(person, Operation.ANSWER, About("assessment", place.assessment_id)) as connection:
        before = answer_rows.answer_before(connection, place.assessment_id, place.question_id)
        question = questionnaire_kept(connection, before.questionnaire_digest).question(place.question_id)
        if question is None:
            raise NotFound("This question is not part of the questionnaire.")
        answer = change(question, before.recorded.answer if before.recorded else EMPTY)
        if before.recorded is not None and answer == before.recorded.answer:
            return before.recorded
        return answer_rows.put_answer(
            connection,
            assessment_id=place.assessment_id,
            question_id=place.question_id,
            answer=answer,
            seen=place.seen,
            at=workspace.now(),
            by=person.id,
            before=before,
        )


def _unsaid(answer: Answer) -> Answer:
    return Answer(note=answer.note, evidence=answer.evidence)
