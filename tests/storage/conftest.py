"""Fixtures of the storage tests.

| fixture | what it gives |
| --- | --- |
| `database` | a new, empty database, open |
| `filled` | one with one of everything in it, open |
| `filled_file` | the path of such a one, closed |

Building a schema takes 0.1 s, so it is done once and copied: a closed database is one whole file.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from preflight.storage.engine import Database
from tests.storage.filled import fill, opened


@pytest.fixture(scope="session")
def empty_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    with opened(folder) as database:
        return database.path


@pytest.fixture(scope="session")
def filled_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    with opened(folder) as database:
        fill(database)
        return database.path


@pytest.fixture
def database(tmp_path: Path, empty_original: Path) -> Iterator[Database]:
    shutil.copy(empty_original, tmp_path)
    with opened(tmp_path) as database:
        yield database


@pytest.fixture
def filled_file(tmp_path: Path, filled_original: Path) -> Path:
    return Path(shutil.copy(filled_original, tmp_path))


@pytest.fixture
def filled(filled_file: Path) -> Iterator[Database]:
    with opened(filled_file.parent) as database:
        yield database
