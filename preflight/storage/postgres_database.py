"""A database on a PostgreSQL server: what is checked, made and kept when it is opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL

from preflight.domain.errors import StorageError
from preflight.storage import postgres
from preflight.storage.backup_place import BackupPlace
from preflight.storage.database import Database
from preflight.storage.postgres_backup import back_up_server
from preflight.storage.postgres_notices import notices_through
from preflight.storage.postgres_upgrade import find_revision, upgrade_server
from preflight.storage.schema import OURS

_PATIENCE = 4
"""Busy timeouts; as long as SQLite's writers wait in all."""


def open_server(url: URL, *, backups: BackupPlace | None, busy_timeout_ms: int) -> Database:
    """Open the database of this URL; `engine.open_database` says how."""
    name = postgres.shown(postgres.checked(url))
    patience_ms = _PATIENCE * busy_timeout_ms
    connect = postgres.connector(url, lock_timeout_ms=patience_ms)
    database = Database(
        name,
        writer=postgres.writer_engine(connect, name),
        reader=postgres.reader_engine(connect, name, timeout_s=patience_ms / 1000),
        patience_s=patience_ms / 1000,
        write_and_undo=postgres.write_and_undo,
        make_notices=lambda: notices_through(connect),
    )
    try:
        with database.reading() as connection:
            revision = find_revision(connection, name)
        if revision != OURS.head:
            engine = postgres.migration_engine(connect, name)
            upgrade_server(engine, name, back_up=_maker(url, backups))
        database.prove_writable()
    except BaseException:
        database.close()
        raise
    return database


def _maker(url: URL, place: BackupPlace | None) -> Callable[[str], Path] | None:
    """Makes the backup before an upgrade; None where none is wanted."""
    if place is None or not place.before_upgrade:
        return None

    def back_up(label: str) -> Path:
        try:
            return back_up_server(url, place, at=datetime.now(UTC), label=label)
        except StorageError as error:
            raise type(error)(
                f"{error} It must be brought up to date, and a backup comes before. Nothing was changed. To go without "
                "one of Preflight's, set PREFLIGHT_BACKUP_BEFORE_UPGRADE=no."
            ) from error

    return back_up
