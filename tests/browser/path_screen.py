"""The Path screen as a person sees it: steps, the ladder's moves, and the questions that are tried."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page


class PathScreen:
    """Everything on the screen by the words that stand on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.moves = page.locator(".ladder .move")
        self.landings = page.locator(".ladder .landing")
        self.made = page.locator(".ladder .primary")
        self.standing = page.locator(".st-key-path_standing")
        self.rows = page.locator(".board .row")

    def open(self, url: str) -> PathScreen:
        """Open it, and wait until its steps stand there."""
        self.page.goto(url)
        self.page.locator(".stairs .step").first.wait_for()
        return self

    def step(self, band: str) -> Locator:
        """The step of a band that lies ahead."""
        name = re.compile(rf"^{re.escape(band)}\s*(\d|Out|Not worked)")
        return self.page.locator(".stairs").get_by_role("button", name=name)

    def dimension(self, title: str) -> Locator:
        return self.page.get_by_role("tab", name=re.compile(f"^{re.escape(title)}"))

    def row(self, question: str) -> Locator:
        return self.page.locator(".board").get_by_role("region", name=question)
