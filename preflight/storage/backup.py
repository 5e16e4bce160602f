"""Whole, checked copies of the database file, and the way back from one.

A plain copy of a live file is bad two times in three (FACTS.md); SQLite's backup API reads a consistent state.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from itertools import count
from pathlib import Path

from preflight.domain.errors import StorageDamaged, StorageError, StorageFull
from preflight.storage.sqlite_errors import in_our_words

_SPARE_BYTES = 1 << 20


def back_up(path: Path, folder: Path, *, at: datetime, label: str) -> Path:
    """Copy the database's committed state into `folder`, check the copy, and return its path.

    It is called `<name>-<UTC time>-<label>.db`, appears only when it is whole, and needs no other file. Raises
    StorageFull when there is no space for it, and StorageDamaged when what was copied is not sound.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        size = path.stat().st_size + _size_of(path.with_name(path.name + "-wal"))
        if shutil.disk_usage(folder).free < size + _SPARE_BYTES:
            raise StorageFull(
                f"There is no space for a backup of {path} ({size / 1e6:.1f} MB) in {folder}. Free some space first."
            )
        final = _free_name(folder, f"{path.stem}-{at:%Y%m%dT%H%M%SZ}-{label}")
        partial = final.with_suffix(".partial")
        try:
            _copy(path, partial)
            os.replace(partial, final)
        finally:
            partial.unlink(missing_ok=True)
        sync(folder)
    except OSError as error:
        raise StorageError(f"No backup of {path} could be made in {folder}: {error}.") from error
    except sqlite3.Error as error:
        raise in_our_words(error, path) or StorageError(f"No backup of {path} could be made: {error}.") from error
    return final


def bring_back(backup: Path, path: Path) -> None:
    """Make the database's content that of the backup again, in one transaction. Raises StorageError."""
    try:
        with closing(_read_only(backup)) as source, closing(sqlite3.connect(path)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise in_our_words(error, path) or StorageError(f"{path} could not be brought back: {error}.") from error


def backups_of(path: Path, folder: Path) -> list[Path]:
    """The backups of this database in the folder, the newest first."""
    return sorted(folder.glob(f"{path.stem}-*.db"), reverse=True)


def last_good_backup(path: Path, folder: Path) -> Path | None:
    """The newest backup that is sound, None where there is none."""
    return next((backup for backup in backups_of(path, folder) if _sound(backup)), None)


def sync(path: Path) -> None:
    """Have the disk keep a file, or a folder's list of files (which Windows does by itself)."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy(path: Path, partial: Path) -> None:
    with (
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(partial, isolation_level=None)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        if target.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise StorageDamaged(f"The backup of {path} is not sound, so it was not kept. The database needs a look.")
    sync(partial)


def _free_name(folder: Path, name: str) -> Path:
    names = (folder / (f"{name}.db" if number == 1 else f"{name}-{number}.db") for number in count(1))
    return next(path for path in names if not path.exists())


def _sound(path: Path) -> bool:
    try:
        with closing(_read_only(path)) as connection:
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            return bool(tables) and connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except sqlite3.Error:
        return False


def _read_only(backup: Path) -> sqlite3.Connection:
    """A backup is one finished file: read it without locks and without files beside it."""
    return sqlite3.connect(f"{backup.as_uri()}?mode=ro&immutable=1", uri=True)


def _size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
