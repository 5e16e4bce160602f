"""The audit trail on its screen: what was done is found and opened, the whole is checked and taken along."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from playwright.sync_api import Page, expect

from preflight.access.people import ON_PAPER
from tests.browser.axe import grave_findings
from tests.browser.desk import Desk
from tests.browser.export_screen import ExportScreen, kept


def test_an_event_is_found_and_opened_and_the_trail_is_checked_and_taken_along(
    desk: Desk, page: Page, tmp_path: Path
) -> None:
    desk.draft(said={"operations.owner": "2"})
    page.goto(f"{desk.url}/audit")
    events = page.locator(".pf-audit details")
    events.first.wait_for()
    page.get_by_role("combobox", name="Project").fill(desk.project.name)
    page.keyboard.press("Enter")
    begun = events.filter(has_text="Created a project")
    expect(begun).to_have_count(1)
    expect(begun.locator(".who")).to_have_text("You")
    expect(events.filter(has_text="Answered")).not_to_have_count(0)
    begun.locator("summary").click()
    expect(begun.get_by_role("table")).to_contain_text(desk.project.name)
    page.get_by_role("button", name="Check now").click()
    expect(page.locator(".pf-audit-state")).to_contain_text("Whole.")
    assert grave_findings(page) == []

    download = ExportScreen(page).saved("Table")
    rows = list(csv.DictReader(StringIO(kept(download, tmp_path).read_text("utf-8-sig"), newline="")))
    assert [int(row["seq"]) for row in rows] == list(range(1, len(rows) + 1)), "all of it, whatever is looked for"
    ours = [row for row in rows if row["project_id"] == desk.project.id]
    assert ours[0]["operation"] == "start_projects"
    assert {row["person"] for row in ours} == {ON_PAPER}
    page.get_by_role("button", name="Clear").click()
    expect(events.first).to_contain_text("Took the audit trail out")
