"""A completed assessment can't be changed, and a kept change of an answer not either: not even by SQL past the code."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from preflight.domain.errors import Immutable, Refused
from preflight.storage import assessments, projects
from preflight.storage.engine import Database, open_database
from preflight.storage.schema import OURS
from preflight.storage.sqlite_database import SqliteDatabase
from preflight.storage.tables import metadata
from tests.postgres import PostgresServer
from tests.storage.dump import dump_of, rows_in
from tests.storage.filled import ANSWERS, a_draft, begin, complete, fill, say

REFUSED_BY_SQL = [
    # a completed assessment
    "UPDATE assessment SET date = '2020-01-01' WHERE id = 'first'",
    "UPDATE assessment SET last_question = 'x' WHERE id = 'first'",
    "UPDATE assessment SET phase = 'draft', completed_at = NULL, completed_by = NULL WHERE id = 'first'",
    "UPDATE assessment SET project_id = 'second' WHERE id = 'first'",
    "DELETE FROM assessment WHERE id = 'first'",
    "INSERT OR REPLACE INTO assessment SELECT * FROM assessment WHERE id = 'first'",
    "UPDATE OR REPLACE assessment SET id = 'first' WHERE id = 'next'",
    # its answers
    "UPDATE answer SET answer = '{}' WHERE assessment_id = 'first'",
    "UPDATE answer SET assessment_id = 'first', question_id = 'new' WHERE assessment_id = 'next'",
    "UPDATE OR REPLACE answer SET assessment_id = 'next' WHERE assessment_id = 'first'",
    "DELETE FROM answer WHERE assessment_id = 'first'",
    "INSERT INTO answer SELECT 'first', 'new', 1, state, answer, at, by FROM answer LIMIT 1",
    "INSERT OR REPLACE INTO answer SELECT * FROM answer WHERE assessment_id = 'first'",
    # its changes, and those of a draft
    "INSERT INTO answer_change SELECT 999, 'first', question_id, at, by, before, after FROM answer_change LIMIT 1",
    "UPDATE answer_change SET after = '{}' WHERE assessment_id = 'first'",
    "UPDATE answer_change SET after = '{}' WHERE assessment_id = 'next'",
    "DELETE FROM answer_change WHERE assessment_id = 'first'",
    "DELETE FROM answer_change WHERE assessment_id = 'next'",
    "DELETE FROM answer_change",
    "INSERT OR REPLACE INTO answer_change SELECT * FROM answer_change WHERE assessment_id = 'next'",
    # its scores
    "UPDATE assessment_score SET fraction = 1",
    "DELETE FROM assessment_score",
    "INSERT OR REPLACE INTO assessment_score SELECT * FROM assessment_score",
    "UPDATE section_score SET fraction = 1",
    "DELETE FROM section_score",
    "INSERT INTO section_score VALUES ('first', 'new', 9, 1, 1, 1)",
    # its questionnaire and its project
    "UPDATE questionnaire_version SET version = 9",
    "DELETE FROM questionnaire_version",
    "INSERT OR REPLACE INTO questionnaire_version SELECT * FROM questionnaire_version",
    "DELETE FROM project WHERE id = 'pilot'",
    "UPDATE project SET sample = 1 WHERE id = 'pilot'",
    "UPDATE OR REPLACE project SET id = 'pilot' WHERE id = 'second'",
    "INSERT OR REPLACE INTO project SELECT * FROM project WHERE id = 'pilot'",
    "INSERT INTO project SELECT * FROM project WHERE id = 'pilot' ON CONFLICT (id) DO UPDATE SET sample = 1",
    # and a new one neither starts completed nor ends without a score
    "UPDATE assessment SET phase = 'completed', completed_at = created_at, completed_by = created_by WHERE id = 'next'",
]


TABLES_WITH_WHAT_WAS_FOUND = ("project", "assessment", "answer", "answer_change", "assessment_score", "section_score")


@pytest.mark.parametrize("statement", REFUSED_BY_SQL)
def test_sql_past_the_code_is_refused(filled: SqliteDatabase, statement: str) -> None:
    before = dump_of(filled.path)
    with pytest.raises(Refused), filled.writing() as connection:
        connection.exec_driver_sql(statement)
    assert dump_of(filled.path) == before


@pytest.fixture(scope="module")
def filled_on_server(postgres: PostgresServer) -> Iterator[Database]:
    name = postgres.create()
    with closing(open_database(postgres.url(name))) as database:
        fill(database)
        yield database
    postgres.drop(name)


@pytest.mark.parametrize(
    "statement",
    [
        *(each for each in REFUSED_BY_SQL if "OR REPLACE" not in each),
        *(f"TRUNCATE {table} CASCADE" for table in (*TABLES_WITH_WHAT_WAS_FOUND, "person", "questionnaire_version")),
    ],
)
def test_sql_past_the_code_is_refused_on_postgresql_too(filled_on_server: Database, statement: str) -> None:
    before = rows_in(filled_on_server)
    with pytest.raises(Refused), filled_on_server.writing() as connection:
        connection.exec_driver_sql(statement)
    assert rows_in(filled_on_server) == before


@pytest.mark.parametrize("statement", REFUSED_BY_SQL)
def test_a_program_without_our_settings_is_refused_too(filled_file: Path, statement: str) -> None:
    """Without recursive_triggers, REPLACE fires no delete trigger; without foreign_keys nothing follows its parent.

    Only a deletion that a foreign key alone forbids, of a questionnaire in use, needs that setting.
    """
    with closing(sqlite3.connect(filled_file)) as connection:
        connection.execute("PRAGMA recursive_triggers = OFF")
        connection.execute("PRAGMA foreign_keys = " + ("ON" if "DELETE FROM questionnaire" in statement else "OFF"))
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)


def test_the_sentence_is_one_for_a_person(database: Database) -> None:
    fill(database)
    with pytest.raises(Immutable) as refused, database.writing() as connection:
        connection.exec_driver_sql("UPDATE answer SET answer = '{}'")
    assert str(refused.value) == "A completed assessment can't be changed."


def test_the_sample_project_goes_with_everything_in_it(database: Database) -> None:
    begin(database, "sample", sample=True)
    with database.writing() as connection:
        for question_id, answer in ANSWERS.items():
            say(connection, answer, question_id=question_id)
        complete(connection)
        assessments.add_assessment(connection, a_draft("next", "sample", based_on="first"))
        complete(connection, "next")
        projects.remove_project(connection, "sample")
    with database.reading() as connection:
        for table in TABLES_WITH_WHAT_WAS_FOUND:
            assert connection.exec_driver_sql("SELECT count(*) FROM " + table).scalar() == 0, table


def test_the_migrations_build_the_tables_that_the_code_reads(file_database: SqliteDatabase) -> None:
    wanted = create_engine("sqlite://")
    metadata.create_all(wanted)
    listing = "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND name NOT LIKE 'sqlite_%'"
    with wanted.connect() as connection:
        tables = {name: parts(sql) for name, sql in connection.exec_driver_sql(listing)}
    wanted.dispose()
    with file_database.reading() as connection:
        there = {name: parts(sql) for name, sql in connection.exec_driver_sql(listing) if name != "alembic_version"}
        triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
    assert there == tables
    assert sorted(triggers) == sorted(OURS.triggers)


def parts(sql: str) -> list[str]:
    """What a statement is made of, in order of the alphabet: SQLite puts a column that was added after the constraints,
    and nothing reads columns by their place."""
    head, _, rest = plain(sql).partition("(")
    body, _, tail = rest.rpartition(")")
    return [head.strip(), *sorted(each.strip() for each in re.split(r", (?![^()]*\))", body)), tail.strip()]


def plain(sql: str) -> str:
    return re.sub(r"\s+", " ", sql).replace('"', "")
