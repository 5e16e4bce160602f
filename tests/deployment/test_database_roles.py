"""The database roles of docs/deployment.md: its very statements, and what each role then may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import StorageReadOnly
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.sample import load_sample
from preflight.settings import ROOT
from preflight.storage.engine import open_database
from tests.beside import workspace_beside
from tests.postgres import PostgresServer

OWNER, SERVER = "preflight_owner", "preflight_server"
PASSWORDS = {OWNER: "one", SERVER: "another"}


def statements(block: str) -> list[str]:
    return [each.strip() for each in block.split(";") if each.strip()]


@pytest.fixture
def urls(postgres: PostgresServer) -> Iterator[dict[str, str]]:
    """The URL of each role, in a database that the page's first statements made."""
    making, _ = re.findall(r"```sql\n(.+?)```", (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8"), re.S)
    with postgres.connect() as connection:
        for statement in statements(making):
            connection.execute(statement)
    yield {role: postgres.url("preflight", user=role, password=PASSWORDS[role]) for role in PASSWORDS}
    postgres.drop("preflight")
    with postgres.connect() as connection:
        for role in PASSWORDS:
            connection.execute(f"DROP ROLE {role}")


def test_servers_need_not_own_what_they_write_to(urls: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(StorageReadOnly, match="grant what is missing"):
        open_database(urls[SERVER])
    open_database(urls[OWNER]).close()
    _, granting = re.findall(r"```sql\n(.+?)```", (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8"), re.S)
    with psycopg.connect(urls[OWNER], autocommit=True) as connection:
        for statement in statements(granting):
            connection.execute(statement)

    workspace = workspace_beside(tmp_path, database_url=urls[SERVER])
    create_project(workspace, LOCAL_OWNER, ProjectDetails(name="Invoice triage"))
    load_sample(workspace, LOCAL_OWNER)
    workspace.database.close()

    with psycopg.connect(urls[SERVER], autocommit=True) as connection:
        for statement in (
            "UPDATE audit_event SET person = 'somebody else'",
            "DELETE FROM audit_event",
            "TRUNCATE audit_event",
            "ALTER TABLE audit_event DISABLE TRIGGER ALL",
            "DROP TABLE audit_event",
            "CREATE TABLE mine (id integer)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
