"""Every shipped questionnaire is started from the screen and answered, whatever kinds of questions it has."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from preflight.catalog.shelf import Shelf
from preflight.domain.questionnaire import Kind
from preflight.settings import ROOT
from tests.browser.assess_screen import AssessScreen
from tests.browser.desk import Desk
from tests.browser.server import Server

SHIPPED = sorted(entry.questionnaire.id for entry in Shelf(ROOT / "questionnaires").entries())
SCALE_UP = "enterprise-scale-up"
CONTROLS, MONITORING, AUTONOMY = "data.controls", "operations.monitoring", "autonomy.level"


def test_every_questionnaire_is_offered_and_starts(server: Server, page: Page) -> None:
    with Desk(server, project="Invoice triage") as desk:
        page.goto(server.url)
        for questionnaire in SHIPPED:
            title = desk.questionnaire(questionnaire).title
            page.get_by_role("button", name="Start an assessment").click()
            offered = page.get_by_role("dialog").get_by_role("radio")
            expect(offered).to_have_count(len(SHIPPED))
            page.get_by_role("dialog").locator("label", has=page.get_by_text(title, exact=True)).click()
            page.get_by_role("button", name="Start", exact=True).click()
            page.get_by_text(f"Invoice triage · {title} · draft").wait_for()
            page.get_by_role("link", name="Home").click()
            page.get_by_role("button", name=f"Continue: {title}", exact=True).wait_for()


@pytest.mark.parametrize("questionnaire", SHIPPED)
def test_its_first_three_questions_are_answered(desk: Desk, page: Page, questionnaire: str) -> None:
    draft = desk.draft(questionnaire)
    screen = AssessScreen(page).open(desk.assess_url(draft))
    questions = list(desk.questionnaire(questionnaire).questions())[:3]
    for number, question in enumerate(questions, 1):
        screen.card.locator(".kicker").get_by_text(f"· {number} of ").wait_for()
        expect(screen.heading).to_have_text(question.text)
        if question.kind in {Kind.CHOICE, Kind.MULTI}:
            screen.press(2)
            assert desk.answer(draft, question.id).choices == (question.options[1].id,)
        else:
            screen.card.locator(".typed input, .typed textarea").fill("75")
            screen.saved()
            kept = desk.answer(draft, question.id)
            assert kept.number == 75 or kept.text == "75"
        screen.button("Next").click()


def test_a_number_out_of_range_is_refused_in_words_and_kept_on_the_screen(desk: Desk, page: Page) -> None:
    draft = desk.draft(SCALE_UP)
    screen = AssessScreen(page).open(desk.assess_url(draft, "data.owners"))
    field = screen.card.locator(".typed input")
    field.fill("101")
    expect(screen.alert).to_contain_text("between 0 and 100")
    expect(screen.status).to_have_text("Not saved")
    field.fill("half")
    expect(screen.alert).to_contain_text("Type a number")
    expect(field).to_have_value("half")
    field.fill("62,5")
    screen.saved()
    expect(screen.alert).to_be_empty()
    page.reload()
    expect(field).to_have_value("62.5")


def test_several_options_are_ticked_and_unticked_and_none_of_these_is_an_answer(desk: Desk, page: Page) -> None:
    draft = desk.draft(SCALE_UP)
    screen = AssessScreen(page).open(desk.assess_url(draft, CONTROLS))
    for number in (1, 3, 5):
        screen.click(number)
    assert desk.answer(draft, CONTROLS).choices == ("lineage", "consistency", "approval")
    page.keyboard.press("3")
    expect(screen.level(3)).to_have_attribute("aria-checked", "false")
    screen.saved()
    assert desk.answer(draft, CONTROLS).choices == ("lineage", "approval")
    screen.button("None of these").click()
    expect(screen.button("None of these")).to_have_attribute("aria-pressed", "true")
    screen.saved()
    expect(screen.card.locator("[aria-checked=true]")).to_have_count(0)
    assert desk.answer(draft, CONTROLS).choices == ()


def test_options_ticked_fast_are_all_kept(desk: Desk, page: Page) -> None:
    draft = desk.draft(SCALE_UP)
    screen = AssessScreen(page).open(desk.assess_url(draft, CONTROLS))
    for key in "12346":
        page.keyboard.press(key)
    screen.saved()
    assert desk.answer(draft, CONTROLS).choices == (
        "lineage", "completeness", "consistency", "freshness", "quality-trend"
    )  # fmt: skip
    expect(screen.card.locator("[aria-checked=true]")).to_have_count(5)


def test_an_exclusive_option_stands_alone(desk: Desk, page: Page) -> None:
    draft = desk.draft(SCALE_UP)
    screen = AssessScreen(page).open(desk.assess_url(draft, MONITORING))
    screen.click(1)
    screen.click(2)
    screen.click(5)
    screen.shows(5)
    assert desk.answer(draft, MONITORING).choices == ("none",)
    screen.click(3)
    screen.shows(3)
    assert desk.answer(draft, MONITORING).choices == ("latency",)
    expect(screen.button("None of these")).to_have_count(0)


def test_the_agents_section_appears_when_the_system_acts_and_goes_when_it_does_not(desk: Desk, page: Page) -> None:
    draft = desk.draft(SCALE_UP)
    screen = AssessScreen(page).open(desk.assess_url(draft, AUTONOMY))
    agents = screen.list.get_by_role("heading", name="agent")
    expect(agents).to_have_count(0)
    screen.press(2)
    expect(agents).to_have_count(1)
    screen.press(4)
    expect(agents).to_have_count(0)
    screen.press(1)
    expect(agents).to_have_count(1)
