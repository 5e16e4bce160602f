"""Each request on its way through: it gets an id, is counted, measured, traced, and told in one line of the log.

The outermost middleware, so that what the guard refuses is told too. Nothing of an address, a header or a body goes
into metrics, traces or the log: only what kind of request it was (route_class.py).
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from preflight.door.metrics import Metrics
from preflight.door.route_class import route_class
from preflight.door.tracing import Tracing
from preflight.logs.request_id import HEADER, as_request, new_id, sound_id

_log: Final = logging.getLogger("preflight.requests")
_QUIET: Final = ("health", "assets")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Requests:
    """`trusts` says whether the request comes from a proxy whose X-Request-ID is believed; `level` is that of the line
    that tells of a request."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        metrics: Metrics,
        tracing: Tracing,
        trusts: Callable[[Scope], bool] = lambda _scope: False,
        level: int = logging.DEBUG,
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._tracing = tracing
        self._trusts = trusts
        self._level = level

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = (sound_id(given) if given and self._trusts(scope) else None) or new_id()
        route = route_class(scope)
        way = "WebSocket" if scope["type"] == "websocket" else _method(scope)
        with as_request(request_id), self._tracing.span(f"{way} {route}", request=request_id, route=route) as span:
            told = _Told(send, request_id)
            began = perf_counter()
            try:
                if scope["type"] == "websocket":
                    told.on_accept = lambda: self._metrics.sockets.labels(route).inc()
                await self._app(scope, receive, told)
            finally:
                seconds = perf_counter() - began
                if told.accepted:
                    self._metrics.sockets.labels(route).dec()
                else:
                    self._metrics.request_s.labels(route).observe(seconds)
                self._metrics.requests.labels(route, _family(told.status)).inc()
                span(status=told.status)
                level = logging.DEBUG if route in _QUIET else self._level
                if _log.isEnabledFor(level):
                    facts = {"route": route, "status": told.status, "ms": round(1000 * seconds, 1)}
                    _log.log(level, "%s %s %d", way, route, told.status, extra=facts)


class _Told:
    """The way back: the id goes with the answer, and what the answer was is remembered."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._id = request_id
        self.status = 500
        self.accepted = False
        self.on_accept: Callable[[], None] = lambda: None

    async def __call__(self, message: Message) -> None:
        match message["type"]:
            case "http.response.start" | "websocket.http.response.start":
                self.status = message["status"]
                message.setdefault("headers", [])
                MutableHeaders(scope=message)[HEADER] = self._id
            case "websocket.accept":
                self.status, self.accepted = 101, True
                self.on_accept()
            case "websocket.close" if not self.accepted:
                self.status = 403
        await self._send(message)


def from_one_of(proxies: Sequence[str]) -> Callable[[Scope], bool]:
    """Tells whether a connection comes from one of these addresses and networks."""
    networks = [ipaddress.ip_network(each, strict=False) for each in proxies]

    def told(scope: Scope) -> bool:
        try:
            address = ipaddress.ip_address((scope.get("client") or ("", 0))[0])
        except ValueError:
            return False
        return any(address in network for network in networks if network.version == address.version)

    return told


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in _METHODS else "OTHER"


def _family(status: int) -> str:
    return str(status) if status in (101, 403, 404, 429, 503) else f"{status // 100}xx"
