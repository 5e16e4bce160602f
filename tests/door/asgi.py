"""Ask an ASGI app one thing, without a server."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.browser.server import Answer

SERVER = ("127.0.0.1", 8501)


def scope(
    path: str = "/", *, method: str = "GET", kind: str = "http", server: tuple[str, int] = SERVER, **headers: str
) -> dict[str, Any]:
    """A request as an ASGI server hands it over; `accept_encoding="gzip"` becomes a header. Host is the server."""
    headers.setdefault("host", f"{server[0]}:{server[1]}")
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items() if value]
    found = {"type": kind, "path": path, "headers": named, "server": server, "query_string": b"", "root_path": ""}
    return found | ({"method": method} if kind == "http" else {"subprotocols": []})


def ask(app: Any, asked: dict[str, Any]) -> Answer:
    """The answer to an HTTP request; for a WebSocket the status is 101 when the app got it and 403 when it did not."""
    sent: list[dict[str, Any]] = []

    waiting = [{"type": "http.request" if asked["type"] == "http" else "websocket.connect", "body": b""}]

    async def receive() -> dict[str, Any]:
        return waiting.pop() if waiting else await asyncio.Future()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(asked, receive, send))
    if asked["type"] == "websocket":
        return Answer(403 if sent and sent[0]["type"] == "websocket.close" else 101, {}, b"")
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]))
