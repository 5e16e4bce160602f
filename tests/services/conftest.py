"""A workspace of its own for each test: a new database, the shipped questionnaires, and a clock that the test owns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.domain.project import Project
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.workspace import Workspace, opened_workspace
from preflight.settings import ROOT
from tests.new_database import new_database
from tests.workshops import Building, Clock, Workshop, a_building, a_workshop


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    url = new_database(tmp_path / "preflight.db")
    opened = opened_workspace(url, Shelf(ROOT / "questionnaires"), owner=LOCAL_OWNER)
    yield Workspace(database=opened.database, shelf=opened.shelf, now=clock.now, today=clock.today)
    opened.database.close()


@pytest.fixture
def project(workspace: Workspace) -> Project:
    return create_project(workspace, LOCAL_OWNER, ProjectDetails(name="Invoice triage"))


@pytest.fixture(scope="session")
def building(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Building]:
    with a_building(tmp_path_factory.mktemp("building")) as found:
        yield found


@pytest.fixture
def workshop(building: Building) -> Iterator[Workshop]:
    """An open room on a draft, with nobody in it."""
    with a_workshop(building) as found:
        yield found
