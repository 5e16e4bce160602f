"""The shared screen by keyboard alone: every step, every panel, a show of hands, and what fast fingers do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.room import SharedScreen

QUICK = "pilot-to-production-quick"


@pytest.fixture
def screen(desk: Desk, new_page: Callable[..., Any]) -> SharedScreen:
    """A room in its lobby, nobody in it."""
    opened = SharedScreen(new_page(reduced_motion="reduce"))
    opened.page.goto(desk.assess_url(desk.draft(QUICK)))
    opened.page.get_by_role("button", name="Decide it in a room").click()
    opened.at("lobby")
    return opened


def press(screen: SharedScreen, *keys: str) -> None:
    for key in keys:
        screen.page.keyboard.press(key)


def test_a_clicker_walks_forward_and_back_to_the_lobby(screen: SharedScreen) -> None:
    for stage in ("voting", "revealed"):
        press(screen, "PageDown")
        screen.at(stage)
    press(screen, "PageUp")
    screen.at("lobby")
    press(screen, "PageDown")
    screen.at("revealed")


def test_the_closing_is_one_key_away_and_leads_back(screen: SharedScreen) -> None:
    press(screen, "PageDown")
    screen.at("voting")
    press(screen, "e")
    screen.at("closing")
    press(screen, "PageUp")
    screen.at("voting")
    press(screen, "g")
    screen.page.get_by_role("button", name="To the closing").click()
    screen.at("closing")


def test_a_panel_that_follows_another_at_once_stays_open(screen: SharedScreen) -> None:
    panel = screen.page.locator("dialog.panel")
    press(screen, "?", "Escape", "l")
    expect(panel).to_have_count(1)
    expect(panel.get_by_role("heading", name="All questions")).to_be_visible()
    press(screen, "Escape")
    expect(panel).to_have_count(0)


def test_a_show_of_hands_is_typed_in_and_revealed(screen: SharedScreen) -> None:
    press(screen, "PageDown")
    screen.at("voting")
    press(screen, "h")
    expect(screen.page.get_by_role("spinbutton").first).to_be_focused()
    press(screen, "3", "Enter", "2", "PageDown")
    expect(screen.page.get_by_text("and 5 by show of hands")).to_be_visible()
    press(screen, "PageDown")
    screen.at("revealed")
    expect(screen.page.get_by_text("5 votes, 5 by hand")).to_be_visible()


def test_fast_presses_of_the_clicker_reveal_once_and_agree_nothing(screen: SharedScreen) -> None:
    press(screen, "PageDown")
    screen.at("voting")
    press(screen, "r", "r", "r")
    screen.at("revealed")
    expect(screen.page.locator(".room .agreed-words")).to_have_count(0)
    press(screen, "v")
    screen.at("voting")
    expect(screen.page.get_by_text("Round 2")).to_be_visible()


def test_leaving_keeps_the_room_open(screen: SharedScreen) -> None:
    press(screen, "PageDown")
    screen.at("voting")
    screen.button("Leave").click()
    page = screen.page
    expect(page.get_by_role("heading", name="Your projects")).to_be_visible()
    page.get_by_role("link", name="Workshop").click()
    page.get_by_role("button", name="Back to the room").first.wait_for()
