"""Whose browser gets to see the screens where people sign in: a pure ASGI middleware, in the place of the screen token.

Phones need no sign-in. What everybody may have (Streamlit's scripts, our styles, whether the server is alive) passes.
Everything else needs the cookie of a login session: a page and a request of one that is open, or they get the page that
asks; a WebSocket of one that was begun here at least, so that nobody else so much as starts a run of the script.
Whether it is open still is asked at each run (ui/frame.py) and by each service.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from preflight.access.sign_in_cookie import digest_of
from preflight.domain.errors import Disabled, SignedOut, SignInEnded, SignInRunOut, StorageError
from preflight.door.gate import is_for_phones
from preflight.door.guard import path_within
from preflight.door.sign_in import pages
from preflight.door.sign_in.pages import SignInPage, page_answer
from preflight.door.sign_in.places import asked_for, way_to_sign_in
from preflight.logs.request_id import on_a_thread
from preflight.services.signing_in import is_known, visitor_of_digest
from preflight.services.workspace import Workspace

_log: Final = logging.getLogger(__name__)
_OPEN: Final = re.compile(
    r"/static/.*|/app/static/.*|/favicon\.(?:png|ico)|/ready"
    r"|/_stcore/(?:health|host-config|bidi-components/.*)|/auth/log(?:in|out)|/oauth2callback"
)
"""The same for everybody, and nothing of anybody's."""
_UNAVAILABLE: Final = 1013
AT_ONCE: Final = 2
"""So many are looked up at a time: they share one interpreter with the event loop, which everybody waits for."""


class SignInGate:
    """`workspace` is the one of the server; it is asked for with the first request."""

    def __init__(self, app: ASGIApp, *, workspace: Callable[[], Workspace]) -> None:
        self._app = app
        self._workspace = workspace
        self._threads = ThreadPoolExecutor(AT_ONCE, "gate")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
            return
        asking = None
        if scope["type"] == "http" and not (is_for_phones(scope) or _OPEN.fullmatch(path_within(scope))):
            asking = await on_a_thread(self._threads, self._asking, scope)
        if asking is None:
            await self._app(scope, receive, send)
        else:
            await page_answer(scope, asking, way_to_sign_in(asked_for(scope)))(scope, receive, send)

    def _asking(self, scope: Scope) -> SignInPage | None:
        """The page for somebody who may not pass; None for who may."""
        digest = digest_of(HTTPConnection(scope).cookies)
        if digest is None:
            return pages.SIGN_IN
        try:
            visitor_of_digest(self._workspace(), digest, touch=False)
        except SignedOut as signed_out:
            return page_of(signed_out)
        except StorageError as error:
            _log.warning("nobody could be let in: %s", error)
            return pages.NO_DATABASE
        return None

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        code = 1008
        try:
            digest = digest_of(HTTPConnection(scope).cookies)
            if is_for_phones(scope) or await on_a_thread(self._threads, is_known, self._workspace(), digest):
                await self._app(scope, receive, send)
                return
        except StorageError as error:
            _log.warning("nobody could be let in: %s", error)
            code = _UNAVAILABLE
        await receive()
        await send({"type": "websocket.close", "code": code})


def page_of(signed_out: SignedOut) -> SignInPage:
    """What is said to somebody who was signed in, or never was."""
    match signed_out:
        case SignInRunOut():
            return pages.RUN_OUT
        case SignInEnded():
            return pages.ENDED
        case Disabled():
            return pages.DISABLED
    return pages.SIGN_IN
