"""Bringing a SQLite file's schema up to date: after a backup, all or nothing, and checked before it counts.

SQLite can't alter most things in place, so a step copies tables, and there data gets lost: triggers vanish with the
old table, ON DELETE CASCADE empties its children, half the steps stay when one fails. Hence one transaction that is
ours, foreign keys off within it, and the checks below; what still goes wrong is answered by bringing the backup back.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect

from preflight.domain.errors import PreflightError, StorageError
from preflight.storage import sqlite
from preflight.storage.backup import back_up, bring_back
from preflight.storage.backup_place import BackupPlace
from preflight.storage.schema import OURS, Schema
from preflight.storage.steps import StepError, check_steps, row_counts, run_steps


def upgrade_file(
    path: Path, *, backups: BackupPlace, schema: Schema = OURS, busy_timeout_ms: int = sqlite.BUSY_TIMEOUT_MS
) -> Path | None:
    """Bring the database at this path to the schema's newest revision, creating it where there is none.

    Returns the backup made before, None where there was nothing to back up or to do, or none is wanted. Raises
    StorageError and its kinds; the content is then as it was before.
    """
    engine = sqlite.migration_engine(path, busy_timeout_ms)
    backup: Path | None = None
    before: str | None = None
    stray = False
    try:
        with engine.begin() as connection, closing(sqlite3.connect(path)) as observer:
            before = current_revision(connection)
            if before == schema.head:
                return None
            if before is not None and backups.before_upgrade:
                backup = back_up(path, backups, at=datetime.now(UTC), label=f"before-{schema.head}")
            counts = row_counts(connection)
            seen = _data_version(observer)
            try:
                run_steps(connection, schema)
                sqlite.mark_as_ours(connection)
                _check(connection, counts, schema)
            finally:
                stray = _data_version(observer) != seen
            if stray:
                raise StepError("a step committed by itself")
    except BaseException as error:
        engine.dispose()
        if stray and backup is not None:
            bring_back(backup, path, backups.keys)
        if isinstance(error, PreflightError) or not isinstance(error, Exception):
            raise
        raise StorageError(_failed(path, backup, error, there=before is not None)) from error
    finally:
        engine.dispose()
    return backup


def current_revision(connection: Connection) -> str | None:
    """The revision that the database says it has, None where it says none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    return None if revision is None else str(revision)


def _check(connection: Connection, rows_before: dict[str, int], schema: Schema) -> None:
    there = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars())
    check_steps(connection, rows_before, there, schema)
    loose = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if loose is not None:
        raise StepError(f"a row of {loose[0]} refers to a row of {loose[2]} that is not there")
    sound = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if sound != "ok":
        raise StepError(f"the file would not be sound ({sound})")


def _data_version(observer: sqlite3.Connection) -> int:
    """A number that changes with each commit of another connection; we hold the write lock, so a change is ours."""
    return int(observer.execute("PRAGMA data_version").fetchone()[0])


def _failed(path: Path, backup: Path | None, error: Exception, *, there: bool) -> str:
    what = f"The database {path} could not be brought up to date: {error}."
    if there and backup is None:
        return f"{what} No backup was wanted. Go on with the Preflight that you had before, and please report this."
    if backup is None:
        return f"{what} Nothing was created; please report this."
    return (
        f"{what} It is as it was before, and the backup {backup} holds the same. Go on with the Preflight that you had "
        "before, and please report this."
    )
