"""What stands in a PostgreSQL database before it is used, and bringing its schema up to date.

All steps run in one transaction under the write lock, so that of several servers that start together one upgrades and
the others find it done, and a step that fails leaves everything as it was. A backup is made before, under that lock.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from pathlib import Path

from sqlalchemy import Connection, Engine

from preflight.domain.errors import PreflightError, StorageDamaged, StorageError, StorageNewer
from preflight.storage.schema import OURS, Schema
from preflight.storage.steps import check_steps, row_counts, run_steps

_TABLES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
        AND relkind IN ('r', 'p', 'v', 'm', 'f')
        AND NOT EXISTS (
            SELECT 1 FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'
        )
"""
"""Tables and views, but for those that came with an extension."""

_TRIGGERS = """
    SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
        AND tgenabled IN ('O', 'A') AND NOT tgisinternal
"""
"""Those that fire: one that somebody has switched off is as good as missing."""


def find_revision(connection: Connection, name: str, schema: Schema = OURS) -> str | None:
    """The revision of the database that is connected to; None where it is empty, and a new one may be created.

    Raises StorageDamaged with what was found, StorageNewer when the revision is unknown here, and StorageError where
    the database can't hold every character.
    """
    encoding, place = connection.exec_driver_sql("SELECT current_setting('server_encoding'), current_schema()").one()
    if encoding != "UTF8":
        raise StorageError(
            f"The database {name} keeps text in {encoding}, which can't hold every character. Give Preflight one in "
            "UTF-8: createdb --encoding=UTF8 --template=template0 preflight."
        )
    if place is None:
        raise StorageError(f"The database {name} has no schema that this user may use. Set the user's search_path.")
    tables = tables_here(connection)
    if not tables:
        return None
    revision = _revision(connection, tables, name)
    if revision not in schema.revisions:
        raise StorageNewer(
            f"The database {name} was written by a newer Preflight (schema {revision}; this one knows up to "
            f"{schema.head}). It was not touched. Start the newer Preflight, or return to a backup of this version."
        )
    if revision == schema.head:
        missing = sorted((schema.tables - tables) | (schema.triggers - _triggers(connection)))
        if missing:
            raise StorageDamaged(f"The database {name} lacks {', '.join(missing)}. It was not touched. {_WAY_BACK}")
    return revision


def upgrade_server(
    engine: Engine, name: str, schema: Schema = OURS, *, back_up: Callable[[str], Path] | None = None
) -> Path | None:
    """Bring the database of a migration engine to the schema's newest revision, creating it where it is empty.

    `back_up` makes a backup with the label that it is given. Returns the backup made before, None where there was
    nothing to back up or to do, or none is wanted. Raises StorageError and its kinds; the content is then as it was
    before.
    """
    backup: Path | None = None
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            before = find_revision(connection, name, schema)
            if before == schema.head:
                return None
            if before is not None and back_up is not None:
                backup = back_up(f"before-{schema.head}")
            bring_up_to_date(connection, schema)
    except PreflightError:
        raise
    except Exception as error:
        raise StorageError(
            f"The database {name} could not be brought up to date: {_first_line(error)}. It is as it was before. Go on "
            "with the Preflight that you had before, and please report this."
        ) from error
    return backup


def tables_here(connection: Connection) -> set[str]:
    """The tables and views of the schema that the user works in, but for those that came with an extension."""
    return set(connection.exec_driver_sql(_TABLES).scalars())


def is_ours(tables: Set[str]) -> bool:
    """Whether a schema with these tables is Preflight's."""
    return {"alembic_version", "person", "assessment"} <= tables


def bring_up_to_date(connection: Connection, schema: Schema = OURS) -> None:
    """Run the steps that are missing, in the transaction that the connection is in, and check what they left.

    Raises StepError, and whatever a step raises.
    """
    rows = row_counts(connection)
    run_steps(connection, schema)
    check_steps(connection, rows, _triggers(connection), schema)


_WAY_BACK = "Stop Preflight and return to a backup: python -m preflight backup --list, then restore."


def _revision(connection: Connection, tables: set[str], name: str) -> str:
    """Ours is known by the table of revisions with the first tables beside it."""
    if not is_ours(tables):
        listed = ", ".join(sorted(tables)[:3])
        raise StorageDamaged(
            f"The database {name} belongs to another program, or is only a part of ours: it holds {listed}. It was not "
            "touched. Give Preflight a database of its own: createdb --encoding=UTF8 --template=template0 preflight."
        )
    revisions = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    if len(revisions) != 1:
        raise StorageDamaged(
            f"The database {name} does not say which version of Preflight wrote it. It was not touched. {_WAY_BACK}"
        )
    return str(revisions[0])


def _triggers(connection: Connection) -> set[str]:
    return set(connection.exec_driver_sql(_TRIGGERS).scalars())


def _first_line(error: Exception) -> str:
    """Of an error of SQLAlchemy the statement follows, which may be long."""
    return str(error).partition("\n")[0]
