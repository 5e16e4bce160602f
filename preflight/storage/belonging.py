"""To which project a row belongs, whatever kind of row it is, and which role somebody has there."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select

from preflight.domain.roles import ProjectRole
from preflight.storage.decision_tables import action, criterion, decision, integration, measurement, pilot_step
from preflight.storage.people_tables import invitation, project_role
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


class Place(NamedTuple):
    """The project of a row, and the role that somebody was given there inside; None where there is none."""

    project_id: str | None
    role: ProjectRole | None


NOWHERE = Place(None, None)


def _place_of(query: Select[tuple[str]], key: ColumnElement[str]) -> Select[Any]:
    (project_id,) = query.selected_columns
    held = (project_role.c.project_id == project_id) & (project_role.c.person_id == bindparam("person"))
    role = select(project_role.c.role).where(held).scalar_subquery()
    return query.add_columns(role.label("role")).where(key == bindparam("row"))


# Asked at each rerun and each write, so in one query.
_PLACE_OF = {kind: _place_of(query, key) for kind, (query, key) in _ROWS.items()}


def project_of(connection: Connection, kind: str, row_id: str) -> str | None:
    """The id of its project; None where there is no such row. `kind` is one of KINDS."""
    found = connection.execute(_PROJECT_OF[kind], {"row": row_id}).scalar_one_or_none()
    return None if found is None else str(found)


def place_of(connection: Connection, kind: str, row_id: str, person_id: str) -> Place:
    """The project of a row, and a person's role in it. `kind` is one of KINDS."""
    found = connection.execute(_PLACE_OF[kind], {"row": row_id, "person": person_id}).one_or_none()
    if found is None:
        return NOWHERE
    return Place(str(found[0]), None if found.role is None else ProjectRole(found.role))
