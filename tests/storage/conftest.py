"""Fixtures of the storage tests: `database`, new and empty; `filled`, with one of everything in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from preflight.storage.engine import Database
from tests.storage.filled import fill, opened


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with opened(tmp_path) as database:
        yield database


@pytest.fixture
def filled(database: Database) -> Database:
    fill(database)
    return database
