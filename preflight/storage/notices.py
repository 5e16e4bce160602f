"""Telling whoever listens that something changed, in this process and, with PostgreSQL, in every other one.

A note is a hint, never the news itself: who hears it reads the database. So nothing of value is lost with one, and
where notes may have been missed, listeners are told just that.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Protocol

LONGEST_BYTES = 2_000
"""Of a note, in UTF-8; PostgreSQL itself takes just under 8,000 with what goes around it."""

Listener = Callable[[str | None], None]
_log = logging.getLogger(__name__)


class Notices(Protocol):
    """Notes to every listener of every process that has the same database open."""

    def publish(self, note: str) -> None:
        """Send a short printable text, from any thread, without waiting for it to arrive.

        Without a connection it is kept until there is one again; where too many wait, listeners are told to look anew
        instead. Raises ValueError for a text that is empty, too long or not printable, and nothing else.
        """

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have each note brought to `listener`, those of this process included, one after another, from some thread.

        None means that notes may have been missed: look at the database anew. It may well be the first that comes.
        What is returned ends it; a note that is on its way may still arrive. A listener should be quick, since the
        next one waits for it, and what it raises is logged.
        """

    def close(self) -> None:
        """Send what waits if that is possible at once, then bring nothing more."""


def in_process_notices() -> Notices:
    """Notes between the threads of this process only."""
    return _InProcess()


class Listeners:
    """Who wants to be told."""

    def __init__(self) -> None:
        self._change = threading.Lock()
        self._all: dict[object, Listener] = {}

    def add(self, listener: Listener) -> Callable[[], None]:
        """Tell it from now on, until what is returned is called."""
        place = object()
        with self._change:
            self._all = {**self._all, place: listener}

        def remove() -> None:
            with self._change:
                self._all = {each: told for each, told in self._all.items() if each is not place}

        return remove

    def clear(self) -> None:
        """Tell nobody any more."""
        with self._change:
            self._all = {}

    def tell(self, note: str | None) -> None:
        """Bring a note to all; what one raises keeps it from none of the others."""
        for listener in self._all.values():
            try:
                listener(note)
            except Exception:  # noqa: BLE001 - whatever it is, the next listener is not to blame
                _log.exception("a listener failed on a note")


def checked(note: str) -> str:
    """The note. Raises ValueError where it can't be sent."""
    if not note or not note.isprintable() or len(note.encode()) > LONGEST_BYTES:
        raise ValueError(f"a note is printable and has 1 to {LONGEST_BYTES} bytes: {note[:80]!r}")
    return note


class _InProcess:
    """Whoever publishes brings the note round, and those that are published meanwhile, one after another."""

    def __init__(self) -> None:
        self._listeners = Listeners()
        self._change = threading.Lock()
        self._waiting: deque[str] = deque()
        self._telling = False

    def publish(self, note: str) -> None:
        with self._change:
            self._waiting.append(checked(note))
            if self._telling:
                return
            self._telling = True
        try:
            while (following := self._next()) is not None:
                self._listeners.tell(following)
        except BaseException:
            self._telling = False
            raise

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        return self._listeners.add(listener)

    def close(self) -> None:
        self._listeners.clear()

    def _next(self) -> str | None:
        with self._change:
            self._telling = bool(self._waiting)
            return self._waiting.popleft() if self._waiting else None
