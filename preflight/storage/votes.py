"""Votes of a room, each of one participant in one round.

What was voted is read in three ways only: a participant's own vote, who has voted, and the tallies of revealed rounds.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, bindparam, delete, func, insert, select, true, update

from preflight.domain.assessment import Answer
from preflight.domain.consensus import Ballot
from preflight.domain.room import Role, RoundKey, Vote
from preflight.storage.answer_json import decode_answer, encode_answer
from preflight.storage.room_tables import room_round, vote

_VOTE = (vote.c.said, vote.c.why, vote.c.n)

# A hundred phones vote within a second: making the words of a query takes longer than the query itself.
_IN_ROUND = and_(
    vote.c.room_id == bindparam("room"),
    vote.c.question_id == bindparam("question"),
    vote.c.round == bindparam("number"),
)
_MINE = and_(_IN_ROUND, vote.c.participant_id == bindparam("whose"))
_OWN = select(*_VOTE).where(_MINE)
_OWN_OF_ALL = select(vote.c.participant_id, *_VOTE).where(_IN_ROUND)
_VOTERS = select(vote.c.participant_id).where(_IN_ROUND)
_ADD = insert(vote)
_CHANGE = update(vote).where(_MINE).values(said=bindparam("now_said"), why=bindparam("now_why"), n=bindparam("now_n"))


class Line(NamedTuple):
    """What somebody wrote beside their vote; read only once the round is revealed."""

    question_id: str
    round: int
    said: Answer
    why: str


def put_vote(connection: Connection, room_id: str, key: RoundKey, participant_id: str, cast: Vote) -> Vote:
    """Save a participant's vote over an earlier one of theirs, and return the vote as it is kept.

    A vote with the `n` of the kept one, or an older one, changes nothing: it was sent again. Raises Immutable when
    the round is revealed or the room closed, NotFound when there is no such round, and Refused when the participant
    was removed.
    """
    mine = _in_round(room_id, key) | {"whose": participant_id}
    kept = connection.execute(_OWN, mine).one_or_none()
    if kept is not None and kept.n >= cast.n:
        return _vote(kept)
    said = encode_answer(cast.said)
    if kept is not None:
        connection.execute(_CHANGE, mine | {"now_said": said, "now_why": cast.why, "now_n": cast.n})
    else:
        question_id, number = key
        place = {"room_id": room_id, "question_id": question_id, "round": number, "participant_id": participant_id}
        connection.execute(_ADD, place | {"said": said, "why": cast.why, "n": cast.n})
    return cast


def own_vote(connection: Connection, room_id: str, key: RoundKey, participant_id: str) -> Vote | None:
    """What this participant said in this round."""
    row = connection.execute(_OWN, _in_round(room_id, key) | {"whose": participant_id}).one_or_none()
    return None if row is None else _vote(row)


def own_votes(connection: Connection, room_id: str, key: RoundKey) -> dict[str, Vote]:
    """From participant id to their own vote in this round: to be handed to each of them, and to nobody else."""
    rows = connection.execute(_OWN_OF_ALL, _in_round(room_id, key))
    return {row.participant_id: _vote(row) for row in rows}


def voters(connection: Connection, room_id: str, key: RoundKey) -> frozenset[str]:
    """Who has voted in this round, by participant id; never what."""
    return frozenset(connection.execute(_VOTERS, _in_round(room_id, key)).scalars())


def voted_questions(connection: Connection, room_id: str) -> frozenset[str]:
    """The questions that have at least one vote in any round."""
    return frozenset(
        connection.execute(select(vote.c.question_id).distinct().where(vote.c.room_id == room_id)).scalars()
    )


def drop_unrevealed_votes(connection: Connection, room_id: str, participant_id: str) -> None:
    """Take a participant's votes out of every round that nobody has seen yet."""
    revealed = select(room_round.c.question_id).where(
        room_round.c.room_id == vote.c.room_id,
        room_round.c.question_id == vote.c.question_id,
        room_round.c.round == vote.c.round,
        room_round.c.revealed_at.is_not(None),
    )
    connection.execute(
        delete(vote).where(vote.c.room_id == room_id, vote.c.participant_id == participant_id, ~revealed.exists())
    )


def revealed_ballots(
    connection: Connection, room_id: str, question_ids: Collection[str] | None = None
) -> dict[RoundKey, list[Ballot]]:
    """For each revealed round how many said what, by role; no other round is ever read. `question_ids` None: all."""
    rows = connection.execute(
        select(vote.c.question_id, vote.c.round, vote.c.said, vote.c.role, func.count().label("count"))
        .select_from(_revealed())
        .where(vote.c.room_id == room_id, _among(question_ids))
        .group_by(vote.c.question_id, vote.c.round, vote.c.said, vote.c.role)
    )
    found: dict[RoundKey, list[Ballot]] = {}
    for row in rows:
        role = Role(row.role) if row.role is not None else None
        ballot = Ballot(said=decode_answer(row.said), role=role, count=int(row._mapping["count"]))  # noqa: SLF001
        found.setdefault((row.question_id, row.round), []).append(ballot)
    return found


def revealed_lines(connection: Connection, room_id: str, question_ids: Collection[str] | None = None) -> list[Line]:
    """What was written beside the votes of revealed rounds, by its words, so that no order tells who wrote it."""
    wanted = (
        select(vote.c.question_id, vote.c.round, vote.c.said, vote.c.why)
        .select_from(_revealed())
        .where(vote.c.room_id == room_id, _among(question_ids), vote.c.why != "")
        .order_by(vote.c.question_id, vote.c.round, vote.c.said, vote.c.why)
    )
    return [Line(row.question_id, row.round, decode_answer(row.said), row.why) for row in connection.execute(wanted)]


def _among(question_ids: Collection[str] | None) -> Any:
    return true() if question_ids is None else vote.c.question_id.in_(sorted(question_ids))


def _revealed() -> Any:
    return vote.join(
        room_round,
        and_(
            room_round.c.room_id == vote.c.room_id,
            room_round.c.question_id == vote.c.question_id,
            room_round.c.round == vote.c.round,
            room_round.c.revealed_at.is_not(None),
        ),
    )


def _in_round(room_id: str, key: RoundKey) -> dict[str, Any]:
    question_id, number = key
    return {"room": room_id, "question": question_id, "number": number}


def _vote(row: Row[*tuple[Any, ...]]) -> Vote:
    return Vote(said=decode_answer(row.said), why=row.why, n=row.n)
