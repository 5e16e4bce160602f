"""Two roles on a real PostgreSQL, as docs/deployment.md sets them up: the servers’ role adds to the audit trail, and
can do nothing else to it, triggers or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from preflight.storage import audit
from preflight.storage.engine import open_database
from tests.browser.server import ROOT
from tests.postgres import PostgresServer
from tests.storage.filled import ANSWERS, begin, say
from tests.storage.filled_people import KEY, an_event

pytestmark = pytest.mark.slow


@pytest.fixture
def server_role_url(postgres: PostgresServer) -> Iterator[str]:
    """The URL of the servers' role on tables that the owner has made, after what the docs say."""
    name = postgres.create()
    with postgres.connect() as root:
        for role in ("preflight_owner", "preflight_server"):
            root.execute(f"DROP ROLE IF EXISTS {role}")
            root.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'one'")
        root.execute(f"ALTER DATABASE {name} OWNER TO preflight_owner")
    owner_url = postgres.url(name, user="preflight_owner", password="one")
    open_database(owner_url).close()
    with psycopg.connect(owner_url, autocommit=True) as owner:
        for statement in grants_of_the_docs():
            owner.execute(statement)
    yield postgres.url(name, user="preflight_server", password="one")
    postgres.drop(name)
    with postgres.connect() as root:
        root.execute("DROP ROLE preflight_owner, preflight_server")


def grants_of_the_docs() -> list[Any]:
    text = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    found = re.findall(r"^(?:GRANT|REVOKE) [^;]+;", text, flags=re.MULTILINE)
    assert len(found) >= 3
    return found


def test_the_servers_role_works_and_adds_to_the_trail_only(server_role_url: str) -> None:
    with closing(open_database(server_role_url)) as database:
        begin(database)
        with database.writing() as connection:
            say(connection, ANSWERS["alpha.one"])
            audit.append(connection, an_event(), KEY)
        with database.reading() as connection:
            assert audit.head(connection) is not None
    for statement in (
        "UPDATE audit_event SET person = 'x'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "ALTER TABLE audit_event DROP COLUMN person",
        "DROP TRIGGER audit_event_no_update ON audit_event",
        "DROP TABLE audit_event",
        "CREATE OR REPLACE FUNCTION audit_event_no_gap() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
        "SET session_replication_role = replica",
        "SET ROLE preflight_owner",
    ):
        with psycopg.connect(server_role_url) as connection, pytest.raises(InsufficientPrivilege):
            connection.execute(statement)  # type: ignore[arg-type]
