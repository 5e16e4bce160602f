"""Many visitors in one process: python -m tests.load.clicking, a job as JSON on stdin, what it saw on stdout.

Each clicks at moments that were fixed before: whoever waits too long for one click is late with the next, and that
counts. So nothing looks quicker because the server was slow.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from time import perf_counter, process_time
from typing import Any

from tests.load.house import allow_many_files
from tests.load.measures import Use, measured
from tests.load.visitor import Ledger, Visitor, Waits, Wrong

AGAIN_S = 2.0
MOST_OPENING = 6
"""Pages that one process of visitors opens at a time: people come one after another."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A stretch of time. `every_s` seconds lie between two clicks of a visitor; `newcomers` more come within it, open
    the page and stay to its end."""

    name: str
    lasts_s: float
    every_s: float
    newcomers: int = 0


@dataclass
class Seen:
    """What one process saw. Times are in milliseconds, by part."""

    opened_ms: list[float] = field(default_factory=list)
    clicks_ms: dict[str, list[float]] = field(default_factory=dict)
    came_ms: list[float] = field(default_factory=list)
    told_to_wait: dict[str, int] = field(default_factory=dict)
    waited: int = 0
    lost_connections: int = 0
    left_waiting: int = 0
    wrong: list[str] = field(default_factory=list)
    newest: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)
    cores: dict[str, float] = field(default_factory=dict)
    lag_ms: list[float] = field(default_factory=list)


async def clicking(job: Mapping[str, Any], tell: Any) -> Seen:
    """Open the pages of all visitors, wait for “go”, then go through the parts."""
    visitors = [Visitor(**each) for each in job["visitors"]]
    parts = [Part(**each) for each in job["parts"]]
    seen, ledger = Seen(), Ledger()
    turn = asyncio.Semaphore(MOST_OPENING)

    async def arrive(visitor: Visitor) -> None:
        async with turn:
            try:
                seen.opened_ms.append(1_000 * await _opened(visitor, seen))
            except Wrong as wrong:
                seen.wrong.append(str(wrong)[-300:])

    await asyncio.gather(*map(arrive, visitors))
    await tell("open")
    use: Use
    for part in parts:
        clicks = seen.clicks_ms.setdefault(part.name, [])
        async with measured([]) as use:
            began = perf_counter()
            newcomers = [_newcomer(job, number, part, seen, began) for number in range(part.newcomers)]
            regulars = [
                _regular(each, part, clicks, seen, ledger, began + part.every_s * (number + 0.5) / len(visitors))
                for number, each in enumerate(visitors)
            ]
            await asyncio.gather(*regulars, *newcomers)
        seen.cores[part.name] = use.own_cores
        seen.lag_ms += use.lag.ms
        await tell(part.name)
    seen.newest = ledger.newest
    seen.waited = sum(each.waited for each in visitors)
    seen.lost_connections = sum(each.lost_connections for each in visitors)
    await asyncio.gather(*(each.close() for each in visitors), return_exceptions=True)
    return seen


async def _opened(visitor: Visitor, seen: Seen) -> float:
    began = perf_counter()
    while True:
        try:
            await visitor.open()
        except Waits as waits:
            _count(seen, waits)
            await asyncio.sleep(AGAIN_S)
        else:
            return perf_counter() - began


async def _regular(visitor: Visitor, part: Part, clicks: list[float], seen: Seen, ledger: Ledger, due: float) -> None:
    end = due + part.lasts_s
    while due < end:
        await asyncio.sleep(max(0.0, due - perf_counter()))
        try:
            await visitor.click(ledger)
        except Wrong as wrong:
            seen.wrong.append(str(wrong)[-300:])
        clicks.append(1_000 * (perf_counter() - due))
        due += part.every_s


async def _newcomer(job: Mapping[str, Any], number: int, part: Part, seen: Seen, began: float) -> None:
    """Somebody's further tab: comes at a moment within the part, tries until it is let in or the part is over."""
    visitor = Visitor(**job["visitors"][number % len(job["visitors"])])
    await asyncio.sleep(part.lasts_s * number / part.newcomers)
    came = perf_counter()
    try:
        while perf_counter() < began + part.lasts_s:
            try:
                await visitor.open()
            except Waits as waits:
                _count(seen, waits)
                await asyncio.sleep(AGAIN_S * 3)
            else:
                seen.came_ms.append(1_000 * (perf_counter() - came))
                await asyncio.sleep(max(0.0, began + part.lasts_s - perf_counter()))
                return
        seen.left_waiting += 1
    except Wrong as wrong:
        seen.wrong.append(str(wrong)[-300:])
    finally:
        await visitor.close()


def _count(seen: Seen, waits: Waits) -> None:
    seen.told_to_wait[str(waits)[:80]] = seen.told_to_wait.get(str(waits)[:80], 0) + 1


async def _main() -> None:
    allow_many_files()
    loop = asyncio.get_running_loop()
    job = json.loads(await loop.run_in_executor(None, sys.stdin.readline))

    async def tell(what: str) -> None:
        """Say how far it is, and wait for the others: all processes go through the parts together."""
        print(json.dumps({"at": what, "cpu_s": process_time()}), flush=True)
        await loop.run_in_executor(None, sys.stdin.readline)

    seen = await clicking(job, tell)
    print(json.dumps({"seen": asdict(seen)}), flush=True)


def job_of(visitors: Sequence[Mapping[str, Any]], parts: Sequence[Part]) -> str:
    """The line on stdin."""
    return json.dumps({"visitors": list(visitors), "parts": [asdict(each) for each in parts]}) + "\n"


if __name__ == "__main__":
    asyncio.run(_main())
    sys.stdout.flush()
    os._exit(0)
