"""A whole section on the screen, and a completed assessment that can only be looked at."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.assess_screen import AssessScreen
from tests.browser.desk import Desk


def test_a_whole_section_is_answered_on_one_page(desk: Desk, page: Page) -> None:
    draft = desk.draft()
    screen = AssessScreen(page).open(desk.assess_url(draft))
    page.get_by_text("Whole section").click()
    expect(screen.card).to_have_count(8)
    for place, level in enumerate((1, 3, 5)):
        card = screen.card.nth(place)
        card.locator(".level").nth(level - 1).click()
        expect(card.locator(".status")).to_have_text("✓ Saved")
        expect(card.locator(".level").nth(level - 1)).to_have_attribute("aria-checked", "true")
        expect(card.locator(".chosen-text")).not_to_be_empty()
    names = ("real-inputs", "hard-cases", "quality-bar")
    assert [desk.choice(draft, f"reliability.{name}") for name in names] == ["0", "2", "4"]


def test_sections_move_on_and_back(desk: Desk, page: Page) -> None:
    screen = AssessScreen(page).open(desk.assess_url(desk.draft()))
    page.get_by_text("Whole section").click()
    expect(screen.card).to_have_count(8)
    screen.button("Next").click()
    screen.at(9)
    screen.button("Next").click()
    screen.at(17)
    expect(screen.button("Next")).to_be_hidden()
    screen.button("Previous").click()
    screen.at(9)
    page.keyboard.press("ArrowLeft")
    screen.at(1)
    expect(screen.button("Previous")).to_be_hidden()
    screen.listed("Seams").click()
    screen.at(15)
    expect(screen.card).to_have_count(8)


def test_the_way_of_showing_changes_and_nothing_else(desk: Desk, page: Page) -> None:
    draft = desk.draft()
    screen = AssessScreen(page).open(desk.assess_url(draft, "integration.seams"))
    screen.press(4)
    page.get_by_text("Whole section").click()
    expect(screen.card).to_have_count(8)
    seams = page.get_by_role("region", name="What happens when a connected system")
    expect(seams.locator(".level").nth(3)).to_have_attribute("aria-checked", "true")
    seams.locator(".level").nth(1).click()
    expect(seams.locator(".status")).to_have_text("✓ Saved")
    page.get_by_text("One question").click()
    expect(screen.card).to_have_count(1)
    screen.at(15)
    screen.shows(2)
    assert desk.choice(draft, "integration.seams") == "1"


def test_the_way_of_showing_lasts_while_going_to_another_page(desk: Desk, page: Page) -> None:
    draft = desk.draft()
    screen = AssessScreen(page).open(desk.assess_url(draft))
    page.get_by_text("Whole section").click()
    expect(screen.card).to_have_count(8)
    page.get_by_role("link", name="Home").click()
    page.get_by_role("heading", name="Your projects").wait_for()
    page.get_by_role("link", name="Assess").click()
    expect(screen.card).to_have_count(8)


def test_in_a_section_a_key_answers_the_card_that_has_the_focus(desk: Desk, page: Page) -> None:
    draft = desk.draft()
    screen = AssessScreen(page).open(desk.assess_url(draft))
    page.get_by_text("Whole section").click()
    expect(screen.card).to_have_count(8)
    third = screen.card.nth(2)
    third.locator(".level").first.focus()
    page.keyboard.press("4")
    expect(third.locator(".status")).to_have_text("✓ Saved")
    assert desk.choice(draft, "reliability.quality-bar") == "3"
    assert desk.choice(draft, "reliability.real-inputs") is None


def test_a_completed_assessment_can_only_be_looked_at(desk: Desk, page: Page) -> None:
    done = desk.completed()
    screen = AssessScreen(page).open(desk.assess_url(done, "reliability.fallback"))
    expect(page.get_by_text("completed on")).to_be_visible()
    screen.shows(3)
    for level in range(1, 6):
        expect(screen.level(level)).to_be_disabled()
        screen.level(level).click(force=True)
        screen.level(level).dispatch_event("click")
        page.keyboard.press(str(level))
    for name in ("Nobody knows", "Does not apply"):
        expect(screen.button(name)).to_be_disabled()
    page.keyboard.press("u")
    screen.part("Note").click()
    expect(screen.note).to_have_js_property("readOnly", True)
    screen.part("Evidence").click()
    expect(screen.button("Add evidence")).to_be_hidden()
    expect(screen.button("Clear answer")).to_be_hidden()
    expect(screen.complete).to_be_hidden()
    screen.shows(3)
    screen.heading.click()
    page.keyboard.press("ArrowRight")
    screen.at(5)
    screen.button("See the results").click()
    page.get_by_role("region", name="Verdict").wait_for()
    assert len(desk.changes(done, "reliability.fallback")) == 1


def test_an_answer_to_a_draft_completed_meanwhile_is_refused_in_words(desk: Desk, page: Page) -> None:
    draft = desk.draft(said={"reliability.fallback": "1"})
    screen = AssessScreen(page).open(desk.assess_url(draft, "reliability.fallback"))
    desk.complete(draft)
    screen.level(5).click()
    expect(screen.card.locator(".level[aria-checked=true]")).to_contain_text("2")
    expect(screen.levels.first).to_be_disabled()
    assert desk.choice(draft, "reliability.fallback") == "1"
