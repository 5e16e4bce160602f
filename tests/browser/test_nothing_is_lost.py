"""A reload, a deep link, a closed browser, a killed server: what was shown as saved is there, and the rest is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.assess_screen import AssessScreen
from tests.browser.desk import Desk
from tests.browser.server import Server

FALLBACK = "reliability.fallback"
PATIENCE_MS = 60_000


def test_a_reload_keeps_question_answer_and_note(desk: Desk, page: Page) -> None:
    draft = desk.draft()
    screen = AssessScreen(page).open(desk.assess_url(draft))
    screen.listed("Fallback").click()
    screen.at(4)
    screen.press(3)
    screen.write_note("Written before the reload")
    page.reload()
    screen.at(4)
    screen.shows(3)
    screen.part("Note").click()
    expect(screen.note).to_have_value("Written before the reload")


def test_a_note_is_saved_though_the_page_is_reloaded_while_it_is_typed(desk: Desk, page: Page) -> None:
    draft = desk.draft()
    screen = AssessScreen(page).open(desk.assess_url(draft, FALLBACK))
    page.keyboard.press("n")
    page.keyboard.type("Said and shown")
    screen.saved()
    page.reload()
    screen.at(4)
    assert desk.answer(draft, FALLBACK).note == "Said and shown"


def test_what_was_done_right_before_leaving_for_another_page_is_saved(desk: Desk, page: Page) -> None:
    draft = desk.draft()
    screen = AssessScreen(page).open(desk.assess_url(draft, FALLBACK))
    page.keyboard.press("n")
    page.keyboard.type("Typed, and gone")
    page.get_by_role("link", name="Home").click()
    page.get_by_role("heading", name="Your projects").wait_for()
    AssessScreen(page).open(desk.assess_url(draft, FALLBACK))
    assert desk.answer(draft, FALLBACK).note == "Typed, and gone"
    screen.level(4).click(no_wait_after=True)
    page.get_by_role("link", name="Home").click()
    page.get_by_role("heading", name="Your projects").wait_for()
    screen.open(desk.assess_url(draft, FALLBACK))
    screen.shows(4)


def test_a_reason_that_is_being_typed_outlives_the_save_of_something_else(desk: Desk, page: Page) -> None:
    draft = desk.draft()
    screen = AssessScreen(page).open(desk.assess_url(draft, FALLBACK))
    reason = page.get_by_role("textbox", name="Why does it not apply?")
    screen.button("Does not apply").click()
    reason.fill("No user")
    page.keyboard.press("Enter")
    screen.saved()
    reason.fill("No user sees it, only")
    screen.part("Note").click()
    screen.note.fill("Beside it")
    screen.note.blur()
    screen.saved()
    expect(reason).to_have_value("No user sees it, only")
    screen.button("Save reason").click()
    screen.saved()
    assert desk.answer(draft, FALLBACK).not_applicable == "No user sees it, only"


def test_a_deep_link_shows_the_same_to_somebody_else(desk: Desk, page: Page, new_page: Callable[..., Any]) -> None:
    draft = desk.draft()
    mine = AssessScreen(page).open(desk.assess_url(draft))
    mine.listed("Fallback").click()
    mine.at(4)
    mine.press(5)
    theirs = AssessScreen(new_page()).open(page.url)
    theirs.at(4)
    theirs.shows(5)


def test_a_closed_browser_continues_the_draft_from_home(server: Server, new_page: Callable[..., Any]) -> None:
    with Desk(server, project="Invoice triage") as desk:
        draft = desk.draft()
        first = new_page()
        screen = AssessScreen(first).open(desk.assess_url(draft))
        screen.press(2)
        first.keyboard.press("ArrowRight")
        screen.at(2)
        screen.press(4)
        first.context.close()
        second = new_page()
        second.goto(server.url)
        second.get_by_role("button", name="Continue: Pilot to production").click()
        again = AssessScreen(second)
        again.at(2)
        again.shows(4)
        second.keyboard.press("ArrowLeft")
        again.at(1)
        again.shows(2)


def test_a_killed_server_loses_nothing_that_was_shown_as_saved(server: Server, page: Page) -> None:
    with Desk(server, project="Invoice triage") as desk:
        draft = desk.draft()
        screen = AssessScreen(page).open(desk.assess_url(draft))
        for number, level in ((1, 2), (2, 5), (3, 1), (4, 3)):
            screen.at(number)
            screen.press(level)
            if number < 4:
                page.keyboard.press("ArrowRight")
        server.kill()
        server.start()
        assert desk.choice(draft, FALLBACK) == "2"
        page.reload()
        screen.at(4)
        screen.shows(3)
        page.keyboard.press("ArrowLeft")
        screen.at(3)
        screen.shows(1)


def test_a_click_while_the_server_is_down_is_saved_once_when_it_is_back(server: Server, page: Page) -> None:
    with Desk(server, project="Invoice triage") as desk:
        draft = desk.draft()
        screen = AssessScreen(page).open(desk.assess_url(draft, FALLBACK))
        screen.press(2)
        server.kill()
        screen.level(5).click()
        expect(screen.status).to_have_text("Saving…")
        screen.shows(5)
        assert desk.choice(draft, FALLBACK) == "1"
        page.get_by_text("Connecting").or_(page.get_by_test_id("stConnectionStatus")).first.wait_for()
        expect(screen.status).to_have_text("Saving…")
        server.start()
        expect(screen.status).to_have_text("✓ Saved", timeout=PATIENCE_MS)
        screen.shows(5)
        assert desk.choice(draft, FALLBACK) == "4"
        assert [change.after.choice for change in desk.changes(draft, FALLBACK)] == ["1", "4"]
        screen.press(4)
        assert desk.choice(draft, FALLBACK) == "3"


def test_a_note_typed_while_the_server_is_down_is_saved_when_it_is_back(server: Server, page: Page) -> None:
    with Desk(server, project="Invoice triage") as desk:
        draft = desk.draft()
        screen = AssessScreen(page).open(desk.assess_url(draft, FALLBACK))
        screen.press(2)
        server.kill()
        page.keyboard.press("n")
        page.keyboard.type("The power was cut here")
        expect(screen.status).to_have_text("Saving…")
        server.start()
        expect(screen.status).to_have_text("✓ Saved", timeout=PATIENCE_MS)
        expect(screen.note).to_have_value("The power was cut here")
        assert desk.answer(draft, FALLBACK).note == "The power was cut here"
