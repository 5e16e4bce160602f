"""The tables, private to this package. Their words are the domain's words.

person ← project ← assessment → questionnaire_version
                   assessment ← answer, answer_change, assessment_score, section_score

Those of live rooms stand in room_tables, those that came with exports in export_tables, those that lead to decisions
in decision_tables, what a portfolio reads in portfolio_tables, who may do what in people_tables, and the audit trail in
audit_tables.

The migrations build these tables; a test holds both to each other, triggers included. The triggers keep a completed
assessment as it is, keep every change of an answer, and let a row go only together with what it belongs to.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects.sqlite import REAL
from sqlalchemy.types import TypeEngine

from preflight.storage.columns import Day, Flag, UtcTime, Words

TRIGGERS = frozenset(
    {
        "project_no_replace",
        "project_keeps_completed",
        "project_stays_real_or_sample",
        "questionnaire_version_no_replace",
        "questionnaire_version_no_update",
        "assessment_no_replace",
        "assessment_keeps_its_id",
        "assessment_starts_as_draft",
        "assessment_completes_with_score",
        "assessment_completed_no_update",
        "assessment_completed_no_delete",
        "answer_completed_no_insert",
        "answer_completed_no_update",
        "answer_completed_no_delete",
        "answer_change_completed_no_insert",
        "answer_change_no_replace",
        "answer_change_no_update",
        "answer_change_no_delete",
        "assessment_score_completed_no_insert",
        "assessment_score_completed_no_update",
        "assessment_score_completed_no_delete",
        "section_score_completed_no_insert",
        "section_score_completed_no_update",
        "section_score_completed_no_delete",
    }
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)
number_type: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")


def length_check(table: str, column: str, least: int, most: int) -> CheckConstraint:
    """A column's text is from `least` to `most` characters long."""
    return CheckConstraint(f"length({column}) BETWEEN {least} AND {most}", name=f"{table}_{column}_length")


def share_check(table: str, column: str) -> CheckConstraint:
    """A column's number is a share, from 0 to 1."""
    return CheckConstraint(f"{column} BETWEEN 0 AND 1", name=f"{table}_{column}_share")


person = Table(
    "person",
    metadata,
    Column("id", Text, primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("disabled_at", UtcTime),
    length_check("person", "id", 1, 64),
    length_check("person", "issuer", 1, 2000),
    length_check("person", "subject", 1, 2000),
    length_check("person", "name", 1, 300),
    Index("person_identity", "issuer", "subject", unique=True),
    sqlite_strict=True,
)

project = Table(
    "project",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("pilot_start", Day),
    Column("tags", Words, nullable=False),
    Column("sample", Flag, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", Text, ForeignKey("person.id"), nullable=False),
    length_check("project", "id", 1, 64),
    length_check("project", "name", 1, 300),
    length_check("project", "summary", 0, 20000),
    length_check("project", "team", 0, 1000),
    length_check("project", "owner", 0, 1000),
    length_check("project", "tags", 2, 20000),
    CheckConstraint(
        "stage IN ('idea', 'pilot', 'productionising', 'production', 'stopped')", name="project_stage_known"
    ),
    CheckConstraint("sample IN (0, 1)", name="project_sample_flag"),
    sqlite_strict=True,
)

questionnaire_version = Table(
    "questionnaire_version",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("questionnaire_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("source", LargeBinary, nullable=False),
    Column("kept_at", UtcTime, nullable=False),
    length_check("questionnaire_version", "digest", 1, 200),
    length_check("questionnaire_version", "questionnaire_id", 1, 200),
    CheckConstraint("version >= 1", name="questionnaire_version_version_least"),
    Index("questionnaire_version_id", "questionnaire_id", "version"),
    sqlite_strict=True,
)

assessment = Table(
    "assessment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("project_id", Text, ForeignKey("project.id", ondelete="CASCADE"), nullable=False),
    Column("questionnaire_digest", Text, ForeignKey("questionnaire_version.digest"), nullable=False),
    Column("questionnaire_id", Text, nullable=False),
    Column("questionnaire_version", Integer, nullable=False),
    Column("date", Day, nullable=False),
    Column("phase", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", Text, ForeignKey("person.id"), nullable=False),
    Column("completed_at", UtcTime),
    Column("completed_by", Text, ForeignKey("person.id")),
    Column("based_on", Text, ForeignKey("assessment.id")),
    Column("last_question", Text),
    length_check("assessment", "id", 1, 64),
    length_check("assessment", "date", 10, 10),
    length_check("assessment", "last_question", 1, 200),
    CheckConstraint("questionnaire_version >= 1", name="assessment_questionnaire_version_least"),
    CheckConstraint("phase IN ('draft', 'completed')", name="assessment_phase_known"),
    CheckConstraint(
        "(phase = 'completed') = (completed_at IS NOT NULL) AND (phase = 'completed') = (completed_by IS NOT NULL)",
        name="assessment_completed_by_whom_and_when",
    ),
    Index("assessment_of_project", "project_id", "date"),
    Index("assessment_based_on", "based_on"),
    Index("assessment_of_questionnaire", "questionnaire_digest"),
    sqlite_strict=True,
)

answer = Table(
    "answer",
    metadata,
    Column("assessment_id", Text, ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("question_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, ForeignKey("person.id"), nullable=False),
    length_check("answer", "question_id", 1, 200),
    length_check("answer", "answer", 2, 400000),
    CheckConstraint("version >= 1", name="answer_version_least"),
    CheckConstraint("state IN ('answered', 'unknown', 'not_applicable', 'unanswered')", name="answer_state_known"),
    sqlite_strict=True,
)

answer_change = Table(
    "answer_change",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("assessment_id", Text, ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("question_id", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, ForeignKey("person.id"), nullable=False),
    Column("before", Text),
    Column("after", Text, nullable=False),
    length_check("answer_change", "question_id", 1, 200),
    length_check("answer_change", "before", 2, 400000),
    length_check("answer_change", "after", 2, 400000),
    Index("answer_change_of_assessment", "assessment_id", "question_id", "seq"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)

assessment_score = Table(
    "assessment_score",
    metadata,
    Column("assessment_id", Text, ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("fraction", number_type),
    Column("evidenced", number_type),
    Column("coverage", number_type),
    Column("value", number_type),
    Column("band", Text),
    Column("band_title", Text),
    Column("weakest", Text),
    Column("weakest_title", Text),
    Column("provisional", Flag, nullable=False),
    Column("blockers", Integer, nullable=False),
    Column("document", Text, nullable=False),
    *(share_check("assessment_score", column) for column in ("fraction", "evidenced", "coverage", "value")),
    CheckConstraint("provisional IN (0, 1)", name="assessment_score_provisional_flag"),
    CheckConstraint("blockers >= 0", name="assessment_score_blockers_least"),
    sqlite_strict=True,
)

section_score = Table(
    "section_score",
    metadata,
    Column("assessment_id", Text, ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("section_id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("fraction", number_type),
    Column("evidenced", number_type),
    Column("coverage", number_type),
    *(share_check("section_score", column) for column in ("fraction", "evidenced", "coverage")),
    CheckConstraint("position >= 0", name="section_score_position_least"),
    sqlite_strict=True,
)
