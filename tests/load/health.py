"""/health, asked every 100 ms by a process of its own: what the load program is busy with can't make it look slow."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import select
import sys
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from tests.browser.server import ROOT
from tests.load.measures import Times

EVERY_S = 0.1
ANSWER_S = 10


@dataclass(slots=True)
class Health:
    """How long each answer took, connecting included, and how many were none. `parts` has them by what went on."""

    parts: dict[str, Times] = field(default_factory=dict)
    failed: int = 0
    _begun: list[tuple[float, str]] = field(default_factory=list)

    def part(self, name: str) -> None:
        """From now on something else goes on."""
        self._begun.append((time.perf_counter(), name))

    def sort(self, asked: Sequence[tuple[float, float]]) -> None:
        """Put each (moment of asking, milliseconds) to what went on then."""
        for moment, took_ms in asked:
            name = next((name for begun, name in reversed(self._begun) if begun <= moment), "before")
            self.parts.setdefault(name, Times()).ms.append(took_ms)


@contextlib.asynccontextmanager
async def watched(url: str) -> AsyncIterator[Health]:
    """Ask from here to the end of the block; the values are there afterwards."""
    asking = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.load.health", url.removeprefix("http://")),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    health = Health()
    try:
        yield health
    finally:
        told, _ = await asking.communicate(b"")  # closes its stdin, and so it ends
        if asking.returncode == 0:
            asked, health.failed = json.loads(told)
            health.sort(asked)


def main(netloc: str) -> None:
    """Ask until stdin is closed, then print when each asking began and how long it took, and the failures.

    The clock is the system's monotonic one, the same in every process.
    """
    asked: list[tuple[float, float]] = []
    failed = 0
    due = time.perf_counter()
    while not select.select([sys.stdin], [], [], max(0.0, due - time.perf_counter()))[0]:
        due += EVERY_S
        started = time.perf_counter()
        asking = http.client.HTTPConnection(netloc, timeout=ANSWER_S)
        try:
            asking.request("GET", "/health")
            good = asking.getresponse().read() == b"ok\n"
        except OSError:
            good = False
        finally:
            asking.close()
        asked.append((started, (time.perf_counter() - started) * 1_000))
        failed += not good
    print(json.dumps([asked, failed]))


if __name__ == "__main__":
    main(sys.argv[1])
