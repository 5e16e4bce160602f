"""Hands that are faster than the screen: no conflict with oneself, and no answer on the wrong question."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.assess_screen import AssessScreen
from tests.browser.desk import Desk

FALLBACK = "reliability.fallback"


def test_fast_clicks_of_one_person_are_no_conflict(desk: Desk, page: Page) -> None:
    draft = desk.draft()
    screen = AssessScreen(page).open(desk.assess_url(draft, FALLBACK))
    for level in (1, 2, 3, 4, 5, 4, 3, 2):
        screen.level(level).click(no_wait_after=True)
    screen.saved()
    screen.shows(2)
    expect(screen.alert).to_be_empty()
    assert desk.choice(draft, FALLBACK) == "1"


def test_fast_keys_and_a_note_of_one_person_are_no_conflict(desk: Desk, page: Page) -> None:
    draft = desk.draft()
    screen = AssessScreen(page).open(desk.assess_url(draft, FALLBACK))
    for key in "1234543":
        page.keyboard.press(key)
    page.keyboard.press("n")
    page.keyboard.type("one two three four five six seven eight nine ten", delay=25)
    screen.note.blur()
    screen.saved()
    expect(screen.alert).to_be_empty()
    kept = desk.answer(draft, FALLBACK)
    assert (kept.choice, kept.note) == ("2", "one two three four five six seven eight nine ten")


def test_a_key_pressed_before_the_next_question_is_there_never_changes_the_one_just_left(
    desk: Desk, page: Page
) -> None:
    draft = desk.draft()
    screen = AssessScreen(page).open(desk.assess_url(draft))
    page.keyboard.press("2")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("5")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("3")
    screen.at(3)
    screen.saved()
    screen.shows(3)
    said = [desk.choice(draft, f"reliability.{name}") for name in ("real-inputs", "hard-cases", "quality-bar")]
    assert said == ["1", "4", "2"]


def test_a_note_typed_right_after_the_move_stays_a_note(desk: Desk, page: Page) -> None:
    draft = desk.draft()
    screen = AssessScreen(page).open(desk.assess_url(draft))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("n")
    page.keyboard.press("u")
    screen.at(2)
    expect(screen.note).to_be_focused()
    page.keyboard.type("2 words")
    screen.saved()
    kept = desk.answer(draft, "reliability.hard-cases")
    assert kept.note.endswith("2 words")
    assert (kept.choice, kept.unknown) == (None, False)
