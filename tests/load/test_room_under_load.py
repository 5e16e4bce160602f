"""A real server under load: no vote is lost or counted twice, none is acknowledged before it is kept, and all is quick.

The aims stand in report.py; `python -m tests.load` shows the same tables.
"""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.load.guesses import siege
from tests.load.house import open_house
from tests.load.killed import KILLED_AT, killed_workshop
from tests.load.report import outage_rows, own_cost, siege_rows, spike_rows, workshop_rows
from tests.load.spike import COMING, spike, spike_plan
from tests.load.table import Row, written
from tests.load.venue import Venue
from tests.load.workshop import Found, Plan, whole_workshop

pytestmark = pytest.mark.slow

BUSY = 5.0


@pytest.fixture
def venue(tmp_path: Path) -> Iterator[Venue]:
    """A room on a server of its own."""
    with open_house(tmp_path) as opened:
        yield opened


@pytest.fixture
def shared_venue(tmp_path: Path, postgres_url: str) -> Iterator[Venue]:
    """A room on two servers that share a PostgreSQL database; the screen is on the first."""
    with open_house(tmp_path, servers=2, database_url=postgres_url) as opened:
        yield opened


def test_a_hundred_phones_go_through_twenty_four_questions(venue: Venue) -> None:
    plan = Plan()
    found = asyncio.run(whole_workshop(venue, plan))
    hold(workshop_rows(found), found)
    assert len(found.changed.ms) == plan.phones * plan.questions
    assert found.ledger.checked == found.ledger.acked
    assert found.ledger.acked + found.ledger.refused >= plan.phones * plan.questions
    assert found.ledger.resent > 0


def test_a_killed_server_has_every_vote_that_it_acknowledged(venue: Venue) -> None:
    outage = asyncio.run(killed_workshop(venue, Plan(questions=KILLED_AT + 2)))
    hold(outage_rows(outage), outage.found)
    assert outage.acked > 0
    assert len(outage.back.ms) == Plan().phones


def test_two_servers_on_one_postgresql_are_one_room(shared_venue: Venue) -> None:
    plan = Plan(questions=6)
    found = asyncio.run(whole_workshop(shared_venue, plan))
    hold(workshop_rows(found), found)
    assert found.ledger.checked == found.ledger.acked
    assert len(found.changed.ms) == plan.phones * plan.questions


def test_one_of_two_servers_is_killed_and_no_vote_is_lost(shared_venue: Venue) -> None:
    outage = asyncio.run(killed_workshop(shared_venue, Plan(questions=KILLED_AT + 1)))
    hold(outage_rows(outage), outage.found)
    assert outage.acked > 0
    assert len(outage.back.ms) == Plan().phones / 2


def test_a_thousand_phones_come_within_a_minute(venue: Venue) -> None:
    plan = spike_plan(1_000, join_s=45)
    spiked = asyncio.run(spike(venue, plan))
    hold(spike_rows(spiked), spiked.found)
    assert len(spiked.found.joined.ms) == plan.phones
    assert spiked.found.ledger.acked >= plan.phones
    assert len(spiked.health.parts[COMING].ms) > 100


def test_ten_thousand_guesses_open_nothing_and_disturb_nobody(venue: Venue) -> None:
    besieged = asyncio.run(siege(venue, 10_000, Plan(phones=20, join_s=1)))
    hold(siege_rows(besieged), besieged.found)
    assert besieged.answers.total() == 10_000
    assert set(besieged.answers) <= {404, 429, 503}


def hold(rows: Sequence[Row], found: Found) -> None:
    """Every aim must be met. A time may be missed by a machine that has other work: that is said, and up to BUSY times
    the aim no failure. What `make load` measures alone is in benchmarks/README.md."""
    told = "\n".join(["", written(rows), own_cost(found), *found.ledger.faults])
    late = [row.name for row in rows if row.met is False and row.times_aim is not None and row.times_aim < BUSY]
    missed = [row.name for row in rows if row.met is False and row.name not in late]
    assert not missed, "\n".join([*missed, told])
    if late:
        warnings.warn(f"aims missed: {', '.join(late)}{told}", stacklevel=2)
