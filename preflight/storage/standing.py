"""How the database stands, asked while people work: quick, and without a lock unless asked to write."""

from __future__ import annotations

from sqlalchemy import Connection

from preflight.storage.schema import OURS


def at_head(connection: Connection) -> bool:
    """Whether the database has the schema that this code reads and writes."""
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    return found == OURS.head
