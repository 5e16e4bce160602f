"""Invitations to a project: links that give a role, once. Of a link's token only the digest is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from preflight.domain.errors import NotFound
from preflight.domain.roles import Invitation, ProjectRole
from preflight.storage.people_tables import invitation as table


def add_invitation(connection: Connection, invitation: Invitation) -> None:
    """Keep a new one."""
    values = {column.name: getattr(invitation, column.name) for column in table.c}
    connection.execute(insert(table).values(values | {"role": invitation.role.value}))


def get_invitation(connection: Connection, invitation_id: str) -> Invitation:
    """The one of this id. Raises NotFound."""
    found = _one(connection, table.c.id == invitation_id)
    if found is None:
        raise NotFound("There is no such invitation (any more).")
    return found


def find_invitation(connection: Connection, digest: str) -> Invitation | None:
    """The one whose token has this digest; None for a token that was never given out."""
    return _one(connection, table.c.digest == digest)


def open_invitations(connection: Connection, project_id: str, *, now: datetime) -> list[Invitation]:
    """Those to a project that can still be accepted, the newest first."""
    waiting = table.c.used_at.is_(None) & table.c.withdrawn_at.is_(None) & (table.c.ends_at > now)
    query = select(table).where(table.c.project_id == project_id, waiting)
    return [_read(row) for row in connection.execute(query.order_by(table.c.made_at.desc(), table.c.id))]


def use_invitation(connection: Connection, invitation_id: str, *, at: datetime, by: str) -> None:
    """Note who accepted it."""
    connection.execute(update(table).where(table.c.id == invitation_id).values(used_at=at, used_by=by))


def withdraw_invitation(connection: Connection, invitation_id: str, *, at: datetime) -> None:
    """Note that it was taken back."""
    connection.execute(update(table).where(table.c.id == invitation_id).values(withdrawn_at=at))


def _one(connection: Connection, this: ColumnElement[bool]) -> Invitation | None:
    row = connection.execute(select(table).where(this)).one_or_none()
    return None if row is None else _read(row)


def _read(row: Row[tuple[object, ...]]) -> Invitation:
    kept = row._mapping  # noqa: SLF001 - SQLAlchemy's public name
    return Invitation(**{**kept, "role": ProjectRole(kept["role"])})
