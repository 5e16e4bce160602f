"""People: who acted, by issuer and subject."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, insert, select, update

from preflight.domain.project import Person
from preflight.storage.tables import person as table


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


def names_of(connection: Connection, person_ids: Collection[str]) -> dict[str, str]:
    """From id to name; an id that nobody has is left out."""
    if not person_ids:
        return {}
    rows = connection.execute(select(table.c.id, table.c.name).where(table.c.id.in_(sorted(person_ids))))
    return {row.id: row.name for row in rows}
