"""Rooms, rounds and votes as they are kept; and that what is not revealed is read by nobody but its own voter."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preflight.domain.assessment import Answer
from preflight.domain.errors import NotFound
from preflight.domain.room import Hands, Order, Role, RoundKey, Stage, Vote
from preflight.storage import rooms, rounds, votes
from preflight.storage.engine import Database
from preflight.storage.sqlite_database import SqliteDatabase
from preflight.storage.votes import Line
from tests.storage.filled import NOW
from tests.storage.filled_rooms import (
    FIRST_ROUND,
    FOUR,
    OTHER_ROUND,
    SECOND_ROUND,
    TWO,
    a_digest,
    a_room,
    an_agreement,
    join,
    open_a_room,
    vote,
)


def test_a_room_is_read_as_it_was_written(database: Database) -> None:
    open_a_room(database)
    changed = a_room(
        version=7,
        stage=Stage.CLOSING,
        question_id="beta.one",
        round=3,
        question_since=NOW + timedelta(seconds=1),
        countdown_until=NOW + timedelta(minutes=1),
        clock_since=NOW + timedelta(minutes=2),
        minutes=45,
        order=Order.DISAGREEMENT,
        locked=True,
        blank=True,
    )
    with database.writing() as connection:
        rooms.update_room(connection, changed)
    with database.reading() as connection:
        assert rooms.get_room(connection, "room") == changed
        assert rooms.find_room(connection, code=changed.code) == rooms.find_room(connection, token=changed.token)
        assert rooms.find_room(connection, code="22222222") is rooms.find_room(connection, token="t") is None
        assert rooms.rooms_of(connection, "first") == rooms.open_rooms(connection) == [changed]
        with pytest.raises(NotFound):
            rooms.get_room(connection, "none")


def test_what_identifies_a_room_is_never_rewritten(database: Database) -> None:
    open_a_room(database)
    moved = a_room(code="ZZZZZZZZ", token="z" * 30, assessment_id="other", opened_at=NOW + timedelta(days=1), version=2)
    with database.writing() as connection:
        rooms.update_room(connection, moved)
        assert rooms.get_room(connection, "room") == a_room(version=2)
        with pytest.raises(NotFound):
            rooms.update_room(connection, a_room("none"))


def test_open_rooms_of_assessments(database: Database) -> None:
    open_a_room(database)
    with database.writing() as connection:
        assert [room.id for room in rooms.open_rooms_on(connection, ["first", "other"])] == ["room"]
        assert rooms.open_rooms_on(connection, []) == []
        rooms.update_room(connection, a_room(closed_at=NOW))
        assert rooms.open_rooms_on(connection, ["first"]) == rooms.open_rooms(connection) == []
        assert len(rooms.rooms_of(connection, "first")) == 1


def test_a_participant_is_known_by_their_secret_in_their_room_only(database: Database) -> None:
    open_a_room(database)
    with database.writing() as connection:
        rooms.add_room(connection, a_room("next"))
        assert [join(connection, "dan").number, join(connection, "zed", room_id="next").number] == [4, 1]
        found = rooms.find_participant(connection, "room", a_digest("room:dan"))
        assert found is not None
        assert (found.id, found.number, found.role, found.removed) == ("dan", 4, None, False)
        assert rooms.find_participant(connection, "next", a_digest("room:dan")) is None


def test_the_number_of_a_removed_participant_is_never_given_again(database: Database) -> None:
    open_a_room(database)
    with database.writing() as connection:
        rooms.set_removed(connection, "cyd")
        assert join(connection, "dan").number == 4
        assert [each.number for each in rooms.participants_of(connection, "room")] == [1, 2, 3, 4]
        assert rooms.count_participants(connection, "room") == 4
        with pytest.raises(NotFound):
            rooms.set_removed(connection, "nobody")


def test_a_vote_sent_again_changes_nothing_and_an_older_one_neither(database: Database) -> None:
    open_a_room(database)
    with database.writing() as connection:
        assert vote(connection, "ada", TWO, n=5, why="first").n == 5
        assert vote(connection, "ada", FOUR, n=5) == Vote(said=TWO, why="first", n=5)
        assert vote(connection, "ada", FOUR, n=4) == Vote(said=TWO, why="first", n=5)
        assert vote(connection, "ada", FOUR, n=6) == Vote(said=FOUR, n=6)
        rounds.reveal_round(connection, "room", FIRST_ROUND, NOW)
        assert vote(connection, "ada", TWO, n=6) == Vote(said=FOUR, n=6), "acknowledged again, though it is revealed"


def test_a_vote_needs_its_round_and_its_participant(database: Database) -> None:
    open_a_room(database)
    for name, key in (("ada", SECOND_ROUND), ("ada", ("none", 1)), ("nobody", FIRST_ROUND)):
        with pytest.raises(NotFound), database.writing() as connection:
            vote(connection, name, key=key)


def test_rounds_and_agreements_are_read_as_they_were_written(database: Database) -> None:
    open_a_room(database)
    hands = Hands(counts={"0": 2, "ü": 1}, unknown=3, not_applicable=4)
    with database.writing() as connection:
        rounds.set_hands(connection, "room", FIRST_ROUND, Hands(unknown=1))
        rounds.set_hands(connection, "room", FIRST_ROUND, hands)
        rounds.reveal_round(connection, "room", FIRST_ROUND, NOW)
        rounds.add_round(connection, "room", *SECOND_ROUND)
        rounds.add_round(connection, "room", *OTHER_ROUND)
        late = replace(an_agreement(Answer(not_applicable="A batch"), key=OTHER_ROUND), at=NOW + timedelta(minutes=9))
        rounds.put_agreed(connection, "room", late)
        rounds.put_agreed(connection, "room", an_agreement(FOUR, why="first"))
        rounds.put_agreed(connection, "room", an_agreement(TWO, key=SECOND_ROUND, why="second"))
    with database.reading() as connection:
        found = rounds.rounds_of(connection, "room")
        assert [(each.question_id, each.number, each.revealed, each.hands) for each in found] == [
            ("alpha.one", 1, True, hands),
            ("alpha.one", 2, False, None),
            ("beta.one", 1, False, None),
        ]
        agreed = rounds.agreed_answers(connection, "room")
        assert agreed == {"alpha.one": an_agreement(TWO, key=SECOND_ROUND, why="second"), "beta.one": late}
        assert list(agreed) == ["alpha.one", "beta.one"], "in the order in which it was agreed"


def test_a_role_said_after_the_reveal_moves_no_vote_into_another_group(database: Database) -> None:
    """Between two breakdowns of the same votes the one vote that moved would stand open."""
    open_a_room(database)
    with database.writing() as connection:
        rooms.set_role(connection, "ada", Role.BUILDS)
        vote(connection, "ada", TWO)
        vote(connection, "bob", FOUR)
        rooms.set_role(connection, "bob", Role.USES)  # said after voting, before the reveal: it counts
        rounds.reveal_round(connection, "room", FIRST_ROUND, NOW)
        before = votes.revealed_ballots(connection, "room")
        rooms.set_role(connection, "ada", Role.OWNS)
        rooms.set_role(connection, "bob", None)
        assert votes.revealed_ballots(connection, "room") == before
    assert {(each.said, each.role) for each in before[FIRST_ROUND]} == {(TWO, Role.BUILDS), (FOUR, Role.USES)}


def test_a_role_said_between_two_rounds_moves_no_vote_into_another_group(database: Database) -> None:
    """Whoever changed groups between two rounds on a question would show by the difference what they voted."""
    open_a_room(database)
    with database.writing() as connection:
        rooms.set_role(connection, "ada", Role.BUILDS)
        vote(connection, "ada", TWO)
        vote(connection, "bob", TWO)
        rounds.reveal_round(connection, "room", FIRST_ROUND, NOW)
        rounds.add_round(connection, "room", *SECOND_ROUND)
        for name in ("ada", "bob", "cyd"):
            rooms.set_role(connection, name, Role.USES)
            vote(connection, name, FOUR, key=SECOND_ROUND, n=2)
        rounds.reveal_round(connection, "room", SECOND_ROUND, NOW)
        again = votes.revealed_ballots(connection, "room")[SECOND_ROUND]
        assert {each.role: each.count for each in again} == {Role.BUILDS: 1, None: 1, Role.USES: 1}
        rounds.add_round(connection, "room", *OTHER_ROUND)
        vote(connection, "ada", FOUR, key=OTHER_ROUND, n=3)
        rounds.reveal_round(connection, "room", OTHER_ROUND, NOW)
        (other,) = votes.revealed_ballots(connection, "room")[OTHER_ROUND]
        assert other.role is Role.USES, "on another question it is the role of now"


NAMES = ("ada", "bob", "cyd")
KEYS: tuple[RoundKey, ...] = (FIRST_ROUND, SECOND_ROUND, OTHER_ROUND)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("vote"), st.sampled_from(KEYS), st.sampled_from(NAMES), st.integers(0, 4)),
        st.tuples(st.just("reveal"), st.sampled_from(KEYS)),
        st.tuples(st.just("remove"), st.sampled_from(NAMES)),
    ),
    max_size=14,
)


class UndoneError(Exception):
    """So that each example finds the room as it was."""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=steps)
def test_nothing_of_an_unrevealed_round_is_ever_read_by_others(
    ready: SqliteDatabase, said: list[tuple[str, ...]]
) -> None:
    """Whatever was voted, revealed and removed, in whatever order: held against a model in plain Python."""
    cast: dict[tuple[RoundKey, str], int] = {}
    revealed: set[RoundKey] = set()
    removed: set[str] = set()
    with suppress(UndoneError), ready.writing() as connection:
        for number, step in enumerate(said, start=1):
            match step:
                case "vote", key, name, level if key not in revealed and name not in removed:
                    vote(connection, name, Answer(choices=(f"{level}",)), key=key, n=number, why=f"{name} {level}")
                    cast[key, name] = level
                case "reveal", key if key not in revealed:
                    rounds.reveal_round(connection, "room", key, NOW)
                    revealed.add(key)
                case "remove", name:
                    votes.drop_unrevealed_votes(connection, "room", name)
                    rooms.set_removed(connection, name)
                    removed.add(name)
                    cast = {(key, who): level for (key, who), level in cast.items() if key in revealed or who != name}
        wanted = {key: Counter(level for (at, _), level in cast.items() if at == key) for key in revealed}
        ballots = votes.revealed_ballots(connection, "room")
        assert {key: {int(each.said.choices[0]): each.count for each in found} for key, found in ballots.items()} == {
            key: dict(counts) for key, counts in wanted.items() if counts
        }
        assert sorted(votes.revealed_lines(connection, "room"), key=repr) == sorted(
            (
                Line(*key, Answer(choices=(f"{level}",)), f"{name} {level}")
                for (key, name), level in cast.items()
                if key in revealed
            ),
            key=repr,
        )
        for key in KEYS:
            assert votes.voters(connection, "room", key) == {who for at, who in cast if at == key}
            assert len(votes.voters(connection, "room", key)) == sum(at == key for at, _ in cast)
            own = votes.own_votes(connection, "room", key)
            assert {who: each.said.choice for who, each in own.items()} == {
                who: f"{level}" for (at, who), level in cast.items() if at == key
            }
        assert votes.voted_questions(connection, "room") == {question for (question, _), _ in cast}
        raise UndoneError


@pytest.fixture
def ready(file_database: SqliteDatabase) -> SqliteDatabase:
    """A room with three people in it and three open rounds."""
    open_a_room(file_database)
    with file_database.writing() as connection:
        rounds.add_round(connection, "room", *SECOND_ROUND)
        rounds.add_round(connection, "room", *OTHER_ROUND)
    return file_database


def test_lines_come_by_their_words_so_that_no_order_tells_who_wrote_them(database: Database) -> None:
    open_a_room(database)
    with database.writing() as connection:
        vote(connection, "cyd", TWO, why="b")
        vote(connection, "ada", TWO, why="c")
        vote(connection, "bob", TWO, why="a")
        rounds.reveal_round(connection, "room", FIRST_ROUND, NOW)
        assert [line.why for line in votes.revealed_lines(connection, "room")] == ["a", "b", "c"]
        assert votes.revealed_lines(connection, "room", ["beta.one"]) == []
