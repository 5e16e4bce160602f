"""A database's logical content as SQL text: the same for equal content, whatever its pages or its age."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from preflight.storage.engine import Database
from preflight.storage.schema import metadata


def dump_of(path: Path) -> list[str]:
    """Statements that build the content anew: tables with their rows in order, then indexes and triggers, our mark.

    The file is only read. An empty list is an empty database.
    """
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return list(_statements(connection))


def rows_in(database: Database) -> dict[str, list[str]]:
    """From each table of an open database, of whichever kind, to its rows in order."""
    with database.reading() as connection:
        return {name: sorted(map(repr, connection.execute(table.select()))) for name, table in metadata.tables.items()}


def build(path: Path, statements: list[str]) -> None:
    """A database file with the content of a dump, as Preflight would have left it: closed, in WAL mode."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN")
        for statement in statements:
            connection.execute(statement)
        connection.execute("COMMIT")


def _statements(connection: sqlite3.Connection) -> Iterator[str]:
    listing = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")
    objects = [(kind, name, sql) for kind, name, sql in listing if not name.startswith("sqlite_")]
    for kind, name, sql in objects:
        if kind == "table":
            yield _plain(sql)
            yield from _rows(connection, name)
    if any("AUTOINCREMENT" in sql for _, _, sql in objects):
        yield "DELETE FROM sqlite_sequence"
        yield from _rows(connection, "sqlite_sequence")
    for kind, _, sql in objects:
        if kind != "table":
            yield _plain(sql)
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    if mark:
        yield f"PRAGMA application_id = {mark}"


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    quoted = ", ".join(f'quote("{column}")' for column in columns)
    for row in connection.execute(
        f'SELECT {quoted} FROM "{table}" ORDER BY {", ".join(f"{n + 1}" for n in range(len(columns)))}'
    ):
        values = ", ".join(
            value.replace("\n", "' || char(10) || '") if value.startswith("'") else value for value in row
        )
        yield f'INSERT INTO "{table}" VALUES ({values})'


def _plain(sql: str) -> str:
    return re.sub(r"\s+", " ", sql).strip()
