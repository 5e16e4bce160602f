"""Running the migrations' steps within an open transaction, and checking what they left; the same for each database."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select
from sqlalchemy import table as named

from preflight.storage.schema import Schema

MIGRATIONS = Path(__file__).parent / "migrations"


class StepError(Exception):
    """What a migration did wrong, as the end of a sentence."""


def run_steps(connection: Connection, schema: Schema) -> None:
    """Run what is missing up to the schema's newest revision, in the transaction that the connection is in."""
    # Alembic takes 0.1 s to import, and most starts have nothing to upgrade.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _escaped(MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(_escaped, schema.steps)))
    config.attributes["connection"] = connection
    command.upgrade(config, schema.head)


def row_counts(connection: Connection) -> dict[str, int]:
    """How many rows each table holds."""
    names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    return {name: connection.execute(select(func.count()).select_from(named(name))).scalar_one() for name in names}


def check_steps(connection: Connection, rows_before: dict[str, int], triggers: Set[str], schema: Schema) -> None:
    """Raises StepError where rows are lost, or a table or trigger is missing; `triggers` are those that are there."""
    after = row_counts(connection)
    for name, rows in rows_before.items():
        if rows != after.get(name, 0):
            raise StepError(f"{name} had {rows} rows before and {after.get(name, 0)} after")
    missing = sorted((schema.tables - after.keys()) | (schema.triggers - triggers))
    if missing:
        raise StepError(f"these are missing after it: {', '.join(missing)}")


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
