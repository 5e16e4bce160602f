"""A question is answered, noted and left without a mouse."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.assess_screen import AssessScreen
from tests.browser.desk import Desk

FALLBACK = "reliability.fallback"
FOCUSED = """() => {
    let at = document.activeElement
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
    return {text: at.textContent.trim(), name: at.getAttribute('aria-label'), role: at.getAttribute('role'),
            inside: at.closest('nav')?.getAttribute('aria-label') ?? ''}
}"""


def focused(page: Page) -> dict[str, Any]:
    """What has the focus, through every shadow root."""
    found: dict[str, Any] = page.evaluate(FOCUSED)
    return found


def tab_until(page: Page, wanted: str, *, key: str = "Tab", most: int = 60) -> dict[str, Any]:
    """Press Tab until the focused element's navigation or text has `wanted`."""
    for _ in range(most):
        page.keyboard.press(key)
        now = focused(page)
        if wanted in (now["inside"], now["text"], now["name"]) or wanted in now["text"]:
            return now
    raise AssertionError(f"{most} tabs do not reach “{wanted}”")


def test_a_whole_question_is_answered_by_keys_alone(desk: Desk, page: Page) -> None:
    draft = desk.draft()
    screen = AssessScreen(page).open(desk.assess_url(draft, FALLBACK))
    screen.press(4)
    page.keyboard.press("n")
    expect(screen.note).to_be_focused()
    page.keyboard.type("12345 n u ? are words here")
    screen.saved()
    expect(screen.note).to_have_value("12345 n u ? are words here")
    page.keyboard.press("Escape")
    expect(screen.note).not_to_be_focused()
    page.keyboard.press("ArrowRight")
    screen.at(5)
    page.keyboard.press("u")
    expect(screen.button("Nobody knows")).to_have_attribute("aria-pressed", "true")
    screen.saved()
    kept = desk.answer(draft, FALLBACK)
    assert (kept.choice, kept.note) == ("3", "12345 n u ? are words here")
    assert len(desk.changes(draft, "reliability.worst-case")) == 1


def test_help_opens_and_closes_by_keys_and_holds_the_others_back(desk: Desk, page: Page) -> None:
    draft = desk.draft()
    screen = AssessScreen(page).open(desk.assess_url(draft, FALLBACK))
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    page.keyboard.press("3")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    screen.at(4)
    assert desk.changes(draft, FALLBACK) == []
    screen.press(3)


def test_up_and_down_move_the_focus_and_save_nothing(desk: Desk, page: Page) -> None:
    draft = desk.draft(said={FALLBACK: "1"})
    screen = AssessScreen(page).open(desk.assess_url(draft, FALLBACK))
    screen.level(2).focus()
    page.keyboard.press("ArrowDown")
    expect(screen.level(3)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(screen.level(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(screen.level(5)).to_be_focused()
    screen.shows(2)
    expect(screen.status).to_have_text("✓ Saved")
    assert len(desk.changes(draft, FALLBACK)) == 1
    page.keyboard.press("Enter")
    screen.saved()
    screen.shows(5)
    expect(screen.level(5)).to_be_focused()


def test_tab_reaches_the_list_the_levels_and_the_ways_on(desk: Desk, page: Page) -> None:
    draft = desk.draft()
    screen = AssessScreen(page).open(desk.assess_url(draft))
    tab_until(page, "All questions")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    screen.at(2)
    page.keyboard.press("Tab")
    assert focused(page)["role"] == "radio", "after a move the focus stands at the question, its levels come next"
    tab_until(page, "Nobody knows")
    tab_until(page, "Does not apply")
    tab_until(page, "Complete assessment")


def test_the_focus_goes_with_the_question(desk: Desk, page: Page) -> None:
    draft = desk.draft()
    screen = AssessScreen(page).open(desk.assess_url(draft))
    screen.at(1)
    page.keyboard.press("ArrowRight")
    screen.at(2)
    expect(screen.heading).to_be_focused()


def test_keys_in_a_dialog_of_the_page_choose_nothing(desk: Desk, page: Page) -> None:
    draft = desk.draft(said={FALLBACK: "1"})
    screen = AssessScreen(page).open(desk.assess_url(draft, FALLBACK))
    screen.complete.click()
    expect(page.get_by_role("dialog")).to_contain_text("can’t be changed")
    page.keyboard.press("5")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Complete this assessment?")).to_be_hidden()
    screen.shows(2)
    assert len(desk.changes(draft, FALLBACK)) == 1
