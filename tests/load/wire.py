"""HTTP and WebSockets as a browser sends them: with an Origin and a cookie, from a loopback address of our choice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from time import perf_counter
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

COOKIE = "preflight_phone"
ANSWER_S = 30
HERE = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a request was answered with, and how long that took."""

    status: int
    body: bytes
    cookie: str
    took_ms: float

    @property
    def told(self) -> dict[str, Any]:
        """The body as the protocol has it; empty where it is no JSON object."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class Http:
    """A kept connection to one server; opened anew when the server has closed it."""

    def __init__(self, url: str, *, source: str = HERE) -> None:
        self._url = url
        self._source = source
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def __aenter__(self) -> Http:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def post(self, path: str, said: Mapping[str, Any], *, cookie: str = "") -> Reply:
        """Send a JSON object. Raises OSError where there is no server, TimeoutError where it keeps silent."""
        return await self._ask("POST", path, json.dumps(said).encode(), cookie)

    async def get(self, path: str) -> Reply:
        """Fetch a page. Raises as `post` does."""
        return await self._ask("GET", path, b"", "")

    async def _ask(self, method: str, path: str, body: bytes, cookie: str) -> Reply:
        kept = self._streams is not None
        started = perf_counter()
        try:
            async with asyncio.timeout(ANSWER_S):
                return await self._exchange(method, path, body, cookie, started)
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            self.close()
            if not kept:
                raise ConnectionError("the server closed the connection") from error
        except BaseException:
            self.close()
            raise
        return await self._ask(method, path, body, cookie)

    async def _exchange(self, method: str, path: str, body: bytes, cookie: str, started: float) -> Reply:
        where = urlsplit(self._url)
        if self._streams is None:
            self._streams = await asyncio.open_connection(where.hostname, where.port, local_addr=(self._source, 0))
        reader, writer = self._streams
        head = [f"{method} {path} HTTP/1.1", f"Host: {where.netloc}", f"Origin: {self._url}"]
        head += ["Content-Type: application/json", f"Content-Length: {len(body)}"] if method == "POST" else []
        head += [f"Cookie: {COOKIE}={cookie}"] if cookie else []
        writer.write("\r\n".join([*head, "", ""]).encode("latin-1") + body)
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip().split("\r\n")
        headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        length = next(int(value) for name, value in headers if name == "content-length")
        found = await reader.readexactly(length)
        if ("connection", "close") in headers:
            self.close()
        return Reply(int(first.split()[1]), found, _cookie(headers), (perf_counter() - started) * 1_000)

    def close(self) -> None:
        """Let the connection go; the next request opens another."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def _cookie(headers: list[tuple[str, str]]) -> str:
    set_ = (value.partition(";")[0].strip() for name, value in headers if name == "set-cookie")
    return next((value.removeprefix(f"{COOKIE}=") for value in set_ if value.startswith(f"{COOKIE}=")), "")


@dataclass(slots=True)
class Traffic:
    """Messages and their bytes, both ways, without the few bytes of framing."""

    sent: int = 0
    received: int = 0
    sent_bytes: int = 0
    received_bytes: int = 0


class Line:
    """One WebSocket: JSON objects in and out, counted. Iterating gives (moment of receipt, message) until it closes."""

    def __init__(self, connection: ClientConnection, traffic: Traffic) -> None:
        self._connection = connection
        self._traffic = traffic

    async def send(self, message: Mapping[str, Any]) -> None:
        """Hand a message to the system. Raises ConnectionClosed."""
        text = json.dumps(message, ensure_ascii=False)
        self._traffic.sent += 1
        self._traffic.sent_bytes += len(text.encode())
        await self._connection.send(text)

    def cut(self) -> None:
        """Break the connection off without a word, as a phone that goes through a tunnel."""
        self._connection.transport.abort()

    async def close(self) -> None:
        """Close it properly, as a page that is left."""
        await self._connection.close()

    async def __aiter__(self) -> AsyncIterator[tuple[float, dict[str, Any]]]:
        async for text in self._connection:
            moment = perf_counter()
            assert isinstance(text, str), "the channel speaks text"
            self._traffic.received += 1
            self._traffic.received_bytes += len(text.encode())
            yield moment, json.loads(text)


async def opened(url: str, path: str, traffic: Traffic, *, cookie: str = "", source: str = HERE) -> Line:
    """Open a WebSocket. Raises OSError, TimeoutError or websockets' InvalidHandshake.

    Not compressed, and no pings of its own: a browser sends none, and the server's are answered.
    """
    connection = await connect(
        url.replace("http://", "ws://") + path,
        origin=Origin(url),
        additional_headers={"Cookie": f"{COOKIE}={cookie}"} if cookie else None,
        compression=None,
        proxy=None,
        open_timeout=ANSWER_S,
        ping_interval=None,
        close_timeout=2,
        max_queue=None,
        local_addr=(source, 0),
    )
    return Line(connection, traffic)
