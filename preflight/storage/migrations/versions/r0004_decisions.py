"""The way to a decision: actions, criteria, the pilot's plan, and decisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from preflight.storage.migrations.column_types import TEXT
from preflight.storage.migrations.trigger_sql import statements
from preflight.storage.migrations.triggers_0004 import TRIGGERS

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _decisions()
    _actions()
    _criteria()
    _pilot()
    for trigger in TRIGGERS:
        for statement in statements(trigger, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("the way back is the backup that was made before the upgrade")


def _decisions() -> None:
    op.create_table(
        "decision",
        *_texts(
            "id",
            "project_id",
            "kind",
            "reasons",
            "decided_by",
            "decided_on",
            "recommended",
            "rule",
            "because",
            "against_why",
            "conditions",
        ),
        sa.Column("assessment_id", TEXT),
        sa.Column("supersedes", TEXT),
        *_texts("picture", "at", "by"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        _length("decision", "id", 1, 64),
        _length("decision", "reasons", 1, 20000),
        _length("decision", "decided_by", 1, 1000),
        _length("decision", "rule", 1, 200),
        _length("decision", "against_why", 0, 20000),
        _length("decision", "because", 2, 100000),
        _length("decision", "conditions", 2, 200000),
        _length("decision", "picture", 2, 1000000),
        sa.CheckConstraint("kind IN ('go', 'go_with_conditions', 'no_go', 'stop')", name="decision_kind_known"),
        sa.CheckConstraint(
            "recommended IN ('go', 'go_with_conditions', 'no_go', 'stop')", name="decision_recommended_known"
        ),
        sa.CheckConstraint("(kind = recommended) = (against_why = '')", name="decision_against_says_why"),
        _refers("decision", "project_id", "project.id", ondelete="CASCADE"),
        _refers("decision", "assessment_id", "assessment.id"),
        _refers("decision", "supersedes", "decision.id", ondelete="CASCADE"),
        _refers("decision", "by", "person.id"),
        sqlite_strict=True,
    )
    op.create_index("decision_of_assessment", "decision", ["assessment_id"])
    op.create_index("decision_of_project", "decision", ["project_id", "at"])
    op.create_index("decision_superseded_once", "decision", ["supersedes"], unique=True)


def _actions() -> None:
    op.create_table(
        "action",
        *_texts("id", "project_id", "title", "detail", "owner"),
        sa.Column("due", TEXT),
        sa.Column("effort", TEXT),
        *_texts("status", "origin"),
        sa.Column("questionnaire_id", TEXT),
        sa.Column("question_id", TEXT),
        sa.Column("state", TEXT),
        sa.Column("before", TEXT),
        sa.Column("aim", TEXT),
        sa.Column("assessment_id", TEXT),
        sa.Column("decision_id", TEXT),
        sa.Column("version", sa.Integer, nullable=False),
        *_texts("created_at", "created_by", "changed_at", "changed_by"),
        sa.Column("done_at", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_action"),
        _length("action", "id", 1, 64),
        _length("action", "title", 1, 1000),
        _length("action", "detail", 0, 20000),
        _length("action", "owner", 0, 1000),
        _length("action", "question_id", 1, 200),
        _length("action", "questionnaire_id", 1, 200),
        sa.CheckConstraint("effort IN ('S', 'M', 'L')", name="action_effort_known"),
        sa.CheckConstraint("status IN ('open', 'doing', 'done', 'dropped')", name="action_status_known"),
        sa.CheckConstraint(
            "origin IN ('path', 'gap', 'disagreement', 'condition', 'hand')", name="action_origin_known"
        ),
        sa.CheckConstraint(
            "(question_id IS NULL) = (questionnaire_id IS NULL) AND (question_id IS NULL) = (state IS NULL)",
            name="action_link_whole",
        ),
        sa.CheckConstraint("(status = 'done') = (done_at IS NOT NULL)", name="action_done_when"),
        sa.CheckConstraint("version >= 1", name="action_version_least"),
        _refers("action", "project_id", "project.id", ondelete="CASCADE"),
        _refers("action", "assessment_id", "assessment.id", ondelete="SET NULL"),
        _refers("action", "decision_id", "decision.id", ondelete="CASCADE"),
        _refers("action", "created_by", "person.id"),
        _refers("action", "changed_by", "person.id"),
        sqlite_strict=True,
    )
    op.create_index("action_of_assessment", "action", ["assessment_id"])
    op.create_index("action_of_decision", "action", ["decision_id"])
    op.create_index("action_of_project", "action", ["project_id"])


def _criteria() -> None:
    op.create_table(
        "criterion",
        *_texts("id", "project_id"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("late", sa.Integer, nullable=False),
        sa.Column("sealed_at", TEXT),
        sa.Column("sealed_by", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_criterion"),
        _length("criterion", "id", 1, 64),
        sa.CheckConstraint("position >= 0", name="criterion_position_least"),
        sa.CheckConstraint("late IN (0, 1)", name="criterion_late_flag"),
        sa.CheckConstraint("(sealed_at IS NULL) = (sealed_by IS NULL)", name="criterion_sealed_by_whom_and_when"),
        _refers("criterion", "project_id", "project.id", ondelete="CASCADE"),
        _refers("criterion", "sealed_by", "person.id"),
        sqlite_strict=True,
    )
    op.create_index("criterion_of_project", "criterion", ["project_id"])
    op.create_table(
        "criterion_version",
        *_texts("criterion_id"),
        sa.Column("number", sa.Integer, nullable=False),
        *_texts("metric", "unit"),
        sa.Column("baseline", TEXT),
        *_texts("target", "direction", "how", "by_when", "business_owner", "reason"),
        sa.Column("withdrawn", sa.Integer, nullable=False),
        *_texts("at", "by"),
        sa.PrimaryKeyConstraint("criterion_id", "number", name="pk_criterion_version"),
        _length("criterion_version", "metric", 1, 1000),
        _length("criterion_version", "unit", 1, 200),
        _length("criterion_version", "how", 1, 20000),
        _length("criterion_version", "business_owner", 1, 1000),
        _length("criterion_version", "reason", 0, 20000),
        sa.CheckConstraint("number >= 1", name="criterion_version_number_least"),
        sa.CheckConstraint("direction IN ('at_least', 'at_most')", name="criterion_version_direction_known"),
        sa.CheckConstraint("withdrawn IN (0, 1)", name="criterion_version_withdrawn_flag"),
        _refers("criterion_version", "criterion_id", "criterion.id", ondelete="CASCADE"),
        _refers("criterion_version", "by", "person.id"),
        sqlite_strict=True,
    )
    op.create_table(
        "measurement",
        *_texts("id", "criterion_id", "value", "date", "evidence_text", "evidence_url", "at", "by"),
        sa.Column("struck_at", TEXT),
        sa.Column("struck_by", TEXT),
        *_texts("struck_why"),
        sa.PrimaryKeyConstraint("id", name="pk_measurement"),
        _length("measurement", "id", 1, 64),
        _length("measurement", "value", 1, 200),
        _length("measurement", "evidence_text", 0, 20000),
        _length("measurement", "evidence_url", 0, 2000),
        _length("measurement", "struck_why", 0, 20000),
        sa.CheckConstraint(
            "(struck_at IS NULL) = (struck_by IS NULL) AND (struck_at IS NULL) = (struck_why = '')",
            name="measurement_struck_whole",
        ),
        _refers("measurement", "criterion_id", "criterion.id", ondelete="CASCADE"),
        _refers("measurement", "by", "person.id"),
        _refers("measurement", "struck_by", "person.id"),
        sqlite_strict=True,
    )
    op.create_index("measurement_of_criterion", "measurement", ["criterion_id", "date"])


def _pilot() -> None:
    op.create_table(
        "pilot_step",
        *_texts("id", "project_id", "kind", "title", "first_day", "last_day", "owner"),
        sa.Column("done_on", TEXT),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        *_texts("changed_at", "changed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_pilot_step"),
        _length("pilot_step", "id", 1, 64),
        _length("pilot_step", "title", 1, 1000),
        _length("pilot_step", "owner", 0, 1000),
        sa.CheckConstraint(
            "kind IN ('requirements', 'design', 'run', 'review', 'decision', 'deployment', 'other')",
            name="pilot_step_kind_known",
        ),
        sa.CheckConstraint("first_day <= last_day", name="pilot_step_in_order"),
        sa.CheckConstraint("position >= 0", name="pilot_step_position_least"),
        sa.CheckConstraint("version >= 1", name="pilot_step_version_least"),
        _refers("pilot_step", "project_id", "project.id", ondelete="CASCADE"),
        _refers("pilot_step", "changed_by", "person.id"),
        sqlite_strict=True,
    )
    op.create_index("pilot_step_of_project", "pilot_step", ["project_id"])
    op.create_table(
        "integration",
        *_texts("id", "project_id", "system", "interface", "owner", "confronting"),
        sa.Column("estimate", TEXT),
        *_texts("note"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        *_texts("changed_at", "changed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_integration"),
        _length("integration", "id", 1, 64),
        _length("integration", "system", 1, 1000),
        _length("integration", "interface", 0, 1000),
        _length("integration", "owner", 0, 1000),
        _length("integration", "note", 0, 20000),
        sa.CheckConstraint("confronting IN ('confronted', 'deferred')", name="integration_confronting_known"),
        sa.CheckConstraint("position >= 0", name="integration_position_least"),
        sa.CheckConstraint("version >= 1", name="integration_version_least"),
        _refers("integration", "project_id", "project.id", ondelete="CASCADE"),
        _refers("integration", "changed_by", "person.id"),
        sqlite_strict=True,
    )
    op.create_index("integration_of_project", "integration", ["project_id"])


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, TEXT, nullable=False) for name in names)


def _refers(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete=ondelete)


def _length(table: str, column: str, least: int, most: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) BETWEEN {least} AND {most}", name=f"{table}_{column}_length")
