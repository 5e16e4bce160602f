"""kill -9 in the middle of a vote: what was acknowledged is there after the restart, and the phones come back alone."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from time import perf_counter

from tests.load.crowd import all_of
from tests.load.measures import Times
from tests.load.venue import Venue
from tests.load.workshop import Found, Plan, Workshop, running

KILLED_AT = 1
"""The second question; the first one shows that all is well."""
LAST_WORDS_S = 0.2


@dataclass(slots=True, kw_only=True)
class Outage:
    """How many votes had been acknowledged when the server was killed, how many of them were gone then, how long it
    was away, and how long after its return each phone was back."""

    found: Found
    acked: int = 0
    gone: int = 0
    away_s: float = 0.0
    back: Times = field(default_factory=Times)


async def killed_workshop(venue: Venue, plan: Plan) -> Outage:
    """A workshop of at least two questions; in the middle of the second vote the first server is killed."""
    async with running(venue, plan) as workshop:
        outage = Outage(found=workshop.found)
        for number in range(plan.questions):
            await workshop.next_question()
            voting = asyncio.create_task(workshop.let_vote())
            if number == KILLED_AT:
                await asyncio.sleep(plan.habits.window_s / 2)
                await _kill(workshop, outage)
            await voting
            await workshop.compare()
            await workshop.agree()
        await workshop.finish()
    return outage


async def _kill(workshop: Workshop, outage: Outage) -> None:
    server, ledger, place = workshop.venue.servers[0], workshop.found.ledger, workshop.screen.place
    killed = perf_counter()
    await asyncio.to_thread(server.kill)
    await asyncio.sleep(LAST_WORDS_S)  # acknowledgements that were on their way
    outage.acked = len(ledger.newest.get(place, {}))
    outage.gone = ledger.missing_on_disk()
    await asyncio.to_thread(server.start)
    back = perf_counter()
    outage.away_s = back - killed
    cut_off = [phone for phone in workshop.phones if phone.url == server.url]
    await all_of(cut_off, lambda phone: phone.back_at > killed, "are back")
    for phone in cut_off:
        outage.back.add(max(0.0, phone.back_at - back))
        if (phone.state["question"]["id"], phone.state["round"]) != place:
            ledger.fault(f"participant {phone.number} came back to another question than {place}")
