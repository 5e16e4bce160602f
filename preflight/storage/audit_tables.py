"""The table of the audit trail, private to this package: written to at its end, and never changed.

It refers to no other table: what is removed elsewhere stays told here.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text

from preflight.storage.columns import UtcTime
from preflight.storage.tables import length_check, metadata

AUDIT_TRIGGERS = frozenset({"audit_event_no_gap", "audit_event_no_update", "audit_event_no_delete"})

audit_event = Table(
    "audit_event",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("login", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("door", Text, nullable=False),
    Column("operation", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("project_id", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("key_id", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("mac", Text, nullable=False),
    length_check("audit_event", "person", 0, 300),
    length_check("audit_event", "address", 0, 100),
    length_check("audit_event", "operation", 1, 100),
    length_check("audit_event", "about", 0, 200),
    length_check("audit_event", "detail", 2, 400000),
    length_check("audit_event", "key_id", 16, 16),
    length_check("audit_event", "mac", 64, 64),
    CheckConstraint("outcome IN ('done', 'refused')", name="audit_event_outcome_known"),
    Index("audit_event_of_project", "project_id", "seq"),
    Index("audit_event_of_person", "person_id", "seq"),
    Index("audit_event_of_operation", "operation", "seq"),
    Index("audit_event_by_time", "at", "seq"),
    sqlite_strict=True,
)
