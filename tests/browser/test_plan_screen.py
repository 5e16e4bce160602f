"""The plan on the page Pilot: laid out, moved by keys and by mouse, put back when it is refused; systems beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from preflight.access.people import LOCAL_OWNER
from preflight.domain.pilot import PilotStep, StepKind
from preflight.domain.pilot_plan import decision_date, step_of
from preflight.services.integrations import integrations_of
from preflight.services.pilot_plans import lay_plan, plan_of
from preflight.services.pilots import move_step
from tests.browser.desk import Desk

DECISION, REVIEW = "Go or no-go", "Security and compliance review"


class PlanScreen:
    """The Gantt as a person uses it."""

    def __init__(self, page: Page, desk: Desk) -> None:
        self.page, self.desk = page, desk
        self.alert = page.locator("section.gantt .alert")

    def open(self) -> PlanScreen:
        self.page.goto(f"{self.desk.url}/pilot?project={self.desk.project.id}")
        self.page.get_by_role("heading", name="Plan", exact=True).wait_for()
        return self

    def bar(self, title: str) -> Locator:
        return self.page.locator("section.gantt .row", has_text=title).get_by_role("button")

    def saved(self) -> None:
        """Every change is kept."""
        expect(self.page.locator("section.gantt .status")).to_have_text("Saved")

    def drag(self, title: str, days: int) -> None:
        """Take a bar at its middle and drop it so many days later."""
        self.bar(title).scroll_into_view_if_needed()
        bar, track = (self.bar(title).bounding_box(), self.page.locator("section.gantt .scale").bounding_box())
        assert bar is not None
        assert track is not None
        shown = float(self.page.locator("section.gantt").evaluate("e => e.style.getPropertyValue('--days')"))
        x, y = bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + days * track["width"] / shown, y, steps=4)
        self.page.mouse.up()

    def kept(self, kind: StepKind) -> PilotStep:
        found = step_of(plan_of(self.desk.workspace, LOCAL_OWNER, self.desk.project.id).steps, kind)
        assert found is not None
        return found


@pytest.fixture
def laid(desk: Desk, page: Page) -> PlanScreen:
    """A plan that began three weeks ago."""
    lay_plan(desk.workspace, LOCAL_OWNER, desk.project.id, desk.workspace.today() - timedelta(days=21))
    return PlanScreen(page, desk).open()


def test_a_plan_is_laid_out_from_a_day_and_a_system_named_from_an_example(desk: Desk, page: Page) -> None:
    PlanScreen(page, desk).open()
    page.get_by_role("button", name="Lay out the plan").click()
    expect(page.locator("section.gantt .row")).to_have_count(6)
    decided = decision_date(plan_of(desk.workspace, LOCAL_OWNER, desk.project.id).steps)
    today = desk.workspace.today()
    assert decided == today + timedelta(days=(7 - today.weekday()) % 7 + 56)
    page.get_by_role("button", name="Identity provider").click()
    dialog = page.get_by_role("dialog")
    estimate = dialog.get_by_role("textbox", name="Estimate in working days")
    estimate.fill("ten")
    dialog.get_by_role("button", name="Add system").click()
    expect(dialog).to_contain_text("such as 10 or 2.5")
    estimate.fill("10")
    dialog.get_by_role("button", name="Add system").click()
    row = page.get_by_role("row", name="Identity provider")
    expect(row).to_contain_text("Deferred")
    expect(row).to_contain_text("30 to 50 days")
    assert [each.system for each in integrations_of(desk.workspace, LOCAL_OWNER, desk.project.id)] == [
        "Identity provider"
    ]


def test_the_decision_is_moved_by_keys_and_stays_after_a_reload(laid: PlanScreen) -> None:
    before = laid.kept(StepKind.DECISION)
    bar = laid.bar(DECISION)
    bar.focus()
    for key in ("Shift+ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"):
        laid.page.keyboard.press(key)
    laid.saved()
    after = laid.kept(StepKind.DECISION)
    assert (after.start, after.end) == (before.start + timedelta(days=8), before.start + timedelta(days=8))
    expect(bar).to_be_focused()
    name = bar.get_attribute("aria-label")
    laid.open()
    expect(laid.bar(DECISION)).to_have_attribute("aria-label", str(name))


def test_a_review_dragged_beyond_week_4_goes_back_and_says_why(laid: PlanScreen) -> None:
    before = laid.kept(StepKind.REVIEW)
    name = str(laid.bar(REVIEW).get_attribute("aria-label"))
    laid.drag(REVIEW, 14)
    expect(laid.alert).to_contain_text("would start in week 6")
    expect(laid.bar(REVIEW)).to_have_attribute("aria-label", name)
    assert laid.kept(StepKind.REVIEW) == before
    laid.drag(REVIEW, 3)
    laid.saved()
    expect(laid.alert).to_be_hidden()
    assert laid.kept(StepKind.REVIEW).start == before.start + timedelta(days=3)


def test_what_someone_else_moved_meanwhile_is_said_and_shown(laid: PlanScreen) -> None:
    run = laid.kept(StepKind.RUN)
    theirs = run.end + timedelta(days=10)
    move_step(laid.desk.workspace, LOCAL_OWNER, run.id, run.start, theirs, seen=run.version)
    laid.bar("Pilot run").focus()
    laid.page.keyboard.press("+")
    expect(laid.alert).to_contain_text("Someone else changed this step")
    assert laid.kept(StepKind.RUN).end == theirs
    laid.page.keyboard.press("+")
    laid.saved()
    assert laid.kept(StepKind.RUN).end == theirs + timedelta(days=1)


def test_a_step_is_opened_by_its_key_changed_and_done(laid: PlanScreen) -> None:
    page, end = laid.page, laid.kept(StepKind.DESIGN).end
    laid.bar("Design for production").focus()
    page.keyboard.press("-")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Owner").fill("Ada")
    dialog.get_by_role("button", name="Save, and done today").click()
    row = page.locator("section.gantt .row", has_text="Design for production")
    expect(row).to_contain_text("Ada")
    expect(row).to_contain_text("✓")
    expect(laid.bar("Design for production")).to_be_focused()  # It was opened from here.
    kept = laid.kept(StepKind.DESIGN)
    assert kept.end == end - timedelta(days=1), "what was moved before is kept before it is opened"
    assert (kept.owner, kept.done_on) == ("Ada", laid.desk.workspace.today())
