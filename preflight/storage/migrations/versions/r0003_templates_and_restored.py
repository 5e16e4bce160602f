"""Kept slide templates, and what the rooms of a restored assessment said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from preflight.storage.migrations.column_types import TEXT
from preflight.storage.migrations.trigger_sql import statements
from preflight.storage.migrations.triggers_0003 import TRIGGERS

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _templates()
    _restored()
    for trigger in TRIGGERS:
        for statement in statements(trigger, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("the way back is the backup that was made before the upgrade")


def _templates() -> None:
    op.create_table(
        "slide_template",
        *_texts("id", "name", "digest"),
        sa.Column("content", sa.LargeBinary, nullable=False),
        *_texts("added_at", "added_by"),
        sa.PrimaryKeyConstraint("id", name="pk_slide_template"),
        _length("slide_template", "id", 1, 64),
        _length("slide_template", "name", 1, 300),
        _length("slide_template", "digest", 64, 64),
        _refers("slide_template", "added_by", "person.id"),
        sqlite_strict=True,
    )


def _restored() -> None:
    op.create_table(
        "restored_round",
        *_texts("assessment_id", "question_id"),
        sa.Column("round", sa.Integer, nullable=False),
        *_texts("shown", "lines"),
        sa.PrimaryKeyConstraint("assessment_id", "question_id", "round", name="pk_restored_round"),
        _length("restored_round", "question_id", 1, 200),
        _length("restored_round", "shown", 2, 4000000),
        _length("restored_round", "lines", 2, 4000000),
        sa.CheckConstraint("round >= 1", name="restored_round_round_least"),
        _refers("restored_round", "assessment_id", "assessment.id", ondelete="CASCADE"),
        sqlite_strict=True,
    )
    op.create_table(
        "restored_agreed",
        *_texts("assessment_id", "question_id"),
        sa.Column("round", sa.Integer, nullable=False),
        *_texts("said", "why", "at", "by"),
        sa.PrimaryKeyConstraint("assessment_id", "question_id", name="pk_restored_agreed"),
        _length("restored_agreed", "question_id", 1, 200),
        _length("restored_agreed", "said", 2, 40000),
        _length("restored_agreed", "why", 0, 4000),
        sa.CheckConstraint("round >= 0", name="restored_agreed_round_least"),
        _refers("restored_agreed", "assessment_id", "assessment.id", ondelete="CASCADE"),
        _refers("restored_agreed", "by", "person.id"),
        sqlite_strict=True,
    )


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, TEXT, nullable=False) for name in names)


def _refers(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete=ondelete)


def _length(table: str, column: str, least: int, most: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) BETWEEN {least} AND {most}", name=f"{table}_{column}_length")
