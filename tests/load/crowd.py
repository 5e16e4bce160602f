"""A room full of phones: they come in over some time, and vote over some time, each in its own way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from time import perf_counter

from tests.load.ledger import Ledger, Said
from tests.load.measures import Times
from tests.load.phone import Phone
from tests.load.venue import Venue

ROLES = ("builds", "operates", "uses", "owns", "secures", None)
PATIENCE_S = 30
LOOK_S = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How a crowd votes: over how many seconds, and how large a share changes its mind, is cut off, or reloads."""

    window_s: float = 1.7
    changes: float = 0.2
    cuts: float = 0.05
    reloads: float = 0.02
    unknown: float = 0.08
    not_applicable: float = 0.04


class NotAllThere(AssertionError):
    """Some phones did not get there in time; str() says how many."""


async def come_in(
    venue: Venue, count: int, ledger: Ledger, group: asyncio.TaskGroup, chance: Random, *, within_s: float, took: Times
) -> list[Phone]:
    """So many phones scan the QR code, each at a random moment within the time, and stay.

    `took` gets, for each, the time from its coming until the first state, waiting that it was told to do included.
    """
    phones = [
        Phone(
            url=venue.urls[place % len(venue.urls)],
            ledger=ledger,
            chance=Random(chance.random()),
            role=ROLES[place % len(ROLES)],
        )
        for place in range(count)
    ]

    async def come(phone: Phone) -> None:
        await asyncio.sleep(phone.chance.uniform(0, within_s))
        started = perf_counter()
        await phone.join(token=venue.token)
        assert phone.connection is not None
        group.create_task(phone.stay())
        await phone.connection.up.wait()
        took.add(perf_counter() - started)

    await asyncio.gather(*(come(phone) for phone in phones))
    return phones


async def all_of(phones: Sequence[Phone], there: Callable[[Phone], bool], what: str) -> None:
    """Wait until each phone is there. Raises NotAllThere."""
    deadline = perf_counter() + PATIENCE_S
    while missing := sum(not there(phone) for phone in phones):
        if perf_counter() > deadline:
            raise NotAllThere(f"{missing} of {len(phones)} phones: {what}")
        await asyncio.sleep(LOOK_S)


async def vote(phone: Phone, options: Sequence[str], habits: Habits) -> None:
    """One person's vote at a random moment of the window, with whatever befalls them."""
    chance, left_s = phone.chance, habits.window_s
    wait_s = chance.uniform(0, left_s)
    await asyncio.sleep(wait_s)
    left_s -= wait_s
    await phone.vote(said(options, habits, chance), cut=chance.random() < habits.cuts)
    if chance.random() < habits.reloads:
        assert phone.connection is not None
        await phone.connection.reopen()
    if chance.random() < habits.changes:
        await asyncio.sleep(chance.uniform(0, left_s))
        await phone.vote(said(options, habits, chance))


def said(options: Sequence[str], habits: Habits, chance: Random) -> Said:
    """What somebody says: mostly a level, sometimes that they don't know, rarely that it does not apply."""
    roll = chance.random()
    if roll < habits.unknown:
        return {"unknown": True}
    if roll < habits.unknown + habits.not_applicable:
        return {"not_applicable": True}
    return {"choices": [chance.choice(options)]}
