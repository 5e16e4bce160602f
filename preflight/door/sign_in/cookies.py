"""Streamlit's cookies of a sign-in as they leave: read once, and never sent over plain http again where there is https.

Streamlit leaves `Secure` away, for a bug of old browsers. Here all its cookies have it where people come by https.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from preflight.access.sign_in_cookie import NAME
from preflight.door.sign_in.places import is_on

_THEIRS: Final = b"_streamlit"
_SECURE: Final = b"; Secure"


class SecureCookies:
    """A pure ASGI middleware; `https_hosts` are the hosts under which people come by https."""

    def __init__(self, app: ASGIApp, *, https_hosts: Collection[str] = ()) -> None:
        self._app = app
        self._https_hosts = frozenset(https_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_on(scope, self._https_hosts):
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [_secured(*header) for header in message.get("headers", ())]
            await send(message)

        await self._app(scope, receive, sending)


def _secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    attributes = [part.strip().lower() for part in value.split(b";")[1:]]
    if name.lower() != b"set-cookie" or not value.startswith(_THEIRS) or b"secure" in attributes:
        return name, value
    return name, value + _SECURE


def cookies_set(start: Message) -> dict[str, str]:
    """The cookies that a response sets, as the browser will send them."""
    found: dict[str, str] = {}
    for name, value in start.get("headers", ()):
        if name.lower() == b"set-cookie":
            found |= cookie_parser(value.split(b";")[0].decode("latin-1"))
    return found


def claims_in(cookies: Mapping[str, str]) -> dict[str, Any] | None:
    """What Streamlit has put into the cookie of a sign-in; None without a sound one."""

    def part(name: str) -> bytes | None:
        value = cookies.get(name)
        return None if not value else decode_signed_value(get_cookie_secret(), name, value.encode("latin-1"))

    signed = get_cookie_with_chunks(part, NAME)
    if signed is None:
        return None
    try:
        found = json.loads(signed)
    except ValueError:
        return None
    return found if isinstance(found, dict) and found.get("is_logged_in") is True else None
