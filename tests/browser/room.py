"""A live room as people see it: the shared screen, and phones. What comes over their WebSockets is kept."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.deployment.proxy import COOKIE


class Traffic:
    """Every frame that a page has received, oldest first; to be made before the page opens its address."""

    def __init__(self, page: Page) -> None:
        self.received: list[str] = []
        page.on("websocket", self._watch)

    def _watch(self, socket: Any) -> None:
        if "/live/" in socket.url:
            socket.on("framereceived", lambda frame: self.received.append(str(frame)))

    def messages(self) -> list[dict[str, Any]]:
        """The frames, read."""
        return [json.loads(text) for text in self.received]


class SharedScreen:
    """The facilitator's page with the room on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.traffic = Traffic(page)

    def at(self, stage: str) -> None:
        """Wait until this stage is on the wall."""
        expect(self.page.locator(f'.room[data-stage="{stage}"]')).to_be_visible()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=False)

    def forward(self) -> None:
        """Press the presenter's key for “go on”."""
        self.page.keyboard.press("PageDown")

    def joined(self, count: int) -> None:
        """Wait until so many are in the lobby."""
        expect(self.page.locator(".joined")).to_have_text(str(count))

    def voted(self, words: str) -> None:
        """Wait until the turnout reads so, such as “All 5 have voted”."""
        expect(self.page.locator(".turnout")).to_have_text(words)

    def question(self, text: str) -> None:
        expect(self.page.locator(".room h1").filter(has_text=text)).to_be_visible()


class Phone:
    """One phone in the room."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.traffic = Traffic(page)

    def join(self, url: str, token: str) -> Phone:
        self.page.goto(f"{url}/join#{token}")
        expect(self.page.get_by_text("You’re in.").or_(self.page.get_by_text("You're in."))).to_be_visible()
        return self

    @property
    def server(self) -> int | None:
        """The server that its visit is with, behind a proxy; None without one."""
        cookies = {each["name"]: each["value"] for each in self.page.context.cookies()}
        return int(cookies[COOKIE]) if COOKIE in cookies else None

    def asked(self, text: str) -> None:
        """Wait until this question is on the phone."""
        expect(self.page.get_by_role("heading", name=text)).to_be_visible()

    def level(self, number: int) -> Locator:
        """A level of the question on the phone, by its number."""
        return self.page.locator(".levels").get_by_role("radio").nth(number - 1)

    def vote(self, level: int, why: str = "") -> None:
        """Choose a level, and wait until the server has it."""
        self.level(level).click()
        if why:
            self.page.get_by_label("In one line, why?").fill(why)
            self.page.get_by_label("In one line, why?").blur()
        self.acknowledged()

    def acknowledged(self) -> None:
        expect(self.page.get_by_text("Your vote is in.")).to_be_visible()

    def shows_own(self, level: int) -> None:
        """Wait until this level is marked as the own choice."""
        expect(self.level(level)).to_have_attribute("aria-checked", "true")

    def heard_more_than(self, count: int) -> bool:
        """Whether more than so many frames have come over its WebSockets."""
        return len(self.traffic.received) > count
