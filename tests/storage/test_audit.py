"""C11: the audit trail takes nothing but the next event, and whatever somebody does to it past the triggers is found.

What is done here past them, whoever holds the file (SQLite) or owns the tables (PostgreSQL) could do: drop the
triggers, and write.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, text, update

from preflight.domain.audit import AuditEvent, AuditKey, Head, chained, findings, read_head
from preflight.domain.errors import Immutable, Refused
from preflight.storage import audit
from preflight.storage.audit_tables import AUDIT_TRIGGERS
from preflight.storage.audit_tables import audit_event as table
from preflight.storage.engine import Database
from tests.storage.filled import NOW
from tests.storage.filled_people import KEY, an_event

OTHER_KEY = AuditKey(b"somebody's else's key, of 32 bytes too!")
LENGTH = 6


@pytest.fixture
def trail(database: Database) -> Database:
    with database.writing() as connection:
        for n in range(LENGTH):
            audit.append(connection, an_event(at=NOW + timedelta(minutes=n), about=f"assessment {n}"), KEY)
    return database


def found(database: Database, outside: Head | None = None, key: AuditKey = KEY) -> list[tuple[int, bool]]:
    """What `findings` says, as numbers of events and whether it is a note."""
    with database.reading() as connection:
        return [(each.seq, each.note) for each in findings(audit.events(connection), {key.id: key}, outside)]


def head_of(database: Database) -> Head:
    with database.reading() as connection:
        newest = audit.head(connection)
    assert newest is not None
    return newest


def past_the_triggers(database: Database, change: Callable[[Connection], object]) -> None:
    with database.writing() as connection:
        for trigger in AUDIT_TRIGGERS:
            on = " ON audit_event" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER {trigger}{on}"))
        change(connection)


def test_a_trail_that_nobody_touched_is_whole(trail: Database) -> None:
    assert found(trail) == []
    assert found(trail, head_of(trail)) == []
    assert read_head(str(head_of(trail))) == head_of(trail)


def test_what_is_known_of_the_head_saves_a_question_and_never_breaks_the_chain(trail: Database) -> None:
    newest = head_of(trail)
    with trail.writing() as connection:
        sixth = audit.append(connection, an_event(), KEY, newest)
        seventh = audit.append(connection, an_event(), KEY, newest)
        eighth = audit.append(connection, an_event(), KEY, Head(seq=seventh.seq, mac="f" * 64))
    assert [sixth.seq, seventh.seq, eighth.seq] == [LENGTH + 1, LENGTH + 2, LENGTH + 3]
    assert found(trail, head_of(trail)) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET person = 'x' WHERE seq = 2",
        "DELETE FROM audit_event WHERE seq = 6",
        "DELETE FROM audit_event",
        "INSERT INTO audit_event SELECT * FROM audit_event WHERE seq = 2",
        "INSERT INTO audit_event SELECT seq + 7, {rest} FROM audit_event WHERE seq = 2",
        "INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event WHERE seq = 2",
        "UPDATE OR REPLACE audit_event SET seq = 3 WHERE seq = 2",
        "TRUNCATE audit_event",
    ],
)
def test_the_database_takes_nothing_but_the_next_event(trail: Database, statement: str) -> None:
    with trail.reading() as connection:
        on = connection.dialect.name
    if on == ("postgresql" if " OR REPLACE" in statement else "sqlite" if "TRUNCATE" in statement else ""):
        pytest.skip("there is no such statement here")
    rest = ", ".join(f'"{column.name}"' for column in table.c if column.name != "seq")
    with pytest.raises((Immutable, Refused)), trail.writing() as connection:
        connection.execute(text(statement.format(rest=rest)))
    assert found(trail, head_of(trail)) == []


@pytest.mark.parametrize("name", [each.name for each in fields(AuditEvent) if each.name != "seq"])
def test_a_change_of_any_column_of_any_event_is_found(trail: Database, name: str) -> None:
    other: dict[str, Any] = {
        "at": NOW - timedelta(days=400),
        "outcome": "refused",
        "detail": '{"why":"x"}',
        "key_id": "0" * 16,
        "before": "e" * 64,
        "mac": "e" * 64,
    }

    def change(connection: Connection) -> None:
        for seq in (1, 3, LENGTH):
            connection.execute(update(table).where(table.c.seq == seq).values({name: other.get(name, "another")}))

    past_the_triggers(trail, change)
    assert {seq for seq, _ in found(trail)} >= {1, 3, LENGTH}


@pytest.mark.parametrize(("gone", "reported"), [((1,), 2), ((3,), 4), ((3, 4), 5), ((1, 2, 3, 4, 5), 6)])
def test_an_event_that_is_gone_is_found(trail: Database, gone: tuple[int, ...], reported: int) -> None:
    past_the_triggers(trail, lambda connection: connection.execute(delete(table).where(table.c.seq.in_(gone))))
    assert [seq for seq, _ in found(trail)] == [reported]


def test_a_cut_tail_and_an_older_copy_are_found_by_the_head_outside_only(trail: Database) -> None:
    newest = head_of(trail)
    past_the_triggers(trail, lambda connection: connection.execute(delete(table).where(table.c.seq > 4)))
    assert found(trail) == []
    assert found(trail, newest) == [(LENGTH, False)]
    with trail.writing() as connection:  # what goes on after the cut doesn't hide it
        for _ in range(4):
            audit.append(connection, an_event(), KEY)
    assert found(trail) == []
    assert found(trail, newest) == [(LENGTH, False)]


def test_everything_deleted_is_found_by_the_head_outside(trail: Database) -> None:
    newest = head_of(trail)
    past_the_triggers(trail, lambda connection: connection.execute(delete(table)))
    assert found(trail, newest) == [(LENGTH, False)]


def test_events_that_changed_places_are_found(trail: Database) -> None:
    def swap(connection: Connection) -> None:
        for was, now in ((2, 99), (5, 2), (99, 5)):
            connection.execute(update(table).where(table.c.seq == was).values(seq=now))

    past_the_triggers(trail, swap)
    assert {seq for seq, _ in found(trail)} == {2, 3, 5, 6}


def test_a_forged_event_is_found_whoever_signs_it(trail: Database) -> None:
    forged = chained(an_event(person="Somebody else"), OTHER_KEY, head_of(trail))
    with trail.writing() as connection:
        connection.execute(insert(table).values({each.name: getattr(forged, each.name) for each in fields(forged)}))
    assert found(trail) == [(LENGTH + 1, False)]


def test_a_whole_trail_with_another_key_is_found(trail: Database) -> None:
    """Whoever writes it anew from the beginning needs the key."""
    assert {seq for seq, _ in found(trail, key=OTHER_KEY)} == set(range(1, LENGTH + 1))


def test_a_restore_is_told_apart_from_a_cut(trail: Database) -> None:
    newest = head_of(trail)
    past_the_triggers(trail, lambda connection: connection.execute(delete(table).where(table.c.seq > 3)))
    given_up = {"to": {"seq": 3}, "given_up": {"seq": newest.seq, "mac": newest.mac}}
    with trail.writing() as connection:
        told = an_event(operation="restore_backup", about="backup b.db", detail=json.dumps(given_up))
        audit.append(connection, told, KEY)
    assert found(trail, newest) == [(4, True)]
    with trail.reading() as connection:
        (note,) = findings(audit.events(connection), {KEY.id: KEY}, newest)
    assert note.sentence.endswith("(b.db); what had been events 4 to 6 was given up.")
    assert found(trail, Head(seq=5, mac="f" * 64)) == [(4, True), (5, False)], "it may have been cut after the restore"
    with trail.writing() as connection:
        for _ in range(3):
            audit.append(connection, an_event(), KEY)
    assert found(trail, newest) == [(4, True)]
    assert found(trail, head_of(trail)) == [(4, True)]
