"""The way into the database: open it, then read and write in transactions."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from preflight.domain.errors import StorageBusy, StorageError
from preflight.storage import sqlite
from preflight.storage.filesystem import check_file_system
from preflight.storage.schema import OURS
from preflight.storage.soundness import find_revision, leave_marker
from preflight.storage.sqlite_errors import unwritable
from preflight.storage.upgrade import upgrade_file

_log = logging.getLogger(__name__)

__all__ = ["Connection", "Database", "open_database"]


class Database:
    """One open database, for any number of threads.

    `path` is its file and `backups` the folder of its backups; `warnings` are sentences for whoever looks after the
    machine. Within a process writers wait for one another here, which is faster than waiting inside SQLite; writers
    of other processes wait there.
    """

    def __init__(
        self,
        path: Path,
        *,
        backups: Path,
        warnings: tuple[str, ...] = (),
        busy_timeout_ms: int = sqlite.BUSY_TIMEOUT_MS,
    ) -> None:
        self.path = path
        self.backups = backups
        self.warnings = warnings
        self._writer = sqlite.writer_engine(path, busy_timeout_ms)
        self._reader = sqlite.reader_engine(path, busy_timeout_ms)
        self._patience_s = sqlite.BEGINS * busy_timeout_ms / 1000
        self._turn = threading.Lock()
        self._writing_thread: int | None = None
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one unchanging state and can't write.

        Raises StorageError and its kinds, here and wherever the connection is used.
        """
        self._refuse_closed()
        with self._reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that holds the write lock: committed at the end, undone by any exception.

        What it wrote is on the disk when it ends. Raises StorageBusy when the lock can't be had in time, and
        StorageError and its kinds; nothing is written then. It can't be used inside itself.
        """
        self._refuse_closed()
        me = threading.get_ident()
        if self._writing_thread == me:
            raise RuntimeError("writing() inside writing(): hand the connection on instead")
        if not self._turn.acquire(timeout=self._patience_s):
            raise StorageBusy(
                f"Too many wait to write to the database {self.path}. Nothing was written; try again in a moment."
            )
        try:
            self._writing_thread = me
            with self._writer.begin() as connection:
                yield connection
        finally:
            self._writing_thread = None
            self._turn.release()

    def prove_writable(self) -> None:
        """Raises StorageReadOnly, StorageBusy or StorageFull where nothing can be written now. Changes nothing."""
        self._refuse_closed()
        with self._turn:
            sqlite.prove_writable(self._writer)

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        self._closed = True
        self._reader.dispose()
        self._writer.dispose()

    def _refuse_closed(self) -> None:
        if self._closed:
            raise StorageError(f"The database {self.path} is closed.")


def open_database(url: str, *, backups: Path | None = None, busy_timeout_ms: int = sqlite.BUSY_TIMEOUT_MS) -> Database:
    """Open the database of a `sqlite:////absolute/path/preflight.db` URL.

    Creates it where there is none, and brings an older one up to date after a backup into `backups` (by default the
    folder `backups` beside the file). Raises StorageDamaged, StorageNewer, StorageReadOnly, StorageBusy, StorageFull,
    and StorageError for a URL or a file system that can't be used; the file is not touched then.
    """
    path = sqlite.file_of(url)
    folder = backups if backups is not None else path.parent / "backups"
    warnings = check_file_system(path)
    for warning in warnings:
        _log.warning(warning)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise unwritable(path) from None
    if find_revision(path, folder) != OURS.head:
        upgrade_file(path, backups=folder, busy_timeout_ms=busy_timeout_ms)
    leave_marker(path)
    database = Database(path, backups=folder, warnings=warnings, busy_timeout_ms=busy_timeout_ms)
    try:
        database.prove_writable()
    except BaseException:
        database.close()
        raise
    return database
