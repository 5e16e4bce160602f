"""What a portfolio reads of a completed assessment, worked out once from its answers; private to this package.

assessment ← assessment_blocker, evidence_ageing

They say nothing new: rows that are missing are made again from what was answered.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, Text

from preflight.storage.columns import Day
from preflight.storage.tables import length_check, metadata, number_type, share_check

assessment_blocker = Table(
    "assessment_blocker",
    metadata,
    Column("assessment_id", Text, ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("question_id", Text, primary_key=True),
    Column("has", Text, nullable=False),
    Column("needs", Text, nullable=False),
    length_check("assessment_blocker", "question_id", 1, 200),
    sqlite_strict=True,
)

evidence_ageing = Table(
    "evidence_ageing",
    metadata,
    Column("assessment_id", Text, ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("from_day", Day, primary_key=True),
    Column("evidenced", number_type),
    Column("sections", Text, nullable=False),
    Column("aged", Integer, nullable=False),
    length_check("evidence_ageing", "from_day", 10, 10),
    length_check("evidence_ageing", "sections", 2, 400000),
    share_check("evidence_ageing", "evidenced"),
    CheckConstraint("aged >= 0", name="evidence_ageing_aged_least"),
    sqlite_strict=True,
)

WORKED_OUT = (assessment_blocker, evidence_ageing)
