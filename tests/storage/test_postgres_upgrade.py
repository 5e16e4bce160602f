"""C5 on PostgreSQL: what each release wrote is upgraded there to the same rows as in a SQLite file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import make_url

from preflight.storage import postgres as server
from preflight.storage.engine import open_database
from preflight.storage.postgres_upgrade import upgrade_server
from preflight.storage.schema import OURS, REVISIONS, Schema
from tests.storage.dump import build, rows_in
from tests.storage.filled import opened
from tests.storage.test_upgrade import beginning, golden_lines

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_released_revision_upgrades_to_the_same_rows(tmp_path: Path, postgres_url: str, revision: str) -> None:
    golden = golden_lines(revision)
    build(tmp_path / "preflight.db", golden)
    with opened(tmp_path) as database:
        wanted = rows_in(database)
    until = REVISIONS[: REVISIONS.index(revision) + 1]
    old = Schema(revisions=until, tables=frozenset(), triggers=frozenset(), steps=OURS.steps)
    engine = server.migration_engine(server.connector(make_url(postgres_url), lock_timeout_ms=5_000), "it")
    upgrade_server(engine, "it", old)
    with engine.begin() as connection:
        # As pg_restore does it: rows first, then what would refuse them.
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for line in beginning(golden, "INSERT"):
            if "alembic_version" not in line and "sqlite_sequence" not in line:
                statement = re.sub(r", X'([0-9A-F]*)'", r", '\\x\1'", line)
                statement = statement.replace("char(10)", "chr(10)").replace("%", "%%")
                connection.exec_driver_sql(statement)
    upgrade_server(engine, "it")
    engine.dispose()
    upgraded = open_database(postgres_url)
    try:
        assert rows_in(upgraded) == wanted
    finally:
        upgraded.close()
