"""What the path to ready is worked out with, and what a portfolio reads of a completed assessment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from preflight.storage.migrations.column_types import NUMBER, TEXT

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _path()
    _worked_out()


def downgrade() -> None:
    raise NotImplementedError("the way back is the backup that was made before the upgrade")


def _path() -> None:
    op.create_table(
        "path_setting",
        *_texts("project_id", "questionnaire_id"),
        sa.Column("small", sa.Integer, nullable=False),
        sa.Column("medium", sa.Integer, nullable=False),
        sa.Column("large", sa.Integer, nullable=False),
        *_texts("locked", "changed_at", "changed_by"),
        sa.PrimaryKeyConstraint("project_id", "questionnaire_id", name="pk_path_setting"),
        _length("path_setting", "questionnaire_id", 1, 200),
        _length("path_setting", "locked", 2, 400000),
        sa.CheckConstraint(
            "small BETWEEN 1 AND 1000 AND medium BETWEEN 1 AND 1000 AND large BETWEEN 1 AND 1000",
            name="path_setting_efforts_range",
        ),
        _refers("path_setting", "project_id", "project.id", ondelete="CASCADE"),
        _refers("path_setting", "changed_by", "person.id"),
        sqlite_strict=True,
    )


def _worked_out() -> None:
    op.create_table(
        "assessment_blocker",
        *_texts("assessment_id", "question_id", "has", "needs"),
        sa.PrimaryKeyConstraint("assessment_id", "question_id", name="pk_assessment_blocker"),
        _length("assessment_blocker", "question_id", 1, 200),
        _refers("assessment_blocker", "assessment_id", "assessment.id", ondelete="CASCADE"),
        sqlite_strict=True,
    )
    op.create_table(
        "evidence_ageing",
        *_texts("assessment_id", "from_day"),
        sa.Column("evidenced", NUMBER),
        *_texts("sections"),
        sa.Column("aged", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "from_day", name="pk_evidence_ageing"),
        _length("evidence_ageing", "from_day", 10, 10),
        _length("evidence_ageing", "sections", 2, 400000),
        sa.CheckConstraint("evidenced BETWEEN 0 AND 1", name="evidence_ageing_evidenced_share"),
        sa.CheckConstraint("aged >= 0", name="evidence_ageing_aged_least"),
        _refers("evidence_ageing", "assessment_id", "assessment.id", ondelete="CASCADE"),
        sqlite_strict=True,
    )


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, TEXT, nullable=False) for name in names)


def _refers(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete=ondelete)


def _length(table: str, column: str, least: int, most: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) BETWEEN {least} AND {most}", name=f"{table}_{column}_length")
