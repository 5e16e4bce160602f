"""C2 and C3: a transaction that is cut off leaves nothing, and a killed process loses nothing that was acknowledged."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError

from preflight.domain.assessment import Answer
from preflight.domain.errors import StorageError
from preflight.storage import answers, assessments, projects
from preflight.storage.engine import Database
from preflight.storage.sqlite_database import SqliteDatabase
from tests.storage.backups import beside
from tests.storage.dump import rows_in
from tests.storage.filled import a_project, begin, complete, fill, in_a_child, opened, say

KILLS = 100
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked child; this system has no fork")


class CutOff(BaseException):
    """Like what Streamlit raises when a newer click stops a script, and like Ctrl+C: not an Exception."""


@contextmanager
def after_statement(number: int, act: object) -> Iterator[list[str]]:
    """Call `act` after the so manieth statement of any engine; gives the statements that ran."""
    ran: list[str] = []

    def count(*arguments: object) -> None:
        ran.append(str(arguments[2]))
        if len(ran) == number:
            assert callable(act)
            act()

    event.listen(Engine, "after_cursor_execute", count)
    try:
        yield ran
    finally:
        event.remove(Engine, "after_cursor_execute", count)


def cut_off() -> None:
    raise CutOff


def kill_myself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def save_and_complete(database: Database) -> None:
    """What a service does at its longest: answers, a score, the completion."""
    with database.writing() as connection:
        say(connection, Answer(choices=("4",)))
        say(connection, Answer(choices=("0",)), seen=1)
        complete(connection)


def test_a_transaction_cut_off_after_any_statement_leaves_nothing(database: Database) -> None:
    begin(database)
    before = rows_in(database)
    number = 0
    while True:
        number += 1
        try:
            with after_statement(number, cut_off) as ran:
                save_and_complete(database)
        except CutOff:
            assert rows_in(database) == before, ran[-1]
        else:
            break
    assert number > 10, "nothing was cut off"
    with database.reading() as connection:
        assert assessments.get_assessment(connection, "first").completed


def test_an_error_in_the_middle_leaves_nothing_and_the_next_save_works(database: Database) -> None:
    begin(database)

    def save_and_fail() -> None:
        with database.writing() as connection:
            say(connection, Answer(choices=("1",)))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_and_fail()
    with database.writing() as connection:
        assert answers.recorded_answers(connection, "first") == {}
        say(connection, Answer(choices=("2",)))
    with database.reading() as connection:
        assert len(answers.changes(connection, "first")) == 1


def test_writing_inside_writing_is_a_mistake_that_shows_at_once(database: Database) -> None:
    with pytest.raises(RuntimeError, match="inside"), database.writing(), database.writing():
        pass
    begin(database)


def test_connections_to_a_file_are_durable(file_database: SqliteDatabase) -> None:
    """synchronous=FULL (2) is what kept every write through a power cut, which no test here can cause."""
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1, "query_only": 0}
    with file_database.writing() as connection:
        found = {name: connection.exec_driver_sql("PRAGMA " + name).scalar() for name in wanted}
    assert found == wanted


def test_readers_can_t_write(database: Database) -> None:
    with pytest.raises(DBAPIError), database.reading() as connection:
        connection.exec_driver_sql("DELETE FROM person")


def test_a_closed_database_says_so(database: Database) -> None:
    database.close()
    for door in (database.reading, database.writing):
        with pytest.raises(StorageError, match="closed"), door():
            pass


@pytest.mark.slow
@needs_fork
def test_a_start_killed_after_any_statement_can_be_repeated(tmp_path: Path) -> None:
    """The first start creates the file, sets WAL, builds the schema: wherever it dies, the next start goes on.

    About 6 s: the schema is built again after each; within the one transaction in the middle every fifth place will do.
    """
    number, code = 0, -signal.SIGKILL
    while code:
        number += 1 if number < 10 else 5
        folder = tmp_path / str(number)
        folder.mkdir()

        def start(number: int = number, folder: Path = folder) -> None:
            with after_statement(number, kill_myself), opened(folder):
                pass

        code = in_a_child(start)
        assert code in {0, -signal.SIGKILL}
        with opened(folder) as database:
            fill(database)
    assert number > 30, "nothing was killed"


@pytest.mark.slow
@needs_fork
def test_a_hundred_kills_lose_no_acknowledged_save(tmp_path: Path) -> None:
    """About 8 s on an idle machine: a child saves without pause and acknowledges into a pipe; the parent kills it at
    some moment, opens the database with all its checks, and looks for the last save that was acknowledged."""
    with opened(tmp_path) as database:
        begin(database)
    acknowledged = 0
    for kill in range(KILLS):
        reading_end, writing_end = os.pipe()
        child = os.fork()
        if child == 0:
            save_until_killed(database.path, reading_end, writing_end)
        os.close(writing_end)
        with os.fdopen(reading_end, "r") as log:
            for _ in range(1 + kill % 5):
                acknowledged = int(log.readline())
            os.kill(child, signal.SIGKILL)
            for line in log:  # acknowledged before the kill took effect
                acknowledged = int(line) if line.endswith("\n") else acknowledged
        os.waitpid(child, 0)
        with opened(tmp_path) as database, database.reading() as connection:
            saved = answers.recorded_answer(connection, "first", "alpha.one")
            kept = answers.changes(connection, "first")
        assert saved is not None
        assert acknowledged <= saved.version <= acknowledged + 1, f"kill {kill}"
        assert [change.after.number for change in kept] == list(range(1, saved.version + 1)), f"kill {kill}"
    assert acknowledged > KILLS


def save_until_killed(path: Path, reading_end: int, writing_end: int) -> None:
    try:
        os.close(reading_end)
        database = SqliteDatabase(path, backups=beside(path))
        with database.reading() as connection:
            found = answers.recorded_answer(connection, "first", "alpha.one")
        version = found.version if found else 0
        while True:
            with database.writing() as connection:
                say(connection, Answer(number=Fraction(version + 1)), seen=version)
                projects.update_project(connection, a_project(name=f"After save {version + 1}"))
            version += 1
            os.write(writing_end, b"%d\n" % version)
    finally:
        os._exit(1)
