"""The way into the database: open it, then read and write in transactions."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from preflight.domain.errors import StorageError
from preflight.storage.backup_place import BackupPlace
from preflight.storage.database import Database
from preflight.storage.sqlite import BUSY_TIMEOUT_MS, file_of
from preflight.storage.sqlite_database import open_file

__all__ = ["Connection", "Database", "open_database"]


def open_database(url: str, *, backups: BackupPlace | None = None, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Database:
    """Open the database of a `sqlite:////absolute/path/preflight.db` or `postgresql://user@host/name` URL.

    A SQLite file is created where there is none; a PostgreSQL database must be there, empty or ours. An older one is
    brought up to date, after a backup into `backups`: by default the folder `backups` beside the SQLite file, and none
    of a PostgreSQL database.

    Raises StorageDamaged, StorageNewer, StorageReadOnly, StorageBusy, StorageFull, and StorageError for a URL, a file
    system or a server that can't be used; the database is not touched then.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StorageError(
            "What was given is not a database URL; write sqlite:////absolute/path/preflight.db or "
            "postgresql://user:password@host/name."
        ) from None
    match parsed.get_backend_name():
        case "sqlite":
            database: Database = open_file(file_of(parsed), backups=backups, busy_timeout_ms=busy_timeout_ms)
        case "postgresql":
            from preflight.storage.postgres_database import open_server  # its driver takes 0.1 s to load

            database = open_server(parsed, backups=backups, busy_timeout_ms=busy_timeout_ms)
        case other:
            raise StorageError(
                f"A database of the kind {other} can't be used: Preflight keeps its data in SQLite (sqlite:////path) "
                "or PostgreSQL (postgresql://user:password@host/name)."
            )
    return database
