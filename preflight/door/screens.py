"""Screens, as many as this server can take: a pure ASGI middleware behind the gate.

Beyond PREFLIGHT_MOST_SESSIONS, or when many come at the same moment, a newcomer gets a page that tries again by itself;
a screen whose connection is lost is refused in a way after which Streamlit's page tries again, less and less often.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from preflight.access.budget import Rate
from preflight.door.draining import DRAINING, Draining
from preflight.door.limits import address_of, budget, retry_s
from preflight.door.metrics import METRICS, Metrics
from preflight.door.places import Places
from preflight.door.plain_page import PlainPage, plain_answer
from preflight.door.route_class import PAGE, route_class
from preflight.exchange.visits import known_visit

FROM_ONE: Final = Rate(60, 10)
ALTOGETHER: Final = Rate(100, 15)
"""Screens opened."""

BUSY: Final = PlainPage(
    status=503,
    heading="Preflight is busy",
    text=(
        "Every place is taken right now. This page tries again by itself and opens as soon as there is one. "
        "Nobody who is in loses anything."
    ),
    again=True,
)
STARTING_AGAIN: Final = PlainPage(
    status=503,
    heading="Preflight is starting again",
    text="It is back in a moment, with everything that was saved. This page tries again by itself.",
    again=True,
)


class Screens:
    """Lets through the screens that a server of this size can take."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        most: int,
        metrics: Metrics = METRICS,
        draining: Draining = DRAINING,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._draining = draining
        self._places = Places(most, clock)
        self._turn = asyncio.Lock()
        self._opened = budget(clock, FROM_ONE, ALTOGETHER)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = "" if scope["type"] == "lifespan" else route_class(scope)
        if scope["type"] == "websocket" and route == "screens":
            await self._screen(scope, receive, send)
        elif scope["type"] == "http" and (_asks_to_come_back(scope) or _asks_for_a_page(scope, route)):
            await self._page(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = self._refused(scope)
        if refused is not None:
            await plain_answer(scope, refused, retry_s=retry_s())(scope, receive, send)
            return
        if scope["method"] == "GET" and not _asks_to_come_back(scope) and _visit(scope) is None:
            self._places.expect()
        await self._app(scope, receive, send)

    async def _screen(self, scope: Scope, receive: Receive, send: Send) -> None:
        visit = _visit(scope)
        if self._refused(scope) is not None:
            await receive()
            await send({"type": "websocket.close", "code": 1013})
            return
        self._opened.count(address_of(scope))
        # Streamlit makes a session without a pause, 3 ms each: fifty at a time would keep /health waiting for all.
        await self._turn.acquire()
        inside, at_the_door = False, True

        def pass_on() -> None:
            nonlocal at_the_door
            if at_the_door:
                at_the_door = False
                self._turn.release()

        async def sending(message: Message) -> None:
            nonlocal inside
            if message["type"] == "websocket.accept" and not inside:
                inside = True
                self._places.enter(visit)
            await send(message)

        async def receiving() -> Message:
            if inside:  # the session is made
                pass_on()
            return await receive()

        try:
            await self._app(scope, receiving, sending)
        finally:
            pass_on()
            if inside:
                self._places.leave(visit)

    def _refused(self, scope: Scope) -> PlainPage | None:
        if self._draining.begun:
            why, page = "ending", STARTING_AGAIN
        elif not self._places.free_for(_visit(scope)):
            why, page = "places", BUSY
        elif self._opened.wait_s(address_of(scope)):
            why, page = "arrivals", BUSY
        else:
            return None
        self._metrics.turned_away.labels(why).inc()
        return page


def _visit(scope: Scope) -> str | None:
    return known_visit(HTTPConnection(scope))


def _asks_to_come_back(scope: Scope) -> bool:
    """Streamlit's page does so before it connects once more."""
    return bool(scope["path"].endswith("/_stcore/health"))


def _asks_for_a_page(scope: Scope, route: str) -> bool:
    return route == PAGE and scope["method"] in ("GET", "HEAD")
