"""Two real servers on one PostgreSQL database behind one address, and visits that come to it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.beside import on_server
from tests.browser.server import Server, free_port
from tests.deployment.proxy import COOKIE, Proxy
from tests.security import room_client

PATIENCE_S = 60


@dataclass(frozen=True)
class House:
    """`first` and `second` are told apart by the proxy's cookie: 0 and 1."""

    first: Server
    second: Server
    url: str
    database_url: str


@contextmanager
def two_servers(folder: Path, database_url: str) -> Iterator[House]:
    """Started at the same moment, each with a data folder of its own."""
    address = free_port()
    environ = {**on_server(database_url), "PREFLIGHT_PUBLIC_ORIGINS": f"http://127.0.0.1:{address}"}
    servers = [Server(data=folder / f"server-{number}", environ=environ) for number in (1, 2)]
    with ExitStack() as stack:
        for server in servers:
            stack.callback(server.stop)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(Server.start, servers))
        proxy = stack.enter_context(Proxy(*(server.port for server in servers), port=address))
        yield House(*servers, url=proxy.url, database_url=database_url)


def staying_with(server: int) -> str:
    """What follows the value of the first cookie, so that the proxy gives the visit to this server."""
    return f"; {COOKIE}={server}"


class Phone(room_client.Phone):
    """A phone whose visit is with this server."""

    def __init__(self, house: House, server: int, token: str) -> None:
        self._server = server
        super().__init__(house.url, token=token, cookie=staying_with(server))

    def connect(self) -> None:
        cookie = self.cookie + staying_with(self._server)
        self.line = room_client.Line(self.url, f"/live/phone/{self.room}", cookie=cookie)


class Visit:
    """A browser's visit: its cookies are kept, the proxy's among them."""

    def __init__(self, house: House) -> None:
        self.client = httpx.Client(
            base_url=house.url, headers={"Origin": house.url}, timeout=PATIENCE_S, trust_env=False
        )
        assert self.client.get("/").status_code == 200

    @property
    def server(self) -> int:
        """The server that it stays with."""
        return int(self.client.cookies[COOKIE])

    def order(self, **said: Any) -> str:
        """Order a file; its ticket."""
        answer = self.client.post("/exports", json=said)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["ticket"])

    def fetched(self, ticket: str) -> bytes:
        """Wait until the file is made, and fetch it."""
        until, seen = time.monotonic() + PATIENCE_S, 0
        while time.monotonic() < until:
            said = self.client.get(f"/exports/{ticket}/standing", params={"seen": seen}).json()
            if said["state"] == "ready":
                return self.client.get(f"/exports/{ticket}").content
            assert said["state"] != "failed", said
            seen = said["step"]
        raise AssertionError("it came to no end")
