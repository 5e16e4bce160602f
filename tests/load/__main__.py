"""python -m tests.load: drives a real server with a screen and many phones, and prints what it measured.

    python -m tests.load                        100 phones, 24 questions, about 70 seconds
    python -m tests.load --kill                 the server is killed in the middle of a vote
    python -m tests.load --spike 1000           a thousand phones within a minute, one vote within ten seconds
    python -m tests.load --guess 10000          guesses of the code beside a room that votes
    python -m tests.load --servers 2            two servers on one PostgreSQL (of our own, without a --database-url)
    python -m tests.load --url http://127.0.0.1:8501 --database-url sqlite:////srv/preflight.db

A workshop's pace: the votes of a question come over 1.7 seconds and are revealed at once, where a real room takes two
minutes. One in five changes its vote, one in twenty is cut off before the acknowledgement and sends the vote again,
one in fifty reloads, three vote in the very moment of the reveal. Exit code 1 where a vote was lost, doubled or
acknowledged too early, or anything else was wrong; an aim that is missed is shown and changes nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.load.crowd import Habits
from tests.load.guesses import siege
from tests.load.house import allow_many_files, open_house, open_venue
from tests.load.killed import killed_workshop
from tests.load.report import facts, outage_rows, own_cost, siege_rows, spike_rows, workshop_rows
from tests.load.spike import spike, spike_plan
from tests.load.table import Row, as_json, written
from tests.load.venue import Venue
from tests.load.workshop import Found, Plan, whole_workshop
from tests.postgres import PostgresServer


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one scenario; 0 when nothing was wrong."""
    asked = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers end too
    load = os.getloadavg()[0]
    with _venue(asked) as venue:
        rows, found = asyncio.run(_scenario(asked, venue))
    print(f"{facts(load)} · {len(venue.urls)} server(s) · {venue.database_url.partition(':')[0]}\n\n{written(rows)}\n")
    print(own_cost(found))
    for fault in found.ledger.faults:
        print(f"WRONG {fault}")
    if asked.json:
        told = {"rows": as_json(rows), "faults": found.ledger.faults, "sound": found.ledger.sound}
        Path(asked.json).write_text(json.dumps(told, indent=1), encoding="utf-8")
    return 0 if found.ledger.sound else 1


async def _scenario(asked: argparse.Namespace, venue: Venue) -> tuple[list[Row], Found]:
    habits = Habits(window_s=asked.window)
    plan = Plan(phones=asked.phones, questions=asked.questions, habits=habits, beside=asked.beside, seed=asked.seed)
    if asked.kill:
        outage = await killed_workshop(venue, plan)
        return outage_rows(outage), outage.found
    if asked.spike:
        spiked = await spike(venue, spike_plan(asked.spike, join_s=asked.within, seed=asked.seed))
        return spike_rows(spiked), spiked.found
    if asked.guess:
        besieged = await siege(venue, asked.guess, plan)
        return siege_rows(besieged), besieged.found
    found = await whole_workshop(venue, plan)
    return workshop_rows(found), found


@contextlib.contextmanager
def _venue(asked: argparse.Namespace) -> Iterator[Venue]:
    """A room on the server at --url, or on servers of our own that end with the block."""
    if asked.url:
        allow_many_files()
        yield open_venue(asked.database_url, *asked.url)
        return
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="preflight-load-")))
        url = asked.database_url
        if asked.servers > 1 and not url:
            postgres = PostgresServer()
            stack.callback(postgres.remove)
            url = postgres.make().url(postgres.create())
        yield stack.enter_context(open_house(folder, servers=asked.servers, database_url=url))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--phones", type=int, default=100)
    parser.add_argument("--questions", type=int, default=24, help="at most the questionnaire's 24")
    parser.add_argument("--window", type=float, default=1.7, help="seconds over which a question's votes come")
    parser.add_argument("--servers", type=int, default=1, help="several share one PostgreSQL")
    parser.add_argument("--database-url", default="")
    parser.add_argument("--url", action="append", help="a server that runs already, with its --database-url")
    parser.add_argument("--beside", type=int, default=0, help="people on the screens of the first server meanwhile")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", help="a file for the same as JSON")
    scenario = parser.add_mutually_exclusive_group()
    scenario.add_argument("--kill", action="store_true", help="kill -9 in the middle of the second question's vote")
    scenario.add_argument("--spike", type=int, metavar="PHONES")
    scenario.add_argument("--guess", type=int, metavar="GUESSES")
    parser.add_argument("--within", type=float, default=60, help="seconds over which a spike's phones come")
    return parser


if __name__ == "__main__":
    sys.exit(main())
