"""Whose browser gets to see the screens, when more than this machine can connect: a pure ASGI middleware.

Phones need three addresses and no token. Everything else, Streamlit's page and its WebSocket first of all, belongs to
the facilitator and needs a cookie, which the link with the token sets:

    http://192.168.1.20:8501/?token=…   ->  303 to the same page without the token, and the cookie

When it asks:

- always when Preflight listens on more than loopback, shared on purpose or not, for nobody should open the screens to
  the network by accident. Public origins change nothing about that: a proxy that forwards is not one that asks who is
  there, and whoever reaches the port itself can write any Host. This machine is asked too: others use it, and a
  forwarded port looks like it.
- with PREFLIGHT_SHARE=yes on loopback, for a proxy on this machine that lets everybody through.
- not on loopback alone. There, whoever put a proxy in front has decided who comes in.

A connection that comes from outside although the settings say loopback (`uvicorn --host 0.0.0.0`) is refused whole.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Collection
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from preflight.door.guard import path_within
from preflight.door.screen_token import cookie_of, same
from preflight.door.token_page import token_page, token_page_policy
from preflight.settings import is_loopback

_log: Final = logging.getLogger(__name__)

# As the router reads them: decoded, whole, and without a dot, so that no way back up leads out of them.
_PHONES: Final = {
    "http": re.compile(r"/health|/ready|/join/?|/live/join"),
    "websocket": re.compile(r"/live/phone(?:/[A-Za-z0-9_-]+)+"),
}
_HEADER: Final = "preflight-token"
_KEPT_S: Final = 30 * 24 * 3600
_NO_STORE: Final = {"Cache-Control": "no-store"}

NOT_SHARED: Final = (
    "Preflight answers its own machine only. To let others in, start it with make share or PREFLIGHT_SHARE=yes.\n"
)
ASKS: Final = "These are the facilitator's screens: open the link that Preflight printed when it was started.\n"
WRONG: Final = "This token does not open these screens. Copy it once more from where Preflight was started."
TOO_MANY: Final = "Too many wrong tokens in the last minute. Wait a moment, then enter the right one."


class Gate:
    """Lets phones through, and everyone who has the cookie of `token`; asks everybody else for the token.

    An empty token stands for settings under which this machine alone connects: then nothing is asked. `https_hosts`
    are the hosts under which people come by https: the cookie that is set there never travels without it.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        token: str = "",
        https_hosts: Collection[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._token = token
        self._cookie, self._value = cookie_of(token)
        self._https_hosts = frozenset(https_hosts)
        self._wrong = _Budget(clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in _PHONES or self._passes(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._asking(scope)(scope, receive, send)

    def _passes(self, scope: Scope) -> bool:
        if not self._token:
            return not _from_outside(scope)
        if is_for_phones(scope):
            return True
        # A token in an address is taken out of it even where it is not needed: screens are shared.
        return self._knows(scope) and (scope.get("method") != "GET" or _token_in(scope) is None)

    def _knows(self, scope: Scope) -> bool:
        return same(HTTPConnection(scope).cookies.get(self._cookie, ""), self._value)

    def _asking(self, scope: Scope) -> Response:
        """The answer to a request that does not pass."""
        if not self._token:
            return PlainTextResponse(NOT_SHARED, 403, _NO_STORE)
        if scope["method"] == "POST" and (entered := Headers(scope=scope).get(_HEADER)):
            if same(entered, self._token):
                return self._with_cookie(scope, Response(status_code=204, headers=_NO_STORE))
            status, sentence = self._refused(scope)
            return PlainTextResponse(sentence, status, _NO_STORE)
        if scope["method"] != "GET" or (token := _token_in(scope)) is None:
            return _page(scope, 403, ASKS)
        if same(token, self._token):
            return self._with_cookie(scope, _without_token(scope))
        if self._knows(scope):
            return _without_token(scope)
        status, sentence = self._refused(scope)
        return _page(scope, status, sentence, note=sentence)

    def _refused(self, scope: Scope) -> tuple[int, str]:
        """Status and sentence for a wrong token. Nobody can guess the right one: this keeps the log short."""
        if not self._wrong.spend():
            return 429, TOO_MANY
        _log.warning("a wrong screen token was tried from %s", (scope.get("client") or ["somewhere"])[0])
        return 403, WRONG

    def _with_cookie(self, scope: Scope, response: Response) -> Response:
        response.set_cookie(
            self._cookie,
            self._value,
            max_age=_KEPT_S,
            path="/",
            httponly=True,
            secure=Headers(scope=scope).get("host", "").lower() in self._https_hosts,
            # Not strict: a link to a screen in a mail or a chat would come without the cookie and ask for the token.
            # What changes anything must name our own Origin anyway (guard.py).
            samesite="lax",
        )
        return response


class _Budget:
    """Twenty at once, and one more every three seconds."""

    _MOST: Final = 20.0
    _PER_S: Final = 20 / 60

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._left, self._since = self._MOST, clock()

    def spend(self) -> bool:
        """Take one; False when none is left."""
        now = self._clock()
        self._left, self._since = min(self._MOST, self._left + (now - self._since) * self._PER_S), now
        if self._left < 1:
            return False
        self._left -= 1
        return True


def is_for_phones(scope: Scope) -> bool:
    """Whether it is one of the addresses that phones need; `scope` is a request's or a WebSocket's."""
    return _PHONES[scope["type"]].fullmatch(path_within(scope)) is not None


def _from_outside(scope: Scope) -> bool:
    """Whether the connection came in on an address that other machines reach; a Unix socket has none."""
    address, port = scope.get("server") or ("", None)
    return port is not None and not is_loopback(address)


def _token_in(scope: Scope) -> str | None:
    found = [value for name, value in _query(scope) if name == "token"]
    return found[0] if found else None


def _query(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def _without_token(scope: Scope) -> Response:
    """To the same page. The way there begins at the page itself, so it can't lead to another site."""
    page = quote(scope["path"].rpartition("/")[2], safe="")
    rest = urlencode([(name, value) for name, value in _query(scope) if name != "token"])
    location = f"./{page}?{rest}" if rest else f"./{page}"
    return Response(status_code=303, headers={**_NO_STORE, "Location": location})


def _page(scope: Scope, status: int, sentence: str, note: str = "") -> Response:
    """The page that asks, where a person looks; one sentence for everything else."""
    if scope["method"] not in ("GET", "HEAD") or "text/html" not in Headers(scope=scope).get("accept", ""):
        return PlainTextResponse(sentence, status, _NO_STORE)
    return HTMLResponse(token_page(note), status, {**_NO_STORE, "Content-Security-Policy": token_page_policy()})
