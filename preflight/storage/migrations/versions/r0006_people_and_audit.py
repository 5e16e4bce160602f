"""Who may do what, their sign-ins, and the audit trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from preflight.storage.migrations.column_types import TEXT
from preflight.storage.migrations.trigger_sql import statements
from preflight.storage.migrations.triggers_0006 import TRIGGERS

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("disabled_at", TEXT))
    _signing_in()
    _roles()
    _audit()
    for trigger in TRIGGERS:
        for statement in statements(trigger, op.get_context().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("the way back is the backup that was made before the upgrade")


def _signing_in() -> None:
    op.create_table(
        "login_session",
        *_texts("id", "person_id", "began_at", "seen_at", "ends_at"),
        *_maybe("ended_at", "ended_because"),
        *_texts("claims", "address", "browser"),
        sa.PrimaryKeyConstraint("id", name="pk_login_session"),
        _length("login_session", "id", 64, 64),
        _length("login_session", "claims", 2, 20000),
        _length("login_session", "address", 0, 100),
        _length("login_session", "browser", 0, 300),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_because IS NULL)", name="login_session_ended_says_why"),
        _refers("login_session", "person_id", "person.id"),
        sqlite_strict=True,
    )
    op.create_index("login_session_of_person", "login_session", ["person_id", "began_at"])


def _roles() -> None:
    known = "role IN ('viewer', 'contributor', 'facilitator', 'owner')"
    op.create_table(
        "project_role",
        *_texts("project_id", "person_id", "role", "given_at", "given_by"),
        sa.PrimaryKeyConstraint("project_id", "person_id", name="pk_project_role"),
        sa.CheckConstraint(known, name="project_role_role_known"),
        _refers("project_role", "project_id", "project.id", ondelete="CASCADE"),
        _refers("project_role", "person_id", "person.id"),
        _refers("project_role", "given_by", "person.id"),
        sqlite_strict=True,
    )
    op.create_index("project_role_of_person", "project_role", ["person_id"])
    op.create_table(
        "whole_role",
        *_texts("person_id", "role", "given_at", "given_by"),
        sa.PrimaryKeyConstraint("person_id", "role", name="pk_whole_role"),
        sa.CheckConstraint("role IN ('administrator', 'auditor')", name="whole_role_role_known"),
        _refers("whole_role", "person_id", "person.id"),
        _refers("whole_role", "given_by", "person.id"),
        sqlite_strict=True,
    )
    op.create_table(
        "invitation",
        *_texts("id", "digest", "project_id", "role", "made_at", "made_by", "ends_at"),
        *_maybe("used_at", "used_by", "withdrawn_at"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        _length("invitation", "id", 1, 64),
        _length("invitation", "digest", 64, 64),
        sa.CheckConstraint(known, name="invitation_role_known"),
        sa.CheckConstraint("(used_at IS NULL) = (used_by IS NULL)", name="invitation_used_by_whom_and_when"),
        _refers("invitation", "project_id", "project.id", ondelete="CASCADE"),
        _refers("invitation", "made_by", "person.id"),
        _refers("invitation", "used_by", "person.id"),
        sqlite_strict=True,
    )
    op.create_index("invitation_digest", "invitation", ["digest"], unique=True)
    op.create_index("invitation_of_project", "invitation", ["project_id"])


def _audit() -> None:
    op.create_table(
        "audit_event",
        sa.Column("seq", sa.Integer, autoincrement=False, nullable=False),
        *_texts("at", "person_id", "person", "login", "address", "door", "operation", "outcome"),
        *_texts("project_id", "about", "detail", "key_id", "before", "mac"),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_event"),
        _length("audit_event", "person", 0, 300),
        _length("audit_event", "address", 0, 100),
        _length("audit_event", "operation", 1, 100),
        _length("audit_event", "about", 0, 200),
        _length("audit_event", "detail", 2, 400000),
        _length("audit_event", "key_id", 16, 16),
        _length("audit_event", "mac", 64, 64),
        sa.CheckConstraint("outcome IN ('done', 'refused')", name="audit_event_outcome_known"),
        sqlite_strict=True,
    )
    op.create_index("audit_event_of_project", "audit_event", ["project_id", "seq"])
    op.create_index("audit_event_of_person", "audit_event", ["person_id", "seq"])
    op.create_index("audit_event_of_operation", "audit_event", ["operation", "seq"])
    op.create_index("audit_event_by_time", "audit_event", ["at", "seq"])


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, TEXT, nullable=False) for name in names)


def _maybe(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, TEXT) for name in names)


def _refers(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete=ondelete)


def _length(table: str, column: str, least: int, most: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) BETWEEN {least} AND {most}", name=f"{table}_{column}_length")
