"""The tables of who may do what, private to this package; the people themselves stand in tables.py.

person ← login_session, whole_role
person, project ← project_role, invitation

Of a sign-in and of an invitation only digests are kept: whoever reads the database can use neither.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text

from preflight.storage.columns import UtcTime, Words
from preflight.storage.tables import length_check, metadata

login_session = Table(
    "login_session",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person_id", Text, ForeignKey("person.id"), nullable=False),
    Column("began_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("ended_because", Text),
    Column("claims", Words, nullable=False),
    Column("address", Text, nullable=False),
    Column("browser", Text, nullable=False),
    length_check("login_session", "id", 64, 64),
    length_check("login_session", "claims", 2, 20000),
    length_check("login_session", "address", 0, 100),
    length_check("login_session", "browser", 0, 300),
    CheckConstraint("(ended_at IS NULL) = (ended_because IS NULL)", name="login_session_ended_says_why"),
    Index("login_session_of_person", "person_id", "began_at"),
    sqlite_strict=True,
)

project_role = Table(
    "project_role",
    metadata,
    Column("project_id", Text, ForeignKey("project.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Text, ForeignKey("person.id"), primary_key=True),
    Column("role", Text, nullable=False),
    Column("given_at", UtcTime, nullable=False),
    Column("given_by", Text, ForeignKey("person.id"), nullable=False),
    CheckConstraint("role IN ('viewer', 'contributor', 'facilitator', 'owner')", name="project_role_role_known"),
    Index("project_role_of_person", "person_id"),
    sqlite_strict=True,
)

whole_role = Table(
    "whole_role",
    metadata,
    Column("person_id", Text, ForeignKey("person.id"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("given_at", UtcTime, nullable=False),
    Column("given_by", Text, ForeignKey("person.id"), nullable=False),
    CheckConstraint("role IN ('administrator', 'auditor')", name="whole_role_role_known"),
    sqlite_strict=True,
)

invitation = Table(
    "invitation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("project_id", Text, ForeignKey("project.id", ondelete="CASCADE"), nullable=False),
    Column("role", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("made_by", Text, ForeignKey("person.id"), nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
    Column("used_by", Text, ForeignKey("person.id")),
    Column("withdrawn_at", UtcTime),
    length_check("invitation", "id", 1, 64),
    length_check("invitation", "digest", 64, 64),
    CheckConstraint("role IN ('viewer', 'contributor', 'facilitator', 'owner')", name="invitation_role_known"),
    CheckConstraint("(used_at IS NULL) = (used_by IS NULL)", name="invitation_used_by_whom_and_when"),
    Index("invitation_digest", "digest", unique=True),
    Index("invitation_of_project", "project_id"),
    sqlite_strict=True,
)
