"""Each run of a page's script: for the log a request of its own, counted and measured, and waited for at the end.

Streamlit runs scripts, and with them what a click does, on threads that end with the process wherever they are. Whoever
stops the server asks here whether one is still at work.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from time import perf_counter
from typing import Any, Final

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from preflight.door.tracing import Tracing
from preflight.logs.request_id import as_request, current_id, new_id

_log: Final = logging.getLogger(__name__)
_METHOD: Final = "_run_script"
_LOOK_S: Final = 0.02
MOST_AT_ONCE: Final = 2
"""They share one interpreter: fifty at once are no sooner done, and kept /health and everybody's next click waiting for
1.7 s. With two, one goes on while the other waits for the database; with four, clicks took half as long again when ten
times the screens came."""


class ScriptRuns:
    """How many run now; `told` hears of each how many seconds it took."""

    def __init__(self, most: int = MOST_AT_ONCE) -> None:
        self._turn = threading.BoundedSemaphore(most)
        self._running = 0
        self._lock = threading.Lock()
        self.told: Callable[[float], None] | None = None
        self.tracing = Tracing()
        self.at_one_moment: Callable[[], AbstractContextManager[None]] = nullcontext
        """What a run reads is of one moment of the database, and asked for once."""

    @property
    def running(self) -> int:
        """How many run now."""
        return self._running

    def watch(self) -> None:
        """From now on each run of Streamlit's is one of these. Where Streamlit has changed, it runs unwatched."""
        original = getattr(ScriptRunner, _METHOD, None)
        if original is None:
            _log.warning("this Streamlit's script runs can't be watched")
        elif not hasattr(original, "__wrapped__"):
            setattr(ScriptRunner, _METHOD, self._watched(original))

    def _watched(self, original: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(original)
        def run(runner: Any, *arguments: Any, **named: Any) -> None:
            began = perf_counter()
            with self._lock:
                self._running += 1
            try:
                with (
                    self._turn,
                    as_request(new_id()),
                    self.tracing.span("script run", request=current_id()),
                    self.at_one_moment(),
                ):
                    original(runner, *arguments, **named)
            finally:
                with self._lock:
                    self._running -= 1
                if self.told is not None:
                    self.told(perf_counter() - began)

        return run

    async def finished(self, within_s: float) -> bool:
        """Wait until none runs; False when one still does after so many seconds."""
        deadline = asyncio.get_running_loop().time() + within_s
        while self._running:
            if asyncio.get_running_loop().time() > deadline:
                _log.warning("%d pages were still at work and had to be left", self._running)
                return False
            await asyncio.sleep(_LOOK_S)
        return True


SCRIPT_RUNS: Final = ScriptRuns()
"""Those of this process, which has one Streamlit."""
