"""What somebody who watches the services is told: each operation, how long it took, and how it ended.

Watchers are few, quick, and never in the way: what one raises is logged, and the operation goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, ExitStack, contextmanager
from time import perf_counter
from typing import Any, Final, Protocol

_log: Final = logging.getLogger(__name__)

READ, WRITE, EXPORT = "read", "write", "export"
VOTE: Final = "vote"
"""What phones write together has no person and no permission, and is told as a write of this name."""


class Watcher(Protocol):
    """Told of what is done, by names that are bounded: those of the operations and of the errors, never what people
    wrote."""

    def doing(self, way: str, operation: str) -> AbstractContextManager[None]:
        """Something begins, and ends with the block."""
        ...

    def done(self, way: str, operation: str, seconds: float, error: str) -> None:
        """It ended; `error` is the name of the error's kind, empty for none."""
        ...


class Watching:
    """Who watches the services of one workspace; with nobody it costs nothing."""

    def __init__(self) -> None:
        self._watchers: tuple[Watcher, ...] = ()

    def add(self, watcher: Watcher) -> None:
        """From now on this one is told."""
        self._watchers = (*self._watchers, watcher)

    @contextmanager
    def watched(self, way: str, operation: str) -> Iterator[None]:
        """Tell of the block."""
        if not self._watchers:
            yield
            return
        began, error = perf_counter(), ""
        with ExitStack() as stack:
            for each in self._watchers:
                try:
                    stack.enter_context(each.doing(way, operation))
                except Exception:  # noqa: BLE001 - watching never harms
                    _log.warning("what is done could not be watched", exc_info=True)
            try:
                yield
            except BaseException as raised:
                error = type(raised).__name__
                raise
            finally:
                self.tell(way, operation, perf_counter() - began, error)

    def follow(self, done: Future[Any], way: str, operation: str) -> None:
        """Tell of what this future stands for, once it is done."""
        if not self._watchers:
            return
        began = perf_counter()

        def tell(ended: Future[Any]) -> None:
            error = None if ended.cancelled() else ended.exception()
            name = "Cancelled" if ended.cancelled() else type(error).__name__ if error else ""
            self.tell(way, operation, perf_counter() - began, name)

        done.add_done_callback(tell)

    def tell(self, way: str, operation: str, seconds: float, error: str = "") -> None:
        """Tell of what was done."""
        for each in self._watchers:
            try:
                each.done(way, operation, seconds, error)
            except Exception:  # noqa: BLE001 - watching never harms
                _log.warning("what was done could not be told", exc_info=True)
