"""Fixtures of the live channel's tests: an open room on a draft, with nobody in it, in a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workshops import Workshop, a_workshop, empty_database


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return empty_database(tmp_path_factory.mktemp("empty"))


@pytest.fixture
def workshop(tmp_path: Path, empty: Path) -> Iterator[Workshop]:
    with a_workshop(tmp_path, empty) as found:
        yield found
