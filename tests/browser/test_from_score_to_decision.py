"""The whole way, from the sample's score to a decision that the portfolio shows."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.assess_screen import AssessScreen
from tests.browser.path_screen import PathScreen
from tests.browser.server import Server

FULFILLED = "Operations reaches 3.0 of 4"
RAISED = {"operations.quality-drift": 5, "operations.cost-latency": 5, "operations.upkeep": 4}
"""What the sample's path to ready asks for: question to level."""


def test_from_the_sample_s_path_to_a_decision_against_the_recommendation(server: Server, page: Page) -> None:
    page.goto(server.url)
    page.get_by_role("button", name="Look round with a sample").click()
    page.get_by_role("button", name="Results", exact=True).click()
    page.get_by_role("button", name="Path to ready").click()
    make_three_actions(PathScreen(page))
    assess_again(page)
    the_actions_are_confirmed(page)
    seal_amend_and_measure(page)
    decide_against_the_recommendation(page)
    the_portfolio_shows_it(page)


def make_three_actions(screen: PathScreen) -> None:
    page = screen.page
    expect(screen.moves).to_have_count(3)
    expect(screen.landings.last).to_contain_text(FULFILLED)
    expect(screen.landings.last).to_contain_text("The verdict becomes “Ready”")
    screen.made.click()
    page.get_by_role("dialog").get_by_role("textbox", name="Owner").fill("Mara Lind")
    page.get_by_role("dialog").get_by_role("button", name="Make 3 actions").click()
    page.wait_for_url("**/actions**")
    expect(cards_of(page, "Mara Lind")).to_have_count(3)


def assess_again(page: Page) -> None:
    """A second assessment from last time's answers, with the three questions raised."""
    page.get_by_role("link", name="Home", exact=True).click()
    page.get_by_role("button", name="Start an assessment").click()
    page.get_by_role("dialog").get_by_text(re.compile("Start from the answers of")).click()
    page.get_by_role("dialog").get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url("**/assess?assessment=*")
    draft = page.url.partition("&")[0]
    screen = AssessScreen(page)
    for question, level in RAISED.items():
        screen.open(f"{draft}&question={question}").click(level)
    screen.complete.click()
    page.get_by_role("button", name="Complete it").click()
    expect(page.get_by_role("region", name="Verdict")).to_contain_text("Ready:")


def the_actions_are_confirmed(page: Page) -> None:
    page.get_by_role("link", name="Actions", exact=True).click()
    made = cards_of(page, "Mara Lind")
    expect(made).to_have_count(3)
    expect(made.filter(has_text="Confirmed by the assessment of")).to_have_count(3)
    expect(page.get_by_text("did not see it move").first).to_be_visible()


def seal_amend_and_measure(page: Page) -> None:
    """Both criteria are sealed; the second is amended and met, the first is missed."""
    page.get_by_role("link", name="Pilot", exact=True).click()
    page.get_by_role("button", name="Seal these 2").click()
    press(page, "Seal these 2")
    criteria = page.locator(".pf-pilot-criterion")
    expect(criteria.locator(".seal", has_text="Sealed")).to_have_count(2)

    page.get_by_role("button", name="More", exact=True).nth(1).click()
    page.get_by_text("Amend it", exact=True).click()
    fill(page, "Target", "5")
    fill(page, "Why is it amended", "The mean of December has the audit in it")
    press(page, "Amend it")
    expect(page.get_by_label("Amendments")).to_contain_text("The mean of December has the audit in it")

    for place, value in enumerate(("84", "4.5")):
        page.get_by_role("button", name="Measure", exact=True).nth(place).click()
        fill(page, "Value", value)
        fill(page, "Where the number comes from", "The list of week 47")
        press(page, "Write it down")
        expect(page.get_by_role("dialog")).to_have_count(0)  # else the next value goes into the one that is closing
    expect(criteria.nth(0)).to_contain_text("not met, but better than 71 before")
    expect(criteria.nth(1)).to_contain_text("As first sealed, at most 4 minutes: not met.")


def decide_against_the_recommendation(page: Page) -> None:
    page.get_by_role("link", name="Decision", exact=True).click()
    recommended = page.get_by_role("region", name="What the rules recommend")
    expect(recommended).to_contain_text("No-go")
    expect(recommended).to_contain_text("A criterion is not met")
    page.get_by_role("button", name="Decide", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Go with conditions").check(force=True)
    dialog.get_by_role("textbox", name="Why against the recommendation?").fill("The season begins in January")
    dialog.get_by_label("Reasons").fill("84 of 100 is worth it already, and a clerk sees the rest")
    dialog.get_by_label("Decided by").fill("Ada Quispe")
    dialog.get_by_label("On condition that").fill("Sign-in by the identity provider")
    dialog.get_by_role("button", name="Write it down").click()
    decided = page.get_by_role("region", name="The decision that holds")
    for words in ("Go with conditions", "Ada Quispe", "Against the recommendation", "The season begins in January"):
        expect(decided).to_contain_text(words)


def the_portfolio_shows_it(page: Page) -> None:
    page.get_by_role("link", name="Portfolio", exact=True).click()
    row = page.get_by_role("row", name=re.compile("Invoice triage"))
    expect(row).to_contain_text("Ready")
    expect(row).to_contain_text("Go with conditions")
    expect(row).not_to_contain_text("In purgatory")


def cards_of(page: Page, owner: str) -> Locator:
    """The actions on the board that somebody owns."""
    return page.locator(".board .card", has_text=owner)


def fill(page: Page, label: str, value: str) -> None:
    field = page.get_by_role("dialog").get_by_label(label).first
    field.fill(value)
    expect(field).to_have_value(value)


def press(page: Page, name: str) -> None:
    """Press a button of the open dialog, and wait until it is closed."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=name, exact=True).click()
    dialog.wait_for(state="detached")
