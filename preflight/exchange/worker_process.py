"""The server's end of the process beside it: started when it is needed, held to its time, ended when it isn't."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import logging
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from preflight.domain.errors import PreflightError
from preflight.exchange.task import LONGEST_LINE, Task, read_refusal, task_document
from preflight.settings import ROOT, Settings, variable

_log: Final = logging.getLogger(__name__)
WORKER: Final = (sys.executable, "-m", "preflight.exchange.worker")
IDLE_S: Final = 600.0

TOO_LONG: Final = "This took too long and was stopped. Try again, or ask for less at once."
TOO_MUCH: Final = "This takes more memory than Preflight allows itself. Ask for less at once."
STOPPED: Final = "This was stopped before it was done. Try again."


class WorkFailed(PreflightError):
    """A task came to no good end; str() is the sentence for whoever asked."""


class WorkStopped(WorkFailed):
    """It took too much time or memory, or its process ended in the middle."""


class WorkerProcess:
    """One process, one task at a time, in the order of asking. `environ` is all that the process gets to know."""

    def __init__(self, environ: Mapping[str, str], *, command: Sequence[str] = WORKER, idle_s: float = IDLE_S) -> None:
        self._environ = dict(environ)
        self._command = tuple(command)
        self._idle_s = idle_s
        self._numbers = itertools.count(1)
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._busy_with = 0
        self._closed = False
        self._idle: asyncio.TimerHandle | None = None
        self._ending: asyncio.Task[None] | None = None

    @property
    def process_id(self) -> int | None:
        """Of the running process, None while there is none."""
        running = self._process is not None and self._process.returncode is None
        return self._process.pid if self._process is not None and running else None

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until the process has done what was asked before, then have it for the length of the block."""
        async with self._turn:
            if self._idle is not None:
                self._idle.cancel()
            try:
                yield
            finally:
                self._idle = asyncio.get_running_loop().call_later(self._idle_s, self._end)

    async def warm(self) -> None:
        """Start it, unless it runs or has something to do."""
        if not self._turn.locked():
            async with self.turn():
                await self._started()

    async def run(self, task: Task, *, most_s: float) -> dict[str, Any]:
        """Do the task, within a `turn`; `most_s` is its time in seconds. Its progress is told in this task's thread.

        Raises the PreflightError with which it was refused, and WorkFailed. Whoever cancels it ends the process.
        """
        number = next(self._numbers)
        try:
            async with asyncio.timeout(most_s):
                return await self._answer(number, task)
        except TimeoutError:
            _log.warning("%s took more than %.0f s and was stopped", task.kind, most_s)
            raise WorkStopped(TOO_LONG) from None
        except (ConnectionError, ValueError) as error:
            _log.warning("the process beside the server came to its end during %s: %s", task.kind, error)
            raise WorkStopped(STOPPED) from None
        finally:
            if self._busy_with == number:
                await self._kill()

    async def _answer(self, number: int, task: Task) -> dict[str, Any]:
        self._busy_with = number
        process = await self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(task_document(number, task)).encode() + b"\n")
        await process.stdin.drain()
        while line := await process.stdout.readline():
            said = json.loads(line)
            if said["task"] == number and said.get("ends"):
                await self._kill()  # it is on its way out, and what is asked next must not go to it
            match said:
                case {"task": int(found)} if found != number:
                    continue
                case {"done": int(done), "of": int(of), "words": str(words)}:
                    task.progress(done, of, words)
                case {"result": dict(result)}:
                    self._busy_with = 0
                    return result
                case {"refused": str()} as refused:
                    self._busy_with = 0
                    raise read_refusal(refused)
                case {"failed": str(reference)}:
                    self._busy_with = 0
                    raise WorkFailed(f"Something went wrong. Nothing else is affected. Reference {reference}.")
                case {"exhausted": True}:
                    raise WorkStopped(TOO_MUCH)
        raise ConnectionError(f"exit code {await process.wait()}")

    async def _started(self) -> asyncio.subprocess.Process:
        if self._closed:
            raise WorkStopped(STOPPED)
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=self._environ,
                cwd=ROOT,
                limit=LONGEST_LINE,
            )
        return self._process

    async def _kill(self) -> None:
        process, self._process, self._busy_with = self._process, None, 0
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def _end(self) -> None:
        """Nothing was asked for a while."""
        self._ending = asyncio.create_task(self._kill())

    async def close(self) -> None:
        """End it, whatever it does, and for good."""
        self._closed = True
        await self._kill()
        async with self._turn:  # whoever was cancelled has their process ended first
            if self._idle is not None:
                self._idle.cancel()
        if self._ending is not None:
            await self._ending


def worker_environ(settings: Settings, environ: Mapping[str, str]) -> dict[str, str]:
    """What the process gets to know: the database, the questionnaires, the roles and the audit trail's key, and not
    what opens the screens or makes a sign-in.

    The database's URL may hold a password; others see a command line, and not this. The key of backups stays: should
    this process be the one that upgrades, its backup before must not lie there unencrypted.
    """
    hidden = {variable(name) for name in ("screen_token", "oidc_client_secret", "cookie_secret")}
    known = {name: value for name, value in environ.items() if name not in hidden and not name.startswith("STREAMLIT_")}
    return known | {
        variable("data"): str(settings.data),
        variable("database_url"): settings.database_url,
        variable("questionnaires"): str(settings.questionnaires),
        # Each thread would otherwise take 64 MB of addresses of its own to allocate from.
        "MALLOC_ARENA_MAX": "2",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }
