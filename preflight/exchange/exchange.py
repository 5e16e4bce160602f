"""The whole of it, for one server: the folder, the two processes, what was ordered and what arrived."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from preflight.exchange.arriving import Arriving
from preflight.exchange.folder import PrivateFolder
from preflight.exchange.ordering import Orders, Times
from preflight.exchange.worker_process import IDLE_S, WORKER, WorkerProcess, worker_environ
from preflight.services.watching import Watching
from preflight.services.workspace import Workspace
from preflight.settings import Settings

_SWEEP_S: Final = 5.0


class Exchange:
    """Opened with the server and closed with it; `clock` gives seconds that never go back.

    The processes start with the first that is asked of them, and end when nothing was for `idle_s`.
    """

    def __init__(
        self,
        settings: Settings,
        workspace: Callable[[], Workspace],
        *,
        command: Sequence[str] = WORKER,
        within: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
        times: Times | None = None,
        idle_s: float = IDLE_S,
    ) -> None:
        environ = worker_environ(settings, os.environ)
        self.workspace = workspace
        self.folder = PrivateFolder(within)
        self.quick = WorkerProcess(environ, command=command, idle_s=idle_s)
        self.long = WorkerProcess(environ, command=command, idle_s=idle_s)
        self.watching = Watching()
        self.orders = Orders(
            self.folder, quick=self.quick, long=self.long, clock=clock, times=times, watching=self.watching
        )
        self.arriving = Arriving(self.folder, self.quick, clock)
        self._sweeping: asyncio.Task[None] | None = None
        self._warming: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Make the folder, and remove what servers that were killed have left behind."""
        await asyncio.to_thread(self.folder.open)
        self._sweeping = asyncio.create_task(self._sweep())

    def warm(self) -> None:
        """Start the process that makes single files, so that the next order need not wait for it."""
        if self._warming is None or self._warming.done():
            self._warming = asyncio.create_task(self.quick.warm())

    async def close(self) -> None:
        """End the processes and remove every file."""
        if self._sweeping is not None:
            self._sweeping.cancel()
        if self._warming is not None:
            await asyncio.gather(self._warming, return_exceptions=True)
        await self.orders.tickets.close()
        self.arriving.arrivals.close()
        await self.quick.close()
        await self.long.close()
        self.folder.close()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_S)
            self.orders.tickets.sweep()
            self.arriving.arrivals.sweep()
