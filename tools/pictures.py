"""Takes the pictures of the README and the facilitator's page from the app itself: `make pictures`.

Starts the real app with the sample and half a draft, opens each screen in Chromium, and writes docs/pictures/*.png.
Those of the way to a decision, of a room and of what leaves the house come from pictures_decision.py, pictures_room.py
and pictures_exports.py, which can be run alone.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.chromium import launched  # noqa: E402 - the repository is no installed package
from tests.browser.server import Server  # noqa: E402
from tools.camera import opened, take  # noqa: E402
from tools.pictures_decision import decision_pictures  # noqa: E402
from tools.pictures_exports import export_pictures  # noqa: E402
from tools.pictures_room import room_pictures  # noqa: E402


def main() -> None:
    """Take every picture anew."""
    with tempfile.TemporaryDirectory() as folder, Server(data=Path(folder) / "data") as server, launched() as browser:
        page = home(browser, server.url, "light")
        page.get_by_role("button", name="Look round with a sample").click()
        page.get_by_role("button", name="History").wait_for()
        begin_draft(page)
        take(page, "assess-light")
        page.get_by_text("Whole section").click()
        page.locator("section.card.compact").first.wait_for()
        take(page, "section-light")
        for scheme in ("light", "dark"):
            page = home(browser, server.url, scheme)
            page.locator(".pf-card svg, svg").first.wait_for()
            take(page, f"home-{scheme}")
            for screen in ("results", "history"):
                page.goto(f"{server.url}/{screen}")
                page.locator(".js-plotly-plot .main-svg").first.wait_for()
                take(page, f"{screen}-{scheme}")
        page = opened(browser, f"{server.url}/export", "light")
        page.locator("ol.cards svg, .deck svg").first.wait_for()
        take(page, "export-light")
    decision_pictures()
    room_pictures()
    export_pictures()


def begin_draft(page: Page) -> None:
    """A second assessment, from last time's answers, at a critical question with a level just chosen."""
    page.get_by_role("button", name="Start an assessment").click()
    page.get_by_text("Start from the answers").click()
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("button", name="Incidents").click()
    page.get_by_role("heading", name="What happens in the first hour").wait_for()
    page.keyboard.press("4")
    page.locator("section.card[data-saved=true] .level[aria-checked=true]:not(.pending)").wait_for()


def home(browser: Browser, url: str, scheme: str) -> Page:
    """A fresh page on Home."""
    page = opened(browser, url, scheme)
    page.locator(".pf-title").first.wait_for()
    return page


if __name__ == "__main__":
    main()
