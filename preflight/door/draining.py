"""A server that was told to end: /ready says no at once, newcomers are sent elsewhere, and who is here goes on for the
time that the settings give. Then the sockets close, with a code after which browsers come back and send what waits.

Whoever started the server (uvicorn, Streamlit, we) has handlers for the signals that end it: they are called later.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

_log: Final = logging.getLogger(__name__)


class Draining:
    """Whether this server was told to end."""

    def __init__(self) -> None:
        self._begun = threading.Event()

    @property
    def begun(self) -> bool:
        """Whether it was."""
        return self._begun.is_set()

    def begin(self) -> None:
        """It was told to."""
        self._begun.set()

    def heed_signals(self, after_s: float) -> None:
        """From now on SIGTERM begins it, and ends the server so many seconds later; a second one, or Ctrl+C, ends it
        at once. Call it on the event loop, after the server has set its own handlers."""
        if threading.current_thread() is not threading.main_thread():
            return  # a test's server: nobody sends it signals
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            before = signal.getsignal(number)
            if callable(before):
                signal.signal(number, self._heeding(before, loop, after_s if number == signal.SIGTERM else 0))

    def _heeding(
        self, before: Callable[[int, FrameType | None], Any], loop: asyncio.AbstractEventLoop, after_s: float
    ) -> Callable[[int, FrameType | None], Any]:
        def heed(number: int, frame: FrameType | None) -> None:
            waiting = self.begun
            self.begin()
            if after_s and not waiting:
                loop.call_soon_threadsafe(self._later, loop, after_s, before, number)
            else:
                before(number, frame)

        return heed

    def _later(
        self,
        loop: asyncio.AbstractEventLoop,
        after_s: float,
        before: Callable[[int, FrameType | None], Any],
        number: int,
    ) -> None:
        _log.warning("told to end: newcomers are sent elsewhere, and the end comes in %g s", after_s)
        loop.call_later(after_s, before, number, None)


DRAINING: Final = Draining()
"""That of this process."""
