"""Notes between all processes on one PostgreSQL database, by LISTEN and NOTIFY.

One thread sends and one listens, each with a connection of its own that it makes anew when it is lost; both start when
they are first needed. Notes of this process come back from the server like all others, so that there is one order for
everybody. Each carries its sender and a number: after a lost connection it is sent again, and who has it drops it.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

import psycopg

from preflight.storage.notices import Listener, Listeners, Notices, checked
from preflight.storage.postgres_errors import first_line

MOST_WAITING = 10_000
"""Notes that are kept while there is no connection; with one more, all are dropped for one that says look anew."""

_RETRY_S = 0.2
_LOOK_S = 0.25
"""How often the listening thread looks whether it is to end."""
_END_S = 2.0
_LOOK_ANEW = ""
_SEND = "SELECT pg_notify('preflight_live', note) FROM unnest(%s::text[]) AS note"
_log = logging.getLogger(__name__)


def notices_through(connect: Callable[[], psycopg.Connection[Any]]) -> Notices:
    """Notes through the database that `connect` connects to."""
    return _PostgresNotices(connect)


class _PostgresNotices:
    def __init__(self, connect: Callable[[], psycopg.Connection[Any]]) -> None:
        self._connect = connect
        self._listeners = Listeners()
        self._sender = secrets.token_hex(8)
        self._number = 0
        self._heard: dict[str, int] = {}
        self._waiting: deque[str] = deque()
        self._change = threading.Condition()
        self._ended = threading.Event()
        self._threads: dict[str, threading.Thread] = {}
        self._down: set[str] = set()

    def publish(self, note: str) -> None:
        checked(note)
        with self._change:
            if len(self._waiting) >= MOST_WAITING:
                self._waiting.clear()
                self._put(_LOOK_ANEW)
            else:
                self._put(note)
            self._change.notify()
            self._run(self._send)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        remove = self._listeners.add(listener)
        with self._change:
            self._run(self._listen)
        return remove

    def close(self) -> None:
        with self._change:
            self._ended.set()
            self._change.notify()
        for thread in self._threads.values():
            if thread is not threading.current_thread():
                thread.join(_END_S)
        self._listeners.clear()

    def _put(self, note: str) -> None:
        self._number += 1
        self._waiting.append(f"{self._sender} {self._number} {note}")

    def _run(self, work: Callable[[], None]) -> None:
        name = f"notices-{work.__name__.strip('_')}"
        if name not in self._threads and not self._ended.is_set():
            self._threads[name] = threading.Thread(target=work, name=name, daemon=True)
            self._threads[name].start()

    def _send(self) -> None:
        connection: psycopg.Connection[Any] | None = None
        failures = 0
        while self._something_waits():
            try:
                connection = connection or self._connect()
                batch = self._batch()
                connection.execute(_SEND, [batch])
            except psycopg.Error as error:
                if connection is not None:
                    connection.close()
                    connection = None
                failures += 1  # the first may be no more than a connection that was lost while nothing was sent
                if failures > 1 and self._pause("sending", error):
                    return
            else:
                failures = 0
                self._down.discard("sending")
                self._sent(batch)
        if connection is not None:
            connection.close()

    def _something_waits(self) -> bool:
        """True as soon as it does; False once it has ended and all is sent."""
        with self._change:
            self._change.wait_for(lambda: self._waiting or self._ended.is_set())
            return bool(self._waiting)

    def _batch(self) -> list[str]:
        with self._change:
            return list(self._waiting)

    def _sent(self, batch: list[str]) -> None:
        with self._change:
            for note in batch:
                if self._waiting and self._waiting[0] == note:
                    self._waiting.popleft()

    def _listen(self) -> None:
        while not self._ended.is_set():
            try:
                with self._connect() as connection:
                    connection.execute("LISTEN preflight_live")
                    self._down.discard("listening")
                    self._listeners.tell(None)
                    while not self._ended.is_set():
                        for notification in connection.notifies(timeout=_LOOK_S):
                            self._hear(notification.payload)
            except psycopg.Error as error:
                self._pause("listening", error)

    def _pause(self, what: str, error: psycopg.Error) -> bool:
        """Wait before the next attempt; True where there is none, since it has ended."""
        if what not in self._down:
            self._down.add(what)
            _log.warning("%s has to wait until the database is back: %s", what, first_line(error))
        return self._ended.wait(_RETRY_S)

    def _hear(self, payload: str) -> None:
        sender, _, rest = payload.partition(" ")
        number, _, note = rest.partition(" ")
        if not number.isdecimal() or int(number) <= self._heard.get(sender, 0):
            return
        self._heard[sender] = int(number)
        self._listeners.tell(None if note == _LOOK_ANEW else note)
