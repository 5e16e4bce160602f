"""Revision 0003: slide templates, and what restored rooms said; both stay as they were written, past the code too."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from preflight.domain.errors import Immutable, NotFound, Refused
from preflight.storage import assessments, postgres, projects, restored, templates
from preflight.storage.engine import Database, open_database
from preflight.storage.postgres_upgrade import upgrade_server
from preflight.storage.restored import decode_distribution, encode_distribution
from preflight.storage.schema import OURS, REVISIONS, Schema
from preflight.storage.sqlite_database import SqliteDatabase
from tests.storage.dump import dump_of, rows_in
from tests.storage.filled import GUEST, NOW, OWNER, begin, fill, opened
from tests.storage.filled_restored import AGREED, CONTENT, ROUNDS, TEMPLATE, fill_restored
from tests.storage.filled_rooms import fill_rooms

REFUSED_BY_SQL = [
    "UPDATE slide_template SET name = 'x'",
    "INSERT OR REPLACE INTO slide_template SELECT * FROM slide_template",
    "INSERT INTO restored_round SELECT assessment_id, question_id, 9, shown, lines FROM restored_round",
    "INSERT OR REPLACE INTO restored_round SELECT * FROM restored_round",
    "UPDATE restored_round SET lines = '[]'",
    "UPDATE restored_round SET assessment_id = 'next'",
    "DELETE FROM restored_round",
    "INSERT INTO restored_agreed SELECT assessment_id, 'new', 0, said, why, at, by FROM restored_agreed",
    "INSERT OR REPLACE INTO restored_agreed SELECT * FROM restored_agreed",
    "UPDATE restored_agreed SET why = 'x'",
    "DELETE FROM restored_agreed",
]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with opened(tmp_path_factory.mktemp("restored")) as database:
        fill_all(database)
        return database.path


@pytest.fixture(scope="module")
def full(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteDatabase]:
    """One for all statements: what is refused changes nothing."""
    folder = tmp_path_factory.mktemp("full")
    shutil.copy(original, folder)
    with opened(folder) as database:
        yield database


def fill_all(database: Database) -> None:
    fill(database)
    fill_rooms(database)
    fill_restored(database)


@pytest.mark.parametrize("statement", REFUSED_BY_SQL)
def test_sql_past_the_code_is_refused(full: SqliteDatabase, statement: str) -> None:
    before = dump_of(full.path)
    with pytest.raises(Refused) as refused, full.writing() as connection:
        connection.exec_driver_sql(statement)
    assert not isinstance(refused.value, NotFound), "refused by what it refers to, not by a trigger"
    assert dump_of(full.path) == before


@pytest.mark.parametrize("statement", REFUSED_BY_SQL)
def test_a_program_without_our_settings_is_refused_too(original: Path, statement: str) -> None:
    with closing(sqlite3.connect(original)) as connection:
        connection.execute("PRAGMA recursive_triggers = OFF")
        connection.execute("PRAGMA foreign_keys = OFF")
        with pytest.raises(sqlite3.IntegrityError, match=r"immutable: |refused: "):
            connection.execute(statement)
        connection.rollback()


def test_restored_rooms_go_with_their_assessment(database: Database) -> None:
    fill_all(database)
    with database.writing() as connection:
        projects.remove_project(connection, "second")
    with database.reading() as connection:
        assert restored.restored_rounds(connection, "back") == []
        assert restored.restored_agreed_answers(connection, "back") == {}


def test_a_draft_takes_what_its_rooms_said_once_and_goes_with_it(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        restored.put_restored_rooms(connection, "first", ROUNDS, [AGREED])
    with pytest.raises(Immutable), database.writing() as connection:
        restored.put_restored_rooms(connection, "first", ROUNDS, [])
    with database.reading() as connection:
        assert tuple(restored.restored_rounds(connection, "first")) == ROUNDS
        assert restored.restored_agreed_answers(connection, "first") == {"alpha.one": AGREED}
    with database.writing() as connection:
        assessments.discard_draft(connection, "first")


@pytest.mark.parametrize("round_", ROUNDS)
def test_a_distribution_comes_back_from_its_line(round_: restored.RoundRecord) -> None:
    line = encode_distribution(round_.shown)
    assert decode_distribution(line) == round_.shown
    assert encode_distribution(decode_distribution(line)) == line


def test_templates_are_listed_newest_first_and_removed(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        for number, name in enumerate(("a", "b", "c")):
            at = NOW + timedelta(seconds=number)
            templates.add_template(connection, name, name=name, content=b"%d" % number, at=at, by=GUEST.id)
        templates.remove_template(connection, "b")
        assert [each.id for each in templates.list_templates(connection)] == ["c", "a"]
        assert templates.content_of(connection, "c") == b"2"
        assert templates.same_template(connection, b"2") == templates.list_templates(connection)[0]
        assert templates.same_template(connection, b"1") is None
    with pytest.raises(NotFound), database.writing() as connection:
        templates.remove_template(connection, "b")
    with pytest.raises(NotFound), database.reading() as connection:
        templates.content_of(connection, "b")
    with pytest.raises(NotFound), database.writing() as connection:
        templates.add_template(connection, "d", name="d", content=b"d", at=NOW, by="nobody")


@pytest.mark.slow
def test_a_server_of_revision_0002_is_brought_up_to_date_with_all_it_holds(postgres_url: str) -> None:
    engine = postgres.migration_engine(postgres.connector(make_url(postgres_url), lock_timeout_ms=5_000), "test")
    until = REVISIONS[: REVISIONS.index("0002") + 1]
    upgrade_server(engine, "test", Schema(revisions=until, tables=frozenset(), triggers=frozenset(), steps=OURS.steps))
    engine.dispose()
    tables = ["person", "project", "assessment", "answer", "answer_change", "room", "vote", "agreed_answer"]
    import psycopg

    def rows() -> dict[str, list[tuple[object, ...]]]:
        with psycopg.connect(postgres_url) as connection:
            found = {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in tables}
        return found | {"person": [row[:4] for row in found["person"]]}  # revision 0006 added a column

    with psycopg.connect(postgres_url) as connection:
        connection.execute("INSERT INTO person VALUES ('local-owner', 'local', 'owner', 'You')")
    before = rows()
    with closing(open_database(postgres_url)) as database:
        assert rows() == before
        fill_all(database)
        full = rows_in(database)
        assert len(full["slide_template"]) == 1
        assert len(full["restored_round"]) == 2
        with database.reading() as connection:
            assert templates.content_of(connection, TEMPLATE.id) == CONTENT
            assert templates.list_templates(connection)[0].added_by == OWNER.id
        for statement in (each for each in REFUSED_BY_SQL if "OR REPLACE" not in each):
            with pytest.raises(Refused), database.writing() as connection:
                connection.exec_driver_sql(statement.replace(" by FROM", ' "by" FROM'))
        with pytest.raises(Refused), database.writing() as connection:
            connection.exec_driver_sql("TRUNCATE restored_round CASCADE")
        assert rows_in(database) == full
