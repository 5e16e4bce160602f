"""Tickets: what was ordered by which visit, how far it is, and the one fetching of what was made."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import takewhile
from pathlib import Path
from typing import Any, Final

from preflight.domain.errors import NotAllowed, NotFound, Refused

READY_S: Final = 60.0
"""So long a file waits to be fetched, and a failure to be heard of."""
FORGOTTEN_S: Final = 90.0
"""A ticket that nobody has asked about for so long is cancelled."""
QUICK, LONG = "quick", "long"
MOST_OF_ONE: Final = {QUICK: 6, LONG: 1}
MOST_ALTOGETHER: Final = {QUICK: 30, LONG: 4}
"""Of those that wait, are made or were not fetched yet. What is made by the long queue is large."""
_MOST_WAITING_FOR_NEWS: Final = 4

GONE: Final = "This file is no longer here. Order it once more."
NOT_YOURS: Final = "This file was ordered on another screen."
NOT_READY: Final = "This file isn't ready yet."
TOO_MANY_OF_ONE: Final = {
    QUICK: "Several files of yours are on their way already. Wait for one of them.",
    LONG: "A zip file of yours is on its way already. Wait for it.",
}
TOO_MANY: Final = "Many files are being made right now. Try again in a moment."


class State(StrEnum):
    """How far a ticket is."""

    WAITING = "waiting"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"


class TooMany(Refused):
    """There is no place for one more right now; `retry_s` is how long to wait, in seconds."""

    def __init__(self, sentence: str, retry_s: int = 5) -> None:
        super().__init__(sentence)
        self.retry_s = retry_s


class NotReady(Refused):
    """It is still being made, or could not be."""


@dataclass(eq=False, kw_only=True)
class Ticket:
    """One order of a visit. Times are in seconds of the clock that the tickets were given; `queue` is QUICK or LONG."""

    visit: str
    queue: str
    path: Path
    asked_at: float
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    state: State = State.WAITING
    step: int = 1
    done: int = 0
    of: int = 0
    words: str = ""
    name: str = ""
    media_type: str = ""
    size: int = 0
    sentence: str = ""
    ended_at: float = 0.0
    gone: bool = False
    making: asyncio.Task[None] | None = None
    listening: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def start(self, making: Coroutine[Any, Any, None]) -> None:
        """Begin the making; `Tickets.drop` cancels it."""
        self.making = asyncio.create_task(making)

    def change(self, **changes: Any) -> None:
        """Say what is true now; whoever waits for news is told."""
        for name, value in changes.items():
            setattr(self, name, value)
        self.step += 1
        told, self._changed = self._changed, asyncio.Event()
        told.set()

    @property
    def ended(self) -> bool:
        return self.state in (State.READY, State.FAILED)

    async def news(self, seen: int, patience_s: float) -> None:
        """Return when something has changed after `seen`, at the latest after the patience, in seconds."""
        if self.step != seen or self.gone or self.listening >= _MOST_WAITING_FOR_NEWS:
            return
        self.listening += 1
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), patience_s)
        finally:
            self.listening -= 1


class Tickets:
    """All tickets of this server. `clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._tickets: dict[str, Ticket] = {}

    def issue(self, visit: str, queue: str, path: Path) -> Ticket:
        """A new ticket in QUICK or LONG for a file that will lie at `path`. Raises TooMany."""
        self.sweep()
        others = [each for each in self._tickets.values() if each.queue == queue]
        if sum(each.visit == visit for each in others) >= MOST_OF_ONE[queue]:
            raise TooMany(TOO_MANY_OF_ONE[queue])
        if len(others) >= MOST_ALTOGETHER[queue]:
            raise TooMany(TOO_MANY)
        ticket = Ticket(visit=visit, queue=queue, path=path, asked_at=self._clock())
        self._tickets[ticket.id] = ticket
        return ticket

    def find(self, ticket_id: str, visit: str) -> Ticket:
        """The ticket. Raises NotFound, and NotAllowed for another visit's."""
        self.sweep()
        ticket = self._tickets.get(ticket_id)
        if ticket is None:
            raise NotFound(GONE)
        if not secrets.compare_digest(ticket.visit, visit):
            raise NotAllowed(NOT_YOURS)
        ticket.asked_at = self._clock()
        return ticket

    def take(self, ticket_id: str, visit: str) -> Ticket:
        """Hand the file over: there is no such ticket from now on, and the file is the caller's to remove.

        Raises NotFound, NotAllowed and NotReady.
        """
        ticket = self.find(ticket_id, visit)
        if ticket.state is not State.READY:
            raise NotReady(ticket.sentence or NOT_READY)
        del self._tickets[ticket.id]
        ticket.change(gone=True)
        return ticket

    def drop(self, ticket: Ticket) -> None:
        """Forget the ticket, end its making, remove its file."""
        self._tickets.pop(ticket.id, None)
        if ticket.making is not None:
            ticket.making.cancel()
        ticket.path.unlink(missing_ok=True)
        ticket.change(gone=True)

    def end(self, ticket: Ticket, state: State, **changes: Any) -> None:
        """The making is over."""
        ticket.change(state=state, ended_at=self._clock(), words="", **changes)

    def count(self, *states: State) -> int:
        """How many are in one of these states."""
        return sum(each.state in states for each in list(self._tickets.values()))

    def ahead(self, ticket: Ticket) -> int:
        """How many were ordered before, and are not done."""
        before = takewhile(lambda each: each is not ticket, self._tickets.values())
        return sum(each.queue == ticket.queue and not each.ended for each in before)

    def sweep(self) -> None:
        """Drop what was not fetched in time, and what nobody asks about any more."""
        now = self._clock()
        for ticket in [*self._tickets.values()]:
            if ticket.ended:
                over = now - ticket.ended_at >= READY_S
            else:
                over = not ticket.listening and now - ticket.asked_at >= FORGOTTEN_S
            if over:
                self.drop(ticket)

    async def close(self) -> None:
        """Drop all, and wait until nothing is being made."""
        tickets = [*self._tickets.values()]
        for ticket in tickets:
            self.drop(ticket)
        await asyncio.gather(*(each.making for each in tickets if each.making), return_exceptions=True)
