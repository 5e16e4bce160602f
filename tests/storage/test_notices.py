"""Notes go to every listener of every process, each once and in order; what may be missing is said."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from preflight.domain.errors import StorageError
from preflight.storage import postgres_notices
from preflight.storage.engine import Database
from preflight.storage.notices import LONGEST_BYTES, Notices, in_process_notices
from preflight.storage.sqlite_database import SqliteDatabase
from tests.postgres import PostgresServer
from tests.storage.filled import opened
from tests.storage.test_postgres_processes import line_of, process

PUBLISH = """
import sys
from preflight.storage.engine import open_database
database = open_database(sys.argv[1])
for number in range(500):
    database.notices.publish(f"there {number}")
database.close()
print("done", flush=True)
"""
SOON_MS = 5


class Ear:
    """Listens, and keeps what it hears."""

    def __init__(self, notices: Notices) -> None:
        self.heard: queue.Queue[str | None] = queue.Queue()
        self.leave = notices.subscribe(self.heard.put)

    def next(self) -> str | None:
        return self.heard.get(timeout=10)

    def until(self, note: str) -> list[str | None]:
        """What comes until this note, it included."""
        notes = [self.next()]
        while notes[-1] != note:
            notes.append(self.next())
        return notes


def ear_on(database: Database) -> Ear:
    """One that listens by now; what is published sooner is a None to it."""
    ear = Ear(database.notices)
    if not isinstance(database, SqliteDatabase):
        assert ear.next() is None
    return ear


@pytest.fixture
def ear(server_database: Database) -> Ear:
    return ear_on(server_database)


def test_every_listener_hears_every_note_in_order(database: Database) -> None:
    ears = [ear_on(database), Ear(database.notices), Ear(database.notices)]
    sent = [f"note {number} – ü" for number in range(200)]
    for note in sent:
        database.notices.publish(note)
    for ear in ears:
        assert ear.until(sent[-1]) == sent


def test_equal_notes_are_not_one(database: Database) -> None:
    """PostgreSQL itself sends equal ones of one transaction once."""
    ear = ear_on(database)
    for note in ["same"] * 50 + ["last"]:
        database.notices.publish(note)
    assert ear.until("last") == ["same"] * 50 + ["last"]


def test_who_left_hears_nothing_more(database: Database) -> None:
    leaving, staying = ear_on(database), Ear(database.notices)
    database.notices.publish("one")
    leaving.until("one")
    leaving.leave()
    leaving.leave()
    database.notices.publish("two")
    staying.until("two")
    assert leaving.heard.empty()


def test_a_listener_that_fails_is_nobody_else_s_trouble(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    def fail(note: str | None) -> None:
        raise ArithmeticError(note)

    database.notices.subscribe(fail)
    ear = ear_on(database)
    for note in ("one", "two"):
        database.notices.publish(note)
        ear.until(note)
    assert "a listener failed" in caplog.text


@pytest.mark.parametrize("note", ["", "n" * (LONGEST_BYTES + 1), "ü" * LONGEST_BYTES, "a\nb", "a\0b", "\ud800"])
def test_what_is_no_note_is_refused_at_once(database: Database, note: str) -> None:
    with pytest.raises(ValueError, match="a note is"):
        database.notices.publish(note)
    ear = ear_on(database)
    database.notices.publish("n" * LONGEST_BYTES)
    ear.until("n" * LONGEST_BYTES)


def test_a_listener_may_publish(database: Database) -> None:
    """What it sends comes after what it heard, to everybody."""

    def answer(note: str | None) -> None:
        if note == "question":
            database.notices.publish("answer")

    database.notices.subscribe(answer)
    ear = ear_on(database)
    database.notices.publish("question")
    assert ear.until("answer")[-2:] == ["question", "answer"]


def test_many_threads_may_publish(database: Database) -> None:
    ear = ear_on(database)

    def publish(thread: int) -> None:
        for number in range(100):
            database.notices.publish(f"{thread} {number}")

    threads = [threading.Thread(target=publish, args=(thread,)) for thread in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    database.notices.publish("last")
    heard = [str(note) for note in ear.until("last")]
    assert len(heard) == 601
    for thread in range(6):
        assert [note for note in heard if note.startswith(f"{thread} ")] == [f"{thread} {n}" for n in range(100)]


def test_with_the_database_the_notices_end(database: Database) -> None:
    notices = database.notices
    assert database.notices is notices
    ear = ear_on(database)
    notices.publish("before")
    ear.until("before")
    database.close()
    notices.publish("after")
    assert ear.heard.empty()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("notices-")]
    with pytest.raises(StorageError, match="closed"):
        assert database.notices


def test_no_thread_and_no_connection_before_they_are_needed(server_database: Database) -> None:
    assert server_database.notices
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("notices-")]


def test_a_listener_cut_off_by_ctrl_c_does_not_end_the_rest() -> None:
    notices = in_process_notices()

    def interrupt(note: str | None) -> None:
        if note == "one":
            raise KeyboardInterrupt

    notices.subscribe(interrupt)
    ear = Ear(notices)
    with pytest.raises(KeyboardInterrupt):
        notices.publish("one")
    notices.publish("two")
    assert ear.next() == "two"


# Between processes, through PostgreSQL.


def test_another_process_is_heard(ear: Ear, server_url: str) -> None:
    with process(PUBLISH, server_url) as other:
        assert ear.until("there 499") == [f"there {number}" for number in range(500)]
        assert line_of(other) == "done\n"


def test_what_waits_is_sent_before_it_ends(ear: Ear, server_url: str) -> None:
    """The process above closes its database right after the last note; here the note is its only one."""
    with process(PUBLISH.replace("range(500)", "range(1)"), server_url) as other:
        assert ear.next() == "there 0"
        assert line_of(other) == "done\n"


def test_a_note_is_soon_there(server_database: Database, ear: Ear) -> None:
    """The median, own and foreign alike: both come from the server. Measured 0.7 ms on an idle machine."""
    took = []
    for number in range(100):
        before = time.perf_counter()
        server_database.notices.publish(f"note {number}")
        ear.next()
        took.append((time.perf_counter() - before) * 1000)
        time.sleep(0.002)
    assert sorted(took)[50] < SOON_MS


def end(postgres: PostgresServer, query: str) -> int:
    """End the sessions that ran this last; gives how many there were."""
    with postgres.connect() as connection:
        found = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE %s AND pid <> pg_backend_pid()",
            [query],
        )
        return len(found.fetchall())


def test_a_listening_session_that_ends_comes_back_and_says_so(
    server_database: Database, ear: Ear, postgres: PostgresServer
) -> None:
    for _ in range(2):
        assert end(postgres, "LISTEN preflight_live%") == 1
        assert ear.next() is None
        server_database.notices.publish("again")
        assert ear.next() == "again"


def test_a_sending_session_that_ends_loses_no_note(
    server_database: Database, ear: Ear, postgres: PostgresServer
) -> None:
    for number in range(3):
        server_database.notices.publish(f"first {number}")
        assert ear.next() == f"first {number}"
        assert end(postgres, "%pg_notify%unnest%") == 1
        server_database.notices.publish(f"second {number}")
        assert ear.next() == f"second {number}"


def test_a_note_that_is_sent_twice_is_heard_once(server_database: Database, ear: Ear, postgres: PostgresServer) -> None:
    """As when the connection is lost after the server has it, and before it has said so."""
    database = server_database.name.rpartition("/")[2]
    with postgres.connect(database) as connection:
        for payload in ("other 1 one", "other 1 one", "other 2 two", "other 1 one", "other 2 two", "nonsense", "a b c"):
            connection.execute("SELECT pg_notify('preflight_live', %s)", [payload])
        connection.execute("SELECT pg_notify('preflight_live', 'other 3 last')")
    assert ear.until("last") == ["one", "two", "last"]


@pytest.fixture
def stopped(postgres: PostgresServer) -> Iterator[Callable[[], None]]:
    """The server is down; calling it brings it back."""
    postgres.stop()
    running = threading.Event()

    def start() -> None:
        if not running.is_set():
            postgres.start()
            running.set()

    yield start
    start()


def test_notes_wait_for_the_server(server_database: Database, ear: Ear, stopped: Callable[[], None]) -> None:
    """They are sent when it is back; who listens later than that is told to look anew."""
    sent = [f"note {number}" for number in range(100)]
    before = time.perf_counter()
    for note in sent:
        server_database.notices.publish(note)
    assert time.perf_counter() - before < 0.5, "publishing waited for the server"
    stopped()
    assert ear.next() is None
    server_database.notices.publish("last")
    heard = ear.until("last")[:-1]
    assert heard == sent[len(sent) - len(heard) :], "one is missing after it was told to look anew"


def test_with_too_many_waiting_all_are_told_to_look_anew(
    server_database: Database, ear: Ear, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session that listens stays, and the one that sends can't be made for a while."""
    monkeypatch.setattr(postgres_notices, "MOST_WAITING", 10)
    name = server_database.name.rpartition("/")[2]
    with postgres.connect() as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        for number in range(25):
            server_database.notices.publish(f"note {number}")
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert ear.until("note 24") == [None, "note 21", "note 22", "note 23", "note 24"]


def test_a_closed_one_does_not_wait_for_a_server_that_is_gone(
    server_database: Database, ear: Ear, stopped: Callable[[], None]
) -> None:
    server_database.notices.publish("never sent")
    before = time.perf_counter()
    server_database.close()
    assert time.perf_counter() - before < 5
    assert ear is not None
    stopped()


def test_in_a_file_s_database_notes_stay_in_the_process(tmp_path: Path) -> None:
    with opened(tmp_path) as one, opened(tmp_path) as other, closing(other.notices):
        ears = [Ear(one.notices), Ear(other.notices)]
        one.notices.publish("here")
        assert ears[0].next() == "here"
        assert ears[1].heard.empty()
