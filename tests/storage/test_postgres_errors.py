"""What goes wrong between Preflight and a PostgreSQL server ends in a sentence, loses nothing, and heals by itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from psycopg import errors
from sqlalchemy.exc import DBAPIError

from preflight.domain.assessment import Answer
from preflight.domain.errors import (
    Conflict,
    Invalid,
    PreflightError,
    StorageBusy,
    StorageDamaged,
    StorageError,
    StorageFull,
    StorageReadOnly,
)
from preflight.storage import answers, projects
from preflight.storage.engine import Database, open_database
from preflight.storage.postgres import MORE_READERS, READERS
from preflight.storage.postgres_errors import in_our_words
from tests.postgres import PASSWORD, PostgresServer
from tests.storage.dump import rows_in
from tests.storage.filled import a_project, begin, say

HOLD = "SELECT pg_advisory_lock(1346784340)"
ONE, TWO = Answer(choices=("1",)), Answer(choices=("2",))


@pytest.fixture
def impatient(server_url: str) -> Iterator[Database]:
    """A database whose writers wait for 0.2 s only."""
    with closing(open_database(server_url, busy_timeout_ms=50)) as database:
        begin(database)
        yield database


@contextmanager
def another_session(postgres: PostgresServer, url: str) -> Iterator[psycopg.Connection[Any]]:
    with postgres.connect(url.rpartition("/")[2]) as connection:
        yield connection


def end_sessions(postgres: PostgresServer) -> None:
    """As an administrator would, of everybody but ourselves."""
    with postgres.connect() as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")


def test_a_lock_held_elsewhere_ends_in_a_sentence_and_loses_nothing(
    impatient: Database, postgres: PostgresServer, server_url: str
) -> None:
    with another_session(postgres, server_url) as other:
        other.execute(HOLD)
        before = time.monotonic()
        with pytest.raises(StorageBusy, match=r"Another process holds .*Nothing was written"), impatient.writing():
            pass
        assert 0.2 <= time.monotonic() - before < 10
        with pytest.raises(StorageBusy):
            impatient.prove_writable()
        with pytest.raises(StorageBusy):
            open_database(server_url, busy_timeout_ms=50)
        with impatient.reading() as connection:
            assert answers.recorded_answers(connection, "first") == {}
    with impatient.writing() as connection:
        say(connection, ONE)


def test_who_waits_for_a_writer_of_this_process_is_told_in_time_too(impatient: Database) -> None:
    def save() -> None:
        with impatient.writing() as connection:
            say(connection, ONE)

    with ThreadPoolExecutor(1) as pool:
        with impatient.writing(), pytest.raises(StorageBusy, match="Too many wait"):
            pool.submit(save).result()
        pool.submit(save).result()


def test_too_many_readers_are_told_so(impatient: Database) -> None:
    with ExitStack() as readers:
        for _ in range(READERS + MORE_READERS):
            readers.enter_context(impatient.reading())
        with pytest.raises(StorageBusy, match="Too many read"), impatient.reading():
            pass
    with impatient.reading() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1


def test_a_session_that_ends_in_the_middle_loses_what_it_wrote_and_says_so(
    impatient: Database, postgres: PostgresServer
) -> None:
    def write() -> None:
        with impatient.writing() as connection:
            say(connection, ONE)
            end_sessions(postgres)
            say(connection, TWO, seen=1)

    def read() -> None:
        with impatient.reading() as connection:
            end_sessions(postgres)
            answers.recorded_answers(connection, "first")

    for use in (write, read):
        with pytest.raises(StorageError, match=r"was lost .*Nothing was written"):
            use()
    with impatient.writing() as connection:
        assert answers.recorded_answers(connection, "first") == {}
        say(connection, TWO)


def test_a_session_that_ends_right_before_the_commit_says_that_it_does_not_know(
    impatient: Database, postgres: PostgresServer
) -> None:
    def write() -> None:
        with impatient.writing() as connection:
            say(connection, ONE)
            end_sessions(postgres)

    with pytest.raises(StorageError, match="while saving"):
        write()
    with impatient.reading() as connection:
        assert answers.recorded_answers(connection, "first") == {}


def test_it_heals_when_the_server_is_back(impatient: Database, postgres: PostgresServer) -> None:
    with impatient.writing() as connection:
        say(connection, ONE)
    before = rows_in(impatient)
    postgres.stop()
    try:
        for door in (impatient.reading, impatient.writing):
            for _ in range(2):
                with pytest.raises(StorageError, match=r"can't be reached: .*Connection refused") as refused, door():
                    pass
                assert PASSWORD not in str(refused.value)
        with pytest.raises(StorageError, match="can't be reached"):
            impatient.prove_writable()
    finally:
        postgres.start()
    assert rows_in(impatient) == before
    with impatient.writing() as connection:
        say(connection, TWO, seen=1)


def test_a_restart_between_two_requests_goes_unnoticed(impatient: Database, postgres: PostgresServer) -> None:
    with ExitStack() as readers:
        for _ in range(READERS):
            readers.enter_context(impatient.reading())
    postgres.stop()
    postgres.start()
    with impatient.writing() as connection:
        say(connection, ONE)
    with ExitStack() as readers:
        for _ in range(READERS):
            connection = readers.enter_context(impatient.reading())
            assert list(answers.recorded_answers(connection, "first")) == ["alpha.one"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": "secret"}, "password authentication failed"),
        ({"user": "nobody-we-know", "password": "secret"}, "authentication failed"),
        ({"database": "nowhere", "password": PASSWORD}, 'database "nowhere" does not exist'),
    ],
)
def test_who_is_not_let_in_is_told_why_without_the_password(
    postgres: PostgresServer, change: dict[str, str], words: str
) -> None:
    with pytest.raises(StorageError, match=f"can't be reached: .*{words}") as refused:
        open_database(postgres.url(change.pop("database", "postgres"), **change))
    assert "secret" not in str(refused.value)
    assert PASSWORD not in str(refused.value)


def test_a_host_that_is_not_there_is_named_and_the_options_are_not_shown() -> None:
    with pytest.raises(StorageError, match=r"postgresql://me@127\.0\.0\.1:1/preflight can't be reached") as refused:
        open_database("postgresql://me:secret@127.0.0.1:1/preflight?sslpassword=also-secret")
    assert "secret" not in str(refused.value)
    with pytest.raises(StorageError, match="can't be reached: ") as refused:
        open_database("postgresql://me:secret@127.0.0.1:1/preflight?sslmod=verify-full")
    assert "secret" not in str(refused.value)


def test_a_server_that_takes_no_writes_is_named(impatient: Database, postgres: PostgresServer, server_url: str) -> None:
    """As on a standby server, or when an administrator has set it so."""
    with another_session(postgres, server_url) as other:
        other.execute(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', "
            "current_database()); END $$"
        )
    end_sessions(postgres)
    with pytest.raises(StorageReadOnly, match="can only be read"), impatient.writing() as connection:
        say(connection, ONE)
    with impatient.reading() as connection:
        assert len(projects.list_projects(connection)) == 1
    with pytest.raises(StorageReadOnly):
        open_database(server_url)


def test_who_may_only_read_is_told_at_the_start(postgres: PostgresServer, server_url: str) -> None:
    with another_session(postgres, server_url) as other:
        other.execute("CREATE ROLE reader LOGIN PASSWORD 'reader'")
        other.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        try:
            with pytest.raises(StorageReadOnly, match="permission denied for table"):
                open_database(postgres.url(server_url.rpartition("/")[2], user="reader", password="reader"))
        finally:
            other.execute("DROP OWNED BY reader; DROP ROLE reader")


def test_what_takes_too_long_is_ended(impatient: Database) -> None:
    def write() -> None:
        with impatient.writing() as connection:
            say(connection, ONE)
            connection.exec_driver_sql("SET LOCAL statement_timeout = 20")
            connection.exec_driver_sql("SELECT pg_sleep(10)")

    with pytest.raises(StorageBusy, match="took too long"):
        write()
    with impatient.reading() as connection:
        assert answers.recorded_answers(connection, "first") == {}


def test_a_writer_that_does_nothing_for_too_long_is_undone(impatient: Database) -> None:
    def write() -> None:
        with impatient.writing() as connection:
            say(connection, ONE)
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 20")
            time.sleep(0.3)
            say(connection, TWO, seen=1)

    with pytest.raises(StorageError, match="was lost"):
        write()
    with impatient.writing() as connection:
        assert answers.recorded_answers(connection, "first") == {}


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
def test_text_that_can_t_be_kept_is_invalid_or_a_bug_but_never_kept(impatient: Database, name: str) -> None:
    with pytest.raises((Invalid, UnicodeEncodeError)), impatient.writing() as connection:
        projects.add_project(connection, replace(a_project("new"), name=name))
    with impatient.reading() as connection:
        assert [each.id for each in projects.list_projects(connection)] == ["pilot"]


def test_a_bug_stays_a_bug(impatient: Database) -> None:
    for statement in ("SELECT nonsense", "INSERT INTO person VALUES ('x', 'x', 'x', NULL)"):
        with pytest.raises(DBAPIError), impatient.writing() as connection:
            connection.exec_driver_sql(statement)


def test_an_answer_that_is_there_already_is_a_conflict(impatient: Database, server_url: str) -> None:
    """Whoever writes past our lock, with psql, meets the primary key."""
    with impatient.writing() as connection, closing(psycopg.connect(server_url, autocommit=True)) as other:
        connection.exec_driver_sql("SELECT 1")
        other.execute(
            "INSERT INTO answer VALUES ('first', 'alpha.one', 1, 'unanswered', '{}', '2026-11-20', 'local-owner')"
        )
        with pytest.raises(Conflict):
            say(connection, ONE)


@pytest.mark.parametrize(
    ("error", "ours", "words"),
    [
        (errors.DiskFull("could not extend file"), StorageFull, "Not saved: no space"),
        (errors.IoError("could not read block 5"), StorageError, "could not read block 5"),
        (errors.OutOfMemory("out of memory"), StorageError, "memory"),
        (errors.DataCorrupted("invalid page"), StorageDamaged, "invalid page.*backup"),
        (errors.SerializationFailure(""), StorageBusy, "Nothing was written"),
        (errors.DeadlockDetected(""), StorageBusy, "Nothing was written"),
        (errors.AdminShutdown("terminating connection"), StorageError, "was lost"),
        (errors.CannotConnectNow("starting up"), StorageError, "was lost"),
        (errors.NumericValueOutOfRange("integer out of range"), Invalid, "integer out of range"),
        (errors.UntranslatableCharacter("no equivalent"), Invalid, "no equivalent"),
    ],
)
def test_rare_errors_have_their_sentence(error: psycopg.Error, ours: type[PreflightError], words: str) -> None:
    with pytest.raises(ours, match=words) as said:
        raise in_our_words(error, "postgresql://host/preflight", statement="UPDATE answer") or error
    assert type(said.value) is ours
