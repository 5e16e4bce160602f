"""Which request something is done for: an id that stands in each of its log lines, here and in the process beside us.

asyncio hands it on to tasks and to `asyncio.to_thread`; threads of one's own get it from `on_a_thread`.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import partial
from typing import Any, Final, TypeVar

T = TypeVar("T")

HEADER: Final = "X-Request-ID"
_SOUND: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,63}")
_current: Final[ContextVar[str]] = ContextVar("request_id", default="")


def new_id() -> str:
    """48 random bits in hexadecimal: short enough to be read aloud."""
    return secrets.token_hex(6)


def sound_id(given: str) -> str | None:
    """An id that somebody else gave, where it can stand in a line: 8 to 64 letters, digits and -."""
    return given if _SOUND.fullmatch(given) else None


def current_id() -> str:
    """The id of the request that this is done for; empty outside of one."""
    return _current.get()


def reference() -> str:
    """What a person is told to pass on when something failed: the id of their request, or a new one outside of any."""
    return current_id() or new_id()


@contextmanager
def as_request(request_id: str) -> Iterator[None]:
    """Within the block, what is logged belongs to this request."""
    token = _current.set(request_id)
    try:
        yield
    finally:
        _current.reset(token)


async def on_a_thread(threads: Executor, call: Callable[..., T], *arguments: Any) -> T:
    """Do on one of these threads what reads or writes, for the same request."""
    within = partial(copy_context().run, call, *arguments)
    return await asyncio.get_running_loop().run_in_executor(threads, within)
