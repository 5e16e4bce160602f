"""The first tables: people, projects, questionnaires, assessments, answers with their changes, scores."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from preflight.storage.migrations.column_types import NUMBER, TEXT
from preflight.storage.migrations.trigger_sql import statements
from preflight.storage.migrations.triggers_0001 import TRIGGERS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _people_and_projects()
    _assessments()
    _answers()
    _scores()
    for trigger in TRIGGERS:
        for statement in statements(trigger, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("the way back is the backup that was made before the upgrade")


def _people_and_projects() -> None:
    op.create_table(
        "person",
        *_texts("id", "issuer", "subject", "name"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        _length("person", "id", 1, 64),
        _length("person", "issuer", 1, 2000),
        _length("person", "subject", 1, 2000),
        _length("person", "name", 1, 300),
        sqlite_strict=True,
    )
    op.create_index("person_identity", "person", ["issuer", "subject"], unique=True)
    op.create_table(
        "project",
        *_texts("id", "name", "summary", "team", "owner", "stage"),
        sa.Column("pilot_start", TEXT),
        *_texts("tags"),
        sa.Column("sample", sa.Integer, nullable=False),
        *_texts("created_at", "created_by"),
        sa.PrimaryKeyConstraint("id", name="pk_project"),
        _length("project", "id", 1, 64),
        _length("project", "name", 1, 300),
        _length("project", "summary", 0, 20000),
        _length("project", "team", 0, 1000),
        _length("project", "owner", 0, 1000),
        _length("project", "tags", 2, 20000),
        sa.CheckConstraint(
            "stage IN ('idea', 'pilot', 'productionising', 'production', 'stopped')", name="project_stage_known"
        ),
        sa.CheckConstraint("sample IN (0, 1)", name="project_sample_flag"),
        _refers("project", "created_by", "person.id"),
        sqlite_strict=True,
    )


def _assessments() -> None:
    op.create_table(
        "questionnaire_version",
        *_texts("digest", "questionnaire_id"),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("source", sa.LargeBinary, nullable=False),
        *_texts("kept_at"),
        sa.PrimaryKeyConstraint("digest", name="pk_questionnaire_version"),
        _length("questionnaire_version", "digest", 1, 200),
        _length("questionnaire_version", "questionnaire_id", 1, 200),
        sa.CheckConstraint("version >= 1", name="questionnaire_version_version_least"),
        sqlite_strict=True,
    )
    op.create_index("questionnaire_version_id", "questionnaire_version", ["questionnaire_id", "version"])
    op.create_table(
        "assessment",
        *_texts("id", "project_id", "questionnaire_digest", "questionnaire_id"),
        sa.Column("questionnaire_version", sa.Integer, nullable=False),
        *_texts("date", "phase", "created_at", "created_by"),
        sa.Column("completed_at", TEXT),
        sa.Column("completed_by", TEXT),
        sa.Column("based_on", TEXT),
        sa.Column("last_question", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
        _length("assessment", "id", 1, 64),
        _length("assessment", "date", 10, 10),
        _length("assessment", "last_question", 1, 200),
        sa.CheckConstraint("questionnaire_version >= 1", name="assessment_questionnaire_version_least"),
        sa.CheckConstraint("phase IN ('draft', 'completed')", name="assessment_phase_known"),
        sa.CheckConstraint(
            "(phase = 'completed') = (completed_at IS NOT NULL) AND (phase = 'completed') = (completed_by IS NOT NULL)",
            name="assessment_completed_by_whom_and_when",
        ),
        _refers("assessment", "project_id", "project.id", ondelete="CASCADE"),
        _refers("assessment", "questionnaire_digest", "questionnaire_version.digest"),
        _refers("assessment", "created_by", "person.id"),
        _refers("assessment", "completed_by", "person.id"),
        _refers("assessment", "based_on", "assessment.id"),
        sqlite_strict=True,
    )
    op.create_index("assessment_of_project", "assessment", ["project_id", "date"])
    op.create_index("assessment_based_on", "assessment", ["based_on"])
    op.create_index("assessment_of_questionnaire", "assessment", ["questionnaire_digest"])


def _answers() -> None:
    op.create_table(
        "answer",
        *_texts("assessment_id", "question_id"),
        sa.Column("version", sa.Integer, nullable=False),
        *_texts("state", "answer", "at", "by"),
        sa.PrimaryKeyConstraint("assessment_id", "question_id", name="pk_answer"),
        _length("answer", "question_id", 1, 200),
        _length("answer", "answer", 2, 400000),
        sa.CheckConstraint("version >= 1", name="answer_version_least"),
        sa.CheckConstraint(
            "state IN ('answered', 'unknown', 'not_applicable', 'unanswered')", name="answer_state_known"
        ),
        _refers("answer", "assessment_id", "assessment.id", ondelete="CASCADE"),
        _refers("answer", "by", "person.id"),
        sqlite_strict=True,
    )
    op.create_table(
        "answer_change",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        *_texts("assessment_id", "question_id", "at", "by"),
        sa.Column("before", TEXT),
        *_texts("after"),
        sa.PrimaryKeyConstraint("seq", name="pk_answer_change"),
        _length("answer_change", "question_id", 1, 200),
        _length("answer_change", "before", 2, 400000),
        _length("answer_change", "after", 2, 400000),
        _refers("answer_change", "assessment_id", "assessment.id", ondelete="CASCADE"),
        _refers("answer_change", "by", "person.id"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("answer_change_of_assessment", "answer_change", ["assessment_id", "question_id", "seq"])


def _scores() -> None:
    op.create_table(
        "assessment_score",
        *_texts("assessment_id"),
        *(sa.Column(name, NUMBER) for name in ("fraction", "evidenced", "coverage", "value")),
        *(sa.Column(name, TEXT) for name in ("band", "band_title", "weakest", "weakest_title")),
        sa.Column("provisional", sa.Integer, nullable=False),
        sa.Column("blockers", sa.Integer, nullable=False),
        *_texts("document"),
        sa.PrimaryKeyConstraint("assessment_id", name="pk_assessment_score"),
        *(_share("assessment_score", column) for column in ("fraction", "evidenced", "coverage", "value")),
        sa.CheckConstraint("provisional IN (0, 1)", name="assessment_score_provisional_flag"),
        sa.CheckConstraint("blockers >= 0", name="assessment_score_blockers_least"),
        _refers("assessment_score", "assessment_id", "assessment.id", ondelete="CASCADE"),
        sqlite_strict=True,
    )
    op.create_table(
        "section_score",
        *_texts("assessment_id", "section_id"),
        sa.Column("position", sa.Integer, nullable=False),
        *(sa.Column(name, NUMBER) for name in ("fraction", "evidenced", "coverage")),
        sa.PrimaryKeyConstraint("assessment_id", "section_id", name="pk_section_score"),
        *(_share("section_score", column) for column in ("fraction", "evidenced", "coverage")),
        sa.CheckConstraint("position >= 0", name="section_score_position_least"),
        _refers("section_score", "assessment_id", "assessment.id", ondelete="CASCADE"),
        sqlite_strict=True,
    )


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, TEXT, nullable=False) for name in names)


def _refers(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete=ondelete)


def _length(table: str, column: str, least: int, most: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) BETWEEN {least} AND {most}", name=f"{table}_{column}_length")


def _share(table: str, column: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} BETWEEN 0 AND 1", name=f"{table}_{column}_share")
