"""What stands in a database at one moment, and in a file that nobody writes to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.pool import NullPool

from preflight.storage import audit
from preflight.storage.audit_tables import audit_event
from preflight.storage.backup_manifest import Content
from preflight.storage.steps import row_counts


def content_of(connection: Connection) -> Content:
    """What the connection sees: call it within a transaction that sees one state. Raises what its database raises."""
    there = inspect(connection)
    told = there.has_table(audit_event.name)
    return Content(
        schema=str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()),
        rows=row_counts(connection),
        head=audit.head(connection) if told else None,
        audit_key=audit.newest_key_id(connection) if told else None,
    )


@contextmanager
def reading_live_file(path: Path) -> Iterator[Connection]:
    """See one state of a SQLite file with its log, whoever writes to it. Raises what SQLite and SQLAlchemy raise."""
    address = f"{path.as_uri()}?mode=ro"
    with _connected(lambda: sqlite3.connect(address, uri=True, isolation_level=None, timeout=5)) as connection:
        connection.exec_driver_sql("BEGIN")
        yield connection


@contextmanager
def reading_file(path: Path) -> Iterator[Connection]:
    """Read a finished SQLite file without locks and without files beside it. Raises sqlite3.Error, as it comes."""
    with _connected(lambda: finished_file(path)) as connection:
        yield connection


def finished_file(path: Path) -> sqlite3.Connection:
    """A connection to a file that nobody writes to, which makes no files beside it."""
    return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)


def is_sound(path: Path) -> bool:
    """Whether a finished SQLite file holds tables, and every page of it is as it should be."""
    try:
        with closing(finished_file(path)) as connection:
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            return bool(tables) and connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
    except sqlite3.Error:
        return False


@contextmanager
def _connected(connect: Callable[[], sqlite3.Connection]) -> Iterator[Connection]:
    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
