"""Putting a backup in a PostgreSQL database's place in one transaction: killed at any point, the old content stands.

`pg_restore` writes the backup out as SQL, and that is run here: statements as they are, rows through COPY. So dropping
what is there, the backup, bringing it up to date and what the audit trail says of it are committed together.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError

from preflight.domain.errors import PreflightError, StorageBusy, StorageError, StorageNewer, UnsoundBackup
from preflight.storage import postgres
from preflight.storage.backup_content import content_of
from preflight.storage.backup_manifest import Manifest
from preflight.storage.postgres_errors import first_line
from preflight.storage.postgres_programs import program
from preflight.storage.postgres_upgrade import bring_up_to_date, is_ours, tables_here
from preflight.storage.restore import hold_against
from preflight.storage.schema import OURS, Schema

_COPY: Final = re.compile(rb"COPY .+ FROM stdin;\n")
_COPIED: Final = b"\\.\n"
_MARKS: Final = (b"\\restrict ", b"\\unrestrict ")
"""What pg_restore writes for psql since its releases of August 2025."""

_PIECE: Final = 1 << 20
_OTHERS: Final = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'preflight'
"""
_OURS: Final = """
    SELECT nspname, relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = current_schema() AND relkind IN ('r', 'p') AND relname = ANY(%s)
"""
_FUNCTIONS: Final = """
    SELECT DISTINCT nspname, proname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_namespace ON pg_namespace.oid = pronamespace
    WHERE NOT tgisinternal AND pronamespace = relnamespace AND nspname = current_schema() AND relname = ANY(%s)
"""


def restore_server(
    backup: Path,
    manifest: Manifest,
    dump: IO[bytes],
    url: URL,
    finish: Callable[[Connection], None],
    *,
    schema: Schema = OURS,
) -> None:
    """Make the database's content that of the backup, whose data `dump` is read from.

    `finish` writes what must be in the restored database from its first moment. Raises StorageBusy while servers are
    connected, and StorageError and its kinds; the content is then as it was.
    """
    name = postgres.shown(postgres.checked(url))
    engine = postgres.migration_engine(postgres.connector(url, lock_timeout_ms=20_000), name)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            if connection.exec_driver_sql(_OTHERS).scalar_one():
                raise StorageBusy(
                    f"Preflight is connected to the database {name}. Stop every server, then restore again. Nothing "
                    "was changed."
                )
            _drop(connection, name, schema)
            path = connection.exec_driver_sql("SELECT current_setting('search_path')").scalar_one()
            place, version = connection.exec_driver_sql(
                "SELECT current_schema(), current_setting('server_version_num')::integer / 10000"
            ).one()
            _replay(_driver(connection), dump, place, version)
            connection.exec_driver_sql("SELECT set_config('search_path', %s, true)", (path,))
            try:
                content = content_of(connection)
            except DBAPIError as error:
                raise UnsoundBackup(
                    f"The backup {backup} can't be restored here: it keeps its tables in another schema than {place}. "
                    "Set the user's search_path to that one."
                ) from error
            hold_against(backup, manifest, content, schema)
            bring_up_to_date(connection, schema)
            finish(connection)
    except PreflightError:
        raise
    except (DBAPIError, psycopg.Error, OSError) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        said = first_line(original) if isinstance(original, psycopg.Error) else str(original)
        raise StorageError(
            f"The backup {backup} could not be restored: {said}. The database {name} is as it was before."
        ) from error
    finally:
        engine.dispose()


def _drop(connection: Connection, name: str, schema: Schema) -> None:
    """Ours only, and nothing that depends on them: whoever has views on our tables is told of them."""
    there = tables_here(connection)
    if not there:
        return
    if not is_ours(there):
        raise StorageError(f"The database {name} belongs to another program. Nothing was changed.")
    revisions = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    if any(revision not in schema.revisions for revision in revisions):
        raise StorageNewer(
            f"The database {name} was written by a newer Preflight, with tables that this one does not know. Nothing "
            "was changed. Make an empty database, point PREFLIGHT_DATABASE_URL to that one, and restore into it."
        )
    tables = [*schema.tables, "alembic_version"]
    functions = connection.exec_driver_sql(_FUNCTIONS, (tables,)).all()
    ours = connection.exec_driver_sql(_OURS, (tables,)).all()
    driver = _driver(connection)
    all_tables = SQL("DROP TABLE {}").format(SQL(", ").join(Identifier(*each) for each in ours))
    driver.execute(all_tables)
    for each in functions:
        function = SQL("DROP FUNCTION {}()").format(Identifier(*each))
        driver.execute(function)


def _driver(connection: Connection) -> psycopg.Connection[Any]:
    found: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    return found


def _replay(connection: psycopg.Connection[Any], dump: IO[bytes], place: str, version: int) -> None:
    command: list[str | Path] = [program("pg_restore", least=version), "--no-owner", f"--schema={place}", "--file=-"]
    with subprocess.Popen(  # noqa: S603 - a program of PostgreSQL's, with arguments of ours
        command, stdin=dump, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        try:
            _run(connection, running.stdout)
        except BaseException:
            running.kill()
            raise
        said = running.stderr.read().decode("utf-8", "replace").strip()
    if running.returncode:
        raise UnsoundBackup(f"pg_restore could not read the backup: {said.partition(chr(10))[0]}")


def _run(connection: psycopg.Connection[Any], script: IO[bytes]) -> None:
    """Run the script: all statements until the next COPY at once, then its rows."""
    waiting: list[bytes] = []
    for line in script:
        if not _COPY.fullmatch(line):
            if not line.startswith(_MARKS):
                waiting.append(line)
            continue
        _execute(connection, waiting)
        with connection.cursor() as cursor, cursor.copy(line) as rows:
            held = bytearray()
            for row in script:
                if row == _COPIED:
                    break
                held += row
                if len(held) >= _PIECE:
                    rows.write(bytes(held))
                    held.clear()
            rows.write(bytes(held))
    _execute(connection, waiting)


def _execute(connection: psycopg.Connection[Any], waiting: list[bytes]) -> None:
    if any(line.strip() and not line.startswith(b"--") for line in waiting):
        statements = b"".join(waiting)
        connection.execute(statements)
    waiting.clear()
