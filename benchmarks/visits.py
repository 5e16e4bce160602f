"""Opening pages: the first load with an empty cache, and the pages with charts from within a visit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page

from benchmarks.pages import opened, repaint_ms, wait_for, window
from benchmarks.project import Prepared
from benchmarks.servers import Pair
from benchmarks.wire import Traffic

FIRST_LOADS = 10
OPENINGS = 12
PAUSE_MS = 500

# Page -> how many charts it has at least, and how many cells of the heat strip.
CHARTS = {"Results": [1, 24], "History": [3, 0]}


@dataclass(slots=True)
class FirstLoad:
    """First loads of one address: until it can be used, and what came over the wire."""

    usable_ms: list[float] = field(default_factory=list)
    bytes: list[float] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Visits:
    """Everything that is measured by opening pages. The first opening in a visit fetches the code that draws charts."""

    bare: FirstLoad = field(default_factory=FirstLoad)
    home: FirstLoad = field(default_factory=FirstLoad)
    question: FirstLoad = field(default_factory=FirstLoad)
    first_opening_ms: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in CHARTS})
    opening_ms: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in CHARTS})


def first_loads(browser: Browser, servers: Pair, prepared: Prepared, found: Visits) -> None:
    """FIRST_LOADS of each address, the addresses in turn, each in a new window with an empty cache.

    The questions' window goes on to a page with charts, to one of them in each second round.
    """
    names = list(CHARTS)
    for number in range(FIRST_LOADS):
        name = names[number % len(names)]

        def to_charts(page: Page, name: str = name) -> None:
            found.first_opening_ms[name].append(_open(page, name))

        address = prepared.address(servers.ours.url, prepared.draft)
        loads: list[Callable[[], None]] = [
            lambda: _first_load(browser, servers.bare.url, "usable", found.bare),
            lambda: _first_load(browser, servers.ours.url, "home", found.home),
            lambda address=address, to_charts=to_charts: _first_load(  # type: ignore[misc]
                browser, address, "usable", found.question, to_charts
            ),
        ]
        for load in loads if number % 2 else reversed(loads):
            load()


def openings(browser: Browser, servers: Pair, prepared: Prepared, found: Visits) -> None:
    """OPENINGS of each page with charts in one visit, in turn, coming from the questions each time."""
    page = opened(browser, prepared.address(servers.ours.url, prepared.draft))
    for number in range(OPENINGS + 1):
        for name in CHARTS:
            took = _open(page, name)
            page.wait_for_timeout(PAUSE_MS)
            if number:
                found.opening_ms[name].append(took)
            page.get_by_role("link", name="Assess").click()
            wait_for(page, "questions")
            page.wait_for_timeout(PAUSE_MS)
    page.context.close()


def _open(page: Page, name: str) -> float:
    link = page.get_by_role("link", name=name)
    return repaint_ms(page, "click", "charts", CHARTS[name], link.click, every_frame=True)


def _first_load(
    browser: Browser, address: str, shows: str, found: FirstLoad, then: Callable[[Page], None] | None = None
) -> None:
    page = window(browser).new_page()
    with Traffic(page) as traffic:
        page.goto(address, wait_until="commit")
        found.usable_ms.append(wait_for(page, shows))
        page.wait_for_timeout(PAUSE_MS)
        found.bytes.append(traffic.bytes)
        found.requests.append(traffic.requests)
    if then is not None:
        then(page)
    page.context.close()
