"""A database in a SQLite file: what is checked, made and kept when it is opened."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path

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
    ) -> None:
        self.path = path
        self.backups = backups
        super().__init__(
            str(path),
            writer=sqlite.writer_engine(path, busy_timeout_ms),
            reader=sqlite.reader_engine(path, busy_timeout_ms),
            patience_s=sqlite.BEGINS * busy_timeout_ms / 1000,
            write_and_undo=sqlite.write_and_undo,
            warnings=warnings,
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
