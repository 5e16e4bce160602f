"""How many screens a server takes, who is asked to wait, and how."""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from preflight.door.draining import Draining
from preflight.door.limits import FAILED_OF_ONE, REQUESTS_OF_ONE, Limits
from preflight.door.metrics import Metrics
from preflight.door.places import Places
from preflight.door.screens import FROM_ONE, Screens
from preflight.exchange.visits import COOKIE
from tests.door.asgi import ask, scope

BROWSER = "text/html,application/xhtml+xml"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def inside(asked: Scope, receive: Receive, send: Send) -> None:
    if asked["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        if asked["path"] == "/_stcore/stream":
            await receive()
        return
    headers = [(b"set-cookie", b"_streamlit_user=x")] if asked["query_string"] == b"right" else []
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"inside"})


class Held:
    """Screens that stay open until they are let go."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._open: list[tuple[asyncio.Task[None], asyncio.Event]] = []

    async def open(self, visit: str = "") -> bool:
        """Whether it was let in."""
        leave, sent = asyncio.Event(), []
        messages = iter(({"type": "websocket.connect"},))

        async def receive() -> Any:
            for message in messages:
                return message
            await leave.wait()
            return {"type": "websocket.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message["type"])

        asked = scope("/_stcore/stream", kind="websocket", cookie=f"{COOKIE}={visit}" if visit else "")
        task = asyncio.create_task(self._app(asked, receive, send))
        for _ in range(20):
            await asyncio.sleep(0)
        self._open.append((task, leave))
        return sent[0] == "websocket.accept"

    async def leave(self, number: int) -> None:
        task, left = self._open[number]
        left.set()
        await task


def screens(most: int, clock: Clock, draining: Draining | None = None) -> Screens:
    return Screens(inside, most=most, metrics=Metrics(), draining=draining or Draining(), clock=clock)


def visit(number: int) -> str:
    return f"{number:032x}"


def page(app: Any, **headers: str) -> Any:
    return ask(app, scope("/results", **headers))


def test_beyond_the_last_place_newcomers_wait_and_come_in_when_one_is_left() -> None:
    clock = Clock()

    async def run() -> None:
        held = Held(screens(3, clock))
        assert [await held.open(visit(n)) for n in range(4)] == [True, True, True, False]
        assert await held.open() is False
        await held.leave(0)
        assert await held.open(visit(9)) is False, "kept a moment for whoever left it"
        clock.now += 11
        assert await held.open(visit(9)) is True

    asyncio.run(run())


def test_who_was_in_comes_back_though_all_places_are_taken() -> None:
    clock = Clock()

    async def run() -> None:
        held = Held(screens(2, clock))
        assert [await held.open(visit(n)) for n in range(2)] == [True, True]
        await held.leave(0)
        clock.now += 30
        assert await held.open(visit(5)) is True
        assert await held.open(visit(0)) is True, "a laptop that changed its network"
        assert await held.open(visit(6)) is False
        clock.now += 200
        assert await held.open(visit(7)) is False

    asyncio.run(run())


def test_the_page_says_busy_to_a_browser_and_tries_again_by_itself() -> None:
    full = screens(1, Clock())
    full._places.enter(None)
    answer = page(full, accept=BROWSER)
    assert answer.status == 503
    assert 6 <= int(answer.headers["retry-after"]) <= 15
    assert "Preflight is busy" in answer.text
    assert "tries again" in answer.text
    assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
    assert "<script>" in answer.text
    assert page(full).text.startswith("Preflight is busy. ")
    assert ask(full, scope("/_stcore/health")).status == 503, "Streamlit's page then asks less and less often"
    for open_path in ("/health", "/static/js/index.js", "/live/join", "/exports/warm"):
        assert ask(full, scope(open_path)).status == 200, open_path
    assert ask(full, scope("/live/phone/a", kind="websocket")).status == 101, "phones take no place"


def test_those_who_are_loading_the_page_have_a_place_on_the_way() -> None:
    clock = Clock()
    some = screens(3, clock)
    assert [page(some).status for _ in range(4)] == [200, 200, 200, 503]
    clock.now += 6
    assert page(some).status == 200, "they did not come"


def test_a_server_that_ends_takes_nobody() -> None:
    draining = Draining()
    some = screens(10, Clock(), draining)
    assert page(some).status == 200
    draining.begin()
    answer = page(some, accept=BROWSER, cookie=f"{COOKIE}={visit(1)}")
    assert (answer.status, "starting again" in answer.text) == (503, True)
    assert ask(some, scope("/_stcore/stream", kind="websocket")).status == 403


def test_fifty_fast_connects_are_in_and_more_are_spread() -> None:
    clock = Clock()

    async def run() -> None:
        held = Held(screens(1000, clock))
        came = [await held.open(visit(n)) for n in range(100)]
        assert came.count(True) == FROM_ONE.at_once >= 50
        clock.now += 1
        more = [await held.open(visit(n)) for n in range(100, 120)]
        assert more.count(True) == FROM_ONE.a_second

    asyncio.run(run())


def test_places_add_up_whatever_comes_and_goes() -> None:
    clock = Clock()
    places = Places(5, clock)
    names = [visit(n % 7) if n % 3 else None for n in range(200)]
    for name, other in itertools.pairwise(names):
        clock.now += 0.1
        for each in (name, other, name):
            places.enter(each)
        for each in (other, name, name):
            places.leave(each)
    assert places.taken == 0
    clock.now += 60
    assert places.free_for(None)


def limits(clock: Clock) -> Limits:
    return Limits(inside, metrics=Metrics(), clock=clock)


def test_a_room_of_three_hundred_phones_behind_one_address_is_not_shut_out() -> None:
    app = limits(Clock())
    for path in ("/join", "/live/join"):
        assert {ask(app, scope(path)).status for _ in range(300)} == {200}
    assert {ask(app, scope(path="/live/phone/a", kind="websocket")).status for _ in range(300)} == {101}


@pytest.mark.parametrize("path", ["/results", "/exports/warm", "/live/join", "/media/a.png"])
def test_a_flood_from_one_address_is_stopped_and_others_are_served(path: str) -> None:
    clock = Clock()
    app = limits(clock)
    asked = scope(path) | {"client": ("192.0.2.7", 1)}
    for _ in range(int(REQUESTS_OF_ONE.at_once)):
        app._requests.count("192.0.2.7")
    assert ask(app, asked).status == 429
    assert ask(app, scope(path) | {"client": ("192.0.2.8", 1)}).status == 200
    for free in ("/health", "/static/js/index.js"):
        assert ask(app, scope(free) | {"client": ("192.0.2.7", 1)}).status == 200
    clock.now += 1
    assert ask(app, asked).status == 200
    assert REQUESTS_OF_ONE.at_once >= 3 * 300, "a room joins: a page, a join and a line each"


def test_sign_ins_that_fail_are_bounded_and_those_that_do_not_are_never_counted() -> None:
    app = limits(Clock())
    right = scope("/oauth2callback") | {"query_string": b"right"}
    assert {ask(app, right).status for _ in range(100)} == {200}
    wrong = [ask(app, scope("/oauth2callback")).status for _ in range(FAILED_OF_ONE.at_once + 5)]
    assert wrong.count(200) == FAILED_OF_ONE.at_once
    assert wrong[-1] == 429
    assert ask(app, scope("/results")).status == 200
