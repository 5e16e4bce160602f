"""Clicks in turn: on the bare app, on a level of ours (one question, and a whole section), and on to the next one."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final

from playwright.sync_api import Browser, Page

from benchmarks.pages import BareRadio, OneQuestion, WholeSection, opened
from benchmarks.project import Prepared
from benchmarks.servers import Pair, cpu_ms
from benchmarks.wire import Traffic

BARE: Final = "bare"
LEVEL: Final = "level"
SECTION: Final = "section"
NEXT: Final = "next"

WARM_UP = 8
ROUNDS = 64
COUNTED = 8
PAUSE_S = 0.15
"""After each click, so that what a server does afterwards does not fall into the other one's time."""


@dataclass(slots=True)
class Clicks:
    """One kind of click: its times in the page, what its server worked for it, and what went over the WebSocket."""

    repaint_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    bytes: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of click is made."""

    name: str
    page: Page
    server: int
    click: Callable[[], float]


def in_turn(browser: Browser, servers: Pair, prepared: Prepared) -> dict[str, Clicks]:
    """ROUNDS clicks of each kind after WARM_UP ones, the kinds in turn, each round beginning with another kind.

    Bytes are counted in rounds of their own: the counting takes time too.
    """
    kinds = _kinds(browser, servers, prepared)
    found = {kind.name: Clicks() for kind in kinds}
    for number in range(WARM_UP + ROUNDS):
        for kind in _turned(kinds, number):
            before = cpu_ms(kind.server)
            took = kind.click()
            time.sleep(PAUSE_S)
            after = cpu_ms(kind.server)
            if number < WARM_UP:
                continue
            found[kind.name].repaint_ms.append(took)
            if before is not None and after is not None:
                found[kind.name].cpu_ms.append(after - before)
    with ExitStack() as watched:
        traffic = {page: watched.enter_context(Traffic(page)) for page in {kind.page for kind in kinds}}
        for _ in range(COUNTED):
            for kind in kinds:
                before_bytes = traffic[kind.page].websocket_bytes
                kind.click()
                kind.page.wait_for_timeout(PAUSE_S * 1_000)
                found[kind.name].bytes.append(traffic[kind.page].websocket_bytes - before_bytes)
    for page in {kind.page for kind in kinds}:
        page.context.close()
    return found


def _kinds(browser: Browser, servers: Pair, prepared: Prepared) -> list[Kind]:
    bare = BareRadio(opened(browser, servers.bare.url))
    one = OneQuestion(opened(browser, prepared.address(servers.ours.url, prepared.draft)), prepared.questions)
    all_of_it = WholeSection(
        opened(browser, prepared.address(servers.ours.url, prepared.other_draft)), prepared.questions
    )
    return [
        Kind(BARE, bare.page, servers.bare.pid, bare.choose),
        Kind(LEVEL, one.page, servers.ours.pid, one.choose),
        Kind(SECTION, all_of_it.page, servers.ours.pid, all_of_it.choose),
        Kind(NEXT, one.page, servers.ours.pid, one.move_on),
    ]


def _turned(kinds: list[Kind], number: int) -> list[Kind]:
    start = number % len(kinds)
    return kinds[start:] + kinds[:start]
