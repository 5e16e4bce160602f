"""Traces for OpenTelemetry, when the settings name a collector; else nothing of it is even imported.

Spans are collected and sent by a thread of their own; a collector that is slow, wrong or gone costs spans, never a
request. Their names and attributes are bounded words: nothing that people wrote, no address, no name.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final, Protocol

from preflight.logs.request_id import current_id
from preflight.services.watching import READ
from preflight.settings import Settings

_log: Final = logging.getLogger(__name__)
_SEND_S: Final = 2
_CLOSE_MS: Final = 2_000


class Facts(Protocol):
    """Called with what is known at the end of a span."""

    def __call__(self, **facts: str | int | float | bool) -> None: ...


def _nobody(**_facts: str | int | float | bool) -> None: ...


class Tracing:
    """Spans; this one makes none. A watcher of the services too (services/watching.py)."""

    on = False

    @contextmanager
    def span(self, name: str, **facts: str | int | float | bool) -> Iterator[Facts]:  # noqa: ARG002
        """A span around the block."""
        yield _nobody

    def doing(self, _way: str, _operation: str) -> AbstractContextManager[None]:
        """Nothing."""
        return nullcontext()

    def done(self, _way: str, _operation: str, _seconds: float, _error: str) -> None:
        """The span says it."""

    def close(self) -> None:
        """Send what waits, within two seconds."""


class OpenTelemetryTracing(Tracing):
    """Spans for a collector at `endpoint`."""

    on = True

    def __init__(self, endpoint: str) -> None:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        address = endpoint if endpoint.endswith("/v1/traces") else f"{endpoint}/v1/traces"
        self._provider = TracerProvider(resource=Resource({"service.name": "preflight"}), shutdown_on_exit=False)
        self._provider.add_span_processor(
            BatchSpanProcessor(
                OTLPSpanExporter(endpoint=address, timeout=_SEND_S), max_queue_size=2048, schedule_delay_millis=1000
            )
        )
        self._tracer = self._provider.get_tracer("preflight")
        # A collector that is away would otherwise fill the log with a trace every second.
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)

    @contextmanager
    def span(self, name: str, **facts: str | int | float | bool) -> Iterator[Facts]:
        """A span around the block; an error marks it by the name of its kind, never by its words."""
        from opentelemetry.trace import Status, StatusCode

        with self._tracer.start_as_current_span(
            name, attributes=dict(facts), record_exception=False, set_status_on_exception=False
        ) as span:

            def more(**later: str | int | float | bool) -> None:
                span.set_attributes(dict(later))

            try:
                yield more
            except Exception as error:
                span.set_attribute("error.type", type(error).__name__)
                span.set_status(Status(StatusCode.ERROR))
                raise

    def doing(self, way: str, operation: str) -> AbstractContextManager[None]:
        """A span around what a service writes or exports; readings are many, and part of what asked for them."""
        return nullcontext() if way == READ else self._around(f"{way} {operation}")

    @contextmanager
    def _around(self, name: str) -> Iterator[None]:
        with self.span(name, request=current_id()):
            yield

    def close(self) -> None:
        """Send what waits, within two seconds."""
        self._provider.force_flush(_CLOSE_MS)
        self._provider.shutdown()


def tracing_of(settings: Settings) -> Tracing:
    """What the settings ask for."""
    if not settings.otel_endpoint:
        return Tracing()
    try:
        return OpenTelemetryTracing(settings.otel_endpoint)
    except Exception:  # noqa: BLE001 - whoever wants traces wants a server first
        _log.warning("traces can't be sent", exc_info=True)
        return Tracing()
