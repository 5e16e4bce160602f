"""The whole first walk: from an empty Home to what moved between two assessments."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.assess_screen import AssessScreen
from tests.browser.server import Server

BY_MOUSE = {1, 9, 17, 24}
UNKNOWN, NOT_APPLICABLE = 6, 14


def test_a_team_scores_its_pilot_and_sees_what_moved(server: Server, page: Page) -> None:
    page.goto(server.url)
    add_a_project(page)
    start(page)
    screen = AssessScreen(page)
    answer_everything(page, screen)
    complete(page)
    the_results_stand(page)
    home_shows_the_verdict(page)
    a_second_assessment_begins_from_last_time(page, screen)
    history_shows_what_moved(page)


def add_a_project(page: Page) -> None:
    expect(page.get_by_role("heading", name="Can your AI pilot live in production?")).to_be_visible()
    page.get_by_role("button", name="Add your project").click()
    page.get_by_label("Name", exact=True).fill("Invoice triage")
    page.get_by_label("What does it do?").fill("Sorts incoming invoices.")
    page.get_by_role("button", name="Add project").click()
    expect(page.get_by_role("heading", name="Invoice triage")).to_be_visible()
    expect(page.get_by_text("Not assessed yet")).to_be_visible()


def start(page: Page) -> None:
    page.get_by_role("button", name="Start an assessment").click()
    expect(page.get_by_role("radio", name="Pilot to production · ")).to_be_checked()
    page.get_by_role("button", name="Start", exact=True).click()


def answer_everything(page: Page, screen: AssessScreen) -> None:
    for number in range(1, 25):
        screen.at(number)
        if number == UNKNOWN:
            screen.button("Nobody knows").click()
            screen.saved()
        elif number == NOT_APPLICABLE:
            screen.button("Does not apply").click()
            page.get_by_role("textbox", name="Why does it not apply?").fill("No review is asked of internal tools")
            page.keyboard.press("Enter")
            expect(screen.button("Does not apply")).to_have_attribute("aria-pressed", "true")
            screen.saved()
        elif number in BY_MOUSE:
            screen.click(4)
        else:
            screen.press(1 + number % 5)
        if number == 1:
            screen.write_note("Scored on the March sample")
            add_evidence(page, screen)
        if number == 9:
            page.keyboard.press("ArrowLeft")
            screen.at(8)
            screen.shows(4)
            page.keyboard.press("ArrowRight")
            screen.at(9)
        if number < 24:
            screen.heading.click()
            page.keyboard.press("ArrowRight")
    expect(page.get_by_text("100 % covered")).to_be_visible()


def add_evidence(page: Page, screen: AssessScreen) -> None:
    screen.part("Evidence").click()
    page.get_by_role("textbox", name="What is the evidence?").fill("Report of the March sample")
    page.get_by_label("The day the evidence is from").fill("2026-03-02")
    page.get_by_role("button", name="Add evidence").click()
    expect(screen.card.locator(".evidence li")).to_contain_text(["Report of the March sample"])
    screen.saved()


def complete(page: Page) -> None:
    page.get_by_role("button", name="Complete assessment").click()
    expect(page.get_by_role("dialog")).to_contain_text("can’t be changed")
    page.get_by_role("button", name="Complete it").click()


def the_results_stand(page: Page) -> None:
    verdict = page.get_by_role("region", name="Verdict")
    expect(verdict.get_by_role("heading")).to_contain_text("Not ready")
    expect(verdict.get_by_role("listitem").first).to_contain_text("Needed at least")
    expect(drawn(page, "radar")).to_be_visible()
    rows = page.get_by_role("table", name="Every dimension").locator("tbody tr")
    assert [row.locator("td").first.inner_text() for row in rows.all()] == ["Reliability", "Integration", "Operations"]
    cells = page.locator(".strip button.cell")
    expect(cells).to_have_count(24)
    cells.first.click()
    details = page.get_by_role("region", name="Details of the question")
    expect(details).to_contain_text("Scored on the March sample")
    expect(details).to_contain_text("Report of the March sample")
    expect(cells.first).to_have_attribute("aria-expanded", "true")


def home_shows_the_verdict(page: Page) -> None:
    page.get_by_role("link", name="Home").click()
    card = page.get_by_role("article")
    expect(card).to_contain_text("Not ready")
    expect(card).to_contain_text("1 assessment")
    expect(page.get_by_role("button", name="Results")).to_be_visible()


def a_second_assessment_begins_from_last_time(page: Page, screen: AssessScreen) -> None:
    page.get_by_role("button", name="Start an assessment").click()
    page.get_by_text("Start from the answers of").click()
    page.get_by_role("button", name="Start", exact=True).click()
    screen.at(1)
    screen.shows(4)
    expect(screen.level(4)).to_contain_text("last time")
    screen.press(5)
    expect(screen.level(4)).to_contain_text("last time")
    page.keyboard.press("ArrowRight")
    screen.at(2)
    screen.press(1)
    screen.listed("Regression").click()
    screen.at(UNKNOWN)
    expect(screen.card).to_contain_text("Last time: Nobody knows")
    complete(page)
    page.get_by_role("region", name="Verdict").wait_for()


def history_shows_what_moved(page: Page) -> None:
    page.get_by_role("button", name="History").click()
    expect(page.get_by_role("heading", name="Trend by dimension")).to_be_visible()
    expect(drawn(page, "trend")).to_be_visible()
    expect(drawn(page, "radars")).to_be_visible()
    moved = page.locator(".st-key-chart_movement")
    expect(moved).to_contain_text("Each bar is a question’s share")
    expect(moved.locator(".barlayer .point")).to_have_count(2)
    page.get_by_text("Play through").click()
    expect(page.locator(".st-key-chart_radars .slider-group")).to_be_visible()
    expect(page.locator(".st-key-chart_radars .updatemenu-button").first).to_be_visible()
    rows = page.get_by_role("table", name="Every assessment").locator("tbody tr")
    expect(rows).to_have_count(2)


def drawn(page: Page, chart: str) -> Locator:
    """The first point that Plotly has drawn in a chart."""
    return page.locator(f".st-key-chart_{chart} .scatterlayer path.point").first
