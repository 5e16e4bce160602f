"""The portfolio in a browser: filters live in the address, views agree with the services, rows lead on and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from preflight.access.people import LOCAL_OWNER
from preflight.domain.common_blockers import common_blockers
from preflight.domain.portfolio_filter import filtered, read_filter
from preflight.services.portfolio import Portfolio, portfolio
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.workspace import Workspace
from tests.beside import workspace_beside
from tests.browser.axe import grave_findings
from tests.browser.server import Server
from tests.many_projects import many_projects

pytestmark = pytest.mark.slow

PROJECTS = 40
HOSTILE = "<img src=x onerror=alert(1)> “Tender”"


@dataclass(frozen=True)
class Office:
    """A server with many projects, and what its portfolio is."""

    server: Server
    workspace: Workspace

    @property
    def portfolio(self) -> Portfolio:
        return portfolio(self.workspace, LOCAL_OWNER)

    def open(self, page: Page, query: str = "") -> Page:
        page.goto(f"{self.server.url}/portfolio{'?' if query else ''}{query}")
        page.locator(".portfolio .facets").wait_for()
        return page


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with Server(data=tmp_path_factory.mktemp("office") / "data") as server:
        workspace = workspace_beside(server.data)
        many_projects(workspace, PROJECTS, runs=3, originals=8)
        create_project(workspace, LOCAL_OWNER, ProjectDetails(name=HOSTILE, owner="'\"><script>", tags=("a&b",)))
        yield Office(server, workspace)
        workspace.database.close()


def test_filters_are_in_the_address_and_find_what_the_services_find(office: Office, page: Page) -> None:
    rows = office.portfolio.rows
    for query in ("stage=pilot", "only=purgatory", "tag=claims&only=blocked", "q=ada+triage", "owner=Li+Wei"):
        found = filtered(rows, read_filter(query))
        office.open(page, query)
        names = page.locator(".portfolio tbody .name")
        expect(names).to_have_text([row.project.name for row in found][:25])
    page.get_by_label("Search").fill("claims")
    expect(page).to_have_url(f"{office.server.url}/portfolio?owner=Li+Wei&q=claims")
    page.get_by_role("button", name="Show all").click()
    expect(page).to_have_url(f"{office.server.url}/portfolio")
    expect(page.get_by_label("Search")).to_be_focused()
    expect(page.locator(".facets button").first).to_have_text(f"{PROJECTS + 1}projects")


def test_a_table_is_paged_and_sorted_with_the_keyboard_alone(office: Office, page: Page) -> None:
    office.open(page)
    later = page.get_by_role("button", name="Later")
    later.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pager .told")).to_have_text(f"26 to {PROJECTS + 1} of {PROJECTS + 1}")
    expect(later).to_be_focused()
    expect(page.locator(".portfolio tbody tr")).to_have_count(PROJECTS + 1 - 25)
    head = page.get_by_role("columnheader", name="In pilot")
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    days = [row.days_in_pilot for row in office.portfolio.rows if row.days_in_pilot is not None]
    expect(page.locator(".portfolio tbody tr").first.locator("td").nth(6)).to_have_text(f"{max(days)} days")
    opener = page.locator(".opener").first
    opener.focus()
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("heading", name="What holds it up")).to_be_visible()
    page.get_by_role("tab", name="Table").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Radars")).to_be_focused()
    expect(page.locator(".tiles li").first).to_be_visible()


def test_a_row_leads_to_its_results_and_the_way_back_to_the_same_view(office: Office, page: Page) -> None:
    office.open(page, "view=heat&only=blocked")
    page.locator(".heat .name").first.click()
    page.wait_for_url("**/results?assessment=*")
    page.get_by_role("heading", level=1).wait_for()
    page.go_back()
    expect(page.get_by_role("tab", name="Heat map")).to_have_attribute("aria-selected", "true")
    blocked = [row for row in office.portfolio.rows if row.blockers]
    expect(page.locator(".found .told")).to_have_text(f"{len(blocked)} of {PROJECTS + 1} projects")


def test_what_to_build_once_is_what_the_services_say(office: Office, page: Page) -> None:
    office.open(page, "view=once")
    first = common_blockers(office.portfolio.rows)[0]
    item = page.locator(".once li").first
    expect(item.locator("h3")).to_have_text(first.text)
    expect(item.locator(".figure b")).to_have_text(f"{len(first.rows)}")


def test_a_project_without_an_assessment_starts_one_from_here(office: Office, page: Page) -> None:
    office.open(page, "only=unassessed")
    expect(page.locator(".portfolio .name")).to_have_text(HOSTILE)
    page.get_by_role("button", name=f"More about {HOSTILE}").click()
    page.get_by_role("button", name="Assess", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("Start an assessment")


def test_the_projects_that_are_looked_at_leave_as_a_deck(office: Office, page: Page) -> None:
    office.open(page, "stage=pilot")
    with page.expect_download() as download:
        page.get_by_role("button", name="Deck: these projects as slides").click()
    assert download.value.suggested_filename.startswith("Preflight - portfolio deck - ")
    expect(page.locator(".standings")).to_contain_text("Saved to your downloads")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_grave_is_found_in_any_view(office: Office, new_page, scheme: str) -> None:  # type: ignore[no-untyped-def]
    page = new_page(color_scheme=scheme, reduced_motion="reduce")
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    for view in ("table", "radars", "heat", "once"):
        office.open(page, f"view={view}")
        if view == "table":
            page.locator(".opener").first.click()
        assert grave_findings(page) == [], view
    assert thrown == []


def test_home_shows_a_dozen_and_the_way_to_the_rest(office: Office, page: Page) -> None:
    page.goto(office.server.url)
    expect(page.get_by_role("article")).to_have_count(12)
    page.get_by_role("button", name=f"See all {PROJECTS + 1} projects").click()
    expect(page.locator(".facets button").first).to_have_text(f"{PROJECTS + 1}projects")
