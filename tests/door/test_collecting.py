"""What takes long to look through is looked through when nobody is at work, and in the end in any case."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest

from preflight.door.collecting import NEVER, Look, Pace, Rhythm, collecting_when_quiet, look

PACE = Pace(new=10, pause=2, new_most=30, quiet=5, all=100, all_most=200)


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """What was frozen is given back."""
    yield
    gc.unfreeze()


def looks(*, busy: range, until: int) -> dict[int, Look]:
    """Which looks there were in so many seconds, `busy` through some of them."""
    rhythm = Rhythm(PACE, 0)
    found = {now: rhythm.due(now, busy=now in busy) for now in range(1, until)}
    return {now: due for now, due in found.items() if due is not None}


def test_a_quiet_server_looks_through_what_is_new_and_now_and_then_through_everything() -> None:
    found = looks(busy=range(0), until=250)
    assert [now for now, due in found.items() if due is Look.ALL] == [100, 200]
    assert [now for now, due in found.items() if due is Look.NEW][:10] == [*range(10, 100, 10), 110]


def test_while_pages_are_at_work_it_waits_for_a_moment_without() -> None:
    assert looks(busy=range(1, 17), until=20) == {18: Look.NEW}


def test_everything_waits_for_some_seconds_without() -> None:
    found = looks(busy=range(90, 123), until=140)
    assert [now for now, due in found.items() if due is Look.ALL] == [127]


def test_a_server_that_is_never_quiet_looks_all_the_same() -> None:
    found = looks(busy=range(1_000), until=250)
    assert [now for now, due in found.items() if due is Look.NEW][:3] == [30, 60, 90]
    assert [now for now, due in found.items() if due is Look.ALL] == [200]


class Thing:
    """Refers to itself, and so goes in a collection only."""

    def __init__(self) -> None:
        self.myself = self


def test_what_was_new_goes_at_once_and_what_had_stayed_goes_with_everything() -> None:
    stays = Thing()
    look(Look.ALL)
    new, old = weakref.ref(Thing()), weakref.ref(stays)
    del stays
    look(Look.NEW)
    assert new() is None
    assert old() is not None
    look(Look.ALL)
    assert old() is None


def test_within_python_begins_none_that_takes_long_and_afterwards_it_does() -> None:
    before = gc.get_threshold()

    async def run() -> int:
        async with collecting_when_quiet(lambda: True):
            return gc.get_threshold()[2]

    assert asyncio.run(run()) in {NEVER, 0}  # 3.14 has no third generation
    assert gc.get_threshold() == before
