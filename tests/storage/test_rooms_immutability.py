"""What a room has revealed, and a closed room, can't be changed: not even by SQL past the code."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from preflight.domain.errors import Immutable, NotFound, Refused
from preflight.domain.room import Stage
from preflight.storage import assessments, projects, rooms, rounds, scores, votes
from preflight.storage.engine import Database, open_database
from preflight.storage.sqlite_database import SqliteDatabase
from tests.postgres import PostgresServer
from tests.storage.dump import dump_of, rows_in
from tests.storage.filled import NOW, OWNER, a_result, fill, opened
from tests.storage.filled_rooms import (
    FIRST_ROUND,
    FOUR,
    OTHER_ROUND,
    SECOND_ROUND,
    a_room,
    an_agreement,
    fill_rooms,
    join,
    open_a_room,
    vote,
)

ROOM_TABLES = ("room", "participant", "room_round", "vote", "agreed_answer")
NEW_VOTE = "INSERT INTO vote (room_id, question_id, round, participant_id, said, why, n) VALUES "
OLD_VOTE = "room_id = 'room' AND question_id = 'alpha.one' AND round = 1"

LATE_ROOM = (
    "INSERT INTO room SELECT 'late', 'first', 'AAAAAAAA', token || 'x', version, stage, question_id, round,"
    " question_since, countdown_until, clock_since, minutes, ordering, locked, blank, opened_at, opened_by, NULL"
    " FROM room WHERE id = 'room'"
)

REFUSED_BY_SQL = [
    # a vote, once its round is revealed
    NEW_VOTE + "('room', 'alpha.one', 1, 'new', '{}', '', 1)",
    "UPDATE vote SET said = '{}' WHERE " + OLD_VOTE,
    "UPDATE vote SET why = 'x' WHERE " + OLD_VOTE,
    "UPDATE vote SET n = 99 WHERE " + OLD_VOTE,
    "UPDATE vote SET role = 'uses' WHERE " + OLD_VOTE,
    "UPDATE vote SET participant_id = 'cyd' WHERE participant_id = 'bob' AND " + OLD_VOTE,
    "UPDATE vote SET round = 3 WHERE " + OLD_VOTE,
    "UPDATE vote SET question_id = 'alpha.one', round = 1 WHERE question_id = 'beta.one'",
    "UPDATE OR REPLACE vote SET round = 1 WHERE round = 2",
    "UPDATE OR REPLACE vote SET round = 2 WHERE " + OLD_VOTE,
    "DELETE FROM vote WHERE " + OLD_VOTE,
    "DELETE FROM vote WHERE participant_id = 'dan'",
    "DELETE FROM vote",
    "INSERT OR REPLACE INTO vote SELECT * FROM vote WHERE " + OLD_VOTE,
    # a vote of somebody who is not in the room any more, or never was
    NEW_VOTE + "('room', 'alpha.one', 2, 'dan', '{}', '', 1)",
    NEW_VOTE + "('room', 'alpha.one', 2, 'eve', '{}', '', 1)",
    # a round, once it is revealed
    "UPDATE room_round SET revealed_at = NULL WHERE question_id = 'alpha.one' AND round = 1",
    "UPDATE room_round SET hands = NULL WHERE question_id = 'alpha.one' AND round = 1",
    "UPDATE room_round SET round = 9",
    "UPDATE room_round SET round = 9 WHERE room_id = 'room' AND question_id = 'beta.one'",
    "UPDATE OR REPLACE room_round SET round = 1 WHERE room_id = 'room' AND round = 2",
    "DELETE FROM room_round WHERE revealed_at IS NOT NULL",
    "DELETE FROM room_round WHERE revealed_at IS NULL",
    "INSERT OR REPLACE INTO room_round SELECT * FROM room_round WHERE room_id = 'room'",
    "INSERT OR REPLACE INTO room_round VALUES ('room', 'alpha.one', 1, NULL, NULL)",
    # participants stay, and keep their number and their secret
    "DELETE FROM participant WHERE room_id = 'room'",
    "DELETE FROM participant WHERE id = 'dan'",
    "UPDATE participant SET secret_digest = room_id || substr(secret_digest, 5) WHERE id = 'ada'",
    "UPDATE participant SET room_id = 'closed', number = 7 WHERE id = 'ada'",
    "UPDATE OR REPLACE participant SET number = 1 WHERE id = 'bob'",
    "INSERT OR REPLACE INTO participant SELECT id, room_id, number, secret_digest, role, 0 FROM participant",
    "INSERT OR REPLACE INTO participant SELECT 'x', room_id, 9, secret_digest, NULL, 0 FROM participant",
    # what was agreed on
    "DELETE FROM agreed_answer WHERE room_id = 'room'",
    "UPDATE agreed_answer SET question_id = 'other' WHERE room_id = 'room'",
    "INSERT OR REPLACE INTO agreed_answer SELECT * FROM agreed_answer WHERE room_id = 'room'",
    # the room itself
    "DELETE FROM room",
    "UPDATE room SET assessment_id = 'first' WHERE id = 'room'",
    "UPDATE room SET code = 'AAAAAAAA' WHERE id = 'room'",
    "UPDATE OR REPLACE room SET code = (SELECT code FROM room WHERE id = 'closed') WHERE id = 'room'",
    "INSERT OR REPLACE INTO room SELECT * FROM room WHERE id = 'room'",
    # a closed room
    "UPDATE room SET closed_at = NULL WHERE id = 'closed'",
    "UPDATE room SET stage = 'lobby' WHERE id = 'closed'",
    "INSERT OR REPLACE INTO room SELECT * FROM room WHERE id = 'closed'",
    "INSERT INTO participant VALUES ('zoe', 'closed', 2, '" + "e" * 64 + "', NULL, 0)",
    "UPDATE participant SET role = 'owns' WHERE room_id = 'closed'",
    "UPDATE participant SET removed = 1 WHERE room_id = 'closed'",
    "INSERT INTO room_round VALUES ('closed', 'alpha.one', 2, NULL, NULL)",
    NEW_VOTE + "('closed', 'alpha.one', 1, 'ada', '{}', '', 1)",
    "UPDATE vote SET said = '{}' WHERE room_id = 'closed'",
    "DELETE FROM vote WHERE room_id = 'closed'",
    "INSERT INTO agreed_answer SELECT room_id, 'new', 0, said, why, at, by FROM agreed_answer WHERE room_id = 'closed'",
    "UPDATE agreed_answer SET why = 'x' WHERE room_id = 'closed'",
    # a room opens on a draft, and a draft with an open room is not completed
    LATE_ROOM,
    "UPDATE assessment SET phase = 'completed', completed_at = created_at, completed_by = created_by WHERE id = 'next'",
]  # fmt: skip


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with opened(tmp_path_factory.mktemp("rooms")) as database:
        fill(database)
        fill_rooms(database)
        return database.path


@pytest.fixture(scope="module")
def full(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteDatabase]:
    """One for all statements: what is refused changes nothing."""
    folder = tmp_path_factory.mktemp("full")
    shutil.copy(original, folder)
    with opened(folder) as database:
        yield database


@pytest.mark.parametrize("statement", REFUSED_BY_SQL)
def test_sql_past_the_code_is_refused(full: SqliteDatabase, statement: str) -> None:
    before = dump_of(full.path)
    with pytest.raises(Refused) as refused, full.writing() as connection:
        connection.exec_driver_sql(statement)
    assert dump_of(full.path) == before
    assert not isinstance(refused.value, NotFound), "refused by what it refers to, not by a trigger"


@pytest.mark.parametrize("statement", REFUSED_BY_SQL)
def test_a_program_without_our_settings_is_refused_too(original: Path, statement: str) -> None:
    with closing(sqlite3.connect(original)) as connection:
        connection.execute("PRAGMA recursive_triggers = OFF")
        connection.execute("PRAGMA foreign_keys = OFF")
        with pytest.raises(sqlite3.IntegrityError, match=r"immutable: |refused: "):
            connection.execute(statement)
        connection.rollback()


@pytest.fixture(scope="module")
def full_on_server(postgres: PostgresServer) -> Iterator[Database]:
    name = postgres.create()
    with closing(open_database(postgres.url(name))) as database:
        fill(database)
        fill_rooms(database)
        yield database
    postgres.drop(name)


@pytest.mark.slow
@pytest.mark.parametrize(
    "statement",
    [
        *(each for each in REFUSED_BY_SQL if "OR REPLACE" not in each),
        *(f"TRUNCATE {table} CASCADE" for table in ROOM_TABLES),
    ],
)
def test_sql_past_the_code_is_refused_on_postgresql_too(full_on_server: Database, statement: str) -> None:
    before = rows_in(full_on_server)
    with pytest.raises(Refused), full_on_server.writing() as connection:
        connection.exec_driver_sql(statement)
    assert rows_in(full_on_server) == before


@pytest.fixture
def filled_rooms(database: Database) -> Database:
    fill(database)
    fill_rooms(database)
    return database


def test_the_sentences_are_for_a_person(filled_rooms: Database) -> None:
    with pytest.raises(Immutable, match="This round is revealed"), filled_rooms.writing() as connection:
        vote(connection, "cyd", FOUR, n=2)
    with pytest.raises(Immutable, match="This room is closed"), filled_rooms.writing() as connection:
        join(connection, "zoe", room_id="closed")
    with pytest.raises(Immutable, match="opens on a draft"), filled_rooms.writing() as connection:
        rooms.add_room(connection, a_room("late", "first"))
    with pytest.raises(Refused, match="not in the room any more"), filled_rooms.writing() as connection:
        vote(connection, "dan", key=SECOND_ROUND)


def test_each_call_on_a_revealed_round_or_a_closed_room_is_refused(filled_rooms: Database) -> None:
    calls = [
        lambda connection: rounds.reveal_round(connection, "room", FIRST_ROUND, NOW),
        lambda connection: rounds.set_hands(connection, "room", FIRST_ROUND, None),
        lambda connection: rounds.add_round(connection, "closed", *SECOND_ROUND),
        lambda connection: rounds.put_agreed(connection, "closed", an_agreement(FOUR)),
        lambda connection: rooms.update_room(connection, a_room("closed", "third", version=9)),
        lambda connection: rooms.set_removed(connection, "eve"),
        lambda connection: vote(connection, "eve", FOUR, room_id="closed", n=2),
    ]
    before = rows_in(filled_rooms)
    for call in calls:
        with pytest.raises(Immutable), filled_rooms.writing() as connection:
            call(connection)
    assert rows_in(filled_rooms) == before


def test_what_nobody_has_seen_may_still_change(filled_rooms: Database) -> None:
    with filled_rooms.writing() as connection:
        vote(connection, "ada", FOUR, key=SECOND_ROUND, n=9)
        vote(connection, "cyd", FOUR, key=SECOND_ROUND)
        votes.drop_unrevealed_votes(connection, "room", "ada")
        rounds.reveal_round(connection, "room", SECOND_ROUND, NOW)
    with filled_rooms.reading() as connection:
        assert votes.voters(connection, "room", SECOND_ROUND) == {"cyd"}


def test_an_assessment_is_completed_once_its_rooms_are_closed(filled_rooms: Database) -> None:
    def complete_it() -> None:
        with filled_rooms.writing() as connection:
            scores.keep_score(connection, "next", *a_result())
            assessments.mark_completed(connection, "next", at=NOW, by=OWNER.id)

    with pytest.raises(Refused, match="A room is open on this assessment"):
        complete_it()
    with filled_rooms.writing() as connection:
        rooms.update_room(connection, replace(rooms.get_room(connection, "room"), closed_at=NOW))
    complete_it()


def test_a_discarded_draft_takes_its_rooms_with_it(filled_rooms: Database) -> None:
    with filled_rooms.writing() as connection:
        assessments.discard_draft(connection, "next")
    left = rows_in(filled_rooms)
    assert not [row for table in ROOM_TABLES for row in left[table] if "'room'" in row]
    assert len(left["vote"]) == len(left["participant"]) == len(left["agreed_answer"]) == 1, "of the closed room"


def test_a_closed_room_goes_with_a_discarded_draft_too(database: Database) -> None:
    open_a_room(database)
    with database.writing() as connection:
        vote(connection, "ada")
        rounds.reveal_round(connection, "room", FIRST_ROUND, NOW)
        rooms.update_room(connection, a_room(stage=Stage.CLOSING, closed_at=NOW))
    with database.writing() as connection:
        assessments.discard_draft(connection, "first")
    left = rows_in(database)
    assert not any(left[table] for table in ROOM_TABLES)


def test_the_sample_takes_its_rooms_with_it_completed_or_not(filled_rooms: Database) -> None:
    with filled_rooms.writing() as connection:
        projects.remove_project(connection, "second")
    left = rows_in(filled_rooms)
    assert not [row for table in ROOM_TABLES for row in left[table] if "'closed'" in row]
    assert len(left["vote"]) > 4, "the other room is untouched"


def test_a_project_with_an_open_room_on_its_only_draft_can_be_removed(database: Database) -> None:
    open_a_room(database)
    with database.writing() as connection:
        vote(connection, "bob")
        projects.remove_project(connection, "pilot")
    left = rows_in(database)
    assert not any(left[table] for table in ROOM_TABLES)


def test_a_vote_keeps_no_time_and_its_table_no_order(file_database: SqliteDatabase) -> None:
    open_a_room(file_database)
    with file_database.writing() as connection:
        for name in ("cyd", "ada", "bob"):
            vote(connection, name)
    with closing(sqlite3.connect(file_database.path)) as connection:
        assert [row[0] for row in connection.execute("SELECT participant_id FROM vote")] == ["ada", "bob", "cyd"]
        with pytest.raises(sqlite3.OperationalError, match="rowid"):
            connection.execute("SELECT rowid FROM vote")
        columns = {row[1] for row in connection.execute("PRAGMA table_info(vote)")}
        everyone = {row[1] for row in connection.execute("PRAGMA table_info(participant)")}
    assert columns == {"room_id", "question_id", "round", "participant_id", "said", "why", "n", "role"}
    assert everyone == {"id", "room_id", "number", "secret_digest", "role", "removed"}


def test_one_participant_has_one_vote_in_a_round(database: Database) -> None:
    open_a_room(database)
    with database.writing() as connection:
        vote(connection, "ada")
        vote(connection, "ada", FOUR, n=2)
        rounds.add_round(connection, "room", *OTHER_ROUND)
        vote(connection, "ada", key=OTHER_ROUND, n=3)
    with database.reading() as connection:
        assert len(votes.voters(connection, "room", FIRST_ROUND)) == 1
        assert len(votes.voters(connection, "room", OTHER_ROUND)) == 1
    with pytest.raises(Exception, match=r"(?i)unique"), database.writing() as connection:
        connection.exec_driver_sql(NEW_VOTE + "('room', 'alpha.one', 1, 'ada', '{}', '', 9)")
