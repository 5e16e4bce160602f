"""The real app with its answers on a PostgreSQL server."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from preflight.opening import BEGUN
from tests.beside import on_server
from tests.browser.server import ROOT, Server, ServerDidNotStart
from tests.door.test_start import ended
from tests.postgres import PASSWORD, PostgresServer


def test_two_servers_start_together_on_an_empty_database(
    start_server: Callable[..., Server], postgres_url: str, tmp_path: Path
) -> None:
    def start(number: int) -> Server:
        return start_server(data=tmp_path / str(number), environ=on_server(postgres_url))

    with ThreadPoolExecutor(2) as pool:
        servers = list(pool.map(start, range(2)))
    for server in servers:
        assert server.healthy()
        assert "Traceback" not in server.log
        assert PASSWORD not in server.log
        assert not list(server.data.glob("*.db")), "a file was made beside it"


def test_of_two_servers_with_a_key_each_the_second_is_refused_even_at_the_same_moment(
    start_server: Callable[..., Server], postgres_url: str, tmp_path: Path
) -> None:
    """Each would make a key of its own; whose event is the first decides, and nothing else was written by the other."""

    def start(number: int) -> Server | ServerDidNotStart:
        try:
            return start_server(data=tmp_path / str(number), environ={"PREFLIGHT_DATABASE_URL": postgres_url})
        except ServerDidNotStart as refused:
            return refused

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(start, range(2)))
    (running,) = (each for each in found if isinstance(each, Server))
    (refused,) = (each for each in found if isinstance(each, ServerDidNotStart))
    assert "exit code 3" in str(refused)
    assert "is signed with another key" in str(refused)
    assert "set PREFLIGHT_AUDIT_KEY to the same key on every server" in str(refused)
    assert "Traceback" not in str(refused)

    (other,) = (folder for folder in tmp_path.iterdir() if folder.is_dir() and folder != running.data)
    shutil.copy(running.data / "audit.key", other / "audit.key")
    assert start_server(data=other, environ={"PREFLIGHT_DATABASE_URL": postgres_url}).healthy(), "as the sentence says"
    with psycopg.connect(postgres_url) as connection:
        kept = connection.execute("SELECT seq, operation, key_id FROM audit_event").fetchall()
    assert [each[:2] for each in kept if each[1] != "start"] == [(1, BEGUN)]


@pytest.mark.parametrize(
    ("database", "password", "words"),
    [("nowhere", PASSWORD, "does not exist"), ("postgres", "not-it", "password authentication failed")],
)
def test_a_server_that_can_t_be_reached_ends_the_start_with_a_sentence(
    postgres: PostgresServer, database: str, password: str, words: str
) -> None:
    url = postgres.url(database, password=password)
    process = ended(ROOT / "app.py", environ={"PREFLIGHT_DATABASE_URL": url})
    assert process.returncode == 3
    assert words in process.stderr
    assert "can't be reached" in process.stderr
    assert "Traceback" not in process.stderr + process.stdout
    assert password not in process.stderr + process.stdout
