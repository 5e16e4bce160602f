"""The tables that came with exports, private to this package: slide templates, and what restored rooms said.

assessment ← restored_round, restored_agreed

Of a restored room there are distributions and what was agreed, as everybody saw them; no participants and no votes.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, LargeBinary, Table, Text

from preflight.storage.columns import UtcTime, Words
from preflight.storage.tables import length_check, metadata

EXPORT_TRIGGERS = frozenset(
    {
        "slide_template_no_replace",
        "slide_template_no_update",
        *(
            f"{table}_{refusal}"
            for table in ("restored_round", "restored_agreed")
            for refusal in ("completed_no_insert", "no_replace", "no_update", "no_delete")
        ),
    }
)

slide_template = Table(
    "slide_template",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("added_at", UtcTime, nullable=False),
    Column("added_by", Text, ForeignKey("person.id"), nullable=False),
    length_check("slide_template", "id", 1, 64),
    length_check("slide_template", "name", 1, 300),
    length_check("slide_template", "digest", 64, 64),
    sqlite_strict=True,
)

restored_round = Table(
    "restored_round",
    metadata,
    Column("assessment_id", Text, ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("question_id", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("shown", Text, nullable=False),
    Column("lines", Words, nullable=False),
    length_check("restored_round", "question_id", 1, 200),
    length_check("restored_round", "shown", 2, 4_000_000),
    length_check("restored_round", "lines", 2, 4_000_000),
    CheckConstraint("round >= 1", name="restored_round_round_least"),
    sqlite_strict=True,
)

restored_agreed = Table(
    "restored_agreed",
    metadata,
    Column("assessment_id", Text, ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
    Column("question_id", Text, primary_key=True),
    Column("round", Integer, nullable=False),
    Column("said", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, ForeignKey("person.id"), nullable=False),
    length_check("restored_agreed", "question_id", 1, 200),
    length_check("restored_agreed", "said", 2, 40000),
    length_check("restored_agreed", "why", 0, 4000),
    CheckConstraint("round >= 0", name="restored_agreed_round_least"),
    sqlite_strict=True,
)
