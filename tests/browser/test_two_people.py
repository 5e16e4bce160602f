"""Two people in one draft: a conflict is shown and decided by a person; nothing is overwritten in silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.assess_screen import AssessScreen
from tests.browser.desk import Desk

FALLBACK = "reliability.fallback"
KEEP, MINE = "Keep what is there", "Use mine"


def both(desk: Desk, page: Page, new_page: Callable[..., Any]) -> tuple[str, AssessScreen, AssessScreen]:
    """A draft, and two people who look at the same question of it."""
    draft = desk.draft(said={FALLBACK: "0"})
    address = desk.assess_url(draft, FALLBACK)
    return draft, AssessScreen(page).open(address), AssessScreen(new_page()).open(address)


def test_a_stale_view_sees_both_levels_and_writes_nothing(desk: Desk, page: Page, new_page: Callable[..., Any]) -> None:
    draft, first, second = both(desk, page, new_page)
    first.press(5)
    second.level(2).click()
    labels = [option.label for option in desk.questionnaire().question(FALLBACK).options]  # type: ignore[union-attr]
    expect(second.alert).to_contain_text(f"“5 · {labels[4]}”")
    expect(second.alert).to_contain_text(f"“2 · {labels[1]}”")
    expect(second.status).to_have_text("Not saved")
    second.shows(5)
    assert desk.choice(draft, FALLBACK) == "4"


def test_keeping_what_is_there_leaves_it(desk: Desk, page: Page, new_page: Callable[..., Any]) -> None:
    draft, first, second = both(desk, page, new_page)
    first.press(5)
    second.level(2).click()
    second.button(KEEP).click()
    expect(second.alert).to_be_empty()
    expect(second.status).to_have_text("✓ Saved")
    second.shows(5)
    assert [change.after.choice for change in desk.changes(draft, FALLBACK)] == ["0", "4"]
    second.press(3)
    assert desk.choice(draft, FALLBACK) == "2"


def test_using_mine_writes_it_over_what_was_seen(desk: Desk, page: Page, new_page: Callable[..., Any]) -> None:
    draft, first, second = both(desk, page, new_page)
    first.press(5)
    second.level(2).click()
    second.button(MINE).click()
    expect(second.alert).to_be_empty()
    second.saved()
    second.shows(2)
    assert [change.after.choice for change in desk.changes(draft, FALLBACK)] == ["0", "4", "1"]


def test_using_mine_is_refused_again_when_the_answer_moved_once_more(
    desk: Desk, page: Page, new_page: Callable[..., Any]
) -> None:
    draft, first, second = both(desk, page, new_page)
    first.press(5)
    second.level(2).click()
    expect(second.alert).to_contain_text("“5 · ")
    first.press(3)
    second.button(MINE).click()
    expect(second.alert).to_contain_text("“3 · ")
    assert desk.choice(draft, FALLBACK) == "2"


def test_the_same_level_chosen_by_both_is_no_conflict(desk: Desk, page: Page, new_page: Callable[..., Any]) -> None:
    draft, first, second = both(desk, page, new_page)
    first.press(4)
    second.press(4)
    expect(second.alert).to_be_empty()
    assert len(desk.changes(draft, FALLBACK)) == 2


def test_a_note_over_another_persons_note_shows_both(desk: Desk, page: Page, new_page: Callable[..., Any]) -> None:
    draft, first, second = both(desk, page, new_page)
    first.write_note("Theirs, first")
    second.page.keyboard.press("n")
    second.page.keyboard.type("Mine, later")
    expect(second.alert).to_contain_text("“Theirs, first”")
    expect(second.alert).to_contain_text("“Mine, later”")
    expect(second.note).to_have_value("Mine, later")
    assert desk.answer(draft, FALLBACK).note == "Theirs, first"
    second.button(MINE).click()
    second.saved()
    assert desk.answer(draft, FALLBACK).note == "Mine, later"


def test_keeping_another_persons_note_shows_it(desk: Desk, page: Page, new_page: Callable[..., Any]) -> None:
    draft, first, second = both(desk, page, new_page)
    first.write_note("Theirs, first")
    second.page.keyboard.press("n")
    second.page.keyboard.type("Mine, later")
    second.button(KEEP).click()
    expect(second.note).to_have_value("Theirs, first")
    expect(second.alert).to_be_empty()
    second.note.blur()
    expect(second.status).to_have_text("✓ Saved")
    assert desk.answer(draft, FALLBACK).note == "Theirs, first"


def test_a_level_chosen_beside_anothers_new_note_loses_neither(
    desk: Desk, page: Page, new_page: Callable[..., Any]
) -> None:
    draft, first, second = both(desk, page, new_page)
    first.write_note("Only the note changed")
    second.level(3).click()
    second.button(MINE).click()
    second.saved()
    kept = desk.answer(draft, FALLBACK)
    assert (kept.choice, kept.note) == ("2", "Only the note changed")


def test_a_note_typed_on_during_a_conflict_overwrites_nothing(
    desk: Desk, page: Page, new_page: Callable[..., Any]
) -> None:
    draft, first, second = both(desk, page, new_page)
    first.write_note("Theirs, first")
    second.page.keyboard.press("n")
    second.page.keyboard.type("Mine, ")
    expect(second.alert).to_contain_text("“Mine, ”")
    second.page.keyboard.type("and more of it")
    expect(second.alert).to_contain_text("“Mine, and more of it”")
    second.note.blur()
    second.level(4).click()
    expect(second.levels.nth(3)).to_have_attribute("aria-checked", "true")
    expect(second.status).to_have_text("Not saved")
    assert desk.answer(draft, FALLBACK).note == "Theirs, first"
    second.button(MINE).click()
    second.saved()
    kept = desk.answer(draft, FALLBACK)
    assert (kept.choice, kept.note) == ("3", "Mine, and more of it")


def test_a_level_and_a_note_that_both_meet_a_change_are_both_decided(
    desk: Desk, page: Page, new_page: Callable[..., Any]
) -> None:
    draft, first, second = both(desk, page, new_page)
    first.press(5)
    first.write_note("Theirs")
    second.page.keyboard.press("n")
    second.page.keyboard.type("Mine")
    second.level(2).click()
    expect(second.button(KEEP)).to_have_count(2)
    expect(second.alert).to_contain_text("“2 · ")
    expect(second.alert).to_contain_text("“Mine”")
    second.button(KEEP).first.click()
    second.button(MINE).click()
    second.saved()
    assert second.button(KEEP).count() == 0
    kept = desk.answer(draft, FALLBACK)
    assert kept.note in {"Mine", "Theirs"}
    assert (kept.choice == "1") != (kept.note == "Mine"), "one of the two was decided each way"


def test_evidence_beside_anothers_change_is_decided_too(desk: Desk, page: Page, new_page: Callable[..., Any]) -> None:
    draft, first, second = both(desk, page, new_page)
    first.press(5)
    second.part("Evidence").click()
    second.page.get_by_role("textbox", name="What is the evidence?").fill("The log of May")
    second.button("Add evidence").click()
    second.button(MINE).click()
    expect(second.card.locator(".evidence li")).to_contain_text(["The log of May"])
    second.saved()
    kept = desk.answer(draft, FALLBACK)
    assert (kept.choice, [each.text for each in kept.evidence]) == ("4", ["The log of May"])


def test_moving_on_at_once_does_not_hide_a_conflict(desk: Desk, page: Page, new_page: Callable[..., Any]) -> None:
    draft, first, second = both(desk, page, new_page)
    first.press(5)
    second.page.keyboard.press("2")
    second.page.keyboard.press("ArrowRight")
    second.page.keyboard.press("3")
    expect(second.button(MINE)).to_be_visible()
    second.at(4)
    second.shows(5)
    assert desk.choice(draft, FALLBACK) == "4"
    assert desk.choice(draft, "reliability.worst-case") is None
    second.listed("Worst case").click()
    second.at(5)


def test_another_level_during_a_conflict_is_only_another_wish(
    desk: Desk, page: Page, new_page: Callable[..., Any]
) -> None:
    draft, first, second = both(desk, page, new_page)
    first.press(5)
    second.level(2).click()
    expect(second.alert).to_contain_text("“2 · ")
    second.page.keyboard.press("3")
    expect(second.alert).to_contain_text("“3 · ")
    second.shows(5)
    assert desk.choice(draft, FALLBACK) == "4"
    second.button(MINE).click()
    second.saved()
    second.shows(3)
    assert desk.choice(draft, FALLBACK) == "2"
