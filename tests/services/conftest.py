"""A workspace of its own for each test: a new database, the shipped questionnaires, and a clock that the test owns.

Each test runs twice: with its answers in a SQLite file, and, marked slow, on a PostgreSQL server.
"""

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
from tests.new_database import ON_BOTH, new_database
from tests.workshops import Building, Clock, Workshop, a_building, a_workshop


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=ON_BOTH)
def workspace(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    on_file = request.param == "sqlite"
    url = new_database(tmp_path / "preflight.db") if on_file else str(request.getfixturevalue("server_url"))
    opened = opened_workspace(url, Shelf(ROOT / "questionnaires"), owner=LOCAL_OWNER)
    yield Workspace(database=opened.database, shelf=opened.shelf, now=clock.now, today=clock.today)
    opened.database.close()


@pytest.fixture
def project(workspace: Workspace) -> Project:
    return create_project(workspace, LOCAL_OWNER, ProjectDetails(name="Invoice triage"))


@pytest.fixture(scope="module", params=ON_BOTH)
def building(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Building]:
    folder = tmp_path_factory.mktemp("building")
    if request.param == "sqlite":
        with a_building(folder) as found:
            yield found
        return
    postgres = request.getfixturevalue("postgres")
    name = postgres.create(request.getfixturevalue("empty_template"))
    with a_building(folder, postgres.url(name)) as found:
        yield found
    postgres.drop(name)


@pytest.fixture
def workshop(building: Building) -> Iterator[Workshop]:
    """An open room on a draft, with nobody in it."""
    with a_workshop(building) as found:
        yield found
