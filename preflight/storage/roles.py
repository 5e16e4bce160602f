"""Roles that were given inside Preflight, by people: in a project, and for the whole."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from preflight.domain.project import Person
from preflight.domain.roles import ProjectRole, WholeRole
from preflight.storage.people_tables import project_role, whole_role
from preflight.storage.tables import person


class Member(NamedTuple):
    """A person with a role in a project."""

    person: Person
    role: ProjectRole
    given_at: datetime
    given_by: str


def give_role(
    connection: Connection, project_id: str, person_id: str, role: ProjectRole, *, at: datetime, by: str
) -> None:
    """Give a role in a project, in place of the one that the person may have there."""
    here = (project_role.c.project_id == project_id) & (project_role.c.person_id == person_id)
    values = {"role": role.value, "given_at": at, "given_by": by}
    if not connection.execute(update(project_role).where(here).values(values)).rowcount:
        connection.execute(insert(project_role).values(project_id=project_id, person_id=person_id, **values))


def take_role(connection: Connection, project_id: str, person_id: str) -> None:
    """Take the role that was given in a project; nothing happens where there is none."""
    here = (project_role.c.project_id == project_id) & (project_role.c.person_id == person_id)
    connection.execute(delete(project_role).where(here))


def members(connection: Connection, project_id: str) -> list[Member]:
    """Everybody who was given a role in a project, by name."""
    rows = connection.execute(
        select(
            person.c.id, person.c.issuer, person.c.subject, person.c.name,
            project_role.c.role, project_role.c.given_at, project_role.c.given_by,
        )
        .join_from(project_role, person, person.c.id == project_role.c.person_id)
        .where(project_role.c.project_id == project_id)
        .order_by(person.c.name, person.c.id)
    )  # fmt: skip
    return [
        Member(
            Person(id=row.id, issuer=row.issuer, subject=row.subject, name=row.name),
            ProjectRole(row.role),
            row.given_at,
            row.given_by,
        )
        for row in rows
    ]


def give_whole_role(connection: Connection, person_id: str, role: WholeRole, *, at: datetime, by: str) -> None:
    """Give a role for the whole; one that is there already stays as it is."""
    here = (whole_role.c.person_id == person_id) & (whole_role.c.role == role.value)
    if connection.execute(select(whole_role.c.role).where(here)).first() is None:
        connection.execute(insert(whole_role).values(person_id=person_id, role=role.value, given_at=at, given_by=by))


def take_whole_role(connection: Connection, person_id: str, role: WholeRole) -> None:
    """Take a role for the whole; nothing happens where there is none."""
    here = (whole_role.c.person_id == person_id) & (whole_role.c.role == role.value)
    connection.execute(delete(whole_role).where(here))


def whole_roles(connection: Connection) -> dict[str, frozenset[WholeRole]]:
    """Who was given which roles for the whole, by person."""
    found: dict[str, set[WholeRole]] = {}
    for row in connection.execute(select(whole_role.c.person_id, whole_role.c.role)):
        found.setdefault(row.person_id, set()).add(WholeRole(row.role))
    return {name: frozenset(roles) for name, roles in found.items()}


def roles_in_projects(connection: Connection) -> dict[str, dict[str, ProjectRole]]:
    """The roles that were given in projects: by person, and there by project."""
    found: dict[str, dict[str, ProjectRole]] = {}
    for row in connection.execute(select(project_role.c.person_id, project_role.c.project_id, project_role.c.role)):
        found.setdefault(row.person_id, {})[row.project_id] = ProjectRole(row.role)
    return found
