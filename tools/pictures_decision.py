"""Takes the pictures of the way from the score to a decision: path, actions, pilot, decision, portfolio.

python tools/pictures_decision.py
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.beside import workspace_beside  # noqa: E402
from tests.browser.chromium import launched  # noqa: E402
from tests.browser.server import Server  # noqa: E402
from tests.many_projects import many_projects  # noqa: E402
from tools.camera import opened, take  # noqa: E402

READY = {
    "path": ".ladder .move",
    "actions": ".board .card",
    "decision": "section[aria-label='What the rules recommend']",
}
PROJECTS = 14


def decision_pictures() -> None:
    """Write the five screens of the sample, and the portfolio of several projects."""
    with tempfile.TemporaryDirectory() as folder, Server(data=Path(folder) / "data") as server, launched() as browser:
        page = opened(browser, server.url)
        page.get_by_role("button", name="Look round with a sample").click()
        page.get_by_role("button", name="History").wait_for()
        for screen, part in READY.items():
            page = opened(browser, f"{server.url}/{screen}")
            page.locator(part).first.wait_for()
            take(page, f"{screen}-light")
        page = opened(browser, f"{server.url}/pilot")
        _scrolled_to(page, "#plan")
        take(page, "pilot-light")
    with tempfile.TemporaryDirectory() as folder, Server(data=Path(folder) / "data") as server, launched() as browser:
        workspace = workspace_beside(server.data)
        many_projects(workspace, PROJECTS)
        workspace.database.close()
        page = opened(browser, f"{server.url}/portfolio")
        page.get_by_role("row").nth(3).wait_for()
        take(page, "portfolio-light")


def _scrolled_to(page: Page, anchor: str) -> None:
    found = page.locator(anchor)
    found.wait_for(state="attached")
    found.evaluate("element => element.scrollIntoView({block: 'start'})")


if __name__ == "__main__":
    decision_pictures()
