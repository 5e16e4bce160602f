"""Live rooms: the room, its participants, rounds and votes, and the agreed answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from preflight.storage.migrations.column_types import TEXT
from preflight.storage.migrations.trigger_sql import statements
from preflight.storage.migrations.triggers_0002 import TRIGGERS

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _room()
    _people_and_rounds()
    _votes()
    for trigger in TRIGGERS:
        for statement in statements(trigger, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("the way back is the backup that was made before the upgrade")


def _room() -> None:
    op.create_table(
        "room",
        *_texts("id", "assessment_id", "code", "token"),
        sa.Column("version", sa.Integer, nullable=False),
        *_texts("stage"),
        sa.Column("question_id", TEXT),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("question_since", TEXT),
        sa.Column("countdown_until", TEXT),
        *_texts("clock_since"),
        sa.Column("minutes", sa.Integer),
        *_texts("ordering"),
        sa.Column("locked", sa.Integer, nullable=False),
        sa.Column("blank", sa.Integer, nullable=False),
        *_texts("opened_at", "opened_by"),
        sa.Column("closed_at", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_room"),
        _length("room", "id", 1, 64),
        _length("room", "code", 8, 8),
        _length("room", "token", 22, 64),
        _length("room", "question_id", 1, 200),
        sa.CheckConstraint("version >= 1", name="room_version_least"),
        sa.CheckConstraint("round >= 0", name="room_round_least"),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name="room_minutes_range"),
        sa.CheckConstraint("stage IN ('lobby', 'voting', 'revealed', 'agreed', 'closing')", name="room_stage_known"),
        sa.CheckConstraint("ordering IN ('section', 'disagreement')", name="room_ordering_known"),
        sa.CheckConstraint("locked IN (0, 1)", name="room_locked_flag"),
        sa.CheckConstraint("blank IN (0, 1)", name="room_blank_flag"),
        _refers("room", "assessment_id", "assessment.id", ondelete="CASCADE"),
        _refers("room", "opened_by", "person.id"),
        sqlite_strict=True,
    )
    op.create_index("room_code", "room", ["code"], unique=True)
    op.create_index("room_token", "room", ["token"], unique=True)
    op.create_index("room_of_assessment", "room", ["assessment_id"])


def _people_and_rounds() -> None:
    op.create_table(
        "participant",
        *_texts("id", "room_id"),
        sa.Column("number", sa.Integer, nullable=False),
        *_texts("secret_digest"),
        sa.Column("role", TEXT),
        sa.Column("removed", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_participant"),
        _length("participant", "id", 1, 64),
        _length("participant", "secret_digest", 64, 64),
        sa.CheckConstraint("number >= 1", name="participant_number_least"),
        sa.CheckConstraint("role IN ('builds', 'operates', 'uses', 'owns', 'secures')", name="participant_role_known"),
        sa.CheckConstraint("removed IN (0, 1)", name="participant_removed_flag"),
        _refers("participant", "room_id", "room.id", ondelete="CASCADE"),
        sqlite_strict=True,
    )
    op.create_index("participant_secret", "participant", ["room_id", "secret_digest"], unique=True)
    op.create_index("participant_number", "participant", ["room_id", "number"], unique=True)
    op.create_table(
        "room_round",
        *_texts("room_id", "question_id"),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("revealed_at", TEXT),
        sa.Column("hands", TEXT),
        sa.PrimaryKeyConstraint("room_id", "question_id", "round", name="pk_room_round"),
        _length("room_round", "question_id", 1, 200),
        _length("room_round", "hands", 2, 20000),
        sa.CheckConstraint("round >= 1", name="room_round_round_least"),
        _refers("room_round", "room_id", "room.id", ondelete="CASCADE"),
        sqlite_strict=True,
    )


def _votes() -> None:
    op.create_table(
        "vote",
        *_texts("room_id", "question_id"),
        sa.Column("round", sa.Integer, nullable=False),
        *_texts("participant_id", "said", "why"),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("role", TEXT),
        sa.PrimaryKeyConstraint("room_id", "question_id", "round", "participant_id", name="pk_vote"),
        sa.ForeignKeyConstraint(
            ["room_id", "question_id", "round"],
            ["room_round.room_id", "room_round.question_id", "room_round.round"],
            name="fk_vote_round",
            ondelete="CASCADE",
        ),
        _length("vote", "said", 2, 20000),
        _length("vote", "why", 0, 1000),
        sa.CheckConstraint("n >= 1", name="vote_n_least"),
        sa.CheckConstraint("role IN ('builds', 'operates', 'uses', 'owns', 'secures')", name="vote_role_known"),
        _refers("vote", "participant_id", "participant.id", ondelete="CASCADE"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("vote_of_participant", "vote", ["participant_id"])
    op.create_table(
        "agreed_answer",
        *_texts("room_id", "question_id"),
        sa.Column("round", sa.Integer, nullable=False),
        *_texts("said", "why", "at", "by"),
        sa.PrimaryKeyConstraint("room_id", "question_id", name="pk_agreed_answer"),
        _length("agreed_answer", "question_id", 1, 200),
        _length("agreed_answer", "said", 2, 40000),
        _length("agreed_answer", "why", 0, 4000),
        sa.CheckConstraint("round >= 0", name="agreed_answer_round_least"),
        _refers("agreed_answer", "room_id", "room.id", ondelete="CASCADE"),
        _refers("agreed_answer", "by", "person.id"),
        sqlite_strict=True,
    )


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, TEXT, nullable=False) for name in names)


def _refers(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete=ondelete)


def _length(table: str, column: str, least: int, most: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) BETWEEN {least} AND {most}", name=f"{table}_{column}_length")
