"""1,000 projects with ten assessments each open in under a second and page smoothly."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.services.portfolio import portfolio
from preflight.services.projects import list_overviews
from tests.load.measures import Times
from tests.load.portfolio_page import PROJECTS, RUNS, opened, page_times, times
from tests.load.table import Row, timed, written
from tests.many_projects import many_projects

pytestmark = pytest.mark.slow

READ_MS, OPEN_MS, TURN_MS, HOME_MS = 350, 1_000, 100, 100
BUSY = 5.0


def test_a_thousand_projects_open_in_under_a_second(tmp_path: Path, browser: Any) -> None:
    with opened(tmp_path / "data") as workspace:
        many_projects(workspace, PROJECTS, runs=RUNS)
        assert len(portfolio(workspace, LOCAL_OWNER).rows) == PROJECTS
        read = times(lambda: portfolio(workspace, LOCAL_OWNER), count=5)
        home = times(lambda: list_overviews(workspace, LOCAL_OWNER, most=12), count=5)
    found = page_times(tmp_path / "data", browser, visits=4)
    hold(
        [
            timed("Portfolio read, ms", measured(read), most=READ_MS),
            timed("Home's twelve read, ms", measured(home), most=HOME_MS),
            timed("Page opened until its rows stand there, ms", measured(found["open"]), most=OPEN_MS),
            timed("Next page, ms", measured(found["turn"]), most=TURN_MS),
            timed("Search, ms", measured(found["search"]), most=TURN_MS),
        ]
    )


def measured(values: Sequence[float]) -> Times:
    return Times(list(values))


def hold(rows: Sequence[Row]) -> None:
    """Every aim must be met; a machine that has other work may miss it by up to BUSY times, and is told."""
    told = "\n".join(["", written(rows)])
    late = [row.name for row in rows if row.met is False and row.times_aim is not None and row.times_aim < BUSY]
    missed = [row.name for row in rows if row.met is False and row.name not in late]
    assert not missed, "\n".join([*missed, told])
    if late:
        warnings.warn(f"aims missed: {', '.join(late)}{told}", stacklevel=2)
