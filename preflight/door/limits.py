"""How much may be asked, and how often a sign-in may fail: a pure ASGI middleware in front of the gate.

| what | from one address | altogether | beyond it |
| --- | --- | --- | --- |
| requests that are no file of the page | 3,000 at once, 300 a second | 20,000 at once, 2,000 a second | 429 |
| sign-ins that fail | 30 at once, 1 in 5 seconds | 300 at once, 2 a second | 429 |
| screens opened (screens.py) | 60 at once, 10 a second | 100 at once, 15 a second | 503, the busy page |
| screens open (screens.py) | | PREFLIGHT_MOST_SESSIONS | 503, the busy page |

A company and a room of 300 phones may each have one address: the bounds of an address are set so that neither is shut
out. Phones take no place; live/ has bounds of its own for them.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from preflight.access.budget import Budget, Rate, network_of
from preflight.door.guard import path_within
from preflight.door.metrics import METRICS, Metrics
from preflight.door.plain_page import PlainPage, plain_answer
from preflight.door.route_class import route_class

REQUESTS_OF_ONE, REQUESTS = Rate(3_000, 300), Rate(20_000, 2_000)
FAILED_OF_ONE, FAILED = Rate(30, 1 / 5), Rate(300, 2)
_ADDRESSES: Final = 20_000
_SIGNED_IN: Final = b"_streamlit_user"
_ASKED_FOR: Final = ("/media", "/component")
"""Files of what somebody sees: for these the database is asked who it is."""
_RETRY_S: Final = (6, 15)

TOO_FAST: Final = PlainPage(
    status=429,
    heading="One moment",
    text="Very much was asked from where you are. This page tries again by itself.",
    again=True,
)
SIGN_INS: Final = PlainPage(
    status=429,
    heading="One moment",
    text="Many sign-ins from where you are did not succeed. Wait a minute, then sign in again.",
)


def address_of(scope: Scope) -> str:
    """Who asks, for counting: the address, or the network of an IPv6 one."""
    return network_of((scope.get("client") or ("", 0))[0])


def budget(clock: Callable[[], float], each: Rate, altogether: Rate) -> Budget:
    """A budget for addresses."""
    return Budget(clock, each=each, altogether=altogether, most_names=_ADDRESSES)


def retry_s() -> int:
    """When to come back, in seconds. Not the same for all: they would come back at the same moment."""
    return random.randint(*_RETRY_S)  # noqa: S311


class Limits:
    """Lets through what is within the bounds."""

    def __init__(
        self, app: ASGIApp, *, metrics: Metrics = METRICS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._requests = budget(clock, REQUESTS_OF_ONE, REQUESTS)
        self._failed = budget(clock, FAILED_OF_ONE, FAILED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = "" if scope["type"] != "http" else route_class(scope)
        if route in ("", "health") or (route == "assets" and not path_within(scope).startswith(_ASKED_FOR)):
            await self._app(scope, receive, send)
            return
        address = address_of(scope)
        if self._requests.wait_s(address):
            await self._turn_away("requests", TOO_FAST, scope, receive, send)
            return
        self._requests.count(address)
        if route != "sign-in":
            await self._app(scope, receive, send)
        elif self._failed.wait_s(address):
            await self._turn_away("sign-ins", SIGN_INS, scope, receive, send)
        else:
            await self._app(scope, receive, self._counting(scope, address, send))

    def _counting(self, scope: Scope, address: str, send: Send) -> Send:
        async def sending(message: Message) -> None:
            begins = message["type"] == "http.response.start"
            if begins and scope["path"].endswith("/oauth2callback") and not _signs_in(message):
                self._failed.count(address)
            await send(message)

        return sending

    async def _turn_away(self, why: str, page: PlainPage, scope: Scope, receive: Receive, send: Send) -> None:
        self._metrics.turned_away.labels(why).inc()
        await plain_answer(scope, page, retry_s=60 if page is SIGN_INS else retry_s())(scope, receive, send)


def _signs_in(message: Message) -> bool:
    """Whether the answer sets the cookie of a sign-in."""
    return any(
        name.lower() == b"set-cookie" and value.startswith(_SIGNED_IN) for name, value in message.get("headers", ())
    )
