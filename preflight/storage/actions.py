"""Actions: adding, changing, reading and removing them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from preflight.domain.action import Action, ActionOrigin, ActionStatus, QuestionLink
from preflight.domain.assessment import State
from preflight.domain.errors import Conflict, NotFound
from preflight.domain.questionnaire import Effort
from preflight.storage.answer_json import decode_fraction, encode_fraction
from preflight.storage.decision_tables import action as table


def add_actions(connection: Connection, actions: Sequence[Action]) -> None:
    """Add actions. Raises Refused for an id that is taken, NotFound for a project or person that is not there."""
    if actions:
        connection.execute(insert(table), [_values(each) for each in actions])


def update_action(connection: Connection, action: Action, *, seen: int) -> None:
    """Change an action over the version that was seen; what it was made from stays. Raises NotFound and Conflict."""
    values = _values(action)
    for fixed in ("id", "project_id", "origin", "decision_id", "created_at", "created_by"):
        del values[fixed]
    changed = connection.execute(update(table).where(table.c.id == action.id, table.c.version == seen).values(values))
    if not changed.rowcount:
        get_action(connection, action.id)
        raise Conflict("Someone else changed this action in the meantime; look again before you change it.")


def get_action(connection: Connection, action_id: str) -> Action:
    """One action. Raises NotFound."""
    row = connection.execute(select(table).where(table.c.id == action_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such action (any more).")
    return _action(row)


def list_actions(connection: Connection, project_id: str | None = None) -> list[Action]:
    """The actions of a project, or of all projects, the oldest first."""
    wanted = select(table).order_by(table.c.created_at, table.c.id)
    if project_id is not None:
        wanted = wanted.where(table.c.project_id == project_id)
    return [_action(row) for row in connection.execute(wanted)]


def remove_action(connection: Connection, action_id: str) -> None:
    """Remove an action. Raises NotFound."""
    if not connection.execute(delete(table).where(table.c.id == action_id)).rowcount:
        raise NotFound("There is no such action (any more).")


def _values(action: Action) -> dict[str, Any]:
    link = action.link
    return {
        "id": action.id,
        "project_id": action.project_id,
        "title": action.title,
        "detail": action.detail,
        "owner": action.owner,
        "due": action.due,
        "effort": action.effort.value if action.effort else None,
        "status": action.status.value,
        "origin": action.origin.value,
        "questionnaire_id": link.questionnaire_id if link else None,
        "question_id": link.question_id if link else None,
        "state": link.state.value if link else None,
        "before": encode_fraction(link.before) if link and link.before is not None else None,
        "aim": encode_fraction(link.aim) if link and link.aim is not None else None,
        "assessment_id": link.assessment_id if link else None,
        "decision_id": action.decision_id,
        "version": action.version,
        "created_at": action.created_at,
        "created_by": action.created_by,
        "changed_at": action.changed_at,
        "changed_by": action.changed_by,
        "done_at": action.done_at,
    }


def _action(row: Row[*tuple[Any, ...]]) -> Action:
    link = None
    if row.question_id is not None:
        link = QuestionLink(
            questionnaire_id=row.questionnaire_id,
            question_id=row.question_id,
            state=State(row.state),
            before=None if row.before is None else decode_fraction(row.before),
            aim=None if row.aim is None else decode_fraction(row.aim),
            assessment_id=row.assessment_id,
        )
    return Action(
        id=row.id,
        project_id=row.project_id,
        title=row.title,
        detail=row.detail,
        owner=row.owner,
        due=row.due,
        effort=Effort(row.effort) if row.effort else None,
        status=ActionStatus(row.status),
        origin=ActionOrigin(row.origin),
        link=link,
        decision_id=row.decision_id,
        version=row.version,
        created_at=row.created_at,
        created_by=row.created_by,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        done_at=row.done_at,
    )
