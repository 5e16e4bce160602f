"""The program of two servers on one PostgreSQL, for a few seconds: signed-in people click, and nothing is lost.

The full run is `python -m tests.load.two_servers`; benchmarks/README.md says what it found. The bounds here are wide:
this machine has other things to do meanwhile.
"""

from __future__ import annotations

import pytest

from tests.load.measures import Times
from tests.load.two_servers import QUIET, Plan, run

pytestmark = pytest.mark.slow

SESSIONS, SECONDS = 24, 10
P95_MS = 5_000


def test_signed_in_sessions_on_two_servers_click_and_lose_nothing() -> None:
    found = run(Plan(sessions=SESSIONS, seconds=SECONDS, spike=False))
    assert found.faults == []
    assert found.lost == 0
    assert found.health.failed == 0
    assert found.acknowledged >= SESSIONS
    assert len(found.seen) == 2
    assert all(seen.clicks_ms[QUIET] for seen in found.seen), "both servers were clicked on"
    p95 = Times([ms for seen in found.seen for ms in seen.clicks_ms[QUIET]]).percentile(95)
    assert p95 is not None
    assert p95 < P95_MS
