"""The shared screen: it shows the room, counts votes as they come, and gives the commands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from random import Random
from time import perf_counter
from typing import Any

from tests.load.connection import Connection
from tests.load.ledger import Place

PATIENCE_S = 30
MOST_STALE = 5


class CommandRefused(Exception):
    """The server did not do it; str() is its sentence."""


class NotShown(Exception):
    """The screen did not come to show what it was waiting for; str() says what it showed."""


class Screen:
    """A browser with the room on it. `stay` as a task, then `do`.

    `counts` has, for each question and round, (moment, how many have voted) of each message that told it.
    """

    def __init__(self, url: str, room_id: str, chance: Random) -> None:
        self.connection = Connection(url=url, path=f"/live/screen/{room_id}", heard=self._hear, chance=chance)
        self.room: Mapping[str, Any] = {}
        self.counts: dict[Place, list[tuple[float, int]]] = {}
        self.stale = 0
        self._n = 0
        self._seen = 0
        self._changed = asyncio.Event()
        self._answers: dict[int, asyncio.Future[Mapping[str, Any]]] = {}

    async def stay(self) -> None:
        """Hold the connection until the server says that this is over."""
        await self.connection.hold()

    async def do(self, what: str, **options: Any) -> tuple[float, Mapping[str, Any]]:
        """Give a command: the moment of its sending, and the answer. Raises CommandRefused.

        One that was refused because the room has moved on is given again on the newer room, as a person would.
        """
        for _ in range(MOST_STALE):
            self._n += 1
            waiting: asyncio.Future[Mapping[str, Any]] = asyncio.get_running_loop().create_future()
            self._answers[self._n] = waiting
            await self.connection.up.wait()
            sent, seen = perf_counter(), self._seen
            line = await self.connection.send({"type": "do", "n": self._n, "seen": seen, "what": what, **options})
            assert line is not None, "the connection was lost in this moment"
            async with asyncio.timeout(PATIENCE_S):
                answer = await waiting
            if answer["type"] != "refused":
                return sent, answer
            if not answer.get("stale"):
                break
            self.stale += 1
            await self._until(lambda seen=seen: self._seen > seen, "a newer room")
        raise CommandRefused(f"{what}: {answer['sentence']}")

    async def shows(self, stage: str, question: str | None = None) -> Mapping[str, Any]:
        """Wait until the room is at this stage, on this question; the room. Raises NotShown."""

        def shown() -> bool:
            return self.room.get("stage") == stage and (question is None or self.room["question"]["id"] == question)

        await self._until(shown, f"{stage} {question or ''}")
        return self.room

    async def tells(self, told: Callable[[Mapping[str, Any]], bool], what: str) -> Mapping[str, Any]:
        """Wait until the room is as `told` wants it; the room. Raises NotShown."""
        await self._until(lambda: bool(self.room) and told(self.room), what)
        return self.room

    @property
    def place(self) -> Place:
        """The question and the round on the wall."""
        return self.room["question"]["id"], self.room["round"]

    async def _until(self, shown: Callable[[], bool], what: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not shown():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            now = {key: self.room.get(key) for key in ("stage", "version", "place", "round", "voted", "joined")}
            raise NotShown(f"the screen waited for {what}, and shows {now}") from None

    async def _hear(self, moment: float, message: Mapping[str, Any], _first: bool) -> None:
        match message["type"]:
            case "room":
                self.room = message
                self._seen = message["version"]
                self._count(moment, message["voted"])
            case "count":
                self._seen = max(self._seen, message["version"])
                self.room = {**self.room, **{key: message[key] for key in ("voted", "here", "joined")}}
                self._count(moment, message["voted"])
            case "gone":
                self.connection.over = True
                for waiting in self._answers.values():  # the room may be over before the answer to what ended it
                    waiting.set_result(message)
                self._answers.clear()
        if message["type"] != "room" and message.get("n") in self._answers:
            self._answers.pop(message["n"]).set_result(message)
        self._changed.set()

    def _count(self, moment: float, voted: int) -> None:
        if self.room.get("question") is not None:
            self.counts.setdefault(self.place, []).append((moment, voted))
