"""The cookie by which files find the screen that ordered them (preflight/exchange): a pure ASGI middleware.

Each page that is loaded without one gets 128 random bits; what only our own scripts ask for never does, and phones
need none.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from preflight.door.gate import is_for_phones
from preflight.exchange.visits import COOKIE, known_visit, new_visit


class VisitCookie:
    """`https_hosts` are the hosts under which people come by https: the cookie set there never travels without it."""

    def __init__(self, app: ASGIApp, *, https_hosts: Collection[str] = ()) -> None:
        self._app = app
        self._https_hosts = frozenset(https_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = scope["type"] == "http" and scope["method"] == "GET" and not is_for_phones(scope)
        if not page or known_visit(HTTPConnection(scope)):
            await self._app(scope, receive, send)
            return
        secure = Headers(scope=scope).get("host", "").lower() in self._https_hosts

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("Set-Cookie", _cookie(secure=secure))
            await send(message)

        await self._app(scope, receive, sending)


def _cookie(*, secure: bool) -> str:
    """Lax, not strict: a page that was opened from a mail comes with the visit that it belongs to."""
    setting = Response()
    setting.set_cookie(COOKIE, new_visit(), path="/", httponly=True, samesite="lax", secure=secure)
    return setting.headers["set-cookie"]
