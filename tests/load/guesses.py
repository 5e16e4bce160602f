"""Ten thousand guesses of the code from many connections: none is let in, and nobody else notices."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from time import perf_counter

from preflight.domain.room import new_code
from tests.load.ledger import Ledger
from tests.load.measures import Times
from tests.load.phone import WAIT, NotAdmitted, Phone
from tests.load.venue import Venue
from tests.load.wire import Http
from tests.load.workshop import Found, Plan, Workshop, running

CONNECTIONS = 40
ELSEWHERE = "127.0.0.2"
"""Another address of this machine: a phone in the room, while the guesses come from 127.0.0.1."""
HEAD_START = 0.2
"""The share of the guesses after which the honest phones come."""


@dataclass(slots=True, kw_only=True)
class Siege:
    """What came of the guesses: how many ended with which status, and what the others had of it.

    `by_token` and `by_code` are how long the two honest newcomers took, in milliseconds; None where they were refused
    or told to wait. `beside` is what the right code is answered with when it comes from where the guesses come from.
    """

    found: Found
    answers: Counter[int] = field(default_factory=Counter)
    guess: Times = field(default_factory=Times)
    lasted_s: float = 0.0
    by_token: float | None = None
    by_code: float | None = None
    beside: int = 0

    @property
    def let_in(self) -> int:
        """Guesses that were let in."""
        return self.answers[200]

    @property
    def told_to_wait(self) -> int:
        """Guesses that were not even looked at."""
        return sum(self.answers[status] for status in WAIT)


async def siege(venue: Venue, guesses: int, plan: Plan) -> Siege:
    """A workshop's phones go on voting, question by question, for as long as somebody guesses."""
    async with running(venue, plan) as workshop:
        found = Siege(found=workshop.found)
        guessing = asyncio.create_task(_guess(venue, guesses, found, workshop.chance))
        newcomers = asyncio.create_task(_newcomers(venue, guesses, found, workshop.chance))
        while workshop.screen.room["next"] and not (guessing.done() and newcomers.done() and workshop.agreed):
            await _question(workshop)
        await asyncio.gather(guessing, newcomers)
        await workshop.finish()
    return found


async def _question(workshop: Workshop) -> None:
    await workshop.next_question()
    await workshop.let_vote()
    await workshop.compare()
    await workshop.agree()


async def _guess(venue: Venue, guesses: int, found: Siege, chance: Random) -> None:
    codes = iter([code for _ in range(guesses) if (code := new_code(chance.randrange)) != venue.code])

    async def one_after_another() -> None:
        async with Http(venue.urls[0]) as http:
            for code in codes:
                reply = await http.post("/live/join", {"code": code})
                found.answers[reply.status] += 1
                found.guess.ms.append(reply.took_ms)

    started = perf_counter()
    await asyncio.gather(*(one_after_another() for _ in range(CONNECTIONS)))
    found.lasted_s = perf_counter() - started


async def _newcomers(venue: Venue, guesses: int, found: Siege, chance: Random) -> None:
    """One with the QR code beside the one who guesses, one with the typed code from another address."""
    while found.answers.total() < HEAD_START * guesses:  # noqa: ASYNC110 - an event for each guess would cost more
        await asyncio.sleep(0.01)
    typed = f"{venue.code[:4].lower()}-{venue.code[4:]}"
    found.by_token = await _join(Phone(url=venue.urls[0], ledger=Ledger(), chance=chance), token=venue.token)
    by_code = Phone(url=venue.urls[0], ledger=Ledger(), chance=chance, source=ELSEWHERE)
    found.by_code = await _join(by_code, code=typed)
    async with Http(venue.urls[0]) as http:
        found.beside = (await http.post("/live/join", {"code": typed})).status


async def _join(phone: Phone, **proof: str) -> float | None:
    started = perf_counter()
    try:
        await phone.join(**proof)
    except NotAdmitted:
        return None
    return None if phone.waited else (perf_counter() - started) * 1_000
