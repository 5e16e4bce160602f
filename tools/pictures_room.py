"""Takes the pictures of a room: a shared screen and fourteen phones go through the story of room_story.py.

What lies behind them at the first picture is put into the database by the services; from there on everything is voted
and decided as people do it, and one of the phones is a real page.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from playwright.sync_api import Browser, Page
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from preflight.access.people import LOCAL_OWNER  # noqa: E402 - the repository is no installed package
from preflight.domain.room import Room  # noqa: E402
from preflight.services import room_steps, rooms  # noqa: E402
from preflight.services.assessments import start_assessment  # noqa: E402
from preflight.services.projects import ProjectDetails, create_project  # noqa: E402
from preflight.services.voting import Casting, Ticket, cast_vote, join_room  # noqa: E402
from preflight.services.workspace import utc_now  # noqa: E402
from tests.beside import workspace_beside  # noqa: E402
from tests.browser.chromium import launched  # noqa: E402
from tests.browser.server import Server  # noqa: E402
from tools import room_story as story  # noqa: E402
from tools.camera import PHONE, opened, shot, side_by_side, take  # noqa: E402

COOKIE = "preflight_phone"
PATIENCE_S = 20
SECRETS = [f"{number:02}".rjust(43, "a") for number in range(len(story.PEOPLE))]


def room_pictures() -> None:
    """Take every picture of a room anew."""
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "data"
        past = stack.enter_context(Past(data))
        browser = stack.enter_context(launched())
        server = Server(data=data, environ={"PREFLIGHT_JOIN_ADDRESS": story.ADDRESS})
        with server:
            wall = Wall(opened(browser, past.address(server.url)))
            wall.at("lobby")
            wall.page.locator(".joined", has_text=str(len(SECRETS))).wait_for()
            take(wall.page, "room-lobby")
            wall.page.context.close()
        past.go_through(story.BEFORE)  # a server that runs would hear nothing of it
        with server:
            walk(browser, server.url, past)


def walk(browser: Browser, url: str, past: Past) -> None:
    """From a question in the middle to Results, a picture at each station."""
    with ExitStack() as stack:
        phone = real_phone(browser, url, past.room)
        guests = Guests(url, past.room, stack)
        wall = Wall(opened(browser, past.address(url)))
        wall.at("agreed")
        told = story.ON_THE_WALL

        wall.forward("voting")
        guests.vote(told, 0, leave_out=range(9, 12))
        vote_by_hand(phone, told)
        wall.page.locator(".turnout", has_text="11 of 14").wait_for()
        take(wall.page, "room-voting")
        cast = shot(phone)
        guests.vote(told, 0, leave_out=range(9))
        wall.page.locator(".turnout", has_text="All 14").wait_for()

        wall.forward("revealed")
        take(wall.page, "room-reveal-light")
        phone.locator(".result").wait_for()
        side_by_side(browser, "room-wall-and-phone", [shot(wall.page), shot(phone)], 800)
        side_by_side(browser, "room-phone", [cast, shot(phone)], 844)
        dark = Wall(opened(browser, past.address(url), "dark"))
        dark.at("revealed")
        take(dark.page, "room-reveal-dark")
        dark.page.context.close()
        phone.context.close()
        guests.connect(story.HOLDS_THE_PHONE)

        guests.again(wall, told)
        wall.agree(told)
        take(wall.page, "room-agreed")

        for told in story.AFTER:
            wall.forward("voting")
            guests.vote(told, 0)
            wall.forward("revealed")
            guests.again(wall, told)
            wall.agree(told)
        wall.forward("closing")
        wall.page.locator(".closing svg").wait_for()
        take(wall.page, "room-closing")

        wall.page.keyboard.press("PageDown")
        wall.page.get_by_role("button", name="Complete", exact=True).wait_for()
        wall.page.keyboard.press("Enter")
        heading = wall.page.get_by_role("heading", name="What the room said")
        heading.wait_for()
        heading.evaluate("(each) => { each.style.scrollMarginTop = '90px'; each.scrollIntoView() }")
        take(wall.page, "room-said")


class Past:
    """The room and what it has behind it, put there past the screens. Its time is its own: it ends now."""

    def __init__(self, data: Path) -> None:
        data.mkdir()
        minutes = sum(told.minutes for told in story.BEFORE)
        self._now = utc_now() - timedelta(minutes=minutes)
        opened_now = workspace_beside(data)
        self._workspace = replace(opened_now, now=lambda: self._now)
        project = create_project(self._workspace, LOCAL_OWNER, ProjectDetails(name=story.PROJECT))
        draft = start_assessment(
            self._workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=story.QUESTIONNAIRE
        )
        with (
            patch.object(rooms, "new_code", lambda _: story.CODE),
            patch("secrets.token_urlsafe", lambda _: story.TOKEN),
        ):
            self.room = rooms.open_room(self._workspace, LOCAL_OWNER, draft.id, minutes=story.MINUTES)
        self._people = [
            join_room(self._workspace, Ticket(room_id=self.room.id, secret=secret), role).result(PATIENCE_S)
            for secret, role in zip(SECRETS, story.PEOPLE, strict=True)
        ]

    def address(self, url: str) -> str:
        """The shared screen on a server."""
        return f"{url}/workshop?room={self.room.id}"

    def go_through(self, questions: Sequence[story.Told]) -> None:
        """Vote and agree on these questions, as long ago as the story says."""
        for told in questions:
            self._do(room_steps.next_question)
            for number in range(1, len(told.rounds) + 1):
                if number > 1:
                    self._do(room_steps.vote_again)
                for each in told.votes(number - 1):
                    casting = Casting(question_id=told.id, round=number, n=number, said=each.said, why=each.why)
                    cast_vote(self._workspace, self._people[each.person], casting).result(PATIENCE_S)
                self._do(room_steps.reveal)
            self._do(room_steps.agree, story.said(str(told.agreed)), told.why)
            self._now += timedelta(minutes=told.minutes)

    def _do(self, step: Callable[..., Room], *arguments: Any) -> None:
        version = rooms.get_room(self._workspace, LOCAL_OWNER, self.room.id).version
        step(self._workspace, LOCAL_OWNER, rooms.RoomPlace(room_id=self.room.id, seen=version), *arguments)

    def __enter__(self) -> Past:
        return self

    def __exit__(self, *error: object) -> None:
        self._workspace.together.close()
        self._workspace.database.close()


class Wall:
    """The shared screen, worked with the keys."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def at(self, stage: str) -> None:
        """Wait until this stage is on the wall."""
        self.page.locator(f'.room[data-stage="{stage}"]').wait_for()

    def forward(self, stage: str) -> None:
        """Press the presenter's key for “go on”, up to this stage."""
        self.page.keyboard.press("PageDown")
        self.at(stage)

    def agree(self, told: story.Told) -> None:
        """Write down what the room agrees on."""
        for keys in ("a", str(told.agreed), "Tab"):
            self.page.keyboard.press(keys)
        self.page.keyboard.type(told.why)
        self.page.keyboard.press("Enter")
        self.at("agreed")


class Guests:
    """Everybody's phone but the real one: connections without a screen."""

    def __init__(self, url: str, room: Room, stack: ExitStack) -> None:
        self._url = url
        self._room = room
        self._stack = stack
        self._lines: dict[int, ClientConnection] = {}
        for person in range(len(SECRETS)):
            if person != story.HOLDS_THE_PHONE:
                self.connect(person)

    def connect(self, person: int) -> None:
        """Let this person in."""
        self._lines[person] = self._stack.enter_context(
            connect(
                f"{self._url.replace('http', 'ws', 1)}/live/phone/{self._room.id}",
                origin=Origin(self._url),
                additional_headers={"Cookie": f"{COOKIE}={SECRETS[person]}"},
                compression=None,
                proxy=None,
                max_queue=None,
            )
        )

    def vote(self, told: story.Told, at: int, leave_out: Sequence[int] = ()) -> None:
        """Have everybody vote who is here and not left out."""
        for each in told.votes(at):
            line = self._lines.get(each.person)
            if line is None or each.person in leave_out:
                continue
            vote = {"type": "vote", "n": 100 + at, "question": told.id, "round": at + 1}
            line.send(json.dumps({**vote, "said": each.said, "why": each.why}))
            while json.loads(line.recv(PATIENCE_S))["type"] != "ack":
                pass

    def again(self, wall: Wall, told: story.Told) -> None:
        """The second round and further ones, where the story has them."""
        for at in range(1, len(told.rounds)):
            wall.page.keyboard.press("v")
            wall.at("voting")
            self.vote(told, at)
            wall.forward("revealed")


def real_phone(browser: Browser, url: str, room: Room) -> Page:
    """The phone page in a browser of its own, as the person who holds it."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    context.add_cookies([{"name": COOKIE, "value": SECRETS[story.HOLDS_THE_PHONE], "url": f"{url}/live"}])
    page = context.new_page()
    page.goto(f"{url}/join#{room.token}")
    page.get_by_text("You are 7").wait_for()
    return page


def vote_by_hand(phone: Page, told: story.Told) -> None:
    """Choose a level and write a line, as somebody does."""
    mine = next(each for each in told.votes(0) if each.person == story.HOLDS_THE_PHONE)
    phone.locator(".levels").get_by_role("radio").nth(int(mine.sign) - 1).click()
    phone.get_by_label("In one line, why?").fill(mine.why)
    phone.get_by_label("In one line, why?").blur()
    phone.get_by_text("Your vote is in.").wait_for()


if __name__ == "__main__":
    room_pictures()
