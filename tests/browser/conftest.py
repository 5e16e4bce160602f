"""Fixtures of the browser tests.

| fixture | scope | what it gives |
| --- | --- | --- |
| `shared_server` | session | the real app for tests that work on a project of their own and need no empty Home |
| `desk` | test | a project of its own on the shared server, with the assessments that a test wants |
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.server import Server

# As long as everything else waits (tests/conftest.py): a busy machine is slow, not wrong.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"shared_server", "desk"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One real app for all tests of this worker that bring a project of their own."""
    with Server(data=tmp_path_factory.mktemp("shared") / "data") as running:
        yield running


@pytest.fixture
def desk(shared_server: Server, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A project of its own, named for the test and its file, on the shared server."""
    with Desk(shared_server, project=f"{request.node.path.stem}: {request.node.name}"[:100]) as opened:
        yield opened
