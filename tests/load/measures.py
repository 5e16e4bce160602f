"""What is measured: times in milliseconds, the servers' use of the machine, and what the load program costs itself."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from time import perf_counter, process_time

from benchmarks.servers import cpu_ms, resident_bytes

TICK_S = 0.01


@dataclass(slots=True)
class Times:
    """Times in milliseconds."""

    ms: list[float] = field(default_factory=list)

    def add(self, seconds: float) -> None:
        """Keep one more, given in seconds."""
        self.ms.append(seconds * 1_000)

    def percentile(self, percent: int) -> float | None:
        """The value that so many percent do not exceed, None where nothing was measured."""
        if len(self.ms) < 2:
            return self.ms[0] if self.ms else None
        return quantiles(self.ms, n=100, method="inclusive")[percent - 1]

    @property
    def most(self) -> float | None:
        """The slowest."""
        return max(self.ms, default=None)


@dataclass(slots=True)
class Use:
    """What a stretch of time cost: the servers' CPU and memory, and the load program's own CPU and lag.

    A lag is by how much a timer of the program's event loop came late: every time above is at most that much too long.
    """

    lasted_s: float = 0.0
    server_cores: list[float] = field(default_factory=list)
    server_mb: list[float] = field(default_factory=list)
    own_cores: float = 0.0
    lag: Times = field(default_factory=Times)


@contextlib.asynccontextmanager
async def measured(servers: Sequence[int]) -> AsyncIterator[Use]:
    """Measure from here to the end of the block; `servers` are process ids. The values are there afterwards."""
    use = Use()
    before = [cpu_ms(each) for each in servers]
    own, started = process_time(), perf_counter()
    lagging = asyncio.create_task(_watch_lag(use.lag))
    try:
        yield use
    finally:
        lagging.cancel()
        use.lasted_s = perf_counter() - started
        use.own_cores = (process_time() - own) / use.lasted_s
        for each, then in zip(servers, before, strict=True):
            now = _cpu_if_running(each)
            if then is not None and now is not None:
                use.server_cores.append((now - then) / 1_000 / use.lasted_s)
            if (resident := resident_bytes(each)) is not None:
                use.server_mb.append(resident / 1_000_000)


def _cpu_if_running(process: int) -> float | None:
    try:
        return cpu_ms(process)
    except OSError:
        return None  # it was killed meanwhile, on purpose


async def _watch_lag(lag: Times) -> None:
    while True:
        asked = perf_counter()
        await asyncio.sleep(TICK_S)
        lag.add(perf_counter() - asked - TICK_S)
