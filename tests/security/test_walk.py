"""Every screen over texts that are all payloads, with our content policy and without it (THREATS A1, A2, A3, B13)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.server import Server
from tests.security.hostile_data import Hostile, make_hostile
from tests.security.listener import Listener
from tests.security.payloads import MARK

READY = "() => !document.querySelector('[data-testid=stStatusWidget], [data-testid=stSkeleton]')"

NOT_SHOWN = r"licence|source|asks|\.do\.|band\.high"
"""What the walk's answers never bring to the screen: next steps of other levels, a band that is not reached."""

LOOK = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")
"""A function for the page: every text on it, open shadow roots and fields included, and every element that has no
business there."""


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with Listener() as running:
        yield running


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, listener: Listener) -> Hostile:
    return make_hostile(tmp_path_factory.mktemp("hostile"), listener.url)


class Walk:
    """Goes from screen to screen, and looks at each with the eyes of an attacker who hopes to have got in."""

    def __init__(self, page: Any, server: Server, hostile: Hostile) -> None:
        self.page, self.server, self.hostile = page, server, hostile
        self.texts: set[str] = set()
        self.dialogs: list[str] = []
        self.foreign: list[str] = []
        page.on("dialog", self._dialog)
        page.on("request", self._request)
        page.context.on("page", lambda opened: self.dialogs.append(f"a window: {opened.url}"))

    def _dialog(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        own = urlsplit(self.server.url).netloc
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != own:
            self.foreign.append(request.url)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.server.url}/{path}")
        self.page.wait_for_selector("[data-testid=stMain] [data-testid=stElementContainer]", state="attached")
        self.settle()

    def settle(self) -> None:
        """Wait until the page has stopped changing."""
        self.page.wait_for_function(
            """() => {
              const app = document.querySelector('[data-testid=stApp]')
              const { testScriptState, testConnectionState } = app?.dataset ?? {}
              const quiet = testScriptState === 'notRunning' && testConnectionState === 'CONNECTED'
              const now = document.body.innerHTML.length
              const same = window.__seen === now && quiet
              window.__seen = now
              return same
            }""",
            polling=60,
        )

    def look(self, where: str) -> str:
        """Nothing has been injected; returns every text on the screen, and keeps it."""
        self.settle()
        found = self.page.evaluate(LOOK, {"mark": MARK, "origin": self.server.url})
        assert found["injected"] == [], f"{where}: {found['injected']}"
        links = [link for link in found["links"] if not self._known(link)]
        assert links == [], f"{where}: {links}"
        assert MARK not in found["title"], where
        text = plain(found["text"])
        self.texts.add(text)
        return text

    def _known(self, link: str) -> bool:
        return any(link in (each, each.replace('"', "%22")) for each in self.hostile.evidence_links)

    def fold_out(self) -> None:
        """Open every part that is folded away."""
        for summary in self.page.locator("details:not([open]) > summary").all():
            if summary.is_visible():
                summary.click()

    @property
    def seen(self) -> str:
        return "\n".join(self.texts)


def plain(text: str) -> str:
    """Without the word joiner that keeps Markdown from making links, white space as single spaces."""
    return " ".join(text.replace("\u2060", "").split())


def missing(given: Iterable[tuple[str, str]], seen: str) -> list[str]:
    return [f"{name}: {text}" for name, text in given if plain(text) not in seen]


@contextmanager
def walking(new_page: Callable[..., Any], server: Server, hostile: Hostile, *, csp: bool) -> Iterator[Walk]:
    walk = Walk(new_page(bypass_csp=not csp), server, hostile)
    yield walk
    assert walk.dialogs == []
    assert walk.foreign == []


def home(walk: Walk) -> None:
    page = walk.page
    walk.open("")
    page.get_by_role("button", name="More").first.click()
    walk.look("home, more")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Start an assessment").first.click()
    page.get_by_role("dialog").get_by_text("Left out").first.wait_for()
    walk.look("home, start")
    page.keyboard.press("Escape")


def new_project(walk: Walk, name: str, *, taken: bool) -> None:
    page = walk.page
    walk.open("")
    page.get_by_role("button", name="New project").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_role("button", name="Add project").click()
    place = dialog.get_by_test_id("stAlert") if taken else page.get_by_test_id("stToast")
    place.first.wait_for()
    text = walk.look("home, new project")
    assert plain(name) in text
    assert plain(name) in plain(place.first.text_content() or ""), "the sentence names it letter by letter"


def assess(walk: Walk, *, step: int) -> None:
    page = walk.page
    walk.open(f"assess?assessment={walk.hostile.draft}")
    listed = page.locator("nav[aria-label='All questions'] button")
    listed.first.wait_for()
    for place in range(0, listed.count(), step):
        listed.nth(place).click()
        page.locator(f"nav li:nth-child({place % 3 + 1}) button[aria-current=step]").first.wait_for()
        walk.settle()
        walk.fold_out()
        walk.look(f"assess, question {place}")
    if step > 1:
        return
    page.get_by_text("Whole section").click()
    page.locator("section.card.compact").first.wait_for()
    for place in range(0, listed.count(), 3):
        listed.nth(place).click()
        walk.settle()
        walk.fold_out()
        walk.look(f"assess, section of {place}")


def results(walk: Walk, assessment: str, *, step: int) -> None:
    page = walk.page
    walk.open(f"results?assessment={assessment}")
    page.locator("button.cell").first.wait_for()
    walk.fold_out()
    walk.look("results")
    for cell in page.locator("button.cell").all()[::step]:
        cell.click()
        walk.look("results, details")
    chart_is_plain(walk)


def history(walk: Walk) -> None:
    page = walk.page
    walk.open(f"history?project={walk.hostile.project}")
    page.locator(".js-plotly-plot").nth(2).wait_for()
    walk.settle()
    page.get_by_test_id("stSelectbox").first.locator("input").click()
    page.get_by_test_id("stSelectboxVirtualDropdown").wait_for()
    walk.look("history, projects")
    page.keyboard.press("Escape")
    walk.fold_out()
    walk.look("history")
    chart_is_plain(walk)
    page.get_by_text("Play through").click()
    page.locator(".updatemenu-button, .updatemenu-item-rect").first.wait_for()
    walk.look("history, play through")
    page.locator(".updatemenu-button").first.click()
    page.wait_for_timeout(600)
    walk.look("history, playing")
    chart_is_plain(walk)


def chart_is_plain(walk: Walk) -> None:
    """No label of a chart became a link, an image or bold; hovering makes none either."""
    found = walk.page.evaluate(
        """() => [...document.querySelectorAll('.js-plotly-plot svg')].flatMap((svg) =>
          [...svg.querySelectorAll('a, image, foreignObject, script, text [style*="font-weight: bold"]')]
            .map((each) => each.outerHTML.slice(0, 200)))"""
    )
    assert found == []


@pytest.mark.parametrize("csp", [True, False], ids=["with our policy", "without any policy"])
def test_no_text_becomes_more_than_text(
    csp: bool,
    start_server: Callable[..., Server],
    new_page: Callable[..., Any],
    hostile: Hostile,
    listener: Listener,
    tmp_path: Path,
) -> None:
    step = 7 if csp else 1  # without a policy every question; with one a sample: it can only refuse more
    server = start_server(data=hostile.data, environ=hostile.environ)
    with walking(new_page, server, hostile, csp=csp) as walk:
        home(walk)
        name = f"new {csp} {listener.url} WWW.evil.example ![x]({listener.url}/toast) :red[x] <b>bold</b> $x$"
        new_project(walk, name, taken=False)
        new_project(walk, name, taken=True)
        assess(walk, step=step)
        results(walk, hostile.completed[-1], step=step)
        history(walk)
    if csp:
        assert listener.hits == []
        return
    asked = {name: text for name, text in hostile.asked.given.items() if not re.search(NOT_SHOWN, name)}
    assert len(asked) > 100
    assert missing(asked.items(), walk.seen) == []
    said = [each for each in hostile.said.given.items() if re.match(r"(4|2)\.|(first|second)\.(name|tag)", each[0])]
    assert missing(said, walk.seen) == []
    assert listener.hits == []
