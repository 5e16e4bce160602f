"""C3: a hundred kill -9 in the middle of writes, on each database: no acknowledged answer, vote, step or decision is
lost, nothing stands there by half, and the audit trail tells exactly what happened."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.new_database import new_database
from tests.postgres import PostgresServer
from tests.services.killed import House, moments

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked child; this system has no fork"),
]

KILLS = 100
WHOLE_EVERY = 25
CRASHES = 4


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_hundred_kills_lose_nothing_and_leave_the_trail_whole(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = new_database(tmp_path / "preflight.db") if kind == "sqlite" else request.getfixturevalue("postgres_url")
    house = House(url, tmp_path).make()
    for number, moment in enumerate(moments(KILLS), 1):
        house.killed(**moment)
        house.check(whole=number % WHOLE_EVERY == 0)
    ledger = house.ledger
    assert ledger.count > KILLS
    house.leave()
    assert min(len(ledger.answers), len(ledger.votes), len(ledger.made), ledger.room) > 0, (
        "all kinds of writing took part"
    )
    print(f"{kind}: {KILLS} kills, {ledger.count} acknowledged, {ledger.ahead} written whose word was cut off")


def test_a_server_of_postgresql_that_crashes_loses_nothing_either(
    postgres: PostgresServer, postgres_url: str, tmp_path: Path
) -> None:
    """The process in between goes on by itself when the database is back."""
    house = House(postgres_url, tmp_path).make()
    with house.living() as (child, log):
        for crash in range(CRASHES):
            before = house.ledger.count
            while house.ledger.count < before + 20:
                house.ledger.note(log.readline())
            if crash % 2:
                postgres.kill_a_backend()
            else:
                postgres.crash()
                postgres.start()
        before = house.ledger.count
        while house.ledger.count < before + 20:
            house.ledger.note(log.readline())
        os.kill(child, signal.SIGKILL)
        for line in log:
            house.ledger.note(line)
    house.check(whole=True)
    house.leave()
