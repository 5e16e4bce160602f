"""Nothing jumps: a click changes what it is about, and the rest of the screen stays as it is."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.assess_screen import AssessScreen
from tests.browser.desk import Desk

BOXES = """() => {
    const roots = [document, ...[...document.querySelectorAll('*')].map((each) => each.shadowRoot).filter(Boolean)]
    const all = (what) => roots.flatMap((root) => [...root.querySelectorAll(what)])
    const box = ({left, top, width, height}) => [left, top, width, height].map((each) => Math.round(each * 10) / 10)
    const steady = ['header', '.card h2', '.card .level', 'nav[aria-label="All questions"] button', '.moves .next']
    return steady.flatMap(all)
        .map((each) => [each.className || each.tagName, ...box(each.getBoundingClientRect())])
}"""
MARK = """() => {
    window.marked = [...document.querySelectorAll('header, header *, .pf-kicker, [data-testid="stButtonGroup"] *')]
        .filter((each) => !each.closest('[data-testid="stToolbar"]'))
    return window.marked.length
}"""
GONE = "() => window.marked.filter((each) => !each.isConnected).map((each) => each.outerHTML.slice(0, 200))"


def boxes(page: Page) -> Any:
    """Where everything stands that should not move: [what, left, top, width, height]."""
    return page.evaluate(BOXES)


def without_state(found: Any) -> list[Any]:
    return [place for _, *place in found]


def test_a_click_on_a_level_moves_nothing(desk: Desk, page: Page) -> None:
    screen = AssessScreen(page).open(desk.assess_url(desk.draft()))
    before = boxes(page)
    assert len(before) > 25
    screen.level(4).click()
    pending = boxes(page)
    screen.saved()
    screen.shows(4)
    saved = boxes(page)
    assert without_state(pending) == without_state(before)
    assert without_state(saved) == without_state(before)
    screen.click(2)
    assert without_state(boxes(page)) == without_state(before)


def test_a_click_draws_nothing_anew_outside_the_answering_part(desk: Desk, page: Page) -> None:
    screen = AssessScreen(page).open(desk.assess_url(desk.draft()))
    assert page.evaluate(MARK) > 10
    screen.click(4)
    page.keyboard.press("ArrowRight")
    screen.at(2)
    screen.press(1)
    assert page.evaluate(GONE) == []


def test_the_levels_and_the_note_are_patched_and_not_built_anew(desk: Desk, page: Page) -> None:
    screen = AssessScreen(page).open(desk.assess_url(desk.draft()))
    handles = [screen.heading.element_handle(), screen.level(1).element_handle(), screen.level(4).element_handle()]
    page.keyboard.press("n")
    page.keyboard.type("A note with the cursor in it")
    screen.saved()
    screen.level(4).click()
    screen.saved()
    assert all(handle.evaluate("(each) => each.isConnected") for handle in handles)
    screen.note.click()
    page.keyboard.press("End")
    page.keyboard.type(", still")
    screen.saved()
    expect(screen.note).to_be_focused()
    expect(screen.note).to_have_value("A note with the cursor in it, still")


def test_everything_that_is_needed_to_answer_is_in_sight(desk: Desk, page: Page) -> None:
    screen = AssessScreen(page).open(desk.assess_url(desk.draft()))
    for number in (1, 9, 24):
        if number > 1:
            screen.list.get_by_role("button").nth(number - 1).click()
        screen.at(number)
        for needed in (screen.heading, screen.level(1), screen.level(5), screen.button("Nobody knows")):
            expect(needed).to_be_in_viewport(ratio=0.99)
