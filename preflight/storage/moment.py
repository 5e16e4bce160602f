"""One moment of a database, as one thread sees it: a transaction that reads, and what was found out within it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, ExitStack, suppress
from typing import Any, Final, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from preflight.domain.errors import StorageError

_KNOWN: Final = "preflight_known"
T = TypeVar("T")


class Moment:
    """Begins with the first reading, and anew with the first one after its end."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._connection: Connection | None = None

    def connection(self, reading: Callable[[], AbstractContextManager[Connection]]) -> Connection:
        """The connection of this moment; `reading` opens one."""
        if self._connection is None:
            opened = self._open.enter_context(reading())
            self._connection = opened.execution_options(**{_KNOWN: {}})
        return self._connection

    def end(self) -> None:
        """Close it; whoever reads next begins another one."""
        self._connection = None
        with suppress(StorageError, SQLAlchemyError):  # nothing was written
            self._open.close()


def once(connection: Connection, key: Hashable, find: Callable[[], T]) -> T:
    """What `find` gives, asked once within a moment, in which it can't become anything else; every time otherwise."""
    known: dict[Hashable, Any] | None = connection.get_execution_options().get(_KNOWN)
    if known is None:
        return find()
    if key not in known:
        known[key] = find()
    found: T = known[key]
    return found
