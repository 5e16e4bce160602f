"""A room that speaks docs/live-channel.md to the phone page and does as a test tells it; no database, no services."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from preflight.live.phone_page import phone_page

TOKEN = "tok-0123456789abcdef"
CODE = "ABCD2345"
ROOM = "room-1"
COOKIE = "preflight_phone"
TOO_LATE = "This question was revealed; your vote came too late."

LEVELS = [
    ("Demo cases only", "The cases tried so far were chosen or tidied by the team."),
    ("Variety written down", "The kinds of input that real use will bring are listed."),
    ("Real sample scored", "A random sample of real inputs was run exactly as it arrived."),
    ("Scored kind by kind", "Real cases are scored separately for each listed kind."),
    ("Fresh samples keep coming", "Within the last three months a new random sample was scored."),
]


def question(name: str = "inputs", *, kind: str = "choice", levels: Any = LEVELS, **more: Any) -> dict[str, Any]:
    """A question as it stands in a state message; `levels` are (label, text) pairs."""
    options = [
        {"id": str(at), "number": at + 1, "label": label, "text": text, "exclusive": False}
        for at, (label, text) in enumerate(levels if kind in ("choice", "multi") else [])
    ]
    return {
        "id": name,
        "section": "Reliability",
        "text": f"How close are the test cases to what people will really send it ({name})?",
        "why": "A pilot meets the inputs it was shown; production meets whatever turns up.",
        "kind": kind,
        "options": options,
        "unit": "",
        "minimum": None,
        "maximum": None,
        **more,
    }


def shown(counts: tuple[int, ...] = (2, 5, 1, 4, 0), **more: Any) -> dict[str, Any]:
    """The distribution of a revealed round."""
    bars = [
        {"id": str(at), "number": at + 1, "label": LEVELS[at][0], "count": count} for at, count in enumerate(counts)
    ]
    return {
        "votes": sum(counts),
        "by_hand": 0,
        "bars": bars,
        "unknown": 3,
        "not_applicable": 0,
        "spread": 0.42,
        "words": "far apart",
        "range": [1, 4],
        "talk_first": True,
        "reason": "From level 1 to level 4: hear one of each before you vote again.",
        "roles": [],
        "lines": [],
        "summary": f"{sum(counts)} votes: {counts[0]} for level 1.",
        **more,
    }


class PhoneStub:
    """Start with `start()`, change what phones see with `tell(…)`, read what came in `joins`, `votes` and `roles`."""

    def __init__(self) -> None:
        self.port = 0
        self.joins: list[dict[str, Any]] = []
        self.votes: list[dict[str, Any]] = []
        self.roles: list[str | None] = []
        self.connections = 0
        """How many there have been."""
        self.refusals: list[tuple[int, dict[str, Any]]] = []
        """What the next joins are answered with."""
        self.acknowledges = True
        self.answers = True
        """Whether anything at all is answered: False is a connection that died without a word."""
        self.room: dict[str, Any] = {
            "stage": "lobby",
            "title": "Pilot to production",
            "project": "Invoice triage",
            "question": None,
            "round": 1,
            "place": 3,
            "of": 24,
            "countdown_ms": None,
            "shown": None,
            "agreed": None,
        }
        self._version = 0
        self._people: dict[str, dict[str, Any]] = {}
        self._sockets: dict[WebSocket, str] = {}
        self._loop: asyncio.AbstractEventLoop
        self._server: uvicorn.Server

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/join"

    @property
    def connected(self) -> int:
        return len(self._sockets)

    def start(self) -> Self:
        routes = [
            Route("/join", self._page),
            Route("/join/", self._page),
            Route("/live/join", self._join, methods=["POST"]),
            WebSocketRoute("/live/phone/{room}", self._phone),
        ]
        config = uvicorn.Config(Starlette(routes=routes), port=self.port, log_level="critical", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        until(lambda: self._server.started)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]
        return self

    def _run(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._loop.run_until_complete(self._server.serve())

    def stop(self) -> None:
        """As a kill would: nobody is told."""
        self.drop()
        self._server.should_exit = self._server.force_exit = True
        self._thread.join()
        self._sockets = {}

    def tell(self, **change: Any) -> None:
        """Change the room and tell every phone; a `question` alone opens the voting on it."""
        if "question" in change and "stage" not in change:
            change |= {"stage": "voting", "round": change.get("round", 1), "shown": None, "agreed": None}
        self.room |= change
        self._call(self._tell_all())

    def send(self, **message: Any) -> None:
        """One message to every phone."""
        self._call(self._send_all(message))

    def drop(self) -> None:
        """Cut every connection."""
        self._call(self._cut())

    def vote_of(self, number: int) -> dict[str, Any] | None:
        """What is on the disk, so to speak, of a participant in the round on the screen."""
        person = next(each for each in self._people.values() if each["number"] == number)
        vote: dict[str, Any] | None = person["votes"].get(self._round)
        return vote

    @property
    def _round(self) -> tuple[str, int]:
        return (self.room["question"] or {}).get("id", ""), self.room["round"]

    def _call(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(5)

    async def _tell_all(self) -> None:
        self._version += 1
        for socket in list(self._sockets):
            await self._send_state(socket)

    async def _send_all(self, message: dict[str, Any]) -> None:
        for socket in list(self._sockets):
            await socket.send_json(message)

    async def _cut(self) -> None:
        for socket in list(self._sockets):
            await socket.close(1012)

    async def _send_state(self, socket: WebSocket) -> None:
        person = self._people[self._sockets[socket]]
        you = {"number": person["number"], "role": person["role"]}
        state = {"type": "state", "version": self._version, "you": you, "vote": person["votes"].get(self._round)}
        await socket.send_json(state | self.room)

    async def _page(self, request: Request) -> Response:
        page = phone_page()
        headers = {"Content-Security-Policy": page.policy_for(request.headers["host"])}
        return Response(page.body, media_type="text/html", headers=headers)

    async def _join(self, request: Request) -> Response:
        asked = await request.json()
        self.joins.append(asked)
        if self.refusals:
            status, body = self.refusals.pop(0)
            return JSONResponse(body, status)
        code = asked.get("code", "").upper().replace("-", "").replace(" ", "")
        if asked.get("token") != TOKEN and code != CODE:
            return JSONResponse({"sentence": "No open room has this code. Look at the big screen again."}, 404)
        secret = request.cookies.get(COOKIE) or f"secret-{len(self._people)}"
        person = self._people.setdefault(secret, {"number": len(self._people) + 7, "role": None, "votes": {}})
        names = {name: self.room[name] for name in ("title", "project")}
        answer = JSONResponse(
            {"room": ROOM, "token": TOKEN, "number": person["number"], "role": person["role"], **names}
        )
        answer.set_cookie(COOKIE, secret, path="/live", httponly=True, samesite="lax")
        return answer

    async def _phone(self, socket: WebSocket) -> None:
        await socket.accept()
        self.connections += 1
        self._sockets[socket] = socket.cookies[COOKIE]
        try:
            await self._send_state(socket)
            while True:
                await self._hear(socket, await socket.receive_json())
        except (WebSocketDisconnect, RuntimeError):
            self._sockets.pop(socket, None)

    async def _hear(self, socket: WebSocket, message: dict[str, Any]) -> None:
        person = self._people[self._sockets[socket]]
        if message["type"] == "vote":
            self.votes.append(message)
        if not self.answers:
            return
        if message["type"] == "ping":
            await socket.send_json({"type": "pong"})
        elif message["type"] == "role":
            self.roles.append(message["role"])
            person["role"] = message["role"]
            await socket.send_json({"type": "role", "role": message["role"]})
        elif message["type"] == "vote":
            await self._vote(socket, person, message)

    async def _vote(self, socket: WebSocket, person: dict[str, Any], message: dict[str, Any]) -> None:
        where = {name: message[name] for name in ("n", "question", "round")}
        place = (message["question"], message["round"])
        if self.room["stage"] != "voting" or place != self._round:
            await socket.send_json({"type": "refused", **where, "sentence": TOO_LATE})
            return
        stored = person["votes"].get(place)
        if not stored or stored["n"] < message["n"]:
            person["votes"][place] = {name: message[name] for name in ("n", "said", "why")}
        if self.acknowledges:
            await socket.send_json({"type": "ack", **where, "vote": person["votes"][place]})


def until(holds: Any, limit_s: float = 15) -> None:
    """Wait until `holds()` is true."""
    deadline = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < deadline, "it did not become true in time"
        time.sleep(0.005)
