"""C6, C7 and C8: a full disk, a read-only place and a held lock each give a sentence that says where and what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from preflight.domain.assessment import Answer
from preflight.domain.errors import StorageBusy, StorageError, StorageFull, StorageReadOnly
from preflight.storage import answers
from preflight.storage.engine import open_database
from preflight.storage.sqlite_database import SqliteDatabase
from tests.storage.filled import begin, fill, opened, say, url_of

pytestmark = pytest.mark.slow

NOBODY = 65534
BUSY_TIMEOUT_MS = 50
posix_users = pytest.mark.skipif(not hasattr(os, "setuid"), reason="drops to another user; this system has no user ids")


@pytest.fixture
def everyones_folder() -> Iterator[Path]:
    """A folder that another user may enter; pytest's own may not be."""
    folder = Path(tempfile.mkdtemp(prefix="preflight-"))
    folder.chmod(0o777)
    yield folder
    for inside in (folder, *folder.rglob("*")):
        inside.chmod(0o700)
    shutil.rmtree(folder)


def said_unprivileged(work: Callable[[], None]) -> str:
    """What StorageReadOnly says when an ordinary user does this; root would be allowed everything."""
    reading_end, writing_end = os.pipe()
    child = os.fork()
    if child == 0:
        said = "nothing was raised"
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            work()
        except StorageReadOnly as error:
            said = str(error)
        except Exception as error:  # noqa: BLE001 - the parent reads what it was
            said = repr(error)
        finally:
            os.write(writing_end, said.encode())
            os._exit(0)
    os.close(writing_end)
    with os.fdopen(reading_end) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said


def uid() -> int:
    return os.geteuid() or NOBODY


def open_and_save(folder: Path) -> None:
    with opened(folder) as database, database.writing() as connection:
        say(connection, Answer(choices=("1",)), assessment_id="next", question_id="alpha.two")


@posix_users
@pytest.mark.parametrize("how", ["folder", "closed folder", "file", "no folder", "marker"])
def test_a_read_only_place_is_named_with_the_user(everyones_folder: Path, how: str) -> None:
    folder = everyones_folder / "data"
    if how != "no folder":
        with opened(folder) as database:
            fill(database)
        folder.chmod(0o777)
        database.path.chmod(0o666)
    match how:
        case "folder":
            folder.chmod(0o555)
        case "closed folder":
            folder.chmod(0o000)
        case "file":
            database.path.chmod(0o444)
        case "no folder":
            everyones_folder.chmod(0o555)
        case "marker":
            (folder / "preflight.instance").unlink()
            folder.chmod(0o555)
    before = {inside: inside.read_bytes() for inside in folder.rglob("*")}
    said = said_unprivileged(lambda: open_and_save(folder))
    assert f"{folder / 'preflight.db'} can't be written by user id {uid()}" in said
    assert {inside: inside.read_bytes() for inside in before} == before


@posix_users
def test_a_file_that_can_t_be_read_is_named_too(everyones_folder: Path) -> None:
    with opened(everyones_folder) as database:
        pass
    database.path.chmod(0o000)
    assert f"by user id {uid()}" in said_unprivileged(lambda: open_and_save(everyones_folder))


@posix_users
def test_a_place_that_turns_read_only_while_it_runs_loses_nothing(everyones_folder: Path) -> None:
    """As when a disk with errors is mounted read-only: what was saved stays readable, the next save says why not."""
    with opened(everyones_folder) as database:
        fill(database)
    for inside in everyones_folder.iterdir():
        inside.chmod(0o666)

    def turn() -> None:
        with opened(everyones_folder) as database:
            database._writer.dispose()
            with database.reading() as connection:
                before = answers.recorded_answers(connection, "first")
            database.path.chmod(0o444)
            try:
                with database.writing() as connection:
                    say(connection, Answer(choices=("1",)), assessment_id="next", question_id="alpha.two")
            finally:
                with database.reading() as connection:
                    assert answers.recorded_answers(connection, "first") == before != {}

    os.chown(everyones_folder / "preflight.db", uid(), -1)
    assert f"by user id {uid()}" in said_unprivileged(turn)


def test_a_database_that_vanishes_is_not_made_anew(filled: SqliteDatabase) -> None:
    filled._writer.dispose()
    filled.path.rename(filled.path.with_suffix(".aside"))
    with pytest.raises(StorageReadOnly, match="not there any more"), filled.writing():
        pass
    assert not filled.path.exists()


def test_a_full_disk_says_that_nothing_was_saved(filled: SqliteDatabase) -> None:
    """max_page_count gives SQLITE_FULL where a disk would; the tmpfs run is the container's."""
    with filled.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql("PRAGMA max_page_count = " + str(pages))
    with pytest.raises(StorageFull, match="Not saved") as full, filled.writing() as connection:
        say(connection, Answer(note="n" * 100_000), assessment_id="next", question_id="alpha.two")
    assert str(filled.path) in str(full.value)
    with filled.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
        assert answers.recorded_answer(connection, "next", "alpha.two") is None
        say(connection, Answer(note="n" * 100_000), assessment_id="next", question_id="alpha.two")


@contextmanager
def held_by_another_process(path: Path) -> Iterator[None]:
    """Another process holds the write lock from the first line to the last."""
    program = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); "
        "c.execute('BEGIN EXCLUSIVE'); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield
        finally:
            holder.communicate()


def test_a_lock_held_elsewhere_ends_in_a_sentence_and_loses_nothing(tmp_path: Path) -> None:
    with opened(tmp_path, busy_timeout_ms=BUSY_TIMEOUT_MS) as database:
        begin(database)
        with database.writing() as connection:
            say(connection, Answer(choices=("1",)))
        with held_by_another_process(database.path):
            before = time.monotonic()
            with pytest.raises(StorageBusy) as busy, database.writing() as connection:
                say(connection, Answer(choices=("2",)), seen=1)
            waited_s = time.monotonic() - before
            with database.reading() as connection:
                assert answers.recorded_answers(connection, "first")["alpha.one"].answer.choice == "1"
            with pytest.raises(StorageBusy):
                open_database(url_of(database.path), busy_timeout_ms=BUSY_TIMEOUT_MS)
        assert str(database.path) in str(busy.value)
        assert "Nothing was written" in str(busy.value)
        assert 4 * BUSY_TIMEOUT_MS / 1000 <= waited_s < 60, "once, and three times more, is not what was waited"
        with database.writing() as connection:
            say(connection, Answer(choices=("2",)), seen=1)
            assert len(answers.changes(connection, "first")) == 2


def test_a_lock_that_is_let_go_while_we_wait_is_no_error(tmp_path: Path) -> None:
    with opened(tmp_path, busy_timeout_ms=1) as database:
        begin(database)
        with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            met: list[str] = []

            def let_go(_: object) -> None:
                met.append("the lock")
                if len(met) == 3:
                    other.execute("COMMIT")

            event.listen(database._writer, "handle_error", let_go)
            with database.writing() as connection:
                say(connection, Answer(choices=("1",)))
            assert len(met) == 3


def test_who_waits_for_a_writer_of_this_process_is_told_in_time_too(tmp_path: Path) -> None:
    with opened(tmp_path, busy_timeout_ms=BUSY_TIMEOUT_MS) as database, ThreadPoolExecutor(1) as pool:
        begin(database)

        def save() -> None:
            with database.writing() as connection:
                say(connection, Answer(choices=("1",)))

        with database.writing(), pytest.raises(StorageBusy, match="Too many"):
            pool.submit(save).result()
        pool.submit(save).result()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://me:secret@host/preflight", "in SQLite .* or PostgreSQL"),
        ("postgresql+asyncpg://me:secret@host/preflight", "write postgresql://"),
        ("postgresql://me:secret@host", "names no database"),
        ("postgresql://me:sec@secret@host/preflight", "written %40"),
        ("postgresql://me:secret@host:many/preflight", "not a database URL"),
        ("postgresql//me:secret@host/preflight", "not a database URL"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:////tmp/x.db?mode=memory", "names no file"),
        ("preflight.db", "not a database URL"),
    ],
)
def test_a_url_that_can_t_be_used_says_what_to_write_and_no_password(url: str, words: str) -> None:
    with pytest.raises(StorageError, match=words) as refused:
        open_database(url)
    assert "secret" not in str(refused.value)


def test_a_path_with_any_characters_in_it_works(tmp_path: Path) -> None:
    folder = tmp_path / "a b % # 日本"
    for _ in range(2):
        with opened(folder):
            pass
    assert sorted(inside.name for inside in folder.iterdir()) == ["preflight.db", "preflight.instance"]
