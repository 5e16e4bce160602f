"""A WebSocket that comes back by itself, with the waits and limits of preflight/live/assets/connection.js."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from time import perf_counter
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.load.wire import HERE, Line, Traffic, opened

BEAT_S = 15
ANSWER_S = 4
FIRST_WAIT_S = 0.3
LATER_WAIT_S = 0.7, 1.5
PATIENCE_S = 60

Heard = Callable[[float, Mapping[str, Any], bool], Awaitable[None]]
"""Gets each message with the moment of its receipt, and whether it is the first one on this connection."""


@dataclass(slots=True, kw_only=True)
class Connection:
    """`hold` it as a task. `up` is set from the first message on a connection until that is lost."""

    url: str
    path: str
    heard: Heard
    chance: Random
    cookie: str = ""
    source: str = HERE
    line: Line | None = None
    up: asyncio.Event = field(default_factory=asyncio.Event)
    traffic: Traffic = field(default_factory=Traffic)
    over: bool = False
    failed: int = 0
    given_up: int = 0
    _hurry: bool = False
    _heard_at: float = 0.0

    async def hold(self) -> None:
        """Connect, and connect again whenever the connection is lost, until `over`."""
        while not self.over:
            was_up = False
            with contextlib.suppress(OSError, TimeoutError, InvalidHandshake, ConnectionClosed):
                was_up = await self._once()
            self.line = None
            self.up.clear()
            self.failed += not was_up
            if not self._hurry and not self.over:
                first, later = self.chance.uniform(0, FIRST_WAIT_S), self.chance.uniform(*LATER_WAIT_S)
                await asyncio.sleep(first if was_up else later)
            self._hurry = False

    async def send(self, message: Mapping[str, Any]) -> Line | None:
        """Send where there is a connection; the line that it went on, None where it went on none."""
        line = self.line if self.up.is_set() else None
        if line is None:
            return None
        try:
            await line.send(message)
        except ConnectionClosed:
            return None
        return line

    async def reopen(self) -> None:
        """Leave the page and open it again at once; returns when the first message has come."""
        if self.line is not None:
            self.up.clear()
            self._hurry = True
            await self.line.close()
        async with asyncio.timeout(PATIENCE_S):
            await self.up.wait()

    async def end(self) -> None:
        """Close it for good."""
        self.over = True
        if self.line is not None:
            await self.line.close()

    async def _once(self) -> bool:
        """One connection, from its opening to its end; whether it was ever up."""
        async with asyncio.timeout(ANSWER_S) as limit:
            line = await opened(self.url, self.path, self.traffic, cookie=self.cookie, source=self.source)
            self.line = line
            beating = asyncio.create_task(self._beat(line))
            first = True
            try:
                async for moment, message in line:
                    limit.reschedule(None)
                    self._heard_at = moment
                    if first:
                        self.up.set()
                    await self.heard(moment, message, first)
                    first = False
            except ConnectionClosed:
                pass
            finally:
                beating.cancel()
                line.cut()
        return not first

    async def _beat(self, line: Line) -> None:
        """Ask now and then whether the server is still there; break off where it keeps silent."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                await asyncio.sleep(BEAT_S)
                asked = perf_counter()
                await line.send({"type": "ping"})
                await asyncio.sleep(ANSWER_S)
                if self._heard_at < asked:
                    self.given_up += 1
                    line.cut()
