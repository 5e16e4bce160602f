"""Rounds of a room, and what it agreed on after them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, insert, select, update

from preflight.domain.errors import Immutable
from preflight.domain.room import AgreedAnswer, Hands, Round, RoundKey
from preflight.storage.answer_json import canonical_json, decode_answer, encode_answer
from preflight.storage.room_tables import agreed_answer, participant, room_round, vote


def add_round(connection: Connection, room_id: str, question_id: str, number: int) -> None:
    """Open a round. Raises Immutable when the room is closed."""
    connection.execute(insert(room_round).values(room_id=room_id, question_id=question_id, round=number))


def rounds_of(connection: Connection, room_id: str) -> list[Round]:
    """Every round of a room, by question and number."""
    wanted = select(room_round).where(room_round.c.room_id == room_id)
    return [
        Round(
            question_id=row.question_id,
            number=row.round,
            revealed=row.revealed_at is not None,
            hands=None if row.hands is None else _hands(row.hands),
        )
        for row in connection.execute(wanted.order_by(room_round.c.question_id, room_round.c.round))
    ]


def reveal_round(connection: Connection, room_id: str, key: RoundKey, at: datetime) -> None:
    """From now on the round's votes may be read, and none is taken. Raises Immutable when it is revealed already.

    Each vote bears the role that its voter has at this moment, or had when their first vote on this question was
    revealed: who changed groups between two rounds would show by the difference what they voted.
    """
    question_id, number = key
    here = and_(vote.c.room_id == room_id, vote.c.question_id == question_id, vote.c.round == number)
    earlier = and_(vote.c.room_id == room_id, vote.c.question_id == question_id, vote.c.round < number)
    read = connection.execute(select(vote.c.participant_id, vote.c.role).where(earlier))
    voted_as = {row.participant_id: row.role for row in read}
    for role in set(voted_as.values()):
        theirs = [name for name, then in voted_as.items() if then == role]
        connection.execute(update(vote).where(here, vote.c.participant_id.in_(theirs)).values(role=role))
    now = select(participant.c.role).where(participant.c.id == vote.c.participant_id).scalar_subquery()
    connection.execute(update(vote).where(here, vote.c.participant_id.not_in(voted_as)).values(role=now))
    _change_round(connection, room_id, key, revealed_at=at)


def set_hands(connection: Connection, room_id: str, key: RoundKey, hands: Hands | None) -> None:
    """Keep a show of hands with a round, or take it back. Raises Immutable once that is revealed."""
    line = None
    if hands is not None:
        line = canonical_json(
            {"counts": dict(hands.counts), "unknown": hands.unknown, "not_applicable": hands.not_applicable}
        )
    _change_round(connection, room_id, key, hands=line)


def put_agreed(connection: Connection, room_id: str, agreed: AgreedAnswer) -> None:
    """Keep what the room agreed on, over an earlier agreement. Raises Immutable when the room is closed."""
    where = and_(agreed_answer.c.room_id == room_id, agreed_answer.c.question_id == agreed.question_id)
    values = {
        "round": agreed.round,
        "said": encode_answer(agreed.said),
        "why": agreed.why,
        "at": agreed.at,
        "by": agreed.by,
    }
    if not connection.execute(update(agreed_answer).where(where).values(values)).rowcount:
        connection.execute(insert(agreed_answer).values(room_id=room_id, question_id=agreed.question_id, **values))


def agreed_answers(connection: Connection, room_id: str) -> dict[str, AgreedAnswer]:
    """From question id to what the room agreed on, in the order in which it was agreed."""
    wanted = select(agreed_answer).where(agreed_answer.c.room_id == room_id)
    rows = connection.execute(wanted.order_by(agreed_answer.c.at, agreed_answer.c.question_id))
    return {row.question_id: agreed_of(row) for row in rows}


def agreed_of(row: Row[*tuple[Any, ...]]) -> AgreedAnswer:
    """What a row says that was agreed."""
    return AgreedAnswer(
        question_id=row.question_id,
        round=row.round,
        said=decode_answer(row.said),
        why=row.why,
        at=row.at,
        by=row.by,
    )


def _change_round(connection: Connection, room_id: str, key: RoundKey, **values: Any) -> None:
    question_id, number = key
    wanted = update(room_round).where(
        room_round.c.room_id == room_id, room_round.c.question_id == question_id, room_round.c.round == number
    )
    if not connection.execute(wanted.values(values)).rowcount:
        raise Immutable("This round is not open.")


def _hands(line: str) -> Hands:
    said = json.loads(line)
    return Hands(counts=said["counts"], unknown=said["unknown"], not_applicable=said["not_applicable"])
