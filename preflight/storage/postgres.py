"""How a PostgreSQL database is connected to and begun, and our one lock in it.

The recipe is that of sqlite.py: the driver opens no transaction by itself, and every BEGIN is ours. A writer's takes an
advisory lock in the same round trip, so that one writer at a time works in all processes together; READ COMMITTED then
sees everything that the writers before it left. Without that lock 125 of 150 acknowledged read-modify-writes were lost
(FACTS.md).
"""

from __future__ import annotations

import selectors
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import NullPool, QueuePool

from preflight.domain.errors import StorageError
from preflight.storage.postgres_errors import in_our_words

Connect = Callable[[], psycopg.Connection[Any]]
_DRIVER = "postgresql+psycopg"

READERS, MORE_READERS = 8, 8
"""Connections that stay open and that come and go; with the writer's and the notices' two, 19 a process at most."""

STATEMENT_TIMEOUT_MS = 30_000
IDLE_TIMEOUT_MS = 60_000
"""A transaction in which nothing happens for so long is undone: the writer's machine may be gone, and its lock not."""

_WRITE = "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(1346784340)"  # "PFLT", as SQLite's mark
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_SESSION = """
    SELECT set_config('TimeZone', 'UTC', false), set_config('synchronous_commit', 'on', false),
        set_config('lock_timeout', %s, false), set_config('statement_timeout', %s, false),
        set_config('idle_in_transaction_session_timeout', %s, false)
"""
_PARAMETERS = {
    "application_name": "preflight",
    "client_encoding": "utf8",
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}


def checked(url: URL) -> URL:
    """The URL. Raises StorageError where it asks for another driver or names no database."""
    if url.drivername not in {"postgresql", _DRIVER}:
        raise StorageError(f"A database URL can't begin with {url.drivername}://; write postgresql://.")
    if "@" in (url.host or ""):
        raise StorageError("An @ in the password of a database URL is written %40.")
    if not url.database:
        raise StorageError(f"{shown(url)} names no database; write postgresql://user:password@host/name.")
    return url


def shown(url: URL) -> str:
    """The URL as people may see it: without the password, and without the options, among which there may be one."""
    return URL.create(
        "postgresql", username=url.username, host=url.host, port=url.port, database=url.database
    ).render_as_string()


def parameters_of(url: URL) -> dict[str, Any]:
    """How libpq names what the URL says, the password among it."""
    _, wanted = url.set(drivername=_DRIVER).get_dialect()().create_connect_args(url)
    return {**_PARAMETERS, **wanted}


def connector(url: URL, *, lock_timeout_ms: int) -> Connect:
    """Makes connections that begin no transaction by themselves; each raises psycopg.Error when it can't be made."""
    parameters: dict[str, Any] = {**parameters_of(url), "autocommit": True}
    session = [str(each) for each in (lock_timeout_ms, STATEMENT_TIMEOUT_MS, IDLE_TIMEOUT_MS)]

    def connect() -> psycopg.Connection[Any]:
        connection: psycopg.Connection[Any] = psycopg.connect(**parameters)
        try:
            connection.execute(_SESSION, session)
        except BaseException:
            connection.close()
            raise
        return connection

    return connect


def writer_engine(connect: Connect, name: str) -> Engine:
    """One connection; each of its transactions holds the write lock from its BEGIN on."""
    return _engine(connect, name, _WRITE, {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0})


def reader_engine(connect: Connect, name: str, *, timeout_s: float) -> Engine:
    """A few connections; they can't write, and each transaction sees one unchanging state."""
    pool = {"poolclass": QueuePool, "pool_size": READERS, "max_overflow": MORE_READERS, "pool_timeout": timeout_s}
    return _engine(connect, name, _READ, pool)


def migration_engine(connect: Connect, name: str) -> Engine:
    """For changing the schema, under the write lock."""
    return _engine(connect, name, _WRITE, {"poolclass": NullPool})


def snapshot_engine(connect: Connect, name: str) -> Engine:
    """For one long read: a transaction in which nothing happens while others read its snapshot is no lost machine."""
    begin = f"{_READ}; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0"
    return _engine(connect, name, begin, {"poolclass": NullPool})


def write_and_undo(engine: Engine) -> None:
    """Write and take it back: what may not be written, or not on this server, shows only so."""
    with engine.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = version_num")
        connection.rollback()


def _has_said_something(connection: psycopg.Connection[Any]) -> bool:
    """Whether the server has, on a connection on which nothing was asked: it closes it, or warns that it does.

    Asking it would take a round trip each time (SQLAlchemy's pool_pre_ping), and finds no more: where the network is
    gone without a word, the question itself waits.
    """
    if connection.closed:
        return True
    with selectors.DefaultSelector() as selector:
        selector.register(connection.fileno(), selectors.EVENT_READ)
        return bool(selector.select(timeout=0))


def _engine(connect: Connect, name: str, begin: str, pool: dict[str, Any]) -> Engine:
    options = {"use_native_hstore": False, **pool}
    # An error may end in a log, and what is written may be a vote that nobody has revealed.
    engine = create_engine(f"{_DRIVER}://", creator=connect, hide_parameters=True, **options)

    @event.listens_for(engine, "checkout")
    def still_there(connection: psycopg.Connection[Any], _record: object, _fairy: object) -> None:
        if _has_said_something(connection):
            raise InvalidatePoolError("the server has closed this connection, or said something that nobody asked for")

    @event.listens_for(engine, "begin")
    def begin_for_real(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    @event.listens_for(engine, "handle_error", retval=True)
    def translate(context: ExceptionContext) -> BaseException | None:
        original = context.original_exception
        if not isinstance(original, psycopg.Error):
            return None
        if begin == _READ and isinstance(original, ReadOnlySqlTransaction):
            return None  # a reader of ours that writes is a bug, not a read-only server
        if context.connection is None:
            return in_our_words(original, name, connecting=True)
        nothing_to_save = "" if begin == _READ else None
        return in_our_words(original, name, statement=context.statement or nothing_to_save)

    return engine
