"""/ready: whether this server can do its work, for whoever sends people to it.

One word for each thing that it needs, and nothing else: strangers may ask. However often it is asked, the database is
asked at most once a second, on a thread of its own, and whoever asks meanwhile gets the answer of before.
"""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from preflight.door.draining import Draining
from preflight.services.standing import BUSY, FULL, GONE, OK, reading_stands, shelf_stands, writing_stands
from preflight.services.workspace import Workspace

KEPT_S: Final = 1.0
WRITE_KEPT_S: Final = 10.0
"""Whether anything can be written is tried less often: it takes the write lock for a moment."""
WAIT_S: Final = 0.06
"""So long somebody who asks waits for news; then they get what is known."""
STALE_S: Final = 6.0
"""What is older than that is no answer any more."""
LEAST_FREE_BYTES: Final = 100_000_000
LEAST_FREE_SHARE: Final = 0.02
LOW_SHARE: Final = 0.10

LOW, ENDING, SLOW = "low", "ending", "slow"
_GOOD: Final = frozenset({OK, LOW, BUSY})
"""With these a server is ready: a busy database serves people, and a disk that gets low is for its owner to see."""


def disk_word(folder: Path) -> str:
    """ok, low under a tenth, full where the next writes may fail, gone where there is no such folder."""
    try:
        disk = shutil.disk_usage(folder)
    except OSError:
        return GONE
    if disk.free < min(LEAST_FREE_BYTES, LEAST_FREE_SHARE * disk.total):
        return FULL
    return LOW if disk.free < LOW_SHARE * disk.total else OK


class Readiness:
    """What is known of this server. Lives on the event loop; what it asks runs on its own thread."""

    def __init__(
        self,
        workspace: Callable[[], Workspace],
        folder: Path,
        draining: Draining,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._workspace = workspace
        self._folder = folder
        self._draining = draining
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ready")
        self._known: Mapping[str, str] = {}
        self._known_at = -STALE_S
        self._writing, self._writing_at = OK, -WRITE_KEPT_S
        self._asking: asyncio.Future[None] | None = None

    async def words(self) -> dict[str, str]:
        """One word for each thing."""
        if self._clock() - self._known_at > KEPT_S:
            if self._asking is None or self._asking.done():
                self._asking = asyncio.get_running_loop().run_in_executor(self._thread, self._ask)
            first = not self._known
            await asyncio.wait([self._asking], timeout=STALE_S if first else WAIT_S)
        found = dict(self._known)
        if self._clock() - self._known_at > STALE_S:
            found["database"] = SLOW
        return {"server": ENDING if self._draining.begun else OK, **found}

    def _ask(self) -> None:
        workspace = self._workspace()
        database, migrations = reading_stands(workspace)
        if database == OK and self._clock() - self._writing_at > WRITE_KEPT_S:
            self._writing, self._writing_at = writing_stands(workspace), self._clock()
            if self._writing not in (OK, BUSY):
                self._writing_at = -WRITE_KEPT_S  # it may be mended by the next time
        self._known = {
            "database": database if database != OK else self._writing,
            "migrations": migrations,
            "disk": disk_word(self._folder),
            "questionnaires": shelf_stands(workspace),
        }
        self._known_at = self._clock()

    async def answer(self, _request: Request) -> Response:
        """`GET /ready`: 200 with the words, or 503 with the words."""
        words = await self.words()
        ready = all(word in _GOOD for word in words.values())
        headers = {"Cache-Control": "no-store"} | ({} if ready else {"Retry-After": "5"})
        return JSONResponse({"ready": ready, **words}, 200 if ready else 503, headers)

    def close(self) -> None:
        """Ask no more."""
        self._thread.shutdown(wait=False, cancel_futures=True)
