"""The real routes of the exchange within one event loop, without a server or a port, and visits to them.

async def go(house: House) -> None:
    ticket = await house.ordered({"format": "deck", "assessment": house.assessment})
    await house.until(ticket, "ready")
    answer = await house.get(f"/exports/{ticket}")

run(house, go)
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from preflight.access.people import LOCAL_OWNER
from preflight.exchange.exchange import Exchange
from preflight.exchange.ordering import Times
from preflight.exchange.routes import exchange_routes
from preflight.exchange.visits import COOKIE
from preflight.services.projects import list_overviews
from preflight.services.workspace import Workspace
from preflight.settings import Settings

ADA, BOB = "a" * 32, "b" * 32
FAKE = (sys.executable, "-m", "tests.exchange.fake_worker")
PATIENCE_S = 30.0
Message = dict[str, Any]


class Seconds:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Answer:
    """What a request was answered with."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def said(self) -> Message:
        found: Message = json.loads(self.body)
        return found


class House:
    """The routes on a workspace with the sample project; `assessment` is the newest there, `project` its project."""

    def __init__(self, workspace: Workspace, folder: Path, *, command: Sequence[str] = FAKE, **options: Any) -> None:
        self.workspace = workspace
        self.folder = folder
        self.clock = Seconds()
        (overview,) = list_overviews(workspace, LOCAL_OWNER)
        assert overview.newest is not None
        self.project, self.assessment = overview.project.id, overview.newest.id
        settings = Settings(data=folder, database_url=f"sqlite:///{folder / 'preflight.db'}")
        options.setdefault("times", Times(file_s=20, bundle_s=20))
        self.exchange = Exchange(
            settings, lambda: workspace, command=command, within=folder, clock=self.clock, **options
        )
        self.app = Starlette(routes=exchange_routes(self.exchange))

    @property
    def files(self) -> list[Path]:
        """What lies in private folders here, the lock aside."""
        return [file for file in self.folder.glob("preflight-exchange-*/*") if file.name != "held"]

    async def ask(
        self,
        method: str,
        path: str,
        body: bytes | AsyncIterator[bytes] = b"",
        *,
        visit: str = ADA,
        **headers: str,
    ) -> Answer:
        """One request; a body that is an iterator arrives in as many parts."""
        path, _, query = path.partition("?")
        sent: list[Message] = []

        async def parts() -> AsyncIterator[Message]:
            if isinstance(body, bytes):
                yield {"type": "http.request", "body": body, "more_body": False}
            else:
                async for part in body:
                    yield {"type": "http.request", "body": part, "more_body": True}
                yield {"type": "http.request", "body": b"", "more_body": False}
            await asyncio.Event().wait()  # the connection stays open

        waiting = parts()

        async def receive() -> Message:
            return await anext(waiting)

        async def send(message: Any) -> None:
            sent.append(message)

        headers = {"host": "127.0.0.1:8501", **headers} | ({"cookie": f"{COOKIE}={visit}"} if visit else {})
        scope = {
            "type": "http", "method": method, "path": path, "raw_path": path.encode(), "root_path": "",
            "query_string": query.encode(), "http_version": "1.1", "scheme": "http", "server": ("127.0.0.1", 8501),
            "client": ("127.0.0.1", 1), "asgi": {"version": "3.0", "spec_version": "2.4"},
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }  # fmt: skip
        await asyncio.wait_for(self.app(scope, receive, send), PATIENCE_S)
        found = {name.decode("latin-1"): value.decode("latin-1") for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], found, b"".join(each.get("body", b"") for each in sent[1:]))

    async def get(self, path: str, **more: Any) -> Answer:
        return await self.ask("GET", path, **more)

    async def say(self, path: str, said: object, **more: Any) -> Answer:
        """POST of JSON."""
        return await self.ask("POST", path, json.dumps(said).encode(), content_type="application/json", **more)

    async def order(self, kind: str, *, visit: str = ADA, **more: Any) -> Answer:
        """Order of a format, of the newest assessment."""
        named = {"chart": "radar"} if kind == "chart" else {}
        of = {} if kind == "bundle" else {"assessment": self.assessment}
        return await self.say("/exports", {"format": kind} | of | named | more, visit=visit)

    async def ordered(self, kind: str, *, visit: str = ADA, **more: Any) -> str:
        """The ticket of an order."""
        answer = await self.order(kind, visit=visit, **more)
        assert answer.status == 202, answer.body
        return str(answer.said["ticket"])

    async def until(self, ticket: str, state: str, *, visit: str = ADA) -> Message:
        """Ask for news until it is so; the last answer."""
        seen = 0
        async with asyncio.timeout(PATIENCE_S):
            while True:
                said = (await self.get(f"/exports/{ticket}/standing?seen={seen}", visit=visit)).said
                if said["state"] == state:
                    return said
                assert said["state"] not in ("failed", "ready"), said
                seen = said["step"]

    async def bring(self, kind: str, name: str, body: Any = b"bytes", *, visit: str = ADA, **more: str) -> Answer:
        """POST of a file."""
        beside = f"&assessment={self.assessment}" if kind == "answers" else ""
        return await self.ask("POST", f"/arrivals?kind={kind}{beside}", body, visit=visit, preflight_name=name, **more)


def run(house: House, go: Callable[[House], Awaitable[None]]) -> None:
    """Open the exchange, go, and close it; no file and no process is left."""

    async def whole() -> None:
        await house.exchange.open()
        try:
            await go(house)
        finally:
            await house.exchange.close()
        assert house.exchange.quick.process_id is None
        assert house.exchange.long.process_id is None

    asyncio.run(whole())
    assert not list(house.folder.glob("preflight-exchange-*"))
