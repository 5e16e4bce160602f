"""What one connection may take before anything of ours has looked at it: uvicorn's protocols, with bounds.

uvicorn waits for a request as long as somebody likes, keeps a whole message of a WebSocket before it hands it on, and
answers every ping though nobody reads the answers. Phones come without a token, so each of that is open to everybody
in the room: an unfinished request keeps its place, ten unfinished messages took 90 MB, a flood of pings 30 MB a second,
and empty parts of messages held the event loop for half a second at a time.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request

REQUEST_S: Final = 10.0
"""So long a connection may wait without a whole head of a request; between two, uvicorn closes it sooner."""

LONGEST_BYTES: Final = 65_536
"""Of one message, in UTF-8: preflight/live/wire.py takes 16,384 characters."""

MOST_UNREAD: Final = 200
MOST_BESIDE, MOST_BESIDE_A_SECOND = 200, 1
"""Frames that carry no message of their own: pings, pongs, and the parts of a message that was cut up."""

_SLICE: Final = 4_096
_STREAMLIT: Final = "/_stcore/stream"


class BoundedHttp(H11Protocol):
    """HTTP, for those who come to the end of what they ask for."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self, event: Any) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
        super().handle_websocket_upgrade(event)

    def _wait(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = self.loop.call_later(REQUEST_S, self._give_up)

    def _give_up(self) -> None:
        if self.conn.our_state not in (h11.SEND_RESPONSE, h11.SEND_BODY):
            self.transport.abort()


class BoundedWebSocket(WebSocketsSansIOProtocol):
    """WebSockets; only Streamlit's own, which takes the screen token, has no other bounds than Streamlit's."""

    _bounded = True
    _began = 0.0
    _beside = 0

    def handle_connect(self, event: Request) -> None:
        self._bounded = event.path.partition("?")[0] != _STREAMLIT
        self._began = self.loop.time()
        if self._bounded:
            self.conn.max_message_size = LONGEST_BYTES
        super().handle_connect(event)

    def data_received(self, data: bytes) -> None:
        for start in range(0, len(data), _SLICE):
            if not self._bounded:
                super().data_received(data[start:])
                return
            super().data_received(data[start : start + _SLICE])
            if self.queue.qsize() > MOST_UNREAD:
                self.transport.abort()
            if self.transport.is_closing():
                return
        if not self.handshake_initiated:  # its whole head was there, and could not be read
            self.transport.abort()

    def handle_cont(self, event: Frame) -> None:
        self._count()
        super().handle_cont(event)

    def handle_ping(self) -> None:
        self._count()
        super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        self._count()
        super().handle_pong(event)

    def _count(self) -> None:
        self._beside += 1
        if self._bounded and self._beside > MOST_BESIDE + MOST_BESIDE_A_SECOND * (self.loop.time() - self._began):
            self.transport.abort()
