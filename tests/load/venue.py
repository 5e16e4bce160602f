"""Where a room is open, and how the load program gets in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.browser.server import Server
from tests.load.disk import disk_of
from tests.load.ledger import Disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """The addresses of a room's servers (the screen is on the first), its database, and what lets phones in.

    `agreed` gives the completed assessment's answers, from question to option, and None while it is not completed.
    `servers` are those that were started for it, in the order of the addresses.
    """

    urls: tuple[str, ...]
    room: str
    code: str
    token: str
    assessment: str
    database_url: str
    agreed: Callable[[], Mapping[str, str | None] | None]
    servers: tuple[Server, ...] = ()

    @property
    def processes(self) -> list[int]:
        """The process ids of the servers, where they are ours."""
        return [server.pid for server in self.servers]

    def disk(self) -> Disk:
        """The room's votes, seen from outside."""
        return disk_of(self.database_url, self.room)
