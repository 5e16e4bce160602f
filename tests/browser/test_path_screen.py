"""The Path screen: the ladder, what is locked, actions made of it, and any level tried without being kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from preflight.access.people import LOCAL_OWNER
from preflight.services.actions import actions_of
from tests.browser.axe import grave_findings
from tests.browser.desk import Desk
from tests.browser.path_screen import PathScreen
from tests.browser.server import Server

QUICK = "pilot-to-production-quick"
OWNER = "Who will answer for it once the project team has moved on?"


@pytest.fixture
def assessment(desk: Desk) -> str:
    """One in which all is half way and no critical question blocks, but the one about its owner."""
    questions = desk.questionnaire(QUICK).questions()
    said = {question.id: question.critical or question.options[2].id for question in questions}
    return desk.completed(QUICK, said=said | {"operations.owner": "1"})


@pytest.fixture
def screen(desk: Desk, page: Page, assessment: str) -> PathScreen:
    return PathScreen(page).open(desk.path_url(assessment))


def test_from_the_results_to_the_way_up_and_its_actions(desk: Desk, page: Page, assessment: str) -> None:
    page.goto(desk.results_url(assessment))
    page.get_by_role("button", name="Path to ready").click()
    screen = PathScreen(page)
    expect(screen.step("Ready with conditions")).to_have_attribute("aria-pressed", "true")
    expect(screen.moves).to_have_count(1)
    expect(screen.landings.last).to_contain_text("The verdict becomes “Ready with conditions”")
    screen.step("Ready").click()
    expect(page.get_by_role("heading", name=re.compile("lead to “Ready”"))).to_be_visible()
    expect(screen.landings.last).to_contain_text("The verdict becomes “Ready”")
    count = screen.moves.count()
    assert count > 2
    screen.moves.nth(0).get_by_role("checkbox").uncheck()
    expect(screen.made).to_have_text(f"Make these {count - 1} actions")
    screen.made.click()
    page.get_by_role("textbox", name="Owner").fill("Mara")
    page.get_by_role("button", name=f"Make {count - 1} actions").click()
    page.wait_for_url("**/actions**")
    made = actions_of(desk.workspace, LOCAL_OWNER, desk.project.id)
    assert (len(made), {action.owner for action in made}) == (count - 1, {"Mara"})
    screen.open(desk.path_url(assessment))
    screen.step("Ready").click()
    expect(page.get_by_text("Already an action:")).to_have_count(count - 1)
    expect(screen.made).to_have_text("Make this an action")


def test_what_can_not_change_is_locked_until_it_is_unlocked(screen: PathScreen, page: Page) -> None:
    page.get_by_role("button", name=f"Can’t change: {OWNER}").click()
    expect(page.get_by_role("heading", name="No way to “Ready with conditions”")).to_be_visible()
    expect(screen.step("Ready with conditions")).to_contain_text("Out of reach")
    page.reload()
    expect(page.get_by_role("heading", name="No way to “Ready with conditions”")).to_be_visible()
    page.get_by_role("button", name="Unlock").click()
    expect(screen.moves).to_have_count(1)


def test_another_price_makes_another_path_and_is_kept(screen: PathScreen, page: Page) -> None:
    expect(screen.step("Ready with conditions")).to_contain_text("3 points")
    page.get_by_text("What steps cost, and what can’t change").click()
    weeks = page.get_by_role("spinbutton", name="Weeks (M)")
    weeks.fill("5")
    weeks.press("Enter")
    expect(screen.step("Ready with conditions")).to_contain_text("5 points")
    page.reload()
    expect(screen.step("Ready with conditions")).to_contain_text("5 points")


def test_a_path_is_tried_changed_by_the_keyboard_and_taken_back_without_being_kept(
    screen: PathScreen, page: Page, desk: Desk, assessment: str
) -> None:
    page.get_by_role("button", name="Try this path").click()
    expect(screen.standing).to_contain_text("1 answer differs from today")
    expect(screen.standing).to_contain_text("Ready with conditions")
    screen.dimension("Operations").click()
    row = screen.row(OWNER)
    expect(row.get_by_role("radio", name="3:")).to_be_checked()
    row.get_by_role("radio", name="3:").focus()
    page.keyboard.press("ArrowRight")
    expect(row.get_by_role("radio", name="4:")).to_be_focused()
    expect(row.get_by_role("radio", name="3:")).to_be_checked()
    page.keyboard.press("5")
    expect(row.get_by_role("radio", name="5:")).to_be_checked()
    expect(screen.dimension("Operations")).to_contain_text(re.compile(r"\+\d\.\d"))
    # Fast hands: three questions at once, and each of them counts.
    for other in screen.rows.all():
        other.get_by_role("radio", name="1:").click()
    expect(screen.standing).to_contain_text(f"{screen.rows.count()} answers differ from today")
    expect(page.get_by_role("region", name="Verdict")).to_contain_text("below the minimum")
    page.get_by_role("button", name="Back to today").click()
    expect(screen.standing).to_contain_text("Just as today")
    expect(row.get_by_role("radio", name="2:")).to_be_checked()
    assert desk.choice(assessment, "operations.owner") == "1"


def test_a_draft_is_judged_as_if_it_were_completed_now(desk: Desk, page: Page) -> None:
    draft = desk.draft(QUICK, said={"operations.owner": "2"})
    PathScreen(page).open(desk.path_url(draft))
    expect(page.get_by_text("draft, as if completed now")).to_be_visible()
    expect(page.get_by_text(re.compile("Not ready: 8 critical questions"))).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_grave_is_found_on_either_view(
    desk: Desk, new_page: Callable[..., Any], assessment: str, scheme: str
) -> None:
    page: Page = new_page(color_scheme=scheme, reduced_motion="reduce")
    screen = PathScreen(page).open(desk.path_url(assessment))
    page.get_by_text("What steps cost, and what can’t change").click()
    page.get_by_role("spinbutton", name="Days (S)").wait_for()
    found = grave_findings(page)
    page.get_by_role("button", name="Try this path").click()
    screen.rows.first.wait_for()
    assert [*found, *grave_findings(page)] == []


def test_the_path_goes_on_with_the_project_that_one_comes_from(desk: Desk, page: Page, shared_server: Server) -> None:
    desk.completed(days_ago=30)
    with Desk(shared_server, project="Assessed after it") as other:
        other.completed()
    page.goto(f"{desk.url}/actions?project={desk.project.id}")
    title = page.get_by_role("heading", level=1)
    title.filter(has_text=desk.project.name).wait_for()
    page.get_by_role("link", name="Path", exact=True).first.click()
    page.locator(".pf-kicker", has_text="Path to ready").wait_for()
    expect(title).to_have_text(desk.project.name)
