"""The Decision screen: a decision is written down once, what was typed is kept, and the record stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from preflight.access.people import LOCAL_OWNER
from preflight.domain.decision import Decision, DecisionKind
from preflight.domain.project import Stage
from preflight.services.decisions import DecisionDetails, recommendation_for, record_decision
from preflight.services.pilot_file import PilotFile, pilot_file_of
from tests.browser.axe import grave_findings
from tests.browser.desk import Desk


def opened(page: Page, desk: Desk) -> Locator:
    """The page of the desk's project; what the rules recommend on it."""
    page.goto(f"{desk.url}/decision?project={desk.project.id}")
    recommended = page.get_by_role("region", name="What the rules recommend")
    recommended.wait_for()
    return recommended


def kept(desk: Desk) -> PilotFile:
    return pilot_file_of(desk.workspace, LOCAL_OWNER, desk.project.id)


def form(page: Page) -> Locator:
    page.get_by_role("button", name="Decide").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Write it down").wait_for()
    return dialog


def decide(desk: Desk, kind: DecisionKind, reasons: str) -> Decision:
    file = kept(desk)
    details = DecisionDetails(
        kind=kind,
        reasons=reasons,
        decided_by="Ada Quispe",
        decided_on=file.on,
        recommended_seen=recommendation_for(file),
        decision_seen=file.decision.id if file.decision else None,
        against_why="" if kind is DecisionKind.NO_GO else "It improves nothing.",
    )
    return record_decision(desk.workspace, LOCAL_OWNER, desk.project.id, details)


def test_a_decision_against_the_recommendation_is_written_down(desk: Desk, page: Page) -> None:
    desk.completed(said={"operations.owner": "0"})
    recommended = opened(page, desk)
    expect(recommended).to_contain_text("No-go")
    expect(recommended).to_contain_text("No success criterion is written down.")

    dialog = form(page)
    why = dialog.get_by_role("textbox", name="Why against the recommendation?")
    expect(why).to_have_count(0)
    dialog.get_by_role("radio", name="Go with conditions").check(force=True)
    why.wait_for()
    dialog.get_by_label("Reasons").fill("The season begins in January.")
    dialog.get_by_label("On condition that").fill("Sign the data agreement")
    dialog.get_by_role("textbox", name="Owner").fill("Mei Tanaka")
    dialog.get_by_role("textbox", name="Owner").press("Tab")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)

    dialog = form(page)
    expect(dialog.get_by_label("Reasons")).to_have_value("The season begins in January.")
    expect(dialog.get_by_label("On condition that")).to_have_value("Sign the data agreement")
    dialog.get_by_role("button", name="Write it down").click()
    expect(dialog).to_contain_text("Write down who decides, by name.")
    dialog.get_by_label("Decided by").fill("Ada Quispe")
    dialog.get_by_role("button", name="Write it down").click()
    expect(dialog).to_contain_text("Write down why it is go with conditions all the same.")
    why.fill("Two people know it, and they leave.")
    dialog.get_by_role("button", name="Write it down").click()

    decided = page.get_by_role("region", name="The decision that holds")
    for words in ("Go with conditions", "Ada Quispe", "The season begins in January.", "Against the recommendation"):
        expect(decided).to_contain_text(words)
    expect(decided).to_contain_text("Sign the data agreement · Mei Tanaka · no day · open")
    assert [each.title for each in kept(desk).actions] == ["Sign the data agreement"]

    assert kept(desk).project.stage is Stage.PILOT, "the stage never changes silently"
    page.get_by_role("button", name="Change the stage").click()
    expect(page.get_by_role("button", name="Change the stage")).to_have_count(0)
    assert kept(desk).project.stage is Stage.PRODUCTIONISING
    expect(form(page).get_by_label("Reasons")).to_have_value("")


def test_what_somebody_else_decided_meanwhile_is_looked_at_first(desk: Desk, page: Page) -> None:
    opened(page, desk)
    dialog = form(page)
    dialog.get_by_role("radio", name="No-go").check(force=True)
    dialog.get_by_label("Reasons").fill("Nothing is measured.")
    dialog.get_by_label("Decided by").fill("Mei Tanaka")
    first = decide(desk, DecisionKind.STOP, "It improves nothing, and nobody asks for it.")

    dialog.get_by_role("button", name="Write it down").click()
    expect(dialog).to_contain_text("Something changed since you opened this page.")
    assert kept(desk).decisions == (first,)
    dialog.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("region", name="The decision that holds")).to_contain_text("Stop")
    dialog = form(page)
    expect(dialog.get_by_label("Reasons")).to_have_value("Nothing is measured.")
    dialog.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("region", name="The decision that holds")).to_contain_text("No-go")

    page.get_by_text("superseded").click()
    record = page.locator(".stExpander", has_text="superseded")
    expect(record).to_contain_text("It improves nothing, and nobody asks for it.")
    expect(record).to_contain_text("No assessment was completed.")


def test_it_prints_as_a_record_of_a_page_or_two(desk: Desk, page: Page) -> None:
    desk.completed(said={"operations.owner": "0"})
    decide(desk, DecisionKind.NO_GO, "Nothing is measured.")
    opened(page, desk)

    printed = PdfReader(BytesIO(page.pdf(format="A4", print_background=True)))
    text = " ".join(each.extract_text() for each in printed.pages)
    assert len(printed.pages) <= 2
    assert "Nothing is measured." in text
    assert "Criteria against measurements" in text
    assert "Decide again" not in text
    assert "On paper" not in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_used_by_everybody(desk: Desk, new_page: Callable[..., Any], scheme: str) -> None:
    desk.completed(said={"operations.owner": "0"})
    decide(desk, DecisionKind.NO_GO, "Nothing is measured.")
    page = new_page(color_scheme=scheme, reduced_motion="reduce")
    opened(page, desk)
    page.get_by_text("Every rule, and whether it holds").click()
    expect(page.get_by_text("They stand in an order")).to_be_visible()
    found = grave_findings(page)
    form(page).get_by_role("radio", name="Go with conditions").check(force=True)
    page.get_by_label("On condition that").wait_for()
    assert not found + grave_findings(page)


def test_it_leads_to_where_something_can_be_done(desk: Desk, page: Page) -> None:
    desk.completed(said={"operations.owner": "0"})
    opened(page, desk)

    page.get_by_role("button", name="Write success criteria down").click()
    page.wait_for_url(f"**/pilot?project={desk.project.id}")
