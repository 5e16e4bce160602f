"""The real app with its answers on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.browser.server import ROOT, Server
from tests.door.test_start import ended
from tests.postgres import PASSWORD, PostgresServer


def test_two_servers_start_together_on_an_empty_database(
    start_server: Callable[..., Server], postgres_url: str, tmp_path: Path
) -> None:
    def start(number: int) -> Server:
        return start_server(data=tmp_path / str(number), environ={"PREFLIGHT_DATABASE_URL": postgres_url})

    with ThreadPoolExecutor(2) as pool:
        servers = list(pool.map(start, range(2)))
    for server in servers:
        assert server.healthy()
        assert "Traceback" not in server.log
        assert PASSWORD not in server.log
        assert not list(server.data.glob("*.db")), "a file was made beside it"


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
