"""Who watches over a running server, put together: metrics on their port, traces, readiness, the end without a loss."""

from __future__ import annotations

import asyncio
import logging
import math
from functools import cache
from typing import Any, Final

from prometheus_client import start_http_server

from preflight.domain.errors import PreflightError
from preflight.door.draining import DRAINING
from preflight.door.exchanging import exchange
from preflight.door.metrics import METRICS
from preflight.door.ready import Readiness
from preflight.door.script_runs import SCRIPT_RUNS
from preflight.door.tracing import Tracing, tracing_of
from preflight.exchange.tickets import State
from preflight.services.backup_schedule import last_backup
from preflight.services.trail import kept_head
from preflight.services.workspace import utc_now
from preflight.settings import Settings, variable
from preflight.ui.workspace import workspace

_log: Final = logging.getLogger(__name__)
SCRIPTS_S: Final = 5.0
"""So long the end waits for pages that are at work."""


class MetricsPortTaken(PreflightError):
    """The port of the metrics can't be had; str() says what to do."""


class Watch:
    """Opened with the server and closed with it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.tracing: Tracing = tracing_of(settings)
        self.readiness = Readiness(workspace, settings.data, DRAINING)
        self._served: Any = None

    def open(self) -> None:
        """Watch from now on. Call it on the event loop, once the database is open. Raises MetricsPortTaken."""
        SCRIPT_RUNS.watch()
        SCRIPT_RUNS.told = METRICS.script_runs.observe
        SCRIPT_RUNS.tracing = self.tracing
        SCRIPT_RUNS.at_one_moment = workspace().database.one_moment
        workspace().watching.add(METRICS)
        workspace().database.on_waited = METRICS.lock_wait_s.observe
        exchange(self._settings).watching.add(METRICS)
        if self.tracing.on:
            workspace().watching.add(self.tracing)
            exchange(self._settings).watching.add(self.tracing)
        self._ask()
        self._serve()
        DRAINING.heed_signals(self._settings.drain)
        self._tell("started")

    async def end_work(self) -> bool:
        """Let pages that are at work come to their end; False when one had to be left."""
        return await SCRIPT_RUNS.finished(SCRIPTS_S)

    async def close(self) -> None:
        """Tell the end, and send what waits to be sent."""
        self._tell("ended")
        self.readiness.close()
        if self._served is not None:
            server, thread = self._served
            await asyncio.to_thread(server.shutdown)
            server.server_close()
            await asyncio.to_thread(thread.join, 2)
        await asyncio.to_thread(self.tracing.close)

    def _ask(self) -> None:
        orders = exchange(self._settings).orders
        METRICS.ask("script_runs_running", "Scripts of pages that run now.", lambda: SCRIPT_RUNS.running)
        METRICS.ask(
            "exports_waiting",
            "Files that are ordered and not made yet.",
            lambda: orders.tickets.count(State.WAITING, State.WORKING),
        )

        METRICS.ask("backup_age_seconds", "Since the newest backup of the schedule.", _backup_age_s)
        METRICS.ask("backup_failed", "1 when the last attempt failed.", _backup_failed)

    def _serve(self) -> None:
        port, host = self._settings.metrics_port, self._settings.metrics_host
        if port is None:
            return
        try:
            self._served = start_http_server(port, host, METRICS.registry)
        except OSError as error:
            raise MetricsPortTaken(
                f"The metrics can't be served on {host}, port {port}: {error.strerror or error}. Set "
                f"{variable('metrics_port')} to another port, or leave it away."
            ) from error

    def _tell(self, what: str) -> None:
        """Whoever keeps the log keeps the head of the audit trail too, outside of this machine."""
        head = kept_head(self._settings.audit_head) if self._settings.audit_head else None
        audit = {"audit_seq": head.seq, "audit_head": head.mac} if head else {"audit_seq": 0, "audit_head": ""}
        _log.info("%s; the audit trail stands at %d, %s", what, *audit.values(), extra=audit)


def _backup_age_s() -> float:
    last = last_backup()
    return (utc_now() - last.made_at).total_seconds() if last and last.made_at else math.nan


def _backup_failed() -> float:
    last = last_backup()
    return math.nan if last is None else float(bool(last.failed))


@cache
def watch(settings: Settings) -> Watch:
    """The one of the server with these settings: its routes, its middleware and its lifespan are built apart."""
    return Watch(settings)
