"""Fixtures that every folder may use.

| fixture | scope | what it gives |
| --- | --- | --- |
| `server` | test | the real app, running, with an empty data folder of its own |
| `start_server` | test | a function that starts one, such as `start_server(how="uvicorn")`; all are stopped after |
| `browser` | session | one Chromium |
| `page` | test | a fresh page in a fresh context, 1280x800; fails the test for any request that leaves the machine |
| `new_page` | test | a function that opens one more such page, in a context of its own (another person) |
| `postgres` | session | a PostgreSQL server of our own, running |
| `postgres_url` | test | the URL of a new database on it, with nothing in it |
| `server_url` | test | the URL of a new database on it with our tables and triggers, and no row |

A test that uses `browser`, `page` or `new_page` carries the marker `browser` by itself; one that starts a server, ours
or PostgreSQL's, carries `slow`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.server import Server
from tests.postgres import PostgresServer

_NEEDS_BROWSER = {"browser", "page", "new_page"}
_NEEDS_SERVER = {"server", "start_server", "postgres", "postgres_url", "server_url"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & _NEEDS_BROWSER:
            item.add_marker(pytest.mark.browser)
        if fixtures & _NEEDS_SERVER:
            item.add_marker(pytest.mark.slow)
    # Last: Playwright keeps an event loop running in this thread, beside which no test could start its own.
    items.sort(key=lambda item: bool(item.get_closest_marker("browser")))


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start servers with `Server`'s keyword arguments; `data` is a new folder unless it is given."""
    started: list[Server] = []

    def start(**options: Any) -> Server:
        options.setdefault("data", tmp_path / f"data-{len(started)}")
        server = Server(**options)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def server(start_server: Callable[..., Server]) -> Server:
    """The real app with an empty data folder."""
    return start_server()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests of this worker."""
    from tests.browser.chromium import launched

    with launched() as running:
        yield running


@pytest.fixture
def new_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open pages, each in a context of its own; the keyword arguments are Playwright's for a context."""
    contexts: list[Any] = []
    left: list[str] = []

    def watch(request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in ("127.0.0.1", "localhost"):
            left.append(request.url)

    def open_page(**options: Any) -> Any:
        options.setdefault("viewport", {"width": 1280, "height": 800})
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(20_000)
        context.on("request", watch)
        page = context.new_page()
        page.on("websocket", watch)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not left, f"requests left the machine: {left}"


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """A fresh page, 1280x800."""
    return new_page()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL server for all tests of this worker; a test that stops it starts it again."""
    server = PostgresServer()
    try:
        yield server.make()
    finally:
        server.remove()


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """The URL of a new, empty database."""
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(scope="session")
def empty_template(postgres: PostgresServer) -> str:
    """The name of a database with our schema: building it takes 0.2 s, copying it a tenth of that."""
    from preflight.storage.engine import open_database

    name = postgres.create()
    open_database(postgres.url(name)).close()
    return name


@pytest.fixture
def server_url(postgres: PostgresServer, empty_template: str) -> Iterator[str]:
    """The URL of a new database with our schema."""
    name = postgres.create(empty_template)
    yield postgres.url(name)
    postgres.drop(name)
