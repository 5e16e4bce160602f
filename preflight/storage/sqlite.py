"""How a SQLite database is opened and begun, and our mark in it.

The recipe: Python's sqlite3 is kept from opening transactions (`isolation_level=None`) and every BEGIN is ours, so
that DDL is transactional too and a writer holds its lock from the first statement on. WAL lets readers read beside
the writer, and synchronous=FULL keeps every acknowledged write through a power cut (FACTS.md).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, QueuePool

from preflight.domain.errors import StorageBusy, StorageError
from preflight.storage.sqlite_errors import in_our_words

APPLICATION_ID = 1346784340
"""Marks a file as ours, in its header ("PFLT"); see https://sqlite.org/pragma.html#pragma_application_id."""

BUSY_TIMEOUT_MS = 5_000
BEGINS = 1 + 3
"""How often a transaction is begun while others hold the lock: once and three times more, a busy timeout each."""

_DURABLE = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")


def file_of(url: URL) -> Path:
    """The file of a `sqlite:////absolute/path` URL. Raises StorageError where it names none."""
    if not url.database or url.database == ":memory:" or url.database.startswith("file:") or url.query:
        shown = url.render_as_string(hide_password=True)
        raise StorageError(f"{shown} names no file; write sqlite:////absolute/path/preflight.db.")
    return Path(url.database).absolute()


def writer_engine(path: Path, busy_timeout_ms: int) -> Engine:
    """One connection to a file that is there; each of its transactions holds the write lock from its BEGIN on."""
    pragmas = (*_DURABLE, "PRAGMA foreign_keys = ON", "PRAGMA recursive_triggers = ON")
    pool = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
    return _engine(_connector(path, "rw", busy_timeout_ms), path, pragmas, "BEGIN IMMEDIATE", pool)


def reader_engine(path: Path, busy_timeout_ms: int) -> Engine:
    """As many connections as there are readers; they can't write, and each transaction sees one unchanging state."""
    pool = {"poolclass": QueuePool, "pool_size": 8, "max_overflow": -1}
    return _engine(_connector(path, "rw", busy_timeout_ms), path, ("PRAGMA query_only = ON",), "BEGIN", pool)


def unchanging_engine(path: Path) -> Engine:
    """As many readers as there are of a file that nobody can write, which make no files beside it."""
    pool = {"poolclass": QueuePool, "pool_size": 8, "max_overflow": -1}
    return _engine(_connector(path, "ro&immutable=1", BUSY_TIMEOUT_MS), path, (), "BEGIN", pool)


def migration_engine(path: Path, busy_timeout_ms: int) -> Engine:
    """For changing the schema: creates a missing file. Foreign keys are off, or altering a table empties others."""
    pragmas = (*_DURABLE, "PRAGMA foreign_keys = OFF", "PRAGMA recursive_triggers = ON")
    connect = _connector(path, "rwc", busy_timeout_ms)
    return _engine(connect, path, pragmas, "BEGIN IMMEDIATE", {"poolclass": NullPool})


def mark_as_ours(connection: Connection) -> None:
    """Write our mark into the file's header, within the connection's transaction."""
    connection.exec_driver_sql("PRAGMA application_id = 1346784340")


def write_and_undo(engine: Engine) -> None:
    """Write and take it back. A read-only file shows only so: BEGIN IMMEDIATE succeeds on one."""
    with engine.connect() as connection:
        mark_as_ours(connection)
        connection.rollback()


def _connector(path: Path, mode: str, busy_timeout_ms: int) -> Callable[[], sqlite3.Connection]:
    """Mode `rw` never creates a file: one that vanishes under a running Preflight is an error, no fresh start."""
    address = f"{path.as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            address, uri=True, isolation_level=None, timeout=busy_timeout_ms / 1000, check_same_thread=False
        )

    return connect


def _engine(
    connect: Callable[[], sqlite3.Connection], path: Path, pragmas: tuple[str, ...], begin: str, pool: dict[str, Any]
) -> Engine:
    # An error may end in a log, and what is written may be a vote that nobody has revealed.
    engine = create_engine("sqlite://", creator=connect, hide_parameters=True, **pool)

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin_for_real(connection: Connection) -> None:
        for left in reversed(range(BEGINS)):
            try:
                connection.exec_driver_sql(begin)
            except StorageBusy:
                if not left:
                    raise
            else:
                return

    @event.listens_for(engine, "handle_error", retval=True)
    def translate(context: ExceptionContext) -> BaseException | None:
        original = context.original_exception
        if not isinstance(original, sqlite3.Error):
            # After Ctrl+C and the like SQLAlchemy would throw the connection away, and what is still on the stack
            # would keep it, with its lock, alive. It is sound: keep it and roll back.
            context.is_disconnect = False
            return None
        if begin == "BEGIN" and original.sqlite_errorcode == sqlite3.SQLITE_READONLY:
            return None  # a reader of ours that writes is a bug, not a read-only disk
        return in_our_words(original, path, statement=context.statement or "")

    return engine
