"""A portfolio of 1,000 projects with ten assessments each: how long it takes to read, to open, to search and to turn.

python -m benchmarks.portfolio        (with `make bench` too)
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.table import Row, written
from preflight.access.people import LOCAL_OWNER
from preflight.services.portfolio import portfolio
from preflight.services.projects import list_overviews, touched_projects
from preflight.services.worked_out import BATCH, work_out_some
from preflight.services.workspace import Workspace
from preflight.ui.portfolio_data import portfolio_data
from tests.browser.chromium import launched
from tests.load.portfolio_page import PROJECTS, RUNS, opened, page_times, times
from tests.many_projects import many_projects

VISITS = 12
OLDER = 250


def rows(folder: Path) -> list[Row]:
    """Builds them in `folder`, then measures the services, and the page in Chromium."""
    with opened(folder / "many") as workspace:
        many_projects(workspace, PROJECTS, runs=RUNS)
        found = _services(workspace)
    with launched() as browser:
        page = page_times(folder / "many", browser, visits=VISITS)
    found += [
        Row("Portfolio opened from another page, until its rows stand there", "ms", page["open"]),
        Row("Its next page", "ms", page["turn"]),
        Row("A word typed into its search", "ms", page["search"]),
    ]
    with opened(folder / "older") as workspace:
        many_projects(workspace, OLDER, runs=2, worked_out=False)
        once = times(lambda: work_out_some(workspace, LOCAL_OWNER), warming=0, count=OLDER // BATCH)
    return [*found, Row(f"Evidence of {BATCH} older assessments worked out, once", "ms", once)]


def _services(workspace: Workspace) -> list[Row]:
    known = portfolio(workspace, LOCAL_OWNER)
    read = times(lambda: portfolio(workspace, LOCAL_OWNER))
    return [
        Row(f"Portfolio of {PROJECTS:,} projects with {RUNS} assessments each, read", "ms", read),
        Row("The same made ready for the screen", "ms", times(lambda: portfolio_data(known))),
        Row("Home’s twelve of them, read", "ms", times(lambda: list_overviews(workspace, LOCAL_OWNER, most=12))),
        Row("Which of them was touched last", "ms", times(lambda: touched_projects(workspace, LOCAL_OWNER))),
    ]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="preflight-bench-") as folder:
        print(written(rows(Path(folder))))
