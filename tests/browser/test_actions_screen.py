"""The Actions screen: cards by hand, by key and by menu; made where the ideas arise; two people at once; files."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect

from preflight.access.people import LOCAL_OWNER
from preflight.domain.action import Action, ActionStatus
from preflight.services.actions import (
    ActionDetails,
    ActionDraft,
    actions_of,
    change_action,
    link_to,
    make_actions,
    set_status,
)
from preflight.services.assessments import open_assessment
from tests.browser.axe import grave_findings
from tests.browser.desk import Desk
from tests.browser.export_screen import kept

OWNER, SPIKE = "operations.owner", "reliability.spike"


class Board:
    """Finds its parts by what they are."""

    def __init__(self, page: Page, desk: Desk) -> None:
        self.page, self.desk = page, desk

    def open(self) -> Board:
        self.page.goto(f"{self.desk.url}/actions?project={self.desk.project.id}")
        expect(self.column("Open")).to_be_visible()
        return self

    def column(self, name: str) -> Locator:
        return self.page.locator(f".column[aria-label='{name}']")

    def card(self, title: str, within: str | None = None) -> Locator:
        place = self.column(within) if within else self.page
        return place.locator(".card").filter(has_text=title)

    def stands(self, title: str, within: str) -> None:
        """On the screen, and a moment later in the database."""
        expect(self.card(title, within)).to_have_count(1)
        for _ in range(100):
            if kept_action(self.desk, title).status.value.capitalize() == within:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{title} is {kept_action(self.desk, title).status} in the database")

    def drag(self, title: str, onto: str) -> None:
        self.card(title).scroll_into_view_if_needed()
        card, column = self.card(title).bounding_box(), self.column(onto).bounding_box()
        assert card is not None
        assert column is not None
        height = card["y"] + 14
        self.page.mouse.move(card["x"] + card["width"] - 8, height)
        self.page.mouse.down()
        self.page.mouse.move(column["x"] + 80, height, steps=6)
        self.page.mouse.up()


def kept_action(desk: Desk, title: str) -> Action:
    return next(each for each in actions_of(desk.workspace, LOCAL_OWNER, desk.project.id) if each.title == title)


def made(desk: Desk, *drafts: ActionDraft) -> None:
    make_actions(desk.workspace, LOCAL_OWNER, desk.project.id, drafts)


@pytest.fixture
def board(desk: Desk, page: Page) -> Board:
    """Two actions of an assessment; the one that followed saw the first one's question rise."""
    opened = open_assessment(desk.workspace, LOCAL_OWNER, desk.completed(said={OWNER: "1", SPIKE: "1"}))
    made(
        desk,
        ActionDraft(title="Name an owner", owner="Mei Tanaka", link=link_to(opened, OWNER)),
        ActionDraft(title="Replay a peak", owner="Jonas Weber", link=link_to(opened, SPIKE)),
    )
    desk.completed(said={OWNER: "3", SPIKE: "1"})
    return Board(page, desk)


def test_a_card_is_moved_by_hand_by_key_and_by_menu(board: Board, page: Page) -> None:
    board.open()
    board.drag("Replay a peak", onto="Doing")
    board.stands("Replay a peak", "Doing")
    title = board.card("Replay a peak").get_by_role("button", name="Replay a peak", exact=True)
    title.focus()
    page.keyboard.press("Alt+ArrowRight")
    board.stands("Replay a peak", "Done")
    expect(title).to_be_focused()
    expect(board.card("Replay a peak")).to_contain_text("did not see it move")
    board.card("Replay a peak").get_by_label("Status of Replay a peak").select_option("dropped")
    board.stands("Replay a peak", "Dropped")
    page.reload()
    board.stands("Replay a peak", "Dropped")


def test_what_was_confirmed_is_offered_to_be_marked_as_done(board: Board) -> None:
    board.open()
    card = board.card("Name an owner")
    expect(card).to_contain_text("Confirmed by the assessment of")
    card.get_by_role("button", name="Mark as done").click()
    board.stands("Name an owner", "Done")
    expect(card.get_by_role("button", name="Mark as done")).to_be_hidden()


def test_an_action_is_written_and_changed_in_a_dialog(board: Board, desk: Desk, page: Page) -> None:
    board.open()
    page.get_by_role("button", name="Add an action").click()
    dialog = page.get_by_role("dialog", name="New action")
    dialog.get_by_role("button", name="Add action").click()
    expect(dialog).to_contain_text("Say in a few words what is to be done")
    dialog.get_by_label("What is to be done?").fill("=Invite *audit*")
    owner = dialog.get_by_role("combobox", name="Owner")
    owner.fill("Ada Quispe")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Add action").click()
    expect(dialog).to_have_count(0)
    board.stands("=Invite *audit*", "Open")
    assert kept_action(desk, "=Invite *audit*").owner == "Ada Quispe"
    board.card("=Invite *audit*").get_by_role("button", name="=Invite *audit*").click()
    change = page.get_by_role("dialog", name="Change the action")
    change.get_by_role("button", name="Remove it").click()
    expect(board.card("=Invite *audit*")).to_have_count(0)


def test_two_people_at_once_and_nothing_is_lost(board: Board, desk: Desk, page: Page) -> None:
    board.open()
    board.card("Name an owner").get_by_role("button", name="Name an owner", exact=True).click()
    dialog = page.get_by_role("dialog", name="Change the action")
    dialog.get_by_label("What is to be done?").fill("Name two owners")
    action = kept_action(desk, "Name an owner")
    change_action(desk.workspace, LOCAL_OWNER, action.id, ActionDetails(title="Name three"), seen=action.version)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Someone else saved “Name three”")
    expect(dialog.get_by_label("What is to be done?")).to_have_value("Name two owners")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    board.stands("Name two owners", "Open")
    # On the board: somebody else has moved it since it was drawn.
    peak = kept_action(desk, "Replay a peak")
    set_status(desk.workspace, LOCAL_OWNER, peak.id, ActionStatus.DONE, seen=peak.version)
    board.drag("Replay a peak", onto="Doing")
    expect(page.get_by_role("alert").filter(has_text="Someone else changed this action")).to_be_visible()
    board.stands("Replay a peak", "Done")


def test_the_table_is_sorted_and_filtered(board: Board, desk: Desk, page: Page) -> None:
    made(desk, ActionDraft(title="Late", owner="Mei Tanaka", due=desk.workspace.today().replace(year=2020)))
    board.open()
    expect(board.card("Late")).to_contain_text("Overdue by")
    page.get_by_role("radio", name="Table").check()
    names = page.locator("tbody .cell-title")
    expect(names).to_have_text(["Late", "Name an owner", "Replay a peak"])
    page.get_by_role("button", name="Owner", exact=True).click()
    expect(names).to_have_text(["Replay a peak", "Late", "Name an owner"])
    page.get_by_label("Owner", exact=True).select_option("Mei Tanaka")
    expect(names).to_have_text(["Late", "Name an owner"])
    page.get_by_label("Overdue only").check()
    expect(names).to_have_text(["Late"])
    page.reload()
    expect(page.get_by_role("radio", name="Table")).to_be_checked()


def test_a_gap_becomes_an_action_where_it_is_seen(desk: Desk, page: Page) -> None:
    page.goto(desk.results_url(desk.completed(said={OWNER: "1"})))
    page.get_by_role("button", name="Make an action").click()
    dialog = page.get_by_role("dialog", name="Make an action")
    dialog.get_by_role("combobox", name="Owner").fill("Mei Tanaka")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Add action").click()
    page.get_by_role("link", name="Taken on by Mei Tanaka").click()
    expect(page.locator(".column[aria-label='Open'] .card")).to_contain_text("Mei Tanaka")
    (action,) = actions_of(desk.workspace, LOCAL_OWNER, desk.project.id)
    assert action.link is not None
    assert (action.link.question_id, action.link.aim is not None) == (OWNER, True)


def test_actions_leave_as_tables_and_as_a_calendar(board: Board, desk: Desk, page: Page, tmp_path: Path) -> None:
    made(desk, ActionDraft(title="Due one", due=desk.workspace.today()))
    board.open()
    found = {}
    for name in ("For Jira", "For GitHub", "Calendar"):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Download: {name}").click()
        found[name] = kept(download.value, tmp_path).read_bytes()
    for name, column in (("For Jira", "Summary"), ("For GitHub", "title")):
        rows = csv.DictReader(io.StringIO(found[name].decode("utf-8"), newline=""))
        assert [row[column] for row in rows] == ["Name an owner", "Replay a peak", "Due one"]
    assert [str(each["SUMMARY"])[:12] for each in Calendar.from_ical(found["Calendar"]).walk("VEVENT")] == [
        "Due: Due one"
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave(board: Board, desk: Desk, new_page: Any, scheme: str) -> None:
    page = new_page(color_scheme=scheme, reduced_motion="reduce")
    Board(page, desk).open()
    found = {"board": grave_findings(page)}
    page.get_by_role("radio", name="Table").check()
    found["table"] = grave_findings(page)
    page.get_by_role("button", name="Name an owner", exact=True).click()
    page.get_by_role("dialog", name="Change the action").get_by_role("button", name="Save").wait_for()
    found["dialog"] = grave_findings(page)
    assert not any(found.values()), found
