"""Clicks in turn: on the bare app, on a level of ours (one question, and a whole section), and on to the next one."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from benchmarks.project import Prepared
from benchmarks.servers import Pair, cpu_ms

STOPWATCH = Path(__file__).with_name("stopwatch.js")
SCREEN = {"width": 1280, "height": 800}
WARM_UP = 10
ROUNDS = 80
PAUSE_S = 0.15
"""After each click, so that the work one server does afterwards does not fall into the next one's time."""


@dataclass(slots=True)
class Clicks:
    """One kind of click: its times in the page, and the CPU time that its server took for it."""

    repaint_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of click is made: `event` and what the page shows after it, given by `next_one`."""

    name: str
    pid: int
    page: Page
    event: str
    next_one: Callable[[], tuple[str, Sequence[Any], Callable[[], None]]]


def context(browser: Browser) -> BrowserContext:
    """A window of its own with an empty cache, and the stopwatch in each of its pages."""
    opened = browser.new_context(viewport=SCREEN)
    opened.add_init_script(path=STOPWATCH)
    return opened


def opened(browser: Browser, address: str) -> Page:
    """A page that has drawn its levels, or its radio."""
    page = context(browser).new_page()
    page.goto(address)
    page.evaluate("stopwatch.until('usable', [])")
    return page


def measured(page: Page, event: str, shows: str, args: Sequence[Any], do: Callable[[], None], **how: bool) -> float:
    """Milliseconds from the event that `do` causes to the frame that shows it."""
    page.evaluate("([event, shows, args, each]) => stopwatch.arm(event, shows, args, each)",
                  [event, shows, list(args), how.get("every_frame", False)])
    do()
    return float(page.evaluate("stopwatch.time"))


def in_turn(browser: Browser, servers: Pair, prepared: Prepared) -> dict[str, Clicks]:
    """ROUNDS clicks of each kind after WARM_UP ones, the kinds in turn, each round beginning with another one."""
    kinds = _kinds(browser, servers, prepared)
    found = {kind.name: Clicks() for kind in kinds}
    for number in range(WARM_UP + ROUNDS):
        start = number % len(kinds)
        for kind in kinds[start:] + kinds[:start]:
            shows, args, do = kind.next_one()
            before = cpu_ms(kind.pid)
            repaint = measured(kind.page, kind.event, shows, args, do)
            time.sleep(PAUSE_S)
            after = cpu_ms(kind.pid)
            if number >= WARM_UP:
                found[kind.name].repaint_ms.append(repaint)
                if before is not None and after is not None:
                    found[kind.name].cpu_ms.append(after - before)
    for kind in kinds:
        kind.page.context.close()
    return found


def _kinds(browser: Browser, servers: Pair, prepared: Prepared) -> list[Kind]:
    bare = opened(browser, servers.bare.url)
    walking = opened(browser, f"{servers.ours.url}/assess?assessment={prepared.draft}")
    one = opened(browser, f"{servers.ours.url}/assess?assessment={prepared.other_draft}")
