"""The tables of live rooms, private to this package.

assessment ← room ← participant, room_round, agreed_answer
                    room_round, participant ← vote

A vote belongs to a random participant and stands without a time or a name; the table has no row numbers either, from
which the order of voting could be read. From its reveal on it bears its voter's role: a breakdown that followed a role
said later would show how that one person had voted. One participant has one vote in a round by the primary key;
triggers take no vote once its round is revealed, and change nothing in a closed room.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, Table, Text

from preflight.storage.columns import Flag, UtcTime
from preflight.storage.tables import length_check, metadata

ROOM_TRIGGERS = frozenset(
    {
        "assessment_completes_without_open_room",
        "room_opens_on_a_draft",
        "room_closed_no_update",
        "room_no_delete",
        "room_no_replace",
        "room_keeps_its_key",
        "room_keeps_its_assessment",
        "participant_no_replace",
        "participant_keeps_its_key",
        "participant_closed_no_insert",
        "participant_closed_no_update",
        "participant_no_delete",
        "room_round_no_replace",
        "room_round_keeps_its_key",
        "room_round_closed_no_insert",
        "room_round_revealed_no_update",
        "room_round_no_delete",
        "vote_revealed_no_insert",
        "vote_revealed_no_update",
        "vote_revealed_no_delete",
        "vote_removed_no_insert",
        "agreed_answer_no_replace",
        "agreed_answer_keeps_its_key",
        "agreed_answer_closed_no_insert",
        "agreed_answer_closed_no_update",
        "agreed_answer_no_delete",
    }
)

room = Table(
    "room",
    metadata,
    Column("id", Text, primary_key=True),
    Column("assessment_id", Text, ForeignKey("assessment.id", ondelete="CASCADE"), nullable=False),
    Column("code", Text, nullable=False),
    Column("token", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("stage", Text, nullable=False),
    Column("question_id", Text),
    Column("round", Integer, nullable=False),
    Column("question_since", UtcTime),
    Column("countdown_until", UtcTime),
    Column("clock_since", UtcTime, nullable=False),
    Column("minutes", Integer),
    Column("ordering", Text, nullable=False),
    Column("locked", Flag, nullable=False),
    Column("blank", Flag, nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("opened_by", Text, ForeignKey("person.id"), nullable=False),
    Column("closed_at", UtcTime),
    length_check("room", "id", 1, 64),
    length_check("room", "code", 8, 8),
    length_check("room", "token", 22, 64),
    length_check("room", "question_id", 1, 200),
    CheckConstraint("version >= 1", name="room_version_least"),
    CheckConstraint("round >= 0", name="room_round_least"),
    CheckConstraint("minutes BETWEEN 1 AND 1440", name="room_minutes_range"),
    CheckConstraint("stage IN ('lobby', 'voting', 'revealed', 'agreed', 'closing')", name="room_stage_known"),
    CheckConstraint("ordering IN ('section', 'disagreement')", name="room_ordering_known"),
    CheckConstraint("locked IN (0, 1)", name="room_locked_flag"),
    CheckConstraint("blank IN (0, 1)", name="room_blank_flag"),
    Index("room_code", "code", unique=True),
    Index("room_token", "token", unique=True),
    Index("room_of_assessment", "assessment_id"),
    sqlite_strict=True,
)

participant = Table(
    "participant",
    metadata,
    Column("id", Text, primary_key=True),
    Column("room_id", Text, ForeignKey("room.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("secret_digest", Text, nullable=False),
    Column("role", Text),
    Column("removed", Flag, nullable=False),
    length_check("participant", "id", 1, 64),
    length_check("participant", "secret_digest", 64, 64),
    CheckConstraint("number >= 1", name="participant_number_least"),
    CheckConstraint("role IN ('builds', 'operates', 'uses', 'owns', 'secures')", name="participant_role_known"),
    CheckConstraint("removed IN (0, 1)", name="participant_removed_flag"),
    Index("participant_secret", "room_id", "secret_digest", unique=True),
    Index("participant_number", "room_id", "number", unique=True),
    sqlite_strict=True,
)

room_round = Table(
    "room_round",
    metadata,
    Column("room_id", Text, ForeignKey("room.id", ondelete="CASCADE"), primary_key=True),
    Column("question_id", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("revealed_at", UtcTime),
    Column("hands", Text),
    length_check("room_round", "question_id", 1, 200),
    length_check("room_round", "hands", 2, 20000),
    CheckConstraint("round >= 1", name="room_round_round_least"),
    sqlite_strict=True,
)

vote = Table(
    "vote",
    metadata,
    Column("room_id", Text, primary_key=True),
    Column("question_id", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("participant_id", Text, ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True),
    Column("said", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("role", Text),
    ForeignKeyConstraint(
        ["room_id", "question_id", "round"],
        ["room_round.room_id", "room_round.question_id", "room_round.round"],
        name="fk_vote_round",
        ondelete="CASCADE",
    ),
    length_check("vote", "said", 2, 20000),
    length_check("vote", "why", 0, 1000),
    CheckConstraint("n >= 1", name="vote_n_least"),
    CheckConstraint("role IN ('builds', 'operates', 'uses', 'owns', 'secures')", name="vote_role_known"),
    Index("vote_of_participant", "participant_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

agreed_answer = Table(
    "agreed_answer",
    metadata,
    Column("room_id", Text, ForeignKey("room.id", ondelete="CASCADE"), primary_key=True),
    Column("question_id", Text, primary_key=True),
    Column("round", Integer, nullable=False),
    Column("said", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", Text, ForeignKey("person.id"), nullable=False),
    length_check("agreed_answer", "question_id", 1, 200),
    length_check("agreed_answer", "said", 2, 40000),
    length_check("agreed_answer", "why", 0, 4000),
    CheckConstraint("round >= 0", name="agreed_answer_round_least"),
    sqlite_strict=True,
)
