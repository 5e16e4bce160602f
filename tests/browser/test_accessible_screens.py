"""axe-core finds nothing serious or critical on any screen, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.assess_screen import AssessScreen
from tests.browser.axe import grave_findings
from tests.browser.desk import Desk
from tests.browser.server import Server

SCHEMES = ["light", "dark"]


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def seen(new_page: Callable[..., Any], scheme: str) -> Iterator[Page]:
    """A page in light or dark."""
    page = new_page(color_scheme=scheme, reduced_motion="reduce")
    yield page
    is_dark = page.evaluate("() => getComputedStyle(document.querySelector('.stApp')).colorScheme")
    assert is_dark == scheme, "the screen was looked at in the scheme that was asked for"


def nothing(found: dict[str, list[str]]) -> None:
    """Every finding on a line of its own with the screen it is on."""
    assert not any(found.values()), "\n".join(f"{where}: {line}" for where in found for line in found[where])


def test_an_empty_home_and_its_dialogs(server: Server, seen: Page) -> None:
    seen.goto(server.url)
    seen.get_by_role("button", name="Add your project").wait_for()
    found = {"empty home": grave_findings(seen)}
    seen.get_by_role("button", name="Add your project").click()
    seen.get_by_role("button", name="Add project").wait_for()
    found["new project"] = grave_findings(seen)
    seen.get_by_label("Name", exact=True).fill("Invoice triage")
    seen.get_by_role("button", name="Add project").click()
    seen.get_by_role("article").wait_for()
    # A reload ends the toast: Streamlit draws it as an alertdialog without a name and gives no way to name it.
    seen.reload()
    seen.get_by_role("button", name="Start an assessment").click()
    seen.get_by_role("button", name="Start", exact=True).wait_for()
    found["start"] = grave_findings(seen)
    seen.keyboard.press("Escape")
    seen.get_by_role("dialog").wait_for(state="detached")
    for empty in ("Assess", "Results", "History", "Export"):
        seen.get_by_role("link", name=empty).click()
        seen.get_by_role("button", name="Go to your projects").wait_for()
        found[f"empty {empty}"] = grave_findings(seen)
    nothing(found)


def test_a_home_with_projects(server: Server, seen: Page) -> None:
    seen.goto(server.url)
    seen.get_by_role("button", name="Look round with a sample").click()
    seen.get_by_role("article").wait_for()
    with Desk(server, project="Another pilot") as desk:
        desk.draft()
    seen.reload()
    expect(seen.get_by_role("article")).to_have_count(2)
    assert grave_findings(seen) == []


def test_assess(desk: Desk, seen: Page) -> None:
    screen = AssessScreen(seen).open(desk.assess_url(desk.draft(said={"reliability.hard-cases": "2"})))
    found = {"untouched": grave_findings(seen)}
    screen.press(2)
    screen.part("Note").click()
    screen.part("Evidence").click()
    screen.part("To get talking").click()
    found["answered, all parts open"] = grave_findings(seen)
    seen.keyboard.press("Escape")
    seen.keyboard.press("?")
    seen.get_by_role("dialog", name="Keys").wait_for()
    found["keys"] = grave_findings(seen)
    seen.keyboard.press("Escape")
    screen.complete.click()
    seen.get_by_role("button", name="Complete it").wait_for()
    found["complete"] = grave_findings(seen)
    seen.keyboard.press("Escape")
    seen.get_by_role("dialog", name="Complete this assessment?").wait_for(state="detached")
    seen.get_by_text("Whole section").click()
    expect(screen.card).to_have_count(8)
    found["section"] = grave_findings(seen)
    nothing(found)


def test_a_conflict_and_a_completed_assessment(desk: Desk, seen: Page) -> None:
    draft = desk.draft(said={"reliability.fallback": "0"})
    screen = AssessScreen(seen).open(desk.assess_url(draft, "reliability.fallback"))
    desk.choose(draft, "reliability.fallback", "3")
    screen.level(2).click()
    screen.button("Use mine").wait_for()
    found = {"conflict": grave_findings(seen)}
    desk.complete(draft)
    screen.open(desk.assess_url(draft, "reliability.fallback"))
    expect(screen.level(4)).to_be_disabled()
    found["completed"] = grave_findings(seen)
    nothing(found)


def test_results_and_history(desk: Desk, seen: Page) -> None:
    desk.completed(days_ago=60)
    desk.completed(days_ago=30, said={"reliability.fallback": "3", "operations.owner": "1", "integration.seams": "4"})
    last = desk.completed()
    seen.goto(desk.results_url(last))
    seen.locator(".st-key-chart_radar .js-plotly-plot path.point").first.wait_for()
    seen.locator(".strip button.cell").first.click()
    seen.get_by_text("As a table").first.click()
    seen.get_by_role("table", name="The radar as a table").wait_for()
    found = {"results": grave_findings(seen)}
    seen.goto(desk.history_url())
    seen.locator(".st-key-chart_movement .barlayer .point").first.wait_for()
    found["history"] = grave_findings(seen)
    seen.get_by_text("Play through").click()
    seen.locator(".st-key-chart_radars .slider-group").wait_for()
    found["play through"] = grave_findings(seen)
    nothing(found)
