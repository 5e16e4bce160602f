"""Opening a PostgreSQL database: what is built, what is checked, and what an upgrade that fails leaves."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url

from preflight.domain.errors import StorageDamaged, StorageError, StorageNewer, StorageReadOnly
from preflight.storage import answers, scores
from preflight.storage import postgres as server
from preflight.storage.engine import Database, open_database
from preflight.storage.postgres_upgrade import find_revision, upgrade_server
from preflight.storage.schema import OURS, REVISIONS, Schema, metadata
from tests.postgres import PASSWORD, PostgresServer, programs
from tests.storage.dump import rows_in
from tests.storage.filled import ANSWERS, a_result, fill
from tests.storage.test_interrupts import after_statement

STEP = """
from alembic import op

revision, down_revision, branch_labels, depends_on = "next", "{before}", None, None


def upgrade():
    op.execute("CREATE TABLE sponsor_note (id text PRIMARY KEY)")
    op.execute("ALTER TABLE project ADD sponsor text NOT NULL DEFAULT ''")
    op.execute("UPDATE project SET sponsor = owner")
{body}
"""
LOSES_ROWS = """
    op.execute('ALTER TABLE answer_change DISABLE TRIGGER ALL')
    op.execute('DELETE FROM answer_change')
"""
BAD = {
    "fails": ("    op.execute('SELECT nonsense')", "nonsense"),
    "loses rows": (LOSES_ROWS, "answer_change had 9 rows"),
    "loses a table": ("    op.execute('DROP TABLE section_score')", "section_score had 2 rows"),
    "loses triggers": ("    op.execute('DROP TRIGGER project_no_replace ON project')", "project_no_replace"),
    "switches triggers off": ("    op.execute('ALTER TABLE answer DISABLE TRIGGER ALL')", "answer_completed_no_delete"),
}

SHAPE = {
    "columns": """
        SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name <> 'alembic_version'
    """,
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
            AND conrelid IS DISTINCT FROM to_regclass('alembic_version')
    """,
    "indexes": """
        SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    """,
}
EVERYTHING = "SELECT oid, relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace"


@pytest.fixture
def filled_url(server_url: str) -> str:
    with closing(open_database(server_url)) as database:
        fill(database)
    return server_url


@pytest.fixture
def next_schema(tmp_path: Path) -> Schema:
    """Our schema with one revision more, `next`; a test writes its step into the last folder."""
    write_step(tmp_path)
    return Schema(
        revisions=(*REVISIONS, "next"),
        tables=OURS.tables | {"sponsor_note"},
        triggers=OURS.triggers,
        steps=(*OURS.steps, tmp_path),
    )


def write_step(folder: Path, body: str = "") -> None:
    (folder / "next_step.py").write_text(STEP.format(before=REVISIONS[-1], body=body))


@pytest.fixture
def engine(server_url: str) -> Iterator[Engine]:
    url = make_url(server_url)
    made = server.migration_engine(server.connector(url, lock_timeout_ms=5_000), server.shown(url))
    yield made
    made.dispose()


def run(url: str, *statements: str) -> list[Any]:
    """Run statements past the code, as somebody with psql would; gives the rows of the last one."""
    import psycopg

    rows: list[Any] = []
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
    return rows


def test_the_migrations_build_the_tables_that_the_code_reads(server_url: str, postgres_url: str) -> None:
    wanted = create_engine(make_url(postgres_url).set(drivername="postgresql+psycopg"))
    metadata.create_all(wanted)
    wanted.dispose()
    for what, listing in SHAPE.items():
        assert sorted(run(server_url, listing)) == sorted(run(postgres_url, listing)), what
    assert {row[0] for row in run(server_url, "SELECT tgname FROM pg_trigger")} >= OURS.triggers


def test_text_is_ordered_by_its_characters_whatever_the_server_s_language(server_url: str) -> None:
    """As in SQLite; and an index does not go wrong when the system's rules of a language change."""
    others = run(
        server_url,
        """
        SELECT attrelid::regclass::text, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
            AND attcollation <> 0 AND attcollation <> '"C"'::regcollation
        """,
    )
    assert others == [], "give these columns the type TEXT of migrations/column_types.py"


def test_a_second_start_changes_nothing(filled_url: str) -> None:
    before = run(filled_url, EVERYTHING)
    with closing(open_database(filled_url)) as database, database.reading() as connection:
        assert scores.kept_score(connection, "first") == a_result()
        recorded = answers.recorded_answers(connection, "first")
    assert {name: each.answer for name, each in recorded.items()} == ANSWERS
    assert run(filled_url, EVERYTHING) == before


def test_sessions_are_durable_and_end_when_nothing_happens(server_database: Database) -> None:
    wanted = {
        "application_name": "preflight",
        "idle_in_transaction_session_timeout": "1min",
        "lock_timeout": "20s",
        "statement_timeout": "30s",
        "synchronous_commit": "on",
        "TimeZone": "UTC",
    }
    for door, level in ((server_database.writing, "read committed"), (server_database.reading, "repeatable read")):
        with door() as connection:
            found = {name: connection.exec_driver_sql(f"SHOW {name}").scalar() for name in wanted}
            assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == level
        assert found == wanted


def test_a_database_of_another_program_is_left_alone(postgres_url: str) -> None:
    run(postgres_url, "CREATE TABLE invoice (id integer)", "CREATE VIEW newest AS SELECT max(id) FROM invoice")
    before = run(postgres_url, EVERYTHING)
    with pytest.raises(StorageDamaged, match=r"belongs to another program.*invoice, newest.*not touched"):
        open_database(postgres_url)
    run(postgres_url, "CREATE TABLE alembic_version (version_num text)", "INSERT INTO alembic_version VALUES ('abc')")
    with pytest.raises(StorageDamaged, match="belongs to another program"):
        open_database(postgres_url)
    assert len(run(postgres_url, EVERYTHING)) == len(before) + 1, "something was created, beside its new table"


def test_what_came_with_an_extension_is_in_nobody_s_way(postgres_url: str) -> None:
    run(postgres_url, "CREATE EXTENSION pg_stat_statements")
    with closing(open_database(postgres_url)) as database:
        fill(database)
    open_database(postgres_url).close()


def test_a_dump_restored_elsewhere_is_the_same(filled_url: str, postgres_url: str, tmp_path: Path) -> None:
    """As an operator makes a backup and returns to it; the triggers come after the rows that they would refuse."""
    place, dump = programs(), tmp_path / "preflight.dump"
    assert place is not None
    subprocess.run([place / "pg_dump", "--format=custom", f"--file={dump}", filled_url], check=True)
    subprocess.run([place / "pg_restore", "--no-owner", f"--dbname={postgres_url}", dump], check=True)
    with closing(open_database(filled_url)) as one, closing(open_database(postgres_url)) as other:
        assert rows_in(other) == rows_in(one)


def test_it_lives_in_a_schema_of_its_own_beside_another_program(postgres_url: str) -> None:
    run(
        postgres_url,
        "CREATE TABLE public.invoice (id integer)",
        'CREATE SCHEMA "Our Own"',
        """DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = "Our Own"', current_database()); END $$""",
    )
    with closing(open_database(postgres_url)) as database:
        fill(database)
    open_database(postgres_url).close()
    assert [row[1:] for row in run(postgres_url, EVERYTHING)] == [("invoice", "r")]


def test_a_newer_database_is_left_alone(filled_url: str) -> None:
    run(filled_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageNewer, match=r"schema 9999.*not touched"):
        open_database(filled_url)


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("DROP TABLE section_score", "section_score"),
        ("DROP TRIGGER answer_change_no_update ON answer_change", "answer_change_no_update"),
        ("ALTER TABLE answer DISABLE TRIGGER answer_completed_no_update", "answer_completed_no_update"),
        ("DELETE FROM alembic_version", "does not say which version"),
    ],
)
def test_what_lacks_something_is_not_opened(filled_url: str, statement: str, missing: str) -> None:
    run(filled_url, statement)
    with pytest.raises(StorageDamaged, match=missing):
        open_database(filled_url)


def test_a_database_that_can_t_hold_every_character_is_refused(postgres: PostgresServer) -> None:
    with postgres.connect() as connection:
        connection.execute("CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0")
    with pytest.raises(StorageError, match=r"SQL_ASCII.*createdb --encoding=UTF8"):
        open_database(postgres.url("ascii"))
    postgres.drop("ascii")


def test_who_may_not_create_tables_is_told_so(postgres: PostgresServer, postgres_url: str) -> None:
    """Since PostgreSQL 15 only its owner may, in a database where nobody has granted it."""
    run(postgres_url, "CREATE ROLE visitor LOGIN PASSWORD 'visitor'")
    url = postgres.url(make_url(postgres_url).database or "", user="visitor", password="visitor")
    try:
        with pytest.raises(StorageReadOnly, match=r"permission denied for schema public.*its owner"):
            open_database(url)
    finally:
        run(postgres_url, "DROP ROLE visitor")


def test_an_upgrade_keeps_everything(filled_url: str, engine: Engine, next_schema: Schema) -> None:
    with closing(open_database(filled_url)) as database:
        before = rows_in(database)
    for _ in range(2):
        upgrade_server(engine, "it", next_schema)
    with engine.connect() as connection:
        assert find_revision(connection, "it", next_schema) == "next"
    run(filled_url, "ALTER TABLE project DROP sponsor", f"UPDATE alembic_version SET version_num = '{REVISIONS[-1]}'")
    with closing(open_database(filled_url)) as database:
        assert rows_in(database) == before


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_step_changes_nothing(filled_url: str, engine: Engine, next_schema: Schema, fault: str) -> None:
    body, finding = BAD[fault]
    write_step(next_schema.steps[-1], body)
    before = run(filled_url, EVERYTHING)
    with pytest.raises(StorageError, match=finding) as failed:
        upgrade_server(engine, "it", next_schema)
    assert "as it was before" in str(failed.value)
    assert run(filled_url, EVERYTHING) == before
    with closing(open_database(filled_url)) as database, database.reading() as connection:
        assert scores.kept_score(connection, "first") == a_result(), "the Preflight of before can't go on"


def test_a_failure_after_any_statement_of_the_first_start_creates_nothing(postgres_url: str) -> None:
    """Every eleventh will do: all are in one transaction."""

    def fail() -> None:
        raise ArithmeticError("injected")

    number, failures = 1, 0
    while True:
        try:
            with after_statement(number, fail) as ran:
                open_database(postgres_url).close()
        except (StorageError, ArithmeticError):
            if "alembic_version SET" not in ran[-1]:
                assert run(postgres_url, EVERYTHING) == [], ran[-1]
            number, failures = number + 11, failures + 1
        else:
            break
    assert failures > 8, "nothing was cut off"
    with closing(open_database(postgres_url)) as database:
        fill(database)


def test_the_password_is_shown_nowhere(server_database: Database, caplog: pytest.LogCaptureFixture) -> None:
    with server_database.reading() as connection:
        shown = [server_database.name, repr(connection.engine), str(connection.engine.url), caplog.text]
    assert server_database.name.startswith("postgresql://preflight@127.0.0.1:")
    assert not [text for text in shown if PASSWORD in text or PASSWORD[:3] in text]


def test_the_driver_is_loaded_for_a_server_only(tmp_path: Path) -> None:
    """It takes 0.1 s, which a start on SQLite should not wait for."""
    program = (
        "import sys; from preflight.services.workspace import open_database; "
        f"open_database('sqlite:///{tmp_path}/preflight.db').close(); sys.exit('psycopg' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=Path(__file__).parents[2]).returncode == 0
