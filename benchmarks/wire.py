"""What goes over the wire, as Chromium counts it."""

from __future__ import annotations

import base64
from types import TracebackType
from typing import Any

from playwright.sync_api import Page

BINARY = 2


class Traffic:
    """Counts a page's traffic from here to the end of the block: requests, response bytes, WebSocket bytes."""

    def __init__(self, page: Page) -> None:
        self.requests = 0
        self.response_bytes = 0
        self.websocket_bytes = 0
        self._session = page.context.new_cdp_session(page)
        self._session.on("Network.requestWillBeSent", self._request)
        self._session.on("Network.loadingFinished", self._finished)
        self._session.on("Network.webSocketFrameSent", self._frame)
        self._session.on("Network.webSocketFrameReceived", self._frame)

    def __enter__(self) -> Traffic:
        self._session.send("Network.enable")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.detach()

    @property
    def bytes(self) -> int:
        """Everything received by request, headers and all, and everything that went through the WebSocket."""
        return self.response_bytes + self.websocket_bytes

    def _request(self, event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            self.requests += 1

    def _finished(self, event: dict[str, Any]) -> None:
        self.response_bytes += int(event["encodedDataLength"])

    def _frame(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        payload = frame["payloadData"]
        self.websocket_bytes += len(base64.b64decode(payload)) if frame["opcode"] == BINARY else len(payload.encode())
