"""When Python looks for what only refers to itself: rarely through everything, and at a quiet moment.

A look through everything holds the whole process, 110 to 300 ms with some hundred screens, and Python itself begins one
when enough was made anew, which is when most people click. Here only what is new is looked through while people work;
what has stayed is frozen, which no look walks, until nobody is at work.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import Enum
from time import monotonic
from typing import Final

NEVER: Final = 2**30
_TRIES_S: Final = 0.5


class Look(Enum):
    """What is looked through."""

    NEW = "what was made since the last look"
    ALL = "everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """In seconds. Through what is new after `new`, once nothing was at work for `pause`, or after `new_most` in any
    case; through everything after `all`, once nothing was at work for `quiet`, or after `all_most` in any case."""

    new: float = 60.0
    pause: float = 1.5
    new_most: float = 600.0
    quiet: float = 10.0
    all: float = 300.0
    all_most: float = 3_600.0


class Rhythm:
    """Which look is due. Times are in seconds, of any clock that never goes back."""

    def __init__(self, pace: Pace, now: float) -> None:
        self._pace = pace
        self._new = self._all = self._busy = now

    def due(self, now: float, *, busy: bool) -> Look | None:
        """What is to be looked through now; it counts as done."""
        pace = self._pace
        if busy:
            self._busy = now
        if now - self._all >= (pace.all if now - self._busy >= pace.quiet else pace.all_most):
            self._new = self._all = now
            return Look.ALL
        if now - self._new >= (pace.new if now - self._busy >= pace.pause else pace.new_most):
            self._new = now
            return Look.NEW
        return None


@contextlib.asynccontextmanager
async def collecting_when_quiet(busy: Callable[[], bool]) -> AsyncIterator[None]:
    """Within the block the looks that take long are ours; `busy` says whether somebody's page is at work."""
    young, old, _ = before = gc.get_threshold()
    gc.set_threshold(young, old, NEVER)
    look(Look.ALL)
    task = asyncio.create_task(_looking(busy))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        gc.set_threshold(*before)


async def _looking(busy: Callable[[], bool]) -> None:
    rhythm = Rhythm(Pace(), monotonic())
    while True:
        await asyncio.sleep(_TRIES_S)
        due = rhythm.due(monotonic(), busy=busy())
        if due is not None:
            look(due)


def look(through: Look) -> None:
    """Look now. What stays is frozen."""
    if through is Look.ALL:
        gc.unfreeze()
    gc.collect()
    gc.freeze()
