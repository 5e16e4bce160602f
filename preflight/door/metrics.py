"""What is measured, for Prometheus: on a registry of its own, by names and labels that are bounded.

No label ever holds what people wrote, who they are, or an address. docs/operation.md has the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

from preflight.services.watching import EXPORT, VOTE, WRITE

# The created metrics are half of all lines, and no rule makes anything of them.
disable_created_metrics()  # type: ignore[no-untyped-call]

_REQUEST_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60)
_WRITE_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_EXPORT_S: Final = (0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900)

ANSWER: Final = "answer"
_REFUSALS: Final = frozenset(
    {"NotAllowed", "NotSeen", "NotFound", "SignedOut", "Invalid", "Conflict", "Immutable", "Refused", "UnsoundFile"}
)


class Metrics:
    """The metrics of this process. A watcher of the services too (services/watching.py)."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self.requests = self._counter("http_requests", "Requests answered.", "route", "status")
        self.request_s = self._histogram("http_request_duration_seconds", "Until the answer.", _REQUEST_S, "route")
        self.sockets = self._gauge("websockets_open", "WebSockets that are open.", "route")
        self.turned_away = self._counter("turned_away", "Sent away at the door.", "why")
        self.script_runs = self._histogram("script_run_duration_seconds", "Runs of a page's script.", _REQUEST_S)
        self.operations = self._counter("operations", "What people did, by its end.", "operation", "end")
        self.write_s = self._histogram("write_duration_seconds", "Writes, until they are on the disk.", _WRITE_S, "of")
        self.refusals = self._counter("refusals", "What people were refused, by kind.", "kind")
        self.lock_wait_s = self._histogram("database_write_wait_seconds", "Waits for the write lock.", _WRITE_S)
        self.exports = self._counter("exports", "Files ordered, by their end.", "end")
        self.export_s = self._histogram("export_duration_seconds", "From the order to the file.", _EXPORT_S)

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"preflight_{name}", says, labels, registry=self.registry)

    def _histogram(self, name: str, says: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"preflight_{name}", says, labels, buckets=buckets, registry=self.registry)

    def _gauge(self, name: str, says: str, *labels: str) -> Gauge:
        return Gauge(f"preflight_{name}", says, labels, registry=self.registry)

    def ask(self, name: str, says: str, value: Callable[[], float]) -> None:
        """A gauge that is asked when somebody looks; NaN when it can't be told."""

        def told() -> float:
            try:
                return float(value())
            except Exception:  # noqa: BLE001 - one number that can't be told keeps no other back
                return float("nan")

        self._gauge(name, says).set_function(told)

    @contextmanager
    def doing(self, _way: str, _operation: str) -> Iterator[None]:
        """Nothing is measured at the beginning."""
        yield

    def done(self, way: str, operation: str, seconds: float, error: str) -> None:
        """Count what was done; time what was written."""
        end = "done" if not error else "refused" if error in _REFUSALS else "failed"
        if way == EXPORT:
            self.exports.labels(end).inc()
            self.export_s.observe(seconds)
            return
        if error in _REFUSALS:
            self.refusals.labels(error).inc()
        if way != WRITE:
            if end == "failed":
                self.operations.labels(operation, end).inc()
            return
        self.operations.labels(operation, end).inc()
        if not error:
            self.write_s.labels(operation if operation in (ANSWER, VOTE) else "other").observe(seconds)


METRICS: Final = Metrics()
"""Those of this process; nobody sees them unless the settings give them a port."""
