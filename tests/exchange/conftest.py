"""The exchange's routes on a workspace with the sample project, with makers of the tests' own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.opening import KEY_FILE
from preflight.services.sample import load_sample
from preflight.services.workspace import Workspace
from tests.beside import workspace_beside
from tests.exchange.house import House


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the sample project."""
    file = tmp_path_factory.mktemp("filled") / "preflight.db"
    opened = workspace_beside(file.parent)
    load_sample(opened, LOCAL_OWNER)
    opened.database.close()
    return file


@pytest.fixture
def workspace(filled: Path, tmp_path: Path) -> Iterator[Workspace]:
    for name in (filled.name, KEY_FILE):
        shutil.copy(filled.with_name(name), tmp_path / name)
    opened = workspace_beside(tmp_path)
    yield opened
    opened.database.close()


@pytest.fixture
def make_house(workspace: Workspace, tmp_path: Path) -> Callable[..., House]:
    """A house with the keyword arguments of Exchange."""

    def made(**options: Any) -> House:
        return House(workspace, tmp_path, **options)

    return made


@pytest.fixture
def house(make_house: Callable[..., House]) -> House:
    return make_house()
