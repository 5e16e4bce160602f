"""A database in a SQLite file: what is checked, made and kept when it is opened."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path

from preflight.domain.errors import StorageReadOnly
from preflight.storage import sqlite
from preflight.storage.backup_place import BackupPlace
from preflight.storage.database import Database
from preflight.storage.filesystem import check_file_system
from preflight.storage.schema import OURS
from preflight.storage.soundness import find_revision, leave_marker
from preflight.storage.sqlite_errors import unwritable
from preflight.storage.upgrade import upgrade_file

_log = logging.getLogger(__name__)


class SqliteDatabase(Database):
    """A database whose file is `path`, and the place of its backups `backups`."""

    def __init__(
        self,
        path: Path,
        *,
        backups: BackupPlace,
        warnings: tuple[str, ...] = (),
        busy_timeout_ms: int = sqlite.BUSY_TIMEOUT_MS,
        read_only: str = "",
    ) -> None:
        """`read_only` is why nothing can be written, empty where it can."""
        self.path = path
        self.backups = backups
        super().__init__(
            str(path),
            writer=sqlite.writer_engine(path, busy_timeout_ms),
            reader=sqlite.unchanging_engine(path) if read_only else sqlite.reader_engine(path, busy_timeout_ms),
            patience_s=sqlite.BEGINS * busy_timeout_ms / 1000,
            write_and_undo=sqlite.write_and_undo,
            warnings=warnings,
            read_only=read_only,
        )


def _begin_for_us_alone(path: Path) -> None:
    """Let a new database be readable by its user only; SQLite gives the files beside it the same rights. One that is
    there keeps its own. What can't be made is said by whoever opens it."""
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def open_file(path: Path, *, backups: BackupPlace | None, busy_timeout_ms: int) -> SqliteDatabase:
    """Open the database in this file; `engine.open_database` says how."""
    place = backups if backups is not None else BackupPlace(folder=path.parent / "backups")
    warnings = check_file_system(path)
    for warning in warnings:
        _log.warning(warning)
    try:
        return _open_to_write(path, place, warnings, busy_timeout_ms)
    except StorageReadOnly as why:
        found = _open_to_read(path, place, warnings, str(why))
        if found is None:
            raise
        return found


def _open_to_read(path: Path, place: BackupPlace, warnings: tuple[str, ...], why: str) -> SqliteDatabase | None:
    """The database as it is on a disk that can't be written, to be seen and not changed; None where that can't be.

    What a crash left in a log can't be seen without writing, and an older schema can't be brought up to date.
    """
    log = path.with_name(path.name + "-wal")
    try:
        if (log.exists() and log.stat().st_size) or find_revision(path, place, unchanging=True) != OURS.head:
            return None
    except (PermissionError, StorageReadOnly):
        return None
    _log.warning("%s Until then everything can be seen, and nothing can be changed.", why)
    return SqliteDatabase(path, backups=place, warnings=(*warnings, why), read_only=why)


def _open_to_write(path: Path, place: BackupPlace, warnings: tuple[str, ...], busy_timeout_ms: int) -> SqliteDatabase:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise unwritable(path) from None
    if find_revision(path, place) != OURS.head:
        _begin_for_us_alone(path)
        upgrade_file(path, backups=place, busy_timeout_ms=busy_timeout_ms)
    leave_marker(path)
    database = SqliteDatabase(path, backups=place, warnings=warnings, busy_timeout_ms=busy_timeout_ms)
    try:
        database.prove_writable()
    except BaseException:
        database.close()
        raise
    return database
