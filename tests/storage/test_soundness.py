"""C9: what is damaged, emptied, foreign or newer is refused with a way back, and stays byte for byte as it was."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from preflight.domain.errors import StorageDamaged, StorageError, StorageNewer
from preflight.storage.backup import back_up
from preflight.storage.backup_place import BackupPlace
from preflight.storage.engine import open_database
from preflight.storage.soundness import marker_of
from preflight.storage.sqlite import APPLICATION_ID
from tests.storage.backups import beside
from tests.storage.filled import NOW, fill, opened, url_of

PAGE = 4096


def run(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def overwrite(path: Path, offset: int, with_bytes: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(with_bytes)


def truncate(path: Path, size_bytes: int) -> None:
    with path.open("r+b") as file:
        file.truncate(size_bytes)


def replace_with(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def as_new_database(path: Path) -> None:
    path.unlink()
    run(path, "PRAGMA journal_mode = WAL")


def as_another_program_s(path: Path) -> None:
    path.unlink()
    run(path, "CREATE TABLE photos (id)", "PRAGMA application_id = 4711")


def as_an_unmarked_one(path: Path) -> None:
    run(path, "PRAGMA application_id = 0")


def scramble_schema(path: Path) -> None:
    run(path, "PRAGMA writable_schema = ON", "UPDATE sqlite_master SET sql = 'CREATE nonsense' WHERE name = 'answer'")


def swap_pages(path: Path) -> None:
    content = bytearray(path.read_bytes())
    second, fifth = slice(PAGE, 2 * PAGE), slice(4 * PAGE, 5 * PAGE)
    content[second], content[fifth] = content[fifth], content[second]
    path.write_bytes(content)


def mistype(path: Path) -> None:
    """As a careless script may: the strict table is made lax, a text goes in, and it looks strict again."""
    set_sql = "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = 'answer'"
    for change in (("STRICT", "/*lax*/"), None, ("/*lax*/", "STRICT")):
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            if change is None:
                connection.execute("UPDATE answer SET version = 'two' WHERE assessment_id = 'next'")
            else:
                connection.execute(set_sql, change)


def put_a_folder_there(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (Path.unlink, "is missing, although there was one"),
    "empty": (lambda path: truncate(path, 0), "is an empty file"),
    "a folder": (put_a_folder_there, "is not a file"),
    "half of it": (lambda path: truncate(path, path.stat().st_size // 2 // PAGE * PAGE), "is damaged"),
    # The last page belongs to a table without rows: of half of it nothing would be missing.
    "cut within a page": (lambda path: truncate(path, path.stat().st_size - PAGE * 3 // 2), "is damaged"),
    "a few bytes": (lambda path: truncate(path, 50), "is damaged"),
    "header overwritten": (lambda path: overwrite(path, 0, b"\0" * 100), "is not an SQLite database"),
    "page size overwritten": (lambda path: overwrite(path, 16, b"\x12\x34"), "is not an SQLite database"),
    "page zeroed": (lambda path: overwrite(path, 3 * PAGE, b"\0" * PAGE), "is damaged"),
    "pages of noise": (lambda path: overwrite(path, PAGE, bytes(range(256)) * 64), "is damaged"),
    "pages swapped": (swap_pages, "is damaged"),
    "a text": (lambda path: replace_with(path, b"<html>404 Not Found</html>" * 500), "is not an SQLite database"),
    "encrypted": (lambda path: replace_with(path, bytes((i * 197 + 13) % 256 for i in range(9 * PAGE))), "is not an"),
    "schema scrambled": (scramble_schema, "is damaged"),
    "a new, empty database": (as_new_database, "holds no tables"),
    "another program's": (as_another_program_s, "belongs to another program"),
    "our mark gone": (as_an_unmarked_one, "belongs to another program"),
    "a table dropped": (lambda path: run(path, "DROP TABLE section_score"), "lacks section_score"),
    "a trigger dropped": (lambda path: run(path, "DROP TRIGGER answer_completed_no_update"), "lacks answer_completed"),
    "no revision": (lambda path: run(path, "DELETE FROM alembic_version"), "does not say which version"),
    "no revision table": (lambda path: run(path, "DROP TABLE alembic_version"), "does not say which version"),
    "a text where a number belongs": (mistype, "non-INTEGER value in answer.version"),
}


def everything_in(folder: Path) -> dict[str, bytes]:
    """Every file with its bytes, but for the index that SQLite keeps beside a write-ahead log and may make anew."""
    return {
        inside.name: inside.read_bytes()
        for inside in folder.iterdir()
        if inside.is_file() and not inside.name.endswith("-shm") and inside.stat().st_size
    }


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_refused_with_a_way_back_and_stays_as_it_is(filled_file: Path, kind: str) -> None:
    marker_of(filled_file).touch()
    damage, finding = DAMAGE[kind]
    good = back_up(filled_file, beside(filled_file), at=NOW, label="daily")
    bad = back_up(filled_file, beside(filled_file), at=NOW + timedelta(days=1), label="daily")
    overwrite(bad, 0, b"rotten")
    damage(filled_file)
    before = everything_in(filled_file.parent)
    existed, size = filled_file.exists(), filled_file.stat().st_size if filled_file.exists() else 0
    with pytest.raises(StorageDamaged, match=finding) as refused:
        open_database(url_of(filled_file))
    assert everything_in(filled_file.parent) == before
    assert (filled_file.exists(), filled_file.stat().st_size if filled_file.exists() else 0) == (existed, size)
    sentence = str(refused.value)
    assert str(filled_file) in sentence
    assert f"The last good backup is {good}" in sentence
    assert f"python -m preflight restore {good}" in sentence


def test_without_a_backup_it_says_so(filled_file: Path) -> None:
    truncate(filled_file, 100)
    with pytest.raises(StorageDamaged, match="no good backup in") as refused:
        open_database(url_of(filled_file))
    assert ".recover" in str(refused.value)


@pytest.mark.parametrize("trace", ["marker", "backup", "log"])
@pytest.mark.parametrize("kind", ["missing", "empty"])
def test_any_trace_of_earlier_data_forbids_a_fresh_start(
    tmp_path: Path, filled_file: Path, kind: str, trace: str
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    path = folder / "preflight.db"
    match trace:
        case "marker":
            marker_of(path).touch()
        case "backup":
            back_up(filled_file, beside(path), at=NOW, label="daily")
        case "log":
            path.with_name("preflight.db-wal").write_bytes(b"frames")
    if kind == "empty":
        path.touch()
    with pytest.raises(StorageDamaged):
        open_database(url_of(path))
    assert path.exists() == (kind == "empty")


def test_a_zero_length_file_without_a_trace_is_a_fresh_start(tmp_path: Path) -> None:
    (tmp_path / "preflight.db").touch()
    with opened(tmp_path) as database:
        fill(database)
    assert marker_of(tmp_path / "preflight.db").is_file()


def test_a_marker_that_is_gone_is_made_again(filled_file: Path) -> None:
    marker_of(filled_file).unlink(missing_ok=True)
    with opened(filled_file.parent):
        pass
    assert "Preflight" in marker_of(filled_file).read_text()


def test_backups_may_lie_elsewhere(tmp_path: Path, filled_file: Path) -> None:
    elsewhere = BackupPlace(folder=tmp_path / "elsewhere")
    back_up(filled_file, elsewhere, at=NOW, label="daily")
    filled_file.unlink()
    with pytest.raises(StorageDamaged, match="is missing"):
        open_database(url_of(filled_file), backups=elsewhere)


def test_a_newer_database_is_refused_and_stays_as_it_is(filled_file: Path) -> None:
    run(filled_file, "UPDATE alembic_version SET version_num = '9999'", "CREATE TABLE of_the_future (x)")
    before = filled_file.read_bytes()
    with pytest.raises(StorageNewer, match="9999") as refused:
        open_database(url_of(filled_file))
    assert str(filled_file) in str(refused.value)
    assert filled_file.read_bytes() == before


def test_damage_that_shows_while_it_runs_says_what_to_do(filled_file: Path) -> None:
    with opened(filled_file.parent) as database:
        with database.reading() as connection:
            root = connection.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'project'").scalar_one()
        database._reader.dispose()
        database._writer.dispose()
        overwrite(filled_file, (root - 1) * PAGE, b"\xff" * PAGE)
        with pytest.raises(StorageDamaged, match="Stop Preflight and start it again"), database.reading() as connection:
            connection.exec_driver_sql("SELECT * FROM project").all()
    with pytest.raises(StorageError):
        open_database(url_of(filled_file))


def test_a_log_left_by_a_crash_is_part_of_the_database(filled_file: Path, tmp_path: Path) -> None:
    crashed = crash(filled_file, tmp_path / "crashed")
    with opened(crashed.parent) as database, database.reading() as connection:
        assert connection.exec_driver_sql("SELECT name FROM project WHERE id = 'second'").scalar() == "In the log"


def test_a_log_beside_a_damaged_database_stays_as_it_is_too(filled_file: Path, tmp_path: Path) -> None:
    """Opened for writing, SQLite would fold the log into the damaged file and delete it: the last good data gone."""
    crashed = crash(filled_file, tmp_path / "crashed")
    overwrite(crashed, 3 * PAGE, b"\0" * PAGE)
    before = everything_in(crashed.parent)
    with pytest.raises(StorageDamaged):
        open_database(url_of(crashed))
    assert everything_in(crashed.parent) == before
    assert "preflight.db-wal" in before


def crash(path: Path, folder: Path) -> Path:
    """A copy of a database as a crash leaves it: with a log that has not been folded in."""
    folder.mkdir()
    with opened(path.parent) as database:
        with database.writing() as connection:
            connection.exec_driver_sql("UPDATE project SET name = 'In the log' WHERE id = 'second'")
        for name in ("preflight.db", "preflight.db-wal"):
            shutil.copy(path.with_name(name), folder)
    return folder / "preflight.db"


def test_our_mark_is_what_the_code_looks_for(filled_file: Path) -> None:
    with closing(sqlite3.connect(filled_file)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert APPLICATION_ID.to_bytes(4, "big") == b"PFLT"
