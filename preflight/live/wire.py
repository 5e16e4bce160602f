"""One open WebSocket: what is told to it, and how much it may say."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

LONGEST_MESSAGE = 16_384
MOST_A_SECOND, BURST = 20.0, 60.0
SEND_TIMEOUT_S = 10.0
MOST_ANSWERS = 200
_TOO_MUCH = 1008
_ANSWER = "answer "


def packed(message: Mapping[str, Any]) -> str:
    """One message as it goes over the wire."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


class Wire:
    """Tells one phone or screen what changed, without ever making the others wait.

    Of what is told under one name only the newest is sent, in the place of the one that waited: a slow phone skips
    states, it does not pile them up. Answers are all sent, and never overtake what was told before them.
    """

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._queue: dict[str, str] = {}
        self._answered = self._unsent_answers = 0
        self._waiting = asyncio.Event()
        self._last = ""
        self._owed = 0
        self._ending = False
        self._allowance, self._counted_at = BURST, 0.0

    def tell(self, name: str, text: str) -> None:
        """Send this soon, instead of what waits under the same name; nothing once it is ending."""
        if not self._ending:
            self._queue[name] = text
            self._waiting.set()

    def drop_waiting(self, name: str) -> None:
        """Don't send what still waits under this name."""
        self._queue.pop(name, None)

    def answer(self, message: Mapping[str, Any]) -> None:
        """Send this soon."""
        self._answered += 1
        self._unsent_answers += 1
        self._queue[f"{_ANSWER}{self._answered}"] = packed(message)
        if self._unsent_answers > MOST_ANSWERS:  # it sends without ever reading
            self._ending = True
        self._waiting.set()

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """While inside, an answer is under way, and the last word waits for it.

        Who closes a room hears that it is done, though everybody is told at the same moment that it is over.
        """
        self._owed += 1
        try:
            yield
        finally:
            self._owed -= 1
            self._waiting.set()

    def end(self, message: Mapping[str, Any]) -> None:
        """Say this last, after the answers that wait or are under way, then close."""
        self._queue = {name: text for name, text in self._queue.items() if name.startswith(_ANSWER)}
        self._last = self._last or packed(message)
        self._ending = True
        self._waiting.set()

    async def say_last(self, message: Mapping[str, Any]) -> None:
        """Say this and wait until the connection is closed."""
        self.end(message)
        await asyncio.sleep(SEND_TIMEOUT_S)

    def drop(self) -> None:
        """Close without a word; the other side comes back by itself."""
        self._ending = True
        self._waiting.set()

    async def pump(self) -> None:
        """Send what waits until the connection ends; to be run beside `hear`."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
            while True:
                await self._waiting.wait()
                self._waiting.clear()
                await self._send_all()
                if self._ending and not self._owed:
                    await self._send(self._last)
                    break
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            if self._socket.application_state is WebSocketState.CONNECTED:
                await self._socket.close()

    async def hear(self) -> dict[str, Any] | None:
        """The next message; None at the end, and for one who says too much or what can't be read."""
        if self._ending:  # nothing more is heard, and what is to be sent is sent first
            await asyncio.sleep(SEND_TIMEOUT_S)
            return None
        try:
            text = await self._socket.receive_text()
        except (WebSocketDisconnect, RuntimeError, KeyError):
            return None
        if len(text) > LONGEST_MESSAGE or not self._may_speak():
            await self._refuse()
            return None
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            message = None
        if not isinstance(message, dict):
            await self._refuse()
            return None
        return message

    async def _send_all(self) -> None:
        while self._queue:
            name = next(iter(self._queue))
            text = self._queue.pop(name)
            self._unsent_answers -= name.startswith(_ANSWER)
            await self._send(text)

    async def _send(self, text: str) -> None:
        if text:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                await self._socket.send_text(text)

    def _may_speak(self) -> bool:
        now = asyncio.get_running_loop().time()
        if self._counted_at:
            self._allowance = min(BURST, self._allowance + (now - self._counted_at) * MOST_A_SECOND)
        self._counted_at = now
        self._allowance -= 1
        return self._allowance >= 0

    async def _refuse(self) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await self._socket.close(_TOO_MUCH)


async def attend(wire: Wire, listening: Any) -> None:
    """Run the wire's sending beside `listening`, a coroutine; whichever ends first ends both."""
    tasks = [asyncio.ensure_future(wire.pump()), asyncio.ensure_future(listening)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome
