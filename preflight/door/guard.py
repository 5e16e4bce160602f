"""Who may speak to the server at all: a pure ASGI middleware in front of Streamlit.

Host and Origin are compared with exact lists before Streamlit sees a request: it accepts a WebSocket without an
Origin and from any port of localhost, and looks up its own public address for every foreign one, two seconds on
the event loop. Every response leaves with the security headers.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from preflight.door.plain_page import NOT_FOUND, WENT_WRONG, plain_answer
from preflight.logs import request_id

_log: Final = logging.getLogger(__name__)

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; frame-src 'none'; frame-ancestors 'none'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'"
)
SECURITY_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), display-capture=()",
}
_SAFE_METHODS: Final = ("GET", "HEAD", "OPTIONS")
_CORE: Final = "/_stcore/"
_CORE_OPEN: Final = ("/_stcore/health", "/_stcore/host-config", "/_stcore/stream")
_CORE_OPEN_BELOW: Final = "/_stcore/bidi-components/"
_CORE_UPLOAD: Final = "/_stcore/upload_file"

WRONG_HOST: Final = (
    "Preflight does not answer under this address. Open the one it printed at its start, "
    "or add this one to PREFLIGHT_PUBLIC_ORIGINS.\n"
)
WRONG_ORIGIN: Final = "Preflight does not answer other sites.\n"
_NOT_FOUND: Final = (404, "")
NO_UPLOADS: Final = "Preflight takes no uploads here.\n"


class Guard:
    """Refuses what is not for us, and puts the security headers on every response.

    `host` is the address that the server listens on; `public_origins` are the exact origins under which people
    reach it through a proxy. The port is taken from the socket of each request, never from a header.
    """

    def __init__(self, app: ASGIApp, *, host: str = "127.0.0.1", public_origins: Sequence[str] = ()) -> None:
        self._app = app
        self._names = frozenset({"localhost", "127.0.0.1", "[::1]", _bracketed(host)}) - {"0.0.0.0", "[::]"}
        self._public_origins = frozenset(public_origins)
        self._public_hosts = frozenset(origin.partition("://")[2] for origin in public_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(_with_plain_cookies(scope), receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await self._websocket(_with_plain_cookies(scope), receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope, must_name_origin=scope["method"] not in _SAFE_METHODS) or _closed(scope)
        if refusal == _NOT_FOUND:
            await plain_answer(scope, NOT_FOUND)(scope, receive, send)
            return
        if refusal is not None:
            status, text = refusal
            await PlainTextResponse(text, status, {"Cache-Control": "no-store"})(scope, receive, send)
            return
        # Streamlit would look up the machine's addresses for an Origin; it has been judged here.
        await self._answer(_without(scope, b"origin"), receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            reference = request_id.reference()
            _log.error("%s failed, reference %s", scope["method"], reference, exc_info=error)
            if started:
                raise
            await plain_answer(scope, replace(WENT_WRONG, reference=reference))(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._refusal(scope, must_name_origin=True) is not None:
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        origin = Headers(scope=scope)["origin"]
        if origin in self._public_origins:
            # A proxy may have written its own name over the Host; Streamlit compares the two.
            host = origin.partition("://")[2].encode("latin-1")
            scope = _without(scope, b"host")
            scope["headers"].append((b"host", host))
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope, *, must_name_origin: bool) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        local = self._local_hosts(scope)
        if len(hosts) != 1 or hosts[0].lower() not in self._public_hosts | local:
            _log.info("refused a request for the host %.80r", hosts)
            return 403, WRONG_HOST
        if not origins and not must_name_origin:
            return None
        allowed = self._public_origins | ({f"http://{hosts[0].lower()}"} if hosts[0].lower() in local else set())
        if len(origins) != 1 or origins[0] not in allowed:
            _log.info("refused a request from the origin %.80r", origins)
            return 403, WRONG_ORIGIN
        return None

    def _local_hosts(self, scope: Scope) -> frozenset[str]:
        address, port = scope.get("server") or ("", None)
        if port is None:
            return frozenset()
        # The address that the connection really came in on: a page of another name can't have it as its Host.
        names = self._names | {_bracketed(address)}
        return frozenset({f"{name}:{port}" for name in names} | (names if port == 80 else frozenset()))


def _bracketed(address: str) -> str:
    """The address as it stands in a Host header; an IPv4 address inside an IPv6 one is unwrapped."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address.lower()
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(parsed.ipv4_mapped) if parsed.ipv4_mapped else f"[{parsed}]"


def path_within(scope: Scope) -> str:
    """The path as the router reads it: decoded, and without the path that the app is mounted under."""
    path: str = scope["path"]
    root = scope.get("root_path", "")
    return path[len(root) :] if root and f"{path}/".startswith(f"{root}/") else path


def _closed(scope: Scope) -> tuple[int, str] | None:
    """Streamlit's own endpoints are closed but for those that its page needs."""
    path = path_within(scope)
    if path == _CORE_UPLOAD or path.startswith(f"{_CORE_UPLOAD}/"):
        return 403, NO_UPLOADS
    if path.startswith(_CORE) and path not in _CORE_OPEN and not path.startswith(_CORE_OPEN_BELOW):
        return _NOT_FOUND
    return None


def _without(scope: Scope, name: bytes) -> Scope:
    return {**scope, "headers": [header for header in scope["headers"] if header[0] != name]}


def _with_plain_cookies(scope: Scope) -> Scope:
    """Without cookies that hold a backslash: none of ours does, and until 3.11.10 Python reads one of 60 kB of them for
    nine seconds (CVE-2024-7592)."""
    if not any(name == b"cookie" and b"\\" in value for name, value in scope["headers"]):
        return scope

    def plain(value: bytes) -> bytes:
        return b";".join(each for each in value.split(b";") if b"\\" not in each)

    headers = [(name, plain(value) if name == b"cookie" else value) for name, value in scope["headers"]]
    return {**scope, "headers": headers}


def _with_headers(send: Send) -> Send:
    """Security headers on each response. A route of ours may bring a stricter content policy of its own."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message.setdefault("headers", [])
            headers = MutableHeaders(scope=message)
            headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
            for name, value in SECURITY_HEADERS.items():
                headers[name] = value
            del headers["Access-Control-Allow-Origin"]
        await send(message)

    return sending
