"""Many small writes together: each is answered once it is on the disk, in order, and none spoils another's."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import Connection, event

from preflight.domain.errors import Invalid, StorageError, StorageFull
from preflight.domain.project import Person
from preflight.storage import people
from preflight.storage.engine import Database
from preflight.storage.group_commit import MOST_TOGETHER, GroupCommit
from preflight.storage.sqlite_database import SqliteDatabase

PATIENCE_S = 20


def a_person(name: str) -> Person:
    return Person(id=name, issuer="local", subject=name, name=name)


def adds(name: str) -> Callable[[Connection], str]:
    """A piece of work that adds a person and gives back their name."""

    def do(connection: Connection) -> str:
        people.ensure_person(connection, a_person(name))
        return name

    return do


def names_in(database: Database) -> set[str]:
    with database.reading() as connection:
        return set(connection.exec_driver_sql("SELECT id FROM person").scalars())


@pytest.fixture
def together(database: Database) -> Iterator[GroupCommit]:
    found = GroupCommit(database)
    yield found
    found.close()


@contextmanager
def held_up(together: GroupCommit) -> Iterator[None]:
    """While inside, what is submitted waits: it goes into one transaction."""
    go_on, begun = threading.Event(), threading.Event()

    def hold(_: Connection) -> None:
        begun.set()
        assert go_on.wait(PATIENCE_S)

    held = together.submit(hold)
    assert begun.wait(PATIENCE_S)
    try:
        yield
    finally:
        go_on.set()
        held.result(PATIENCE_S)


def test_each_of_many_threads_is_answered_with_its_own_result(together: GroupCommit, database: Database) -> None:
    def write(thread: int) -> list[str]:
        return [together.submit(adds(f"{thread}-{at}")).result(PATIENCE_S) for at in range(10)]

    with ThreadPoolExecutor(20) as threads:
        results = list(threads.map(write, range(20)))
    assert results == [[f"{thread}-{at}" for at in range(10)] for thread in range(20)]
    assert names_in(database) == {name for each in results for name in each}


def test_what_waits_goes_into_one_transaction_in_the_order_of_submitting(
    together: GroupCommit, database: Database
) -> None:
    ran: list[int] = []
    commits: list[object] = []
    event.listen(database._writer, "commit", commits.append)
    with held_up(together):
        futures = [together.submit(lambda _, at=at: ran.append(at)) for at in range(MOST_TOGETHER)]
    wait(futures, PATIENCE_S)
    assert ran == list(range(MOST_TOGETHER))
    assert len(commits) == 2, "the one that held them up, and all of them"


def test_no_transaction_grows_without_end(together: GroupCommit, database: Database) -> None:
    commits: list[object] = []
    event.listen(database._writer, "commit", commits.append)
    with held_up(together):
        futures = [together.submit(lambda _: None) for _ in range(2 * MOST_TOGETHER + 1)]
    assert all(future.result(PATIENCE_S) is None for future in futures)
    assert len(commits) == 1 + 3


def test_a_piece_that_raises_is_undone_alone(together: GroupCommit, database: Database) -> None:
    def fails(connection: Connection) -> None:
        adds("undone")(connection)
        raise Invalid("This one not.")

    def breaks(connection: Connection) -> None:
        adds("undone-too")(connection)
        raise ZeroDivisionError

    with held_up(together):
        futures = [together.submit(do) for do in (adds("first"), fails, adds("second"), breaks, adds("third"))]
    first, failed, second, broken, third = futures
    assert [each.result(PATIENCE_S) for each in (first, second, third)] == ["first", "second", "third"]
    with pytest.raises(Invalid, match="This one not"):
        failed.result(PATIENCE_S)
    with pytest.raises(ZeroDivisionError):
        broken.result(PATIENCE_S)
    assert names_in(database) == {"first", "second", "third"}


def test_what_a_piece_sees_is_what_was_written_before_it(together: GroupCommit) -> None:
    def count(connection: Connection) -> int:
        return int(connection.exec_driver_sql("SELECT count(*) FROM person").scalar_one())

    with held_up(together):
        futures: list[Future[object]] = []
        for name in ("a", "b"):
            futures += [together.submit(adds(name)), together.submit(count)]
    assert [future.result(PATIENCE_S) for future in futures] == ["a", 1, "b", 2]


class FullAtSecond(Database):
    """A database whose second commit fails."""

    def __init__(self, real: Database) -> None:
        self.real = real
        self.commits = 0

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self.real.writing() as connection:
            yield connection
            self.commits += 1
            if self.commits == 2:
                raise StorageFull("Not saved: no space is left.")


def test_when_the_commit_fails_everyone_hears_of_it_and_nothing_is_written(database: Database) -> None:
    with closing(GroupCommit(FullAtSecond(database))) as together:
        with held_up(together):
            futures = [together.submit(adds(name)) for name in "abc"]
        failures = [future.exception(PATIENCE_S) for future in futures]
        assert [type(failure) for failure in failures] == [StorageFull] * 3
        assert names_in(database) == set()
        assert together.submit(adds("later")).result(PATIENCE_S) == "later"
    assert names_in(database) == {"later"}


def test_a_database_that_fails_under_one_piece_fails_all_of_its_transaction(
    together: GroupCommit, database: Database
) -> None:
    def disk_goes(_: Connection) -> None:
        raise StorageError("The disk refused.")

    with held_up(together):
        futures = [together.submit(adds("a")), together.submit(disk_goes), together.submit(adds("b"))]
    for future in futures:
        with pytest.raises(StorageError, match="The disk refused"):
            future.result(PATIENCE_S)
    assert names_in(database) == set()
    assert together.submit(adds("c")).result(PATIENCE_S) == "c"


def test_who_has_gone_stops_nobody_else(together: GroupCommit, database: Database) -> None:
    """A phone whose connection ends cancels what it waits for; the others' votes must go on."""
    with held_up(together):
        futures = [together.submit(adds(name)) for name in ("gone", "there")]
        assert futures[0].cancel()
    assert futures[1].result(PATIENCE_S) == "there"
    assert together.submit(adds("later")).result(PATIENCE_S) == "later"
    assert names_in(database) == {"there", "later"}


def test_a_task_that_is_cancelled_while_its_write_is_under_way_stops_nobody_else(together: GroupCommit) -> None:
    async def leave_in_the_middle() -> str:
        begun, go_on = threading.Event(), threading.Event()

        def slow(_: Connection) -> None:
            begun.set()
            assert go_on.wait(PATIENCE_S)

        leaving = asyncio.ensure_future(asyncio.wrap_future(together.submit(slow)))
        await asyncio.to_thread(begun.wait, PATIENCE_S)
        leaving.cancel()
        await asyncio.wait([leaving])
        go_on.set()
        return await asyncio.wait_for(asyncio.wrap_future(together.submit(adds("next"))), PATIENCE_S)

    assert asyncio.run(leave_in_the_middle()) == "next"


def test_what_is_answered_is_on_the_disk(file_database: SqliteDatabase) -> None:
    """Read by a program of its own at the very moment of the answer."""
    found: list[bool] = []

    def look(future: Future[str]) -> None:
        with closing(sqlite3.connect(f"{file_database.path.as_uri()}?mode=ro", uri=True)) as other:
            found.append(other.execute("SELECT 1 FROM person WHERE id = ?", [future.result()]).fetchone() == (1,))

    with closing(GroupCommit(file_database)) as together:
        for at in range(12):
            together.submit(adds(f"p{at}")).add_done_callback(look)
    assert found == [True] * 12


def test_closing_finishes_what_waits_and_takes_nothing_more(database: Database) -> None:
    together = GroupCommit(database)
    with held_up(together):
        futures = [together.submit(adds(name)) for name in "abc"]
        closing_it = threading.Thread(target=together.close)
        closing_it.start()
        refused_by = time.monotonic() + PATIENCE_S
        while time.monotonic() < refused_by:
            try:
                futures.append(together.submit(adds("z")))
            except StorageError:
                break
    closing_it.join(PATIENCE_S)
    assert all(future.done() and future.exception() is None for future in futures)
    assert names_in(database) >= {"a", "b", "c"}
    with pytest.raises(StorageError, match="being stopped"):
        together.submit(adds("late"))
    together.close()


def test_one_that_nobody_used_closes_at_once(database: Database) -> None:
    together = GroupCommit(database)
    together.close()
    with pytest.raises(StorageError, match="being stopped"):
        together.submit(adds("late"))


def test_what_can_wait_is_written_together_and_not_waited_for_at_the_end(database: Database) -> None:
    begun = []
    event.listen(database._writer, "begin", begun.append)
    lingering = GroupCommit(database, linger_s=10 * PATIENCE_S)
    futures = [lingering.submit(adds(name)) for name in "abc"]
    assert not wait(futures, timeout=0.05).done
    lingering.close()
    assert [future.result(PATIENCE_S) for future in futures] == ["a", "b", "c"]
    assert len(begun) == 1


def test_one_alone_that_fails_leaves_nothing(together: GroupCommit, database: Database) -> None:
    def halfway(connection: Connection) -> None:
        adds("half")(connection)
        raise Invalid("no")

    with pytest.raises(Invalid, match="no"):
        together.submit(halfway).result(PATIENCE_S)
    assert together.submit(adds("whole")).result(PATIENCE_S) == "whole"
    assert "half" not in names_in(database)
