"""To which project a row belongs, whatever kind of row it is."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select

from preflight.storage.decision_tables import action, criterion, decision, integration, measurement, pilot_step
from preflight.storage.people_tables import invitation
from preflight.storage.room_tables import room
from preflight.storage.tables import assessment, project

_ROWS: dict[str, tuple[Select[tuple[str]], ColumnElement[str]]] = {
    "project": (select(project.c.id), project.c.id),
    "assessment": (select(assessment.c.project_id), assessment.c.id),
    "room": (
        select(assessment.c.project_id).join_from(room, assessment, assessment.c.id == room.c.assessment_id),
        room.c.id,
    ),
    "measurement": (
        select(criterion.c.project_id).join_from(measurement, criterion, criterion.c.id == measurement.c.criterion_id),
        measurement.c.id,
    ),
    **{
        each.name: (select(each.c.project_id), each.c.id)
        for each in (action, criterion, pilot_step, integration, decision, invitation)
    },
}

_PROJECT_OF = {kind: query.where(key == bindparam("row")) for kind, (query, key) in _ROWS.items()}

KINDS = frozenset(_PROJECT_OF)


def project_of(connection: Connection, kind: str, row_id: str) -> str | None:
    """The id of its project; None where there is no such row. `kind` is one of KINDS."""
    found = connection.execute(_PROJECT_OF[kind], {"row": row_id}).scalar_one_or_none()
    return None if found is None else str(found)
