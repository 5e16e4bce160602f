"""A request's body, straight into a file: a slice of it in memory, and on disk no more than its limit."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final

from starlette.requests import Request

from preflight.exchange.replies import Unread

_log: Final = logging.getLogger(__name__)
WHOLE_S: Final = 120.0
PAUSE_S: Final = 10.0
LEAST_BYTES_S: Final = 16_000
"""On average, once PAUSE_S have gone by: whoever drips holds a place that others wait for."""
_SLICE: Final = 262_144


def check_length(request: Request, most: int, too_large: str) -> None:
    """Refuse what says itself that it is too large, before any of it is read. Raises Unread."""
    said = request.headers.get("content-length", "0")
    if not (said.isascii() and said.isdigit()) or len(said) > 15:
        raise Unread(400)
    if int(said) > most:
        raise Unread(413, too_large)


async def receive(request: Request, path: Path, *, most: int, too_large: str, clock: Callable[[], float]) -> int:
    """Write the body to the new file `path`, at most `most` bytes, and return how many it has.

    `clock` gives seconds that never go back.
    Raises Unread (the file is removed again) for a body that is too large, empty or too slow, and ClientDisconnect.
    """
    size = 0
    try:
        with path.open("xb") as file:
            async with asyncio.timeout(WHOLE_S):
                async for part in _in_slices(request, clock):
                    size += len(part)
                    if size > most:
                        raise Unread(413, too_large)
                    await asyncio.to_thread(file.write, part)
        if not size:
            raise Unread(400, "This file is empty. Choose it once more.")
    except TimeoutError:
        _remove(path)
        raise Unread(408, "The file didn't arrive in time. Try again.") from None
    except OSError as error:
        _log.warning("a file that was brought in could not be written: %s", error)
        _remove(path)
        raise Unread(507, "There is no room for this file right now. Try again later.") from None
    except BaseException:
        _remove(path)
        raise
    return size


async def _in_slices(request: Request, clock: Callable[[], float]) -> AsyncIterator[bytes]:
    """Raises TimeoutError for a body that pauses too long or comes too slowly."""
    held, size, began = bytearray(), 0, clock()
    parts = aiter(request.stream())
    while True:
        left_s = began + max(PAUSE_S, size / LEAST_BYTES_S) - clock()
        if left_s <= 0:
            raise TimeoutError
        async with asyncio.timeout(min(PAUSE_S, left_s)):
            part = await anext(parts, None)
        if part is None:
            break
        size += len(part)
        held += part
        if len(held) >= _SLICE:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
