"""Login sessions, and what is asked of them at each rerun and each write."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Label, Select, bindparam, delete, exists, func, insert, select, update

from preflight.domain.project import Person
from preflight.domain.roles import LoginSession, ProjectRole, WholeRole
from preflight.storage.people_tables import login_session as table
from preflight.storage.people_tables import project_role, whole_role
from preflight.storage.tables import person


class KeptStanding(NamedTuple):
    """A login session as it is now, and what is kept of its person: roles given inside, and whether disabled."""

    session: LoginSession
    person: Person
    disabled: bool
    whole: frozenset[WholeRole]


class SignIns(NamedTuple):
    """What a person's sign-ins come to: when the last one began, its claims, and how many are open now."""

    last: datetime
    claims: tuple[str, ...]
    open: int


def _standing() -> Select[tuple[Any, ...]]:
    def has(role: WholeRole) -> Label[bool]:
        return exists().where(whole_role.c.person_id == table.c.person_id, whole_role.c.role == role.value).label(role)

    of_person = (person.c.issuer, person.c.subject, person.c.name, person.c.disabled_at)
    columns: list[ColumnElement[Any]] = [*table.c, *of_person, *map(has, WholeRole)]
    query = select(*columns).join_from(table, person, person.c.id == table.c.person_id)
    return query.where(table.c.id == bindparam("session"))


# Asked at each rerun and each write: making the words of a query takes longer than the query itself.
_STANDING = _standing()
_FIND = select(table).where(table.c.id == bindparam("session"))


def add_login_session(connection: Connection, session: LoginSession) -> None:
    """Keep a new one."""
    connection.execute(insert(table).values({column.name: getattr(session, column.name) for column in table.c}))


def find_login_session(connection: Connection, session_id: str) -> LoginSession | None:
    """The one of this id, whether it has ended or not."""
    row = connection.execute(_FIND, {"session": session_id}).one_or_none()
    return None if row is None else LoginSession(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name


def see_login_session(connection: Connection, session_id: str, at: datetime) -> None:
    """Note that it was used just now."""
    connection.execute(update(table).where(table.c.id == session_id).values(seen_at=at))


def end_login_sessions(
    connection: Connection, *, at: datetime, because: str, person_id: str | None = None, session_id: str | None = None
) -> int:
    """End those of a person, or one; those that have ended stay as they are. Returns how many it ended."""
    wanted = table.c.id == session_id if session_id is not None else table.c.person_id == person_id
    ended = connection.execute(
        update(table).where(wanted, table.c.ended_at.is_(None)).values(ended_at=at, ended_because=because)
    )
    return ended.rowcount


def end_every_login_session(connection: Connection, *, at: datetime, because: str) -> None:
    """End whatever is open, of everybody."""
    connection.execute(update(table).where(table.c.ended_at.is_(None)).values(ended_at=at, ended_because=because))


def forget_login_sessions(connection: Connection, *, before: datetime) -> None:
    """Remove those that could last until then at most, but each person's newest, which says when they were here last.
    The audit trail goes on telling of all."""
    later = table.alias()
    newer = exists().where(later.c.person_id == table.c.person_id, later.c.began_at > table.c.began_at)
    connection.execute(delete(table).where(table.c.ends_at < before, newer))


def standing_of(connection: Connection, session_id: str) -> KeptStanding | None:
    """What decides what the person of a login session may do anywhere, in one query; None for an unknown session."""
    row = connection.execute(_STANDING, {"session": session_id}).mappings().one_or_none()
    if row is None:
        return None
    return KeptStanding(
        session=LoginSession(**{column.name: row[column.name] for column in table.c}),
        person=Person(id=row["person_id"], issuer=row["issuer"], subject=row["subject"], name=row["name"]),
        disabled=row["disabled_at"] is not None,
        whole=frozenset(role for role in WholeRole if row[role]),
    )


def projects_of(connection: Connection, person_id: str) -> dict[str, ProjectRole]:
    """The roles that a person was given inside, by project."""
    rows = connection.execute(
        select(project_role.c.project_id, project_role.c.role).where(project_role.c.person_id == person_id)
    )
    return {row.project_id: ProjectRole(row.role) for row in rows}


def sign_ins(connection: Connection, *, now: datetime, unused_since: datetime) -> dict[str, SignIns]:
    """The sign-ins of everybody who ever signed in, by person. One is open while it has not ended, has not run out, and
    was used after `unused_since`."""
    still = table.c.ended_at.is_(None) & (table.c.ends_at > now) & (table.c.seen_at > unused_since)
    columns = func.max(table.c.began_at).label("last"), func.count(table.c.id).filter(still).label("open")
    newest = select(table.c.person_id, *columns).group_by(table.c.person_id).subquery()
    joined = (table.c.person_id == newest.c.person_id) & (table.c.began_at == newest.c.last)
    query = select(table.c.person_id, table.c.claims, newest.c.last, newest.c.open).join_from(newest, table, joined)
    return {
        row.person_id: SignIns(last=row.last, claims=row.claims, open=row.open)
        for row in connection.execute(query.order_by(table.c.id))
    }


def is_disabled(connection: Connection, person_id: str) -> bool:
    """Whether the person may not sign in any more."""
    disabled_at = connection.execute(select(person.c.disabled_at).where(person.c.id == person_id)).scalar_one()
    return disabled_at is not None
