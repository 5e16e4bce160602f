"""C4: a backup put in a database's place, whole: killed at any step, the old or the new database stands there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from preflight.domain.assessment import Answer
from preflight.domain.errors import StorageBusy, StorageError, StorageNewer, UnsoundBackup
from preflight.storage.backup import back_up
from preflight.storage.backup_place import BackupPlace
from preflight.storage.restore import restore_file
from preflight.storage.schema import OURS, REVISIONS
from preflight.storage.soundness import marker_of
from tests.storage.backups import beside, dump_in
from tests.storage.dump import build, dump_of
from tests.storage.filled import NOW, in_a_child, opened, say, url_of
from tests.storage.test_interrupts import kill_myself, needs_fork
from tests.storage.test_soundness import crash, run
from tests.storage.test_upgrade import golden_lines

pytestmark = pytest.mark.slow

KEY = bytes(range(32))
STEPS = ("unpack", "upgrade", "finish", "swap", "folded", "kept", "swapped", "done")


def nothing_more(_: Connection) -> None:
    """What a restore writes besides: here nothing."""


def change(path: Path) -> None:
    """Something that was saved after the backup, and stands in the log only."""
    with opened(path.parent) as database, database.writing() as connection:
        say(connection, Answer(unknown=True), assessment_id="next", question_id="alpha.two")


@contextmanager
def open_elsewhere(path: Path) -> Iterator[None]:
    """Another process has the database open, and does nothing with it."""
    program = (
        "import sys; from preflight.storage.engine import open_database; "
        f"opened = open_database({url_of(path)!r}); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        try:
            yield
        finally:
            holder.communicate()


@pytest.mark.parametrize("keys", [(), (KEY,)], ids=["open", "sealed"])
def test_a_restore_brings_the_backup_and_keeps_what_was_there(filled_file: Path, keys: tuple[bytes, ...]) -> None:
    place = BackupPlace(folder=filled_file.parent / "backups", keys=keys)
    before = dump_of(filled_file)
    made = back_up(filled_file, place, at=NOW, label="by-hand")
    change(filled_file)
    later = dump_of(filled_file)
    kept = restore_file(made, filled_file, place, nothing_more)
    assert kept is not None
    assert kept.name.startswith("preflight.db.before-restore-")
    assert dump_of(filled_file) == before != later
    assert dump_of(kept) == later
    assert kept.stat().st_nlink == 1
    change(filled_file)


def test_into_an_empty_folder_it_is_all_there_is(filled_file: Path, tmp_path: Path) -> None:
    made = back_up(filled_file, beside(filled_file), at=NOW, label="by-hand")
    path = tmp_path / "elsewhere" / "preflight.db"
    assert restore_file(made, path, beside(path), nothing_more) is None
    assert dump_of(path) == dump_of(filled_file)
    assert marker_of(path).is_file()
    assert {inside.name for inside in path.parent.iterdir()} == {"preflight.db", "preflight.instance"}


def test_what_is_written_besides_is_there_with_it(filled_file: Path) -> None:
    made = back_up(filled_file, beside(filled_file), at=NOW, label="by-hand")

    def rename(connection: Connection) -> None:
        connection.exec_driver_sql("UPDATE project SET name = 'Came back' WHERE id = 'second'")

    restore_file(made, filled_file, beside(filled_file), rename)
    with opened(filled_file.parent) as database, database.reading() as connection:
        assert connection.exec_driver_sql("SELECT name FROM project WHERE id = 'second'").scalar() == "Came back"


def test_when_that_fails_everything_is_as_it_was(filled_file: Path) -> None:
    made = back_up(filled_file, beside(filled_file), at=NOW, label="by-hand")
    change(filled_file)
    before, there = dump_of(filled_file), set(filled_file.parent.iterdir())

    def fail(_: Connection) -> None:
        raise StorageError("injected")

    with pytest.raises(StorageError, match="injected"):
        restore_file(made, filled_file, beside(filled_file), fail)
    assert dump_of(filled_file) == before
    assert set(filled_file.parent.iterdir()) == there


@needs_fork
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_the_old_or_the_new_stands_there(filled_file: Path, step: str) -> None:
    place = beside(filled_file)
    old = dump_of(filled_file)
    made = back_up(filled_file, place, at=NOW, label="by-hand")
    crashed = crash_with_a_log(filled_file)
    later = dump_of(crashed)
    assert later != old

    def restore() -> None:
        restore_file(made, crashed, place, nothing_more, step=lambda name: kill_myself() if name == step else None)

    assert in_a_child(restore) == -signal.SIGKILL
    with opened(crashed.parent) as database:
        assert dump_of(database.path) == (old if step in ("swapped", "done") else later)
    restore_file(made, crashed, place, nothing_more)
    assert dump_of(crashed) == old
    left = [each.name for each in crashed.parent.iterdir() if each.name.startswith(".")]
    assert left == []


def crash_with_a_log(path: Path) -> Path:
    """The same database, as a crash leaves it: what was saved last stands in its log only."""
    aside = path.parent / "aside"
    copied = crash(path, aside)
    for each in aside.iterdir():
        shutil.copy(each, path.parent)
    return path.parent / copied.name


def test_while_another_process_has_it_open_it_is_refused(filled_file: Path) -> None:
    made = back_up(filled_file, beside(filled_file), at=NOW, label="by-hand")
    before = dump_of(filled_file)
    with open_elsewhere(filled_file), pytest.raises(StorageBusy, match=r"has the database .* open. Stop it"):
        restore_file(made, filled_file, beside(filled_file), nothing_more)
    assert dump_of(filled_file) == before
    restore_file(made, filled_file, beside(filled_file), nothing_more)


@needs_fork
def test_what_opens_it_in_the_last_moment_is_noticed(filled_file: Path) -> None:
    made = back_up(filled_file, beside(filled_file), at=NOW, label="by-hand")
    before = dump_of(filled_file)
    others = []

    def open_now(step: str) -> None:
        if step == "folded":
            others.append(open_elsewhere(filled_file))
            others[0].__enter__()

    with pytest.raises(StorageBusy):
        restore_file(made, filled_file, beside(filled_file), nothing_more, step=open_now)
    others[0].__exit__(None, None, None)
    assert dump_of(filled_file) == before


def test_a_damaged_database_is_kept_with_its_log_as_it_is(filled_file: Path) -> None:
    made = back_up(filled_file, beside(filled_file), at=NOW, label="by-hand")
    crashed = crash(filled_file, filled_file.parent / "crashed")
    with crashed.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(bytes(4096))
    damaged, log = crashed.read_bytes(), crashed.with_name("preflight.db-wal").read_bytes()
    kept = restore_file(made, crashed, beside(filled_file), nothing_more)
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == log
    assert dump_of(crashed) == dump_in(made)
    with opened(crashed.parent):
        pass


@pytest.mark.parametrize("there", ["missing", "empty", "a text", "a folder"])
def test_whatever_stands_there_the_backup_comes_back(filled_file: Path, there: str) -> None:
    content = dump_of(filled_file)
    made = back_up(filled_file, beside(filled_file), at=NOW, label="by-hand")
    marker_of(filled_file).touch()
    filled_file.unlink()
    match there:
        case "empty":
            filled_file.touch()
        case "a text":
            filled_file.write_text("<html>404 Not Found</html>")
        case "a folder":
            filled_file.mkdir()
    kept = restore_file(made, filled_file, beside(filled_file), nothing_more)
    assert (kept is None) == (there == "missing")
    with opened(filled_file.parent) as database:
        assert dump_of(database.path) == content


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_backup_of_any_release_comes_back_and_is_brought_up_to_date(tmp_path: Path, revision: str) -> None:
    old = tmp_path / "old" / "preflight.db"
    old.parent.mkdir()
    build(old, golden_lines(revision))
    made = back_up(old, beside(old), at=NOW, label="by-hand")
    path = tmp_path / "new" / "preflight.db"
    restore_file(made, path, beside(path), nothing_more)
    with opened(path.parent) as database, database.reading() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == OURS.head
        assert connection.exec_driver_sql("SELECT count(*) FROM answer_change").scalar_one() >= 9


def test_a_plain_database_file_of_an_earlier_release_comes_back_too(filled_file: Path, tmp_path: Path) -> None:
    plain = tmp_path / "preflight-20260101T000000Z-before-0005.db"
    build(plain, golden_lines("0004"))
    run(plain, "PRAGMA journal_mode = DELETE")
    before = plain.read_bytes()
    restore_file(plain, filled_file, beside(filled_file), nothing_more)
    assert plain.read_bytes() == before
    with opened(filled_file.parent):
        pass


def newer(path: Path) -> None:
    run(path, "UPDATE alembic_version SET version_num = '9999'")


def foreign(path: Path) -> None:
    run(path, "PRAGMA application_id = 4711")


@pytest.mark.parametrize(("spoil", "error"), [(newer, StorageNewer), (foreign, UnsoundBackup)])
def test_what_this_preflight_can_t_keep_is_refused(
    filled_file: Path, tmp_path: Path, spoil: Callable[[Path], None], error: type[Exception]
) -> None:
    other = tmp_path / "other.db"
    shutil.copy(filled_file, other)
    spoil(other)
    made = back_up(other, beside(other), at=NOW, label="by-hand")
    before, there = filled_file.read_bytes(), set(tmp_path.rglob("*"))
    with pytest.raises(error):
        restore_file(made, filled_file, beside(filled_file), nothing_more)
    assert filled_file.read_bytes() == before
    assert set(tmp_path.rglob("*")) == there


@pytest.mark.parametrize("damage", ["cut off", "changed", "empty", "a text", "another key", "no key"])
def test_a_backup_that_is_not_whole_changes_nothing(filled_file: Path, damage: str) -> None:
    sealing = BackupPlace(folder=filled_file.parent / "backups", keys=(KEY,) if "key" in damage else ())
    made = back_up(filled_file, sealing, at=NOW + timedelta(days=1), label="by-hand")
    content = made.read_bytes()
    match damage:
        case "cut off":
            made.write_bytes(content[:-9])
        case "changed":
            made.write_bytes(content[:2000] + bytes([content[2000] ^ 1]) + content[2001:])
        case "empty":
            made.write_bytes(b"")
        case "a text":
            made.write_text("<html>404 Not Found</html>")
    place = BackupPlace(folder=sealing.folder, keys=(bytes(32),) if damage == "another key" else ())
    before = filled_file.read_bytes()
    with pytest.raises(UnsoundBackup, match="can't be used"):
        restore_file(made, filled_file, place, nothing_more)
    assert filled_file.read_bytes() == before
    assert not [each for each in os.listdir(filled_file.parent) if each.startswith(".")]
