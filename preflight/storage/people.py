"""People: who acted, by issuer and subject."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from preflight.domain.project import Person
from preflight.storage.tables import person as table

_PERSON = (table.c.id, table.c.issuer, table.c.subject, table.c.name)


class KeptPerson(NamedTuple):
    """A person, and since when they are disabled; None for whoever may sign in."""

    person: Person
    disabled_at: datetime | None


def ensure_person(connection: Connection, person: Person) -> Person:
    """Keep this person, known by issuer and subject; a new name replaces the old one.

    Returns the person as kept: the id is that of the first time, which may not be the given one.
    """
    known = connection.execute(
        select(table.c.id, table.c.name).where(table.c.issuer == person.issuer, table.c.subject == person.subject)
    ).one_or_none()
    if known is None:
        connection.execute(
            insert(table).values(id=person.id, issuer=person.issuer, subject=person.subject, name=person.name)
        )
        return person
    if known.name != person.name:
        connection.execute(update(table).where(table.c.id == known.id).values(name=person.name))
    return Person(id=known.id, issuer=person.issuer, subject=person.subject, name=person.name)


def find_person(connection: Connection, *, issuer: str, subject: str) -> Person | None:
    """Who is known by issuer and subject; None for a stranger."""
    row = connection.execute(select(*_PERSON).where(table.c.issuer == issuer, table.c.subject == subject)).one_or_none()
    return None if row is None else Person(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def people_of(connection: Connection, person_ids: Collection[str]) -> list[Person]:
    """The people of these ids, by id; an id that nobody has is left out."""
    rows = connection.execute(select(*_PERSON).where(table.c.id.in_(sorted(person_ids))).order_by(table.c.id))
    return [Person(**row._mapping) for row in rows]  # noqa: SLF001 - as above


def names_of(connection: Connection, person_ids: Collection[str]) -> dict[str, str]:
    """From id to name; an id that nobody has is left out."""
    if not person_ids:
        return {}
    rows = connection.execute(select(table.c.id, table.c.name).where(table.c.id.in_(sorted(person_ids))))
    return {row.id: row.name for row in rows}


def all_people(connection: Connection) -> list[KeptPerson]:
    """Everybody who is known here, by name."""
    rows = connection.execute(select(*_PERSON, table.c.disabled_at).order_by(table.c.name, table.c.id))
    return [
        KeptPerson(Person(id=row.id, issuer=row.issuer, subject=row.subject, name=row.name), row.disabled_at)
        for row in rows
    ]


def set_disabled(connection: Connection, person_id: str, at: datetime | None) -> None:
    """Keep since when a person is disabled; None lets them sign in again."""
    connection.execute(update(table).where(table.c.id == person_id).values(disabled_at=at))
