"""Types of the columns that the steps make, where the databases differ. Like a step, a type never changes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import REAL
from sqlalchemy.types import TypeEngine

TEXT: TypeEngine[str] = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Ordered by its characters in both. On PostgreSQL the server's language would decide, and an index over its rules goes
wrong when an upgrade of the system changes them (https://wiki.postgresql.org/wiki/Locale_data_changes)."""

NUMBER: TypeEngine[float] = sa.Double().with_variant(REAL(), "sqlite")
