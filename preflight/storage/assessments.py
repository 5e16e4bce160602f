"""Assessments: adding, reading, completing and discarding them."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from preflight.domain.assessment import Assessment, Phase
from preflight.domain.errors import Immutable, NotFound, Refused
from preflight.storage.tables import assessment as table

_LAST_QUESTION = (
    update(table)
    .where(table.c.id == bindparam("draft"), table.c.phase == Phase.DRAFT.value)
    .values(last_question=bindparam("question"))
)
_IN_ORDER = (table.c.date, table.c.created_at, table.c.id)

_ONE = select(table).where(table.c.id == bindparam("assessment"))


def add_assessment(connection: Connection, assessment: Assessment) -> None:
    """Add a draft. Raises Refused for a completed one (complete it with `mark_completed`) or an id that is taken, and
    NotFound when its project, questionnaire text, `created_by` or `based_on` is not there."""
    connection.execute(
        insert(table).values(
            id=assessment.id,
            project_id=assessment.project_id,
            questionnaire_digest=assessment.questionnaire_digest,
            questionnaire_id=assessment.questionnaire_id,
            questionnaire_version=assessment.questionnaire_version,
            date=assessment.date,
            phase=assessment.phase.value,
            created_at=assessment.created_at,
            created_by=assessment.created_by,
            completed_at=assessment.completed_at,
            completed_by=assessment.completed_by,
            based_on=assessment.based_on,
            last_question=assessment.last_question,
        )
    )


def get_assessment(connection: Connection, assessment_id: str) -> Assessment:
    """One assessment. Raises NotFound."""
    row = connection.execute(_ONE, {"assessment": assessment_id}).one_or_none()
    if row is None:
        raise NotFound("There is no such assessment (any more).")
    return _assessment(row)


def list_assessments(connection: Connection, project_id: str | None = None) -> list[Assessment]:
    """A project's assessments, or all of them, by date and then by when they were made."""
    wanted = select(table).order_by(*_IN_ORDER)
    if project_id is not None:
        wanted = wanted.where(table.c.project_id == project_id)
    return [_assessment(row) for row in connection.execute(wanted)]


def assessments_of(connection: Connection, project_ids: Collection[str]) -> list[Assessment]:
    """The assessments of these projects, by date and then by when they were made."""
    wanted = select(table).where(table.c.project_id.in_(sorted(project_ids))).order_by(*_IN_ORDER)
    return [_assessment(row) for row in connection.execute(wanted)]


def list_drafts(connection: Connection) -> list[Assessment]:
    """Every draft, the newest first."""
    order = (each.desc() for each in _IN_ORDER)
    rows = connection.execute(select(table).where(table.c.phase == Phase.DRAFT.value).order_by(*order))
    return [_assessment(row) for row in rows]


def set_date(connection: Connection, assessment_id: str, date: datetime.date) -> None:
    """Date a draft. Raises NotFound and Immutable."""
    _change_draft(connection, assessment_id, date=date)


def set_last_question(connection: Connection, assessment_id: str, question_id: str | None) -> None:
    """Remember where a draft is continued. Raises NotFound and Immutable."""
    if not connection.execute(_LAST_QUESTION, {"draft": assessment_id, "question": question_id}).rowcount:
        get_assessment(connection, assessment_id)
        raise Immutable("A completed assessment can't be changed.")


def mark_completed(connection: Connection, assessment_id: str, at: datetime.datetime, by: str) -> None:
    """Complete a draft; from then on the database itself refuses every change of it.

    Its score is kept first (`scores.keep_score`), in the same transaction. Raises NotFound, Immutable when it is
    completed already, and Refused without a kept score.
    """
    _change_draft(connection, assessment_id, phase=Phase.COMPLETED.value, completed_at=at, completed_by=by)


def discard_draft(connection: Connection, assessment_id: str) -> None:
    """Remove a draft with its answers and their changes.

    Raises NotFound, Immutable when it is completed, and Refused while another assessment is based on it.
    """
    if get_assessment(connection, assessment_id).completed:
        raise Immutable("A completed assessment can't be discarded.")
    if connection.execute(select(table.c.id).where(table.c.based_on == assessment_id).limit(1)).first() is not None:
        raise Refused("Another assessment started from this draft, so it can't be discarded.")
    connection.execute(delete(table).where(table.c.id == assessment_id))


def _change_draft(connection: Connection, assessment_id: str, **values: Any) -> None:
    draft = (table.c.id == assessment_id, table.c.phase == Phase.DRAFT.value)
    if not connection.execute(update(table).where(*draft).values(**values)).rowcount:
        get_assessment(connection, assessment_id)
        raise Immutable("A completed assessment can't be changed.")


def _assessment(row: Row[*tuple[Any, ...]]) -> Assessment:
    return Assessment(
        id=row.id,
        project_id=row.project_id,
        questionnaire_id=row.questionnaire_id,
        questionnaire_version=row.questionnaire_version,
        questionnaire_digest=row.questionnaire_digest,
        date=row.date,
        phase=Phase(row.phase),
        created_at=row.created_at,
        created_by=row.created_by,
        completed_at=row.completed_at,
        completed_by=row.completed_by,
        based_on=row.based_on,
        last_question=row.last_question,
    )
