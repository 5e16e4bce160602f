"""A thousand phones that come within a minute: all are let in, told to wait where need be, and each vote counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.load.crowd import Habits
from tests.load.health import Health, watched
from tests.load.measures import Use, measured
from tests.load.venue import Venue
from tests.load.workshop import Found, Plan, running

COMING, VOTING, ENDING = "while they came", "while they voted", "as the room ended for all of them"


@dataclass(slots=True, kw_only=True)
class Spike:
    """What came of it: the book and the times, /health meanwhile, and what the vote cost."""

    found: Found
    health: Health
    voting: Use = field(default_factory=Use)


def spike_plan(phones: int, *, join_s: float = 60, vote_s: float = 10, seed: int = 1) -> Plan:
    """So many phones over so many seconds, and one vote; the share that is cut off or reloads is as in a workshop."""
    return Plan(phones=phones, questions=1, join_s=join_s, late=0, habits=Habits(window_s=vote_s), seed=seed)


async def spike(venue: Venue, plan: Plan) -> Spike:
    """Everybody joins, the first question is voted on, and the room is completed."""
    async with watched(venue.urls[0]) as health:
        health.part(COMING)
        async with running(venue, plan) as workshop:
            found = Spike(found=workshop.found, health=health)
            health.part(VOTING)
            async with measured(venue.processes) as found.voting:
                await workshop.next_question()
                await workshop.let_vote()
                await workshop.compare()
            numbers = sorted(phone.number for phone in workshop.phones)
            if numbers != list(range(1, plan.phones + 1)):
                found.found.ledger.fault("the participants' numbers are not 1, 2, 3 …, each once")
            await workshop.agree()
            health.part(ENDING)
            await workshop.finish()
    return found
