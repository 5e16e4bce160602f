"""From the opened socket to the first request: what must be in order, and what is made warm."""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from preflight.domain.errors import PreflightError
from preflight.door.collecting import collecting_when_quiet
from preflight.door.exchanging import exchange
from preflight.door.script_runs import SCRIPT_RUNS
from preflight.door.watch import watch
from preflight.opening import backup_plan
from preflight.services.auditing import tell_started
from preflight.services.backup_schedule import run_schedule
from preflight.settings import Settings
from preflight.ui.components import register_components
from preflight.ui.workspace import workspace

_log: Final = logging.getLogger(__name__)

SWITCH_S: Final = 0.0001
"""Whoever comes back from the database or from a socket waits for the interpreter as long as this, and may hold the
write lock meanwhile, or be the event loop that everybody waits for; Python's own is 5 ms."""

# The first page would otherwise wait for these: pandas alone is 0.4 s, Plotly’s figure 0.1 s, the deck’s slides 0.15 s.
_WARM: Final = (
    "pandas",
    "plotly.graph_objects",
    "plotly.graph_objs._figure",
    "plotly.graph_objs._scatterpolar",
    "plotly.io._json",
    "preflight.ui.export_deck",
    "sqlalchemy",
    "streamlit.web.skills",
    "yaml",
)


def prepare(settings: Settings) -> None:
    """Open the database and read the questionnaires, so that what is wrong is said at the start.

    Raises StorageError (or any PreflightError): the start ends with its sentence on stderr and exit code 3.
    """
    for problem in workspace().shelf.problems():
        _log.warning("left out: %s", problem)
    _log.debug("answers are kept in %s", settings.data)
    tell_started(workspace(), settings.effective())


def lifespan(settings: Settings) -> Callable[[Any], AbstractAsyncContextManager[dict[str, Any] | None]]:
    """The lifespan for st.App. Streamlit's runtime has been started when it runs."""

    @asynccontextmanager
    async def running(_app: Any) -> AsyncIterator[dict[str, Any] | None]:
        prepare(settings)
        register_components()
        for name in _WARM:
            importlib.import_module(name)
        sys.setswitchinterval(SWITCH_S)
        await exchange(settings).open()
        backups = run_schedule(workspace(), backup_plan(settings))
        watch(settings).open()
        # Streamlit's collection after each run is off (.streamlit/config.toml).
        async with collecting_when_quiet(lambda: SCRIPT_RUNS.running > 0):
            yield None
        ended = await watch(settings).end_work()
        backups.stop()
        await exchange(settings).close()
        workspace().finish()
        await watch(settings).close()
        if ended:
            workspace().database.close()

    return running


class ReadableStart:
    """Middleware: a start that fails on purpose is reported by its sentence, not by a stack trace.

    Every ASGI server logs the message of `lifespan.startup.failed` and ends with exit code 3; Starlette's message
    is the trace.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        failed: Message | None = None

        async def holding(message: Message) -> None:
            nonlocal failed
            if message["type"] == "lifespan.startup.failed":
                failed = message
            else:
                await send(message)

        try:
            await self._app(scope, receive, holding)
        except BaseException as error:
            if failed is not None:
                await send({**failed, "message": str(error)} if isinstance(error, PreflightError) else failed)
            raise
