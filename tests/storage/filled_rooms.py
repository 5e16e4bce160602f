"""What revision 0002 brought, put into a database: a room under way and one that is closed, at fixed times.

`fill_rooms` comes after `filled.fill`; the golden dump of 0002 holds what both write, so neither ever changes.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from sqlalchemy import Connection

from preflight.domain.assessment import Answer
from preflight.domain.room import AgreedAnswer, Hands, Order, Participant, Role, Room, RoundKey, Stage, Vote
from preflight.storage import assessments, rooms, rounds, votes
from preflight.storage.engine import Database
from tests.storage.filled import NOW, OWNER, a_draft, begin, complete, say

FIRST_ROUND, SECOND_ROUND = ("alpha.one", 1), ("alpha.one", 2)
OTHER_ROUND = ("beta.one", 1)
TWO, FOUR = Answer(choices=("2",)), Answer(choices=("4",))


def a_room(room_id: str = "room", assessment_id: str = "first", **fields: object) -> Room:
    """A room in its lobby, its code and token made from its id."""
    digest = hashlib.sha256(room_id.encode()).hexdigest().upper()
    values: dict[str, object] = {
        "code": digest.replace("0", "G").replace("1", "H")[:8],
        "token": digest[:24],
        "version": 1,
        "stage": Stage.LOBBY,
        "opened_at": NOW,
        "opened_by": OWNER.id,
        "clock_since": NOW,
    }
    return Room(id=room_id, assessment_id=assessment_id, **(values | fields))  # type: ignore[arg-type]


def a_digest(of: str) -> str:
    return hashlib.sha256(of.encode()).hexdigest()


def join(connection: Connection, name: str, role: Role | None = None, *, room_id: str = "room") -> Participant:
    """A participant whose id is their name."""
    found = rooms.add_participant(connection, name, room_id, a_digest(f"{room_id}:{name}"))
    if role is not None:
        rooms.set_role(connection, name, role)
    return replace(found, role=role)


def vote(
    connection: Connection,
    name: str,
    said: Answer = TWO,
    *,
    key: RoundKey = FIRST_ROUND,
    room_id: str = "room",
    n: int = 1,
    why: str = "",
) -> Vote:
    return votes.put_vote(connection, room_id, key, name, Vote(said=said, n=n, why=why))


def open_a_room(database: Database) -> None:
    """A draft `first` with a room `room`; in it ada, bob and cyd, and round 1 of alpha.one, open."""
    begin(database)
    with database.writing() as connection:
        rooms.add_room(connection, a_room())
        for name in ("ada", "bob", "cyd"):
            join(connection, name)
        rounds.add_round(connection, "room", *FIRST_ROUND)


def an_agreement(
    said: Answer = TWO, *, key: RoundKey = FIRST_ROUND, why: str = "The report of May says so"
) -> AgreedAnswer:
    question_id, number = key
    return AgreedAnswer(question_id=question_id, round=number, said=said, why=why, at=NOW, by=OWNER.id)


def fill_rooms(database: Database) -> None:
    """One of everything, as revision 0002 knows it: on the draft `next` an open room, on `third` a closed one."""
    with database.writing() as connection:
        _room_under_way(connection)
    with database.writing() as connection:
        _closed_room(connection)


def _room_under_way(connection: Connection) -> None:
    rooms.add_room(connection, a_room("room", "next", minutes=90))
    for name, role in (("ada", Role.BUILDS), ("bob", None), ("cyd", Role.SECURES), ("dan", None)):
        join(connection, name, role)
    rounds.add_round(connection, "room", *FIRST_ROUND)
    vote(connection, "ada", FOUR, why="Line “one”; 日本", n=3)
    vote(connection, "bob", Answer(unknown=True))
    vote(connection, "cyd", Answer(not_applicable=""))
    vote(connection, "dan")
    hands = Hands(counts={"0": 2, "4": 1}, unknown=1)
    rounds.set_hands(connection, "room", FIRST_ROUND, hands)
    rounds.reveal_round(connection, "room", FIRST_ROUND, NOW + timedelta(minutes=3))
    rooms.set_role(connection, "bob", Role.OWNS)
    rounds.put_agreed(connection, "room", an_agreement())
    say(connection, TWO, assessment_id="next", seen=1)
    rounds.add_round(connection, "room", *SECOND_ROUND)
    vote(connection, "ada", key=SECOND_ROUND, n=4)
    votes.drop_unrevealed_votes(connection, "room", "dan")
    rooms.set_removed(connection, "dan")
    rounds.add_round(connection, "room", *OTHER_ROUND)
    vote(connection, "bob", Answer(number=Fraction(7, 2)), key=OTHER_ROUND, n=2)
    rooms.update_room(
        connection,
        a_room(
            "room",
            "next",
            version=12,
            stage=Stage.VOTING,
            question_id="alpha.one",
            round=2,
            question_since=NOW + timedelta(minutes=5),
            countdown_until=NOW + timedelta(minutes=6),
            minutes=90,
            order=Order.DISAGREEMENT,
            locked=True,
            blank=True,
        ),
    )


def _closed_room(connection: Connection) -> None:
    assessments.add_assessment(connection, a_draft("third", "second"))
    closed = a_room("closed", "third", opened_at=NOW - timedelta(hours=2), clock_since=NOW - timedelta(hours=2))
    rooms.add_room(connection, closed)
    join(connection, "eve", Role.USES, room_id="closed")
    rounds.add_round(connection, "closed", *FIRST_ROUND)
    vote(connection, "eve", room_id="closed")
    rounds.reveal_round(connection, "closed", FIRST_ROUND, NOW)
    rounds.put_agreed(connection, "closed", an_agreement())
    say(connection, TWO, assessment_id="third")
    ended = replace(closed, version=5, stage=Stage.CLOSING, question_id="alpha.one", round=1, closed_at=NOW)
    rooms.update_room(connection, ended)
    complete(connection, "third")
