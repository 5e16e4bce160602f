"""A whole workshop: one shared screen and five phones, and what goes wrong in a room in the middle of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from preflight.access.people import LOCAL_OWNER
from preflight.domain.room import Room
from preflight.services.room_record import room_record
from preflight.services.rooms import list_open_rooms
from tests.browser.axe import grave_findings
from tests.browser.desk import Desk
from tests.browser.room import Phone, SharedScreen
from tests.browser.server import Server
from tests.deployment.house import two_servers

QUICK = "pilot-to-production-quick"
LEVELS = (1, 2, 4, 4, 5)
WHYS = ("quokka", "wombat", "numbat", "bilby", "dingo")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PATIENCE_MS = 30_000
BACK_WITHIN_MS = 5_000


@dataclass(frozen=True)
class House:
    """Where a room takes place, at one address: of two servers behind it, the proxy gives every other visit to each."""

    servers: tuple[Server, ...]
    url: str
    database_url: str = ""


@pytest.fixture(params=["sqlite", "postgresql, two servers"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    if request.param == "sqlite":
        with Server(data=tmp_path / "data") as server:
            yield House((server,), server.url)
        return
    with two_servers(tmp_path, request.getfixturevalue("postgres_url")) as found:
        yield House((found.first, found.second), found.url, found.database_url)


def test_a_room_from_the_first_phone_to_the_results(house: House, page: Page, new_page: Callable[..., Any]) -> None:
    with Desk(house.servers[0], project="Invoice triage", database_url=house.database_url, url=house.url) as desk:
        draft = desk.draft(QUICK)
        questions = list(desk.questionnaire(QUICK).questions())
        screen = SharedScreen(page)
        page.goto(desk.assess_url(draft))
        page.get_by_role("button", name="Decide it in a room").click()
        screen.at("lobby")
        room = the_room(desk)
        phones = [Phone(new_page(**PHONE)).join(house.url, room.token) for _ in LEVELS]
        screen.joined(5)

        screen.forward()
        screen.at("voting")
        vote_in_secret(phones, questions[0].text)
        screen.voted("All 5 have voted")
        assert_nothing_of_the_votes(screen, phones)

        reload_everything(screen, phones)
        kill_and_start(house, screen, phones)

        screen.forward()
        screen.at("revealed")
        expect(page.get_by_text("Far apart").first).to_be_visible()
        expect(page.get_by_text("Talk about this first")).to_be_visible()
        for phone, why in zip(phones, WHYS, strict=True):
            expect(phone.page.get_by_role("heading", name="far apart")).to_be_visible()
            assert any(why in text for text in phones[0].traffic.received), "after the reveal the lines are shown"

        page.keyboard.press("v")
        screen.at("voting")
        for phone in phones:
            phone.vote(4)
        screen.voted("All 5 have voted")
        screen.forward()
        screen.at("revealed")
        expect(page.get_by_text("of one mind", exact=False).first).to_be_visible()

        page.keyboard.press("a")
        page.keyboard.press("3")
        page.keyboard.press("Tab")
        page.keyboard.type("Two kinds are still missing")
        page.keyboard.press("Enter")
        screen.at("agreed")
        assert desk.choice(draft, questions[0].id) == questions[0].options[2].id
        for phone in phones:
            expect(phone.page.get_by_text("Two kinds are still missing")).to_be_visible()

        for question in questions[1:]:
            screen.forward()
            screen.at("voting")
            for phone in phones:
                phone.asked(question.text)
            for phone in phones[:3]:
                phone.vote(4)
            screen.voted("3 of 5 have voted")
            for stage in ("revealed", None, "agreed"):
                screen.forward()
                if stage:
                    screen.at(stage)
                else:
                    expect(page.locator('.room[data-mode="agree"]')).to_be_visible()
        screen.forward()
        screen.at("closing")
        all_of_them = f"{len(questions)} of {len(questions)} agreed"
        expect(page.get_by_role("region", name="Verdict")).to_contain_text(all_of_them)
        screen.forward()
        page.get_by_role("button", name="Complete", exact=True).click()
        expect(page.get_by_role("heading", name="What the room said")).to_be_visible(timeout=PATIENCE_MS)
        expect(page.get_by_text("Two kinds are still missing").first).to_be_visible()
        for phone in phones:
            expect(phone.page.get_by_text("Thank you", exact=False).first).to_be_visible()

        record = room_record(desk.workspace, LOCAL_OWNER, draft)
        assert record[0].question.id == questions[0].id, "the largest disagreement comes first"
        assert [each.shown.votes for each in record[0].rounds] == [5, 5]
        assert {line.why for line in record[0].rounds[0].lines} == set(WHYS)
        assert all(each.rounds[-1].shown.votes == 3 for each in record if each.question.id != questions[0].id)


def test_two_shared_screens_stay_in_step(desk: Desk, page: Page, new_page: Callable[..., Any]) -> None:
    draft = desk.draft(QUICK)
    first, second = SharedScreen(page), SharedScreen(new_page())
    page.goto(desk.assess_url(draft))
    page.get_by_role("button", name="Decide it in a room").click()
    first.at("lobby")
    second.page.goto(page.url)
    second.at("lobby")
    first.forward()
    second.at("voting")
    second.page.keyboard.press("b")
    expect(first.page.locator(".black")).to_be_visible()
    first.page.keyboard.press("b")
    expect(second.page.locator(".black")).to_be_hidden()
    second.forward()
    first.at("revealed")


def test_a_vote_made_without_network_goes_out_once_when_it_is_back(
    desk: Desk, page: Page, new_page: Callable[..., Any]
) -> None:
    draft = desk.draft(QUICK)
    screen = SharedScreen(page)
    page.goto(desk.assess_url(draft))
    page.get_by_role("button", name="Decide it in a room").click()
    screen.at("lobby")
    phone = Phone(new_page(**PHONE)).join(desk.url, the_room(desk).token)
    screen.forward()
    phone.asked(next(iter(desk.questionnaire(QUICK).questions())).text)
    screen.voted("0 of 1 have voted")
    phone.page.context.set_offline(True)
    phone.level(3).click()
    expect(phone.page.get_by_text("Waiting for the network", exact=False)).to_be_visible(timeout=PATIENCE_MS)
    phone.page.context.set_offline(False)
    phone.acknowledged()
    screen.forward()
    screen.at("revealed")
    expect(page.get_by_text("1 vote").first).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_room_is_accessible(desk: Desk, new_page: Callable[..., Any], dark: bool) -> None:
    scheme = "dark" if dark else "light"
    page, draft = new_page(color_scheme=scheme, reduced_motion="reduce"), desk.draft(QUICK)
    screen = SharedScreen(page)
    page.goto(desk.assess_url(draft))
    page.get_by_role("button", name="Decide it in a room").click()
    screen.at("lobby")
    phone = Phone(new_page(color_scheme=scheme, **PHONE)).join(desk.url, the_room(desk).token)
    assert grave_findings(page) == []
    screen.forward()
    phone.vote(2, "because")
    assert grave_findings(page) == []
    assert grave_findings(phone.page) == []
    screen.forward()
    screen.at("revealed")
    assert grave_findings(page) == []


def the_room(desk: Desk) -> Room:
    return next(
        room
        for room, assessment in list_open_rooms(desk.workspace, LOCAL_OWNER)
        if assessment.project_id == desk.project.id
    )


def vote_in_secret(phones: list[Phone], question: str) -> None:
    for phone, level, why in zip(phones, LEVELS, WHYS, strict=True):
        phone.asked(question)
        phone.vote(level, why)


def assert_nothing_of_the_votes(screen: SharedScreen, phones: list[Phone]) -> None:
    """Before the reveal neither another phone nor the wall has received anything that was voted."""
    assert screen.traffic.received
    for text in screen.traffic.received:
        assert not [why for why in WHYS if why in text], text[:400]
        assert '"choices"' not in text
    assert all(message["rounds"] == [] for message in screen.traffic.messages() if message["type"] == "room")
    for phone, level, own in zip(phones, LEVELS, WHYS, strict=True):
        for message, text in zip(phone.traffic.messages(), phone.traffic.received, strict=True):
            assert not [why for why in WHYS if why in text and why != own], text[:400]
            assert message.get("shown") is None
            said = (message.get("vote") or {}).get("said")
            assert said in (None, {"choices": [str(level - 1)]}), "only the own vote"
            assert text.count('"choices"') <= 1


def reload_everything(screen: SharedScreen, phones: list[Phone]) -> None:
    screen.page.reload()
    screen.at("voting")
    screen.voted("All 5 have voted")
    for phone, level in zip(phones, LEVELS, strict=True):
        phone.page.reload()
        phone.shows_own(level)


def kill_and_start(house: House, screen: SharedScreen, phones: list[Phone]) -> None:
    """One after the other, each server is killed: everybody on it goes on by themselves with the same question, round
    and votes, on the other one where there is one; a killed one comes back."""
    for server in house.servers:
        heard = [len(phone.traffic.received) for phone in phones]
        mine = [phone.server in (None, house.servers.index(server)) for phone in phones]
        assert any(mine)
        server.kill()
        if len(house.servers) == 1:
            server.start()
        for phone, before, was_here, level in zip(phones, heard, mine, LEVELS, strict=True):
            if was_here:
                wait_until(partial(phone.heard_more_than, before), phone.page, BACK_WITHIN_MS)
            phone.shows_own(level)
        screen.at("voting")
        screen.voted("All 5 have voted")
        if len(house.servers) > 1:
            server.start()


def wait_until(holds: Callable[[], bool], page: Page, timeout_ms: float) -> None:
    """Let the page go on until this holds."""
    left = timeout_ms
    while not holds():
        assert left > 0, f"not within {timeout_ms} ms"
        page.wait_for_timeout(50)
        left -= 50
