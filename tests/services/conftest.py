"""A workspace of its own for each test: a new database, the shipped questionnaires, and a clock that the test owns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.domain.project import Project
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.workspace import Workspace, opened_workspace
from preflight.settings import ROOT


@dataclass
class Clock:
    """Stands still until the test moves it."""

    day: date = date(2026, 3, 2)
    seconds: int = field(default=0)

    def now(self) -> datetime:
        self.seconds += 1
        return datetime.combine(self.day, time(9), UTC) + timedelta(seconds=self.seconds)

    def today(self) -> date:
        return self.day

    def pass_days(self, days: int) -> None:
        self.day += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    opened = opened_workspace(
        f"sqlite:///{tmp_path / 'preflight.db'}", Shelf(ROOT / "questionnaires"), owner=LOCAL_OWNER
    )
    yield Workspace(database=opened.database, shelf=opened.shelf, now=clock.now, today=clock.today)
    opened.database.close()


@pytest.fixture
def project(workspace: Workspace) -> Project:
    return create_project(workspace, LOCAL_OWNER, ProjectDetails(name="Invoice triage"))
