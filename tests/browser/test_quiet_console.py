"""The browser's console stays quiet on every screen, but for what is explained here."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.assess_screen import AssessScreen
from tests.browser.desk import Desk
from tests.browser.export_screen import ExportScreen

EXPLAINED = (
    # On a deep link Streamlit asks for /<page>/_stcore/health and host-config beside the page before the root answers.
    "Failed to load resource: the server responded with a status of 404",
)


def test_no_screen_writes_an_error_to_the_console(desk: Desk, page: Page) -> None:
    desk.completed(days_ago=30, said={"reliability.fallback": "3", "operations.owner": "1"})
    done, draft = desk.completed(), desk.draft()
    written: list[str] = []
    where = "home"

    def keep(message: Any) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(EXPLAINED):
            written.append(f"{where}: {message.type}: {message.text[:300]}")

    page.on("console", keep)
    page.on("pageerror", lambda error: written.append(f"{where}: thrown: {error}"))
    page.goto(desk.url)
    page.get_by_role("heading", name="Your projects").wait_for()
    where = "assess"
    screen = AssessScreen(page).open(desk.assess_url(draft))
    screen.press(3)
    screen.write_note("Quiet")
    page.get_by_text("Whole section").click()
    screen.card.nth(7).wait_for()
    screen.complete.click()
    page.get_by_role("button", name="Complete it").wait_for()
    page.keyboard.press("Escape")
    where = "results"
    page.goto(desk.results_url(done))
    page.locator(".st-key-chart_radar .js-plotly-plot path.point").first.wait_for()
    page.locator(".strip button.cell").first.click()
    where = "history"
    page.goto(desk.history_url())
    page.locator(".st-key-chart_movement .barlayer .point").first.wait_for()
    page.get_by_text("Play through").click()
    page.locator(".st-key-chart_radars .slider-group").wait_for()
    where = "export"
    screen_of_files = ExportScreen(page).open(desk.export_url(done))
    screen_of_files.saved_deck()
    screen_of_files.picture("Verdict").click()
    screen_of_files.view.wait_for()
    assert written == []
