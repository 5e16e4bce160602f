"""The least server that a workshop can be driven against, sound or broken on purpose: it proves the load program.

It keeps its votes in tables like ours, without the keys that would keep it from breaking.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.browser.server import free_port
from tests.load.ledger import plain
from tests.load.venue import Venue
from tests.load.wire import COOKIE

LEVELS = [{"id": str(level)} for level in range(5)]
TABLES = """
    PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
    CREATE TABLE participant (id TEXT, room_id TEXT, number INTEGER);
    CREATE TABLE vote (participant_id TEXT, room_id TEXT, question_id TEXT, round INTEGER, n INTEGER, said TEXT);
"""
LATE_S = 0.02
EACH_LOST = 4


class Broken(StrEnum):
    """What is wrong with it."""

    NOWHERE = "nowhere"
    LOSES = "loses"
    DOUBLES = "doubles"
    EARLY = "early"
    FORGETS = "forgets"
    OUTDATED = "outdated"


class Stub:
    """One room with so many questions; `serving` gives its venue."""

    def __init__(self, file: Path, questions: int, broken: Broken = Broken.NOWHERE) -> None:
        self._file = file
        self._rows = sqlite3.connect(file, isolation_level=None)
        self._rows.executescript(TABLES)
        self._questions = questions
        self._broken = broken
        self._at = 0
        self._stage = "lobby"
        self._version = 1
        self._numbers: dict[str, int] = {}
        self._phones: dict[WebSocket, int] = {}
        self._screens: set[WebSocket] = set()
        self._agreed: dict[str, str | None] = {}
        self._acks = 0
        self._later: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[Venue]:
        """Serve within this event loop until the end of the block."""
        routes = [
            Route("/live/join", self._join, methods=["POST"]),
            WebSocketRoute("/live/phone/{room}", self._phone),
            WebSocketRoute("/live/screen/{room}", self._screen),
        ]
        port = free_port()
        options: dict[str, Any] = {"port": port, "ws": "websockets-sansio", "log_level": "warning", "access_log": False}
        server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), lifespan="off", **options))
        serving = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 - uvicorn tells nobody
            await asyncio.sleep(0.005)
        yield Venue(
            urls=(f"http://127.0.0.1:{port}",),
            room="room",
            code="ABCD2345",
            token="token",
            assessment="",
            database_url=f"sqlite:///{self._file.as_posix()}",
            agreed=lambda: dict(self._agreed) if self._stage == "closed" else None,
        )
        server.should_exit = True
        await serving
        self._rows.close()

    async def _join(self, request: Request) -> JSONResponse:
        secret = request.cookies.get(COOKIE) or secrets.token_hex(8)
        number = self._numbers.setdefault(secret, len(self._numbers) + 1)
        self._rows.execute("INSERT INTO participant VALUES (?, 'room', ?)", (f"p{number}", number))
        reply = JSONResponse({"room": "room", "token": "token", "number": number})
        reply.set_cookie(COOKIE, secret, httponly=True)
        return reply

    async def _phone(self, phone: WebSocket) -> None:
        await phone.accept()
        number = self._numbers[phone.cookies[COOKIE]]
        self._phones[phone] = number
        await phone.send_json(self._state(number))
        await self._tell_screens()
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                await self._hear(phone, number, await phone.receive_json())
        del self._phones[phone]

    async def _hear(self, phone: WebSocket, number: int, vote: Mapping[str, Any]) -> None:
        if vote["type"] == "ping":
            await phone.send_json({"type": "pong"})
            return
        place = {"n": vote["n"], "question": vote["question"], "round": 1}
        if self._stage != "voting":
            await phone.send_json({"type": "refused", **place, "sentence": "Your vote came too late."})
            return
        kept = {"n": vote["n"], "said": vote["said"], "why": ""}
        self._acks += 1
        if self._broken is Broken.EARLY:
            self._later.add(asyncio.create_task(self._save_later(number, vote)))
        elif self._broken is not Broken.LOSES or self._acks % EACH_LOST:
            self._save(number, vote)
        await phone.send_json({"type": "ack", **place, "vote": kept})
        if self._broken is Broken.DOUBLES and self._acks % EACH_LOST == 0:
            self._rows.execute("INSERT INTO vote SELECT * FROM vote WHERE participant_id = ?", (f"p{number}",))
        if self._broken is Broken.FORGETS and self._acks % EACH_LOST == 0:
            self._rows.execute("DELETE FROM vote WHERE participant_id = ?", (f"p{number}",))
        await self._tell_screens({"type": "count", "version": self._version, **self._counts()})

    def _save(self, number: int, vote: Mapping[str, Any]) -> None:
        mine = (f"p{number}", vote["question"])
        self._rows.execute("DELETE FROM vote WHERE participant_id = ? AND question_id = ?", mine)
        said = json.dumps(vote["said"])
        self._rows.execute("INSERT INTO vote VALUES (?, 'room', ?, 1, ?, ?)", (*mine, vote["n"], said))

    async def _save_later(self, number: int, vote: Mapping[str, Any]) -> None:
        await asyncio.sleep(LATE_S)
        self._save(number, vote)

    async def _screen(self, screen: WebSocket) -> None:
        await screen.accept()
        self._screens.add(screen)
        await screen.send_json(self._room())
        with contextlib.suppress(WebSocketDisconnect):
            while self._stage != "closed":
                command = await screen.receive_json()
                if command["type"] == "do":
                    await self._do(screen, command)
        self._screens.discard(screen)

    async def _do(self, screen: WebSocket, command: Mapping[str, Any]) -> None:
        done: dict[str, Any] = {"type": "done", "n": command["n"]}
        match command["what"]:
            case "next" | "go":
                self._at, self._stage = self._at + 1, "voting"
            case "countdown":
                pass
            case "reveal":
                self._stage = "revealed"
            case "agree":
                self._stage = "agreed"
                self._agreed[self._question] = command["said"]["choices"][0]
            case "closing":
                done |= {"type": "closing", "agreed": len(self._agreed)}
            case "complete":
                self._stage = "closed"
        self._version += 1
        await screen.send_json(done)
        await self._tell_screens()
        for phone, number in list(self._phones.items()):
            await phone.send_json(self._state(number))

    async def _tell_screens(self, message: Mapping[str, Any] | None = None) -> None:
        for screen in list(self._screens):
            await screen.send_json(message or self._room())

    def _state(self, number: int) -> dict[str, Any]:
        where = ("room", f"p{number}", self._question)
        found = self._rows.execute(
            "SELECT n, said FROM vote WHERE room_id = ? AND participant_id = ? AND question_id = ?", where
        ).fetchone()
        vote = {"n": found[0], "said": json.loads(found[1]), "why": ""} if found else None
        if self._broken is Broken.OUTDATED and self._stage == "voting":
            vote = None
        return {"type": "state", "vote": vote, **self._common()}

    def _room(self) -> dict[str, Any]:
        ahead = f"q{self._at + 1}" if self._at < self._questions else None
        rounds = [{"round": 1, "shown": self._shown()}] if self._stage in ("revealed", "agreed") else []
        told = {"type": "room", "next": ahead, "rounds": rounds, "suggestion": None}
        return {**told, **self._counts(), **self._common()}

    def _common(self) -> dict[str, Any]:
        question = {"id": self._question, "options": LEVELS} if self._at else None
        shown = self._shown() if self._stage in ("revealed", "agreed") else None
        return {"version": self._version, "stage": self._stage, "question": question, "round": 1, "shown": shown}

    def _counts(self) -> dict[str, int]:
        of = (self._question,)
        (voted,) = self._rows.execute("SELECT count(*) FROM vote WHERE question_id = ?", of).fetchone()
        return {"voted": voted, "here": len(self._phones), "joined": len(self._numbers)}

    def _shown(self) -> dict[str, Any]:
        rows = self._rows.execute("SELECT said FROM vote WHERE question_id = ?", (self._question,)).fetchall()
        counts = Counter(plain(json.loads(said)) for (said,) in rows)
        bars = [{"id": level["id"], "count": counts[level["id"]]} for level in LEVELS]
        beside = {"unknown": counts["unknown"], "not_applicable": counts["not applicable"]}
        return {"votes": len(rows), "bars": bars, **beside}

    @property
    def _question(self) -> str:
        return f"q{self._at}"
