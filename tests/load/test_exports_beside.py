"""A long export is nobody else's business: clicks and requests are answered as fast as before."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.browser.server import Server
from tests.security.exports_client import Visit, with_sample
from tests.security.wire import Wire

pytestmark = pytest.mark.slow
CLICKS, REQUESTS_EACH = 25, 4


class Times(list[float]):
    """How long things took, in milliseconds."""

    def take(self, what: Callable[[], object]) -> None:
        started = time.perf_counter()
        what()
        self.append((time.perf_counter() - started) * 1000)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self, n=20)[-1]

    def __str__(self) -> str:
        return f"median {statistics.median(self):.1f} ms, p95 {self.p95:.1f} ms, most {max(self):.1f} ms"


class Bundles:
    """Everything in every format, again and again, until the block ends."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._ticket = ""
        self.made = 0

    def go_on(self) -> None:
        """Order one more when the last is done."""
        said = self._standing()
        assert said["state"] != "failed", said
        if said["state"] == "ready":
            self.made += 1
            self._order()

    def __enter__(self) -> Bundles:
        self._order()
        while self._standing()["of"] == 0:
            pass
        return self

    def __exit__(self, *_: object) -> None:
        self._visit.ask("DELETE", f"/exports/{self._ticket}")

    def _order(self) -> None:
        self._ticket = json.loads(self._visit.order({"format": "bundle", "history": True}).body)["ticket"]

    def _standing(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._visit.ask("GET", f"/exports/{self._ticket}/standing?seen=0").body)
        return found


def test_a_bundle_of_a_years_history_leaves_clicks_as_fast_as_before(server: Server) -> None:
    """Somebody else opens a page, again and again, and a machine asks for /health."""
    _, assessment = with_sample(server.data)
    visit = Visit.opened(server)
    query = urlencode({"assessment": assessment})
    with Wire(server) as wire:

        def click() -> None:
            assert not wire.run(page_name="results", query=query).failed

        def request() -> None:
            assert server.get("/health").status == 200

        def measured(meanwhile: Callable[[], None]) -> tuple[Times, Times]:
            clicks, requests = Times(), Times()
            for _ in range(CLICKS):
                clicks.take(click)
                for _ in range(REQUESTS_EACH):
                    requests.take(request)
                meanwhile()
            return clicks, requests

        click()
        before = measured(lambda: None)
        with Bundles(visit) as bundles:
            beside = measured(bundles.go_on)
    for what, then, now in zip(("a page", "/health"), before, beside, strict=True):
        print(f"{what}: {then} alone; {now} beside bundles, {bundles.made} of which came to their end")
        assert now.p95 < 4 * then.p95 + 150
