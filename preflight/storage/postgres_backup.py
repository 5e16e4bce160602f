"""A whole backup of a PostgreSQL database while people work: pg_dump and what is counted read one and the same state.

A transaction of ours exports its snapshot, and pg_dump reads in it (PostgreSQL's manual, “Snapshot Synchronization
Functions”). What it writes goes into a file without a name, so that a process that is killed leaves nothing.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import psycopg
from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError

from preflight.domain.errors import StorageError, StorageFull
from preflight.storage import postgres
from preflight.storage.backup_content import content_of
from preflight.storage.backup_file import sha256_of, write_backup
from preflight.storage.backup_manifest import Kind, Manifest
from preflight.storage.backup_place import FULL, BackupPlace, new_file, sweep
from preflight.storage.postgres_errors import first_line
from preflight.storage.postgres_programs import connection_of, program, run
from preflight.storage.postgres_upgrade import is_ours, tables_here


def name_of(url: URL) -> str:
    """What the backups of this URL's database are called."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", url.database or "")[:60].lstrip(".-") or "postgresql"


def back_up_server(url: URL, place: BackupPlace, *, at: datetime, label: str) -> Path:
    """Put the database's committed state into one file in the place's folder, and return its path.

    Raises StorageError where pg_dump is missing or too old, and StorageFull; nothing is left in the folder then.
    """
    shown = postgres.shown(url)
    engine = postgres.snapshot_engine(postgres.connector(url, lock_timeout_ms=5_000), shown)
    try:
        final = new_file(name_of(url), place, at=at, label=label)
        sweep(place.folder)
        with engine.connect() as connection, connection.begin():
            version, schema, snapshot = connection.exec_driver_sql(
                "SELECT current_setting('server_version_num')::integer / 10000, current_schema(), pg_export_snapshot()"
            ).one()
            pg_dump = program("pg_dump", least=version)
            content = content_of(connection)
            target, environment = connection_of(postgres.parameters_of(url))
            # Compression is ours, over both databases the same.
            command: list[str | Path] = [pg_dump, "--format=custom", "--compress=0", f"--snapshot={snapshot}"]
            command += ["--no-password", "--no-owner", f"--schema={_quoted(schema)}", f"--dbname={target}"]
            with tempfile.TemporaryFile(dir=place.folder) as dump:
                run(command, environment, stdin=None, stdout=dump)
                dump.seek(0)
                sha256, size = sha256_of(dump)
                dump.seek(0)
                manifest = Manifest(
                    kind=Kind.POSTGRESQL, made_at=at, label=label, content=content, sha256=sha256, size=size
                )
                write_backup(final, manifest, dump, place.key)
    except OSError as error:
        if error.errno in FULL:
            raise StorageFull(
                f"No backup of {shown} was made: no space is left in {place.folder}. Free some first."
            ) from error
        raise StorageError(f"No backup of {shown} could be made in {place.folder}: {error}.") from error
    except DBAPIError as error:
        raise StorageError(f"No backup of {shown} could be made: {error.orig}.") from error
    finally:
        engine.dispose()
    return final


def _quoted(schema: str) -> str:
    """As pg_dump's patterns take a name literally."""
    return '"' + schema.replace('"', '""') + '"'


@contextmanager
def turn_on_server(url: URL) -> Iterator[bool]:
    """Hold the lock of scheduled backups; False where another server holds it. Raises StorageError."""
    try:
        connection = postgres.connector(url, lock_timeout_ms=5_000)()
    except psycopg.Error as error:
        raise StorageError(f"The database {postgres.shown(url)} can't be reached: {first_line(error)}.") from error
    with closing(connection):
        row = connection.execute("SELECT pg_try_advisory_lock(1346784341)").fetchone()
        yield bool(row and row[0])


@contextmanager
def looking_at_server(url: URL) -> Iterator[Connection | None]:
    """A connection that sees one state of the database; None where it is empty. Raises StorageError."""
    shown = postgres.shown(postgres.checked(url))
    engine = postgres.snapshot_engine(postgres.connector(url, lock_timeout_ms=5_000), shown)
    try:
        with engine.connect() as connection, connection.begin():
            there = tables_here(connection)
            if there and not is_ours(there):
                raise StorageError(f"The database {shown} belongs to another program.")
            yield connection if there else None
    finally:
        engine.dispose()
