"""Within one moment a thread reads one state in one transaction, asks once, and sees what it writes itself."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import Connection, text

from preflight.domain.errors import NotFound, StorageError
from preflight.domain.project import Person
from preflight.storage.database import Database
from preflight.storage.moment import once
from preflight.storage.people import ensure_person, find_person
from preflight.storage.projects import get_project

ADA = Person(id="ada", issuer="https://id.example", subject="ada", name="Ada")


def known(connection: Connection) -> bool:
    return find_person(connection, issuer=ADA.issuer, subject=ADA.subject) is not None


def read(database: Database) -> bool:
    with database.reading() as connection:
        return known(connection)


def write(database: Database) -> None:
    with database.writing() as connection:
        ensure_person(connection, ADA)


def elsewhere(database: Database) -> None:
    other = threading.Thread(target=write, args=(database,))
    other.start()
    other.join(10)


def test_what_others_write_meanwhile_is_seen_afterwards(database: Database) -> None:
    with database.one_moment():
        assert not read(database)
        elsewhere(database)
        assert not read(database)
    assert read(database)


def test_what_the_thread_writes_itself_is_seen_at_once(database: Database) -> None:
    with database.one_moment():
        assert not read(database)
        write(database)
        assert read(database)


def test_it_is_one_transaction_and_another_threads_reading_is_not_in_it(database: Database) -> None:
    with database.one_moment(), database.reading() as first, database.one_moment(), database.reading() as second:
        assert first is second
        others: list[Connection] = []

        def look() -> None:
            with database.reading() as connection:
                others.append(connection)

        thread = threading.Thread(target=look)
        thread.start()
        thread.join(10)
        assert others[0] is not first
    with database.reading() as after:
        assert after is not first


def test_a_question_is_asked_once_within_a_moment_and_every_time_without_one(database: Database) -> None:
    asked: list[int] = []

    def ask() -> int:
        with database.reading() as connection:
            return once(connection, "question", lambda: asked.append(1) or len(asked))

    assert [ask(), ask()] == [1, 2]
    with database.one_moment():
        assert [ask(), ask()] == [3, 3]
        write(database)
        assert ask() == 4


def test_what_the_database_fails_ends_the_moment_and_a_refusal_does_not(database: Database) -> None:
    with database.one_moment():
        with pytest.raises(NotFound), database.reading() as before:
            get_project(before, "nothing")
        with database.reading() as connection:
            assert connection is before
        with pytest.raises(Exception) as failed, database.reading() as connection:
            connection.execute(text("SELECT * FROM no_such_table"))
        assert not isinstance(failed.value, AssertionError | StorageError | NotFound)
        assert not read(database)


def test_a_moment_in_which_nothing_is_read_opens_nothing(database: Database) -> None:
    database.close()
    with database.one_moment():
        pass
    with database.one_moment(), pytest.raises(StorageError, match="closed"):
        read(database)
