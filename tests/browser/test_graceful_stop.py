"""A server that is told to end in the middle of a click: the click is there when it is back, once."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.assess_screen import AssessScreen
from tests.browser.desk import Desk
from tests.browser.server import Server

FALLBACK = "reliability.fallback"
PATIENCE_MS = 60_000


def test_a_click_at_the_moment_of_the_end_is_there_once_when_the_server_is_back(server: Server, page: Page) -> None:
    with Desk(server, project="Invoice triage") as desk:
        draft = desk.draft()
        screen = AssessScreen(page).open(desk.assess_url(draft, FALLBACK))
        screen.press(2)
        assert server._process is not None
        screen.level(5).click(no_wait_after=True)
        server._process.terminate()
        screen.level(4).click(no_wait_after=True)
        server.stop()
        server.start()
        expect(screen.status).to_have_text("✓ Saved", timeout=PATIENCE_MS)
        screen.shows(4)
        assert desk.choice(draft, FALLBACK) == "3"
        told = [change.after.choice for change in desk.changes(draft, FALLBACK)]
        assert told in (["1", "4", "3"], ["1", "3"]), "each click once, the last one last"
        screen.press(3)
        assert desk.choice(draft, FALLBACK) == "2"
