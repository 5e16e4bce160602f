"""A proxy in front of several servers, as small as one can be: a visit stays with its server as long as that is there.

    with Proxy(first, second) as proxy:
        page.goto(proxy.url)

Who comes without the cookie is given to the servers in turn. Where a visit's server can't be reached, the next one
takes it over and the cookie says so. WebSockets pass; every other request has a connection of its own. It is what
docs/deployment.md configures nginx and Caddy to be.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import threading
from collections.abc import Sequence
from itertools import count
from types import TracebackType

from tests.browser.server import free_port

COOKIE = "preflight_server"
_COOKIE = re.compile(rb"(?im)^cookie:.*?\b" + COOKIE.encode() + rb"=(\d+)")
_HEAD_END = b"\r\n\r\n"
_MOST_HEAD = 65_536


class Proxy:
    """`url` is the one address; `servers` are the ports behind it, in the order of their numbers in the cookie."""

    def __init__(self, *servers: int, port: int | None = None) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.servers: Sequence[int] = servers
        self._turn = count()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)

    def __enter__(self) -> Proxy:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._end = asyncio.Event()
        async with await asyncio.start_server(self._visit, "127.0.0.1", self.port, limit=_MOST_HEAD):
            self._ready.set()
            await self._end.wait()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _visit(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            try:
                await self._pass_on(client, back)
            finally:
                back.close()

    async def _pass_on(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        head = await client.readuntil(_HEAD_END)
        known = _COOKIE.search(head)
        wanted = int(known[1]) % len(self.servers) if known else next(self._turn) % len(self.servers)
        found, server, there = await self._reach(wanted)
        if server is None or there is None:
            back.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        try:
            there.write(head if _upgrades(head) else _alone(head))
            answering = asyncio.create_task(self._answer(server, back, None if known and found == wanted else found))
            asking = asyncio.create_task(_pump(client, there))
            # A client that has said all may still listen; a server that has said all is done.
            await answering
            asking.cancel()
        finally:
            there.close()

    async def _reach(self, wanted: int) -> tuple[int, asyncio.StreamReader | None, asyncio.StreamWriter | None]:
        for number in range(wanted, wanted + len(self.servers)):
            found = number % len(self.servers)
            with contextlib.suppress(OSError):
                return found, *await asyncio.open_connection("127.0.0.1", self.servers[found], limit=_MOST_HEAD)
        return wanted, None, None

    async def _answer(self, server: asyncio.StreamReader, back: asyncio.StreamWriter, number: int | None) -> None:
        head = await server.readuntil(_HEAD_END)
        if number is not None:
            cookie = f"\r\nSet-Cookie: {COOKIE}={number}; Path=/; HttpOnly; SameSite=Lax".encode()
            head = head.removesuffix(_HEAD_END) + cookie + _HEAD_END
        back.write(head)
        await _pump(server, back)


def _upgrades(head: bytes) -> bool:
    return re.search(rb"(?im)^upgrade: *websocket", head) is not None


def _alone(head: bytes) -> bytes:
    """The request as the only one of its connection, so that nobody has to know where its answer ends."""
    line, _, rest = head.partition(b"\r\n")
    return line + b"\r\nConnection: close\r\n" + re.sub(rb"(?im)^(connection|keep-alive):.*\r\n", b"", rest)


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while part := await source.read(_MOST_HEAD):
        sink.write(part)
        await sink.drain()
