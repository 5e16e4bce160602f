"""The sample project: one click brings it, one click removes it without a trace but the audit trail's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.server import Server

# The text of the shipped questionnaire, kept once for whoever uses it; SQLite's own counters; and the audit trail: it
# tells that the sample came and went.
NOT_OF_THE_SAMPLE = {"questionnaire_version", "sqlite_sequence", "audit_event"}


def rows(server: Server) -> dict[str, int]:
    """How many rows each table holds."""
    with closing(sqlite3.connect(server.data / "preflight.db")) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def test_the_sample_is_loaded_looked_at_and_removed(server: Server, page: Page) -> None:
    page.goto(server.url)
    page.get_by_role("button", name="Look round with a sample").wait_for()
    before = rows(server)
    page.get_by_role("button", name="Look round with a sample").click()
    card = page.get_by_role("article")
    expect(card).to_contain_text("6 assessments")
    expect(card.locator(".pf-chip", has_text="Sample")).to_be_visible()
    expect(page.get_by_role("button", name="Load the sample")).to_have_count(0)
    page.get_by_role("button", name="Results", exact=True).click()
    page.get_by_role("region", name="Verdict").wait_for()
    expect(page.locator(".st-key-chart_radar .js-plotly-plot path.point").first).to_be_visible()
    page.get_by_role("button", name="History", exact=True).click()
    runs: Any = page.get_by_role("table", name="Every assessment").locator("tbody tr")
    expect(runs).to_have_count(6)
    page.get_by_role("link", name="Home").click()
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Remove the sample").click()
    page.get_by_role("heading", name="Can your AI pilot live in production?").wait_for()
    left = {name: count for name, count in rows(server).items() if count != before.get(name)}
    assert set(left) <= NOT_OF_THE_SAMPLE
