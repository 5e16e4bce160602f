"""Answers of an assessment, each with its version, and every change of them."""

from __future__ import annotations

from collections.abc import Set
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from preflight.domain.assessment import Answer, AnswerChange, Phase, RecordedAnswer
from preflight.domain.errors import Conflict, Immutable, NotFound
from preflight.storage.answer_json import decode_answer, encode_answer
from preflight.storage.tables import answer as table
from preflight.storage.tables import answer_change, assessment

_READ = (table.c.question_id, table.c.answer, table.c.version, table.c.at, table.c.by)
_ALL = select(*_READ).where(table.c.assessment_id == bindparam("assessment")).order_by(table.c.question_id)
_BEFORE = (
    select(assessment.c.phase, assessment.c.questionnaire_digest, *_READ)
    .select_from(
        assessment.outerjoin(
            table, and_(table.c.assessment_id == assessment.c.id, table.c.question_id == bindparam("question"))
        )
    )
    .where(assessment.c.id == bindparam("assessment"))
)
_CHANGE = (
    update(table)
    .where(
        table.c.assessment_id == bindparam("assessment"),
        table.c.question_id == bindparam("question"),
        table.c.version == bindparam("seen"),
    )
    .values(
        version=bindparam("next"),
        state=bindparam("now_state"),
        answer=bindparam("now_answer"),
        at=bindparam("now_at"),
        by=bindparam("now_by"),
    )
)
_ADD = insert(table)
_KEEP_CHANGE = insert(answer_change)


class Before(NamedTuple):
    """An assessment and one of its answers: `line` is what is kept of the answer, None (like `recorded`) for none."""

    phase: Phase
    questionnaire_digest: str
    recorded: RecordedAnswer | None
    line: str | None


def recorded_answers(connection: Connection, assessment_id: str) -> dict[str, RecordedAnswer]:
    """From question id to its answer as saved; empty for an assessment without answers, or without existence."""
    return {row.question_id: _recorded(row) for row in connection.execute(_ALL, {"assessment": assessment_id})}


def recorded_answer(connection: Connection, assessment_id: str, question_id: str) -> RecordedAnswer | None:
    """One answer as saved, None where there is none, or no such assessment."""
    with suppress(NotFound):
        return answer_before(connection, assessment_id, question_id).recorded
    return None


def answer_before(connection: Connection, assessment_id: str, question_id: str) -> Before:
    """What a change of an answer is held against. Raises NotFound when there is no such assessment."""
    row = connection.execute(_BEFORE, {"assessment": assessment_id, "question": question_id}).one_or_none()
    if row is None:
        raise NotFound("There is no such assessment (any more).")
    recorded = None if row.version is None else _recorded(row)
    return Before(Phase(row.phase), row.questionnaire_digest, recorded, row.answer)


def put_answer(
    connection: Connection,
    *,
    assessment_id: str,
    question_id: str,
    answer: Answer,
    seen: int,
    at: datetime,
    by: str,
    before: Before | None = None,
) -> RecordedAnswer:
    """Save an answer over the version that the person saw (0 where they saw none), and keep the change. `before` is
    what was read in the same transaction, None where nothing was.

    Saving what is there already changes nothing and gives it back. Raises Conflict when the saved version is not
    `seen`, Immutable when the assessment is completed, NotFound when there is no such assessment or person.
    """
    before = before or answer_before(connection, assessment_id, question_id)
    if before.phase is Phase.COMPLETED:
        raise Immutable("A completed assessment can't be changed.")
    if (before.recorded.version if before.recorded else 0) != seen:
        raise _conflict()
    after = encode_answer(answer)
    if before.recorded and before.line == after:
        return before.recorded
    place = {"assessment_id": assessment_id, "question_id": question_id}
    said = {"state": answer.state.value, "answer": after, "at": at, "by": by}
    if seen == 0:
        try:
            connection.execute(_ADD, {**place, "version": 1, **said})
        except IntegrityError:
            raise _conflict() from None
    else:
        now = {f"now_{name}": value for name, value in said.items()}
        over = {"assessment": assessment_id, "question": question_id, "seen": seen, "next": seen + 1}
        if not connection.execute(_CHANGE, over | now).rowcount:
            raise _conflict()
    connection.execute(_KEEP_CHANGE, {**place, "at": at, "by": by, "before": before.line, "after": after})
    return RecordedAnswer(answer=answer, version=seen + 1, at=at, by=by)


def copy_answers(
    connection: Connection, from_id: str, to_id: str, *, at: datetime, by: str, only: Set[str]
) -> dict[str, RecordedAnswer]:
    """Copy the answers to the questions in `only`, notes and evidence included, into a draft; each is kept as a change.

    Questions that the draft has answers to already are left alone. Returns what was copied. Raises Immutable when
    `to_id` is completed, NotFound when it or the person is not there.
    """
    there = recorded_answers(connection, to_id)
    copied = {
        question_id: RecordedAnswer(answer=recorded.answer, version=1, at=at, by=by)
        for question_id, recorded in recorded_answers(connection, from_id).items()
        if question_id in only and question_id not in there
    }
    if copied:
        lines = {question_id: encode_answer(recorded.answer) for question_id, recorded in copied.items()}
        connection.execute(
            _ADD,
            [
                {
                    "assessment_id": to_id,
                    "question_id": question_id,
                    "version": 1,
                    "state": recorded.answer.state.value,
                    "answer": lines[question_id],
                    "at": at,
                    "by": by,
                }
                for question_id, recorded in copied.items()
            ],
        )
        connection.execute(
            _KEEP_CHANGE,
            [
                {"assessment_id": to_id, "question_id": question_id, "at": at, "by": by, "before": None, "after": line}
                for question_id, line in lines.items()
            ],
        )
    return copied


def changes(connection: Connection, assessment_id: str, question_id: str | None = None) -> list[AnswerChange]:
    """Every kept change of an assessment's answers, or of one of them, in the order in which they were made."""
    wanted = select(answer_change).where(answer_change.c.assessment_id == assessment_id).order_by(answer_change.c.seq)
    if question_id is not None:
        wanted = wanted.where(answer_change.c.question_id == question_id)
    return [
        AnswerChange(
            seq=row.seq,
            assessment_id=row.assessment_id,
            question_id=row.question_id,
            at=row.at,
            by=row.by,
            before=None if row.before is None else decode_answer(row.before),
            after=decode_answer(row.after),
        )
        for row in connection.execute(wanted)
    ]


def _recorded(row: Row[*tuple[Any, ...]]) -> RecordedAnswer:
    return RecordedAnswer(answer=decode_answer(row.answer), version=row.version, at=row.at, by=row.by)


def _conflict() -> Conflict:
    return Conflict("Someone else saved this answer after you last saw it. Nothing was written; look at both.")
