"""What each scenario is reported as: its lines of the table, and a sentence about what the measuring itself cost."""

from __future__ import annotations

import os
import platform
from statistics import median

from tests.load.guesses import Siege
from tests.load.killed import Outage
from tests.load.ledger import Ledger
from tests.load.measures import Use
from tests.load.spike import Spike
from tests.load.table import Row, figure, none_of, one, timed
from tests.load.workshop import Found

ACK_P95_MS = 25
SCREEN_P95_MS = 200
CHANGE_P95_MS = 100
SERVER_CORES = 0.25
HEALTH_MS = 100
BACK_MS = 5_000


def workshop_rows(found: Found) -> list[Row]:
    """A whole workshop."""
    return [
        *_book_rows(found.ledger),
        timed("Vote sent until acknowledged, ms", found.ledger.ack, p95=ACK_P95_MS),
        timed("Vote sent until counted on the shared screen, ms", found.on_screen, p95=SCREEN_P95_MS),
        timed("Next question commanded until on a phone, ms", found.changed, p95=CHANGE_P95_MS),
        timed("Reveal commanded until on a phone, ms", found.revealed),
        timed("Scanned until the first state stood there, ms", found.joined),
        *_use_rows("", found.use, aim=SERVER_CORES),
        _given_up(found),
        *([timed("A page of the screens meanwhile, ms", found.beside)] if found.beside.ms else []),
        one("Messages of a phone, both ways", median(found.messages)),
        one("Bytes of a phone, both ways, kB", median(found.bytes) / 1_000),
    ]


def outage_rows(outage: Outage) -> list[Row]:
    """A workshop whose server was killed."""
    return [
        *_book_rows(outage.found.ledger),
        one("Votes acknowledged when the server was killed", outage.acked),
        none_of("Of these, not in the database then", outage.gone),
        one("Server away, s", outage.away_s),
        timed("Server back until a phone was, ms", outage.back, most=BACK_MS),
    ]


def spike_rows(spike: Spike) -> list[Row]:
    """A thousand phones."""
    found = spike.found
    return [
        *_book_rows(found.ledger),
        one("Told to wait, times", found.waited),
        timed("Scanned until the first state stood there, ms", found.joined),
        timed("Vote sent until acknowledged, ms", found.ledger.ack),
        timed("Vote sent until counted on the shared screen, ms", found.on_screen),
        timed("The question commanded until on a phone, ms", found.changed),
        _given_up(found),
        *(timed(f"/health {when}, ms", took, most=HEALTH_MS) for when, took in spike.health.parts.items()),
        none_of("/health not answered", spike.health.failed),
        *_use_rows(" while they came", found.coming),
        *_use_rows(" while they voted", spike.voting),
    ]


def siege_rows(siege: Siege) -> list[Row]:
    """Ten thousand guesses."""
    answers = ", ".join(f"{count:,} × {status}" for status, count in sorted(siege.answers.items()))
    return [
        *_book_rows(siege.found.ledger),
        one("Guesses", siege.answers.total()),
        Row(f"Answered with {answers}", []),
        none_of("Guesses let in", siege.let_in),
        one("Guesses told to wait", siege.told_to_wait, aim="some", met=siege.told_to_wait > 0),
        one("Guessing took, s", siege.lasted_s),
        timed("Answer to a guess, ms", siege.guess),
        _at_once("Newcomer with the QR code from where the guesses come from, ms", siege.by_token),
        _at_once("Newcomer with the code from elsewhere, ms", siege.by_code),
        one("The right code from where the guesses come from, status", siege.beside),
        timed("Vote sent until acknowledged meanwhile, ms", siege.found.ledger.ack),
        _given_up(siege.found),
    ]


def facts(load: float) -> str:
    """The machine, in one line; `load` is its load average before the run."""
    return (
        f"{platform.system()}, {platform.machine()}, {os.cpu_count()} cores, load average {load:.1f} before the run · "
        f"Python {platform.python_version()}"
    )


def own_cost(found: Found) -> str:
    """What the load program itself cost, in a sentence: it shares the machine with the server."""
    lag, book = found.use.lag, found.ledger
    looks = f"{book.checked:,} looks at the disk took {figure(book.checking_s * 1_000)} ms of it"
    return (
        f"The load program used {found.use.own_cores:.2f} cores beside the server ({looks}). Its timers were late by "
        f"{figure(lag.percentile(50))} ms (median), {figure(lag.percentile(95))} ms (p95), {figure(lag.most)} ms "
        f"(most); each time above is at most that much too long."
    )


def _book_rows(ledger: Ledger) -> list[Row]:
    return [
        one("Votes acknowledged", ledger.acked),
        one("Of these, sent again after a loss", ledger.resent),
        one("Votes refused because they came after the reveal", ledger.refused),
        none_of("Votes lost", ledger.lost),
        none_of("Votes doubled", ledger.doubled),
        none_of("Acknowledged before they were in the database", ledger.early),
        none_of("States that showed a phone an older vote than its acknowledged one", ledger.outdated),
        none_of("Anything else wrong", ledger.others),
    ]


def _use_rows(when: str, use: Use, aim: float | None = None) -> list[Row]:
    cores = max(use.server_cores, default=None)  # of several servers the busiest
    met = None if aim is None else cores is not None and cores < aim
    return [
        one(f"Server CPU{when}, cores on average", cores, aim=f"< {aim:g}" if aim else "", met=met),
        one(f"Server memory{when}, MB", max(use.server_mb, default=None)),
    ]


def _given_up(found: Found) -> Row:
    return none_of("Connections that phones gave up or could not make", found.given_up + found.failed)


def _at_once(name: str, took_ms: float | None) -> Row:
    return one(name, took_ms, aim="at once", met=took_ms is not None)
