"""Phones and screens that visit the live channel's real routes within one event loop, without a server or a port.

async def visit(house: House) -> None:
    ada = Phone(house)
    await ada.join(token=…)
    async with ada.connected() as wire:
        state = await wire.next("state")

run(visit, workshop)
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from http.cookies import Morsel, SimpleCookie
from typing import Any

from starlette.applications import Starlette

from preflight.live.routes import live_routes
from preflight.settings import Settings
from tests.workshops import Workshop

COOKIE = "preflight_phone"
PATIENCE_S = 10.0
Message = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What an HTTP request was answered with."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def said(self) -> Message:
        """The body's JSON."""
        found: Message = json.loads(self.body)
        return found

    @property
    def cookie(self) -> Morsel[str] | None:
        """The phone's cookie, where one was set."""
        return SimpleCookie(self.headers.get("set-cookie", "")).get(COOKIE)


class House:
    """The routes of a workshop's server."""

    def __init__(self, workshop: Workshop, settings: Settings | None = None) -> None:
        self.workshop = workshop
        self.app = Starlette(routes=live_routes(settings or Settings(), lambda: workshop.workspace))

    async def ask(
        self,
        path: str,
        body: bytes | list[bytes] = b"",
        *,
        method: str = "POST",
        address: str = "192.0.2.1",
        **headers: str,
    ) -> Answer:
        """One HTTP request; a body of several parts arrives in as many."""
        parts = list(body) if isinstance(body, list) else [body]
        sent: list[Message] = []

        async def receive() -> Message:
            if not parts:
                return {"type": "http.disconnect"}
            part = parts.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(parts)}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = _scope("http", path, address, {"host": "127.0.0.1:8501", **headers}) | {"method": method}
        await asyncio.wait_for(self.app(scope, receive, send), PATIENCE_S)
        found = {name.decode("latin-1"): value.decode("latin-1") for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], found, b"".join(each.get("body", b"") for each in sent[1:]))

    @asynccontextmanager
    async def wire(self, path: str, *, cookie: str = "") -> AsyncIterator[Wire]:
        """An open WebSocket; `cookie` is the header."""
        wire = Wire()
        headers = {"host": "127.0.0.1:8501"} | ({"cookie": cookie} if cookie else {})
        task = asyncio.create_task(self.app(_scope("websocket", path, "192.0.2.1", headers), wire.receive, wire.send))
        wire.task = task
        try:
            yield wire
        finally:
            await wire.leave()
            await asyncio.wait_for(task, PATIENCE_S)

    def screen(self, cookie: str = "") -> Any:
        """A shared screen's WebSocket."""
        return self.wire(f"/live/screen/{self.workshop.room_id}", cookie=cookie)


def phone_cookie(cookie: str) -> str:
    """The header of a phone with this cookie."""
    return f"{COOKIE}={cookie}" if cookie else ""


class Wire:
    """The far end of a WebSocket."""

    def __init__(self) -> None:
        self.task: asyncio.Task[None]
        self.code: int | None = None
        """With which the server closed it."""
        self.heard: list[Message] = []
        self._left = False
        self._sent: asyncio.Queue[Message] = asyncio.Queue()
        self._sent.put_nowait({"type": "websocket.connect"})
        self._arrived: asyncio.Queue[Message | None] = asyncio.Queue()

    async def say(self, message: object) -> None:
        """Send JSON; a text is sent as it is."""
        text = message if isinstance(message, str) else json.dumps(message)
        await self._sent.put({"type": "websocket.receive", "text": text})

    async def leave(self) -> None:
        """Be gone: what the server sends from now on fails."""
        self._left = True
        await self._sent.put({"type": "websocket.disconnect", "code": 1001})

    async def next(self, kind: str | None = None, **having: object) -> Message:
        """The next message, or the next of this type and with these values; what comes between is passed over."""
        while True:
            message = await asyncio.wait_for(self._arrived.get(), PATIENCE_S)
            assert message is not None, f"closed with {self.code} before {kind} {having}; heard {self.heard[-3:]}"
            if kind in (None, message["type"]) and having.items() <= message.items():
                return message

    async def has(self, kind: str, **having: object) -> Message:
        """The message of this type and with these values, among those that came or as soon as it comes."""
        for message in self.heard:
            if message["type"] == kind and having.items() <= message.items():
                return message
        return await self.next(kind, **having)

    async def ask(self, message: Message) -> Message:
        """Send a command and wait for the answer of its number; what comes before it is passed over."""
        await self.say(message)
        return await self.next(n=message["n"])

    async def ended(self) -> int | None:
        """Wait until the server has closed it, and give the code."""
        while await asyncio.wait_for(self._arrived.get(), PATIENCE_S) is not None:
            pass
        return self.code

    async def quiet(self, seconds: float) -> list[Message]:
        """What arrives within so long."""
        found: list[Message] = []
        until = asyncio.get_running_loop().time() + seconds
        with suppress(TimeoutError):
            while True:
                left = until - asyncio.get_running_loop().time()
                message = await asyncio.wait_for(self._arrived.get(), max(0.001, left))
                if message is not None:
                    found.append(message)
        return found

    async def receive(self) -> Message:
        return await self._sent.get()

    async def send(self, message: Any) -> None:
        if self._left:
            raise OSError("nobody is there any more")
        if message["type"] == "websocket.send":
            self.heard.append(json.loads(message["text"]))
            self._arrived.put_nowait(self.heard[-1])
        elif message["type"] == "websocket.close":
            self.code = message.get("code", 1000)
            self._arrived.put_nowait(None)


class Phone:
    """A phone with its cookie."""

    def __init__(self, house: House, cookie: str = "") -> None:
        self.house = house
        self.cookie = cookie

    async def join(self, **asked: object) -> Answer:
        """Ask for a place, by the room's token unless something else is given; keeps the cookie."""
        body = asked or {"token": self.house.workshop.room.token}
        headers = {"cookie": f"{COOKIE}={self.cookie}"} if self.cookie else {}
        answer = await self.house.ask("/live/join", json.dumps(body).encode(), **headers)
        if answer.cookie is not None:
            self.cookie = answer.cookie.value
        return answer

    def connected(self) -> Any:
        """The phone's WebSocket."""
        return self.house.wire(f"/live/phone/{self.house.workshop.room_id}", cookie=phone_cookie(self.cookie))


def run(visit: Callable[[House], Awaitable[None]], workshop: Workshop, settings: Settings | None = None) -> None:
    """Run a visit in an event loop of its own."""

    async def visited() -> None:
        await asyncio.wait_for(visit(House(workshop, settings)), 6 * PATIENCE_S)

    asyncio.run(visited())


def _scope(kind: str, path: str, address: str, headers: Mapping[str, str]) -> Message:
    named = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    return {
        "type": kind,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": named,
        "client": (address, 50_000),
        "server": ("127.0.0.1", 8501),
        "scheme": "ws" if kind == "websocket" else "http",
        "subprotocols": [],
        "extensions": {},
    }
