"""The book: what is lost, doubled or early is counted, and the k-th vote is on the screen with the first count of k."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.load.ledger import NOT_APPLICABLE, UNKNOWN, Cast, Ledger, Place, plain
from tests.load.measures import Times
from tests.load.table import none_of, timed

HERE = ("reliability.fallback", 1)


class Rows:
    """A database with these votes: number -> (n, said)."""

    def __init__(self, **votes: tuple[int, str]) -> None:
        self.kept = {int(name.removeprefix("p")): found for name, found in votes.items()}

    def vote(self, place: Place, number: int) -> tuple[int, str] | None:
        return self.kept.get(number)

    def votes(self, place: Place) -> Sequence[tuple[int, str]]:
        return [(number, said) for number, (_, said) in self.kept.items()]

    def close(self) -> None:
        pass


def cast(number: int, said: str = "2", *, n: int = 1, sent: float = 10.0) -> Cast:
    return Cast(number=number, n=n, said=said, sent=sent, acked=sent + 0.003)


def book(*casts: Cast, disk: Rows | None = None) -> Ledger:
    ledger = Ledger(disk=disk)
    for each in casts:
        ledger.acknowledged(HERE, each)
    return ledger


def shown(votes: int, unknown: int = 0, not_applicable: int = 0, **counts: int) -> Mapping[str, Any]:
    bars = [{"id": name.removeprefix("level"), "count": count} for name, count in counts.items()]
    return {"votes": votes, "bars": bars, "unknown": unknown, "not_applicable": not_applicable}


def test_what_is_acknowledged_and_shown_balances() -> None:
    ledger = book(cast(1), cast(2, "0"), cast(3, UNKNOWN), cast(4, NOT_APPLICABLE), cast(2, "2", n=2))
    ledger.compare_screen(HERE, shown(4, unknown=1, not_applicable=1, level0=0, level2=2))
    assert ledger.sound, ledger.faults


@pytest.mark.parametrize(
    ("screen", "lost", "doubled"),
    [
        (shown(1, level0=0, level2=1), 1, 0),
        (shown(3, level0=0, level2=3), 0, 1),
        (shown(2, level0=1, level2=1), 1, 1),
        (shown(2, unknown=1, level0=0, level2=1), 1, 1),
    ],
)
def test_a_distribution_that_is_not_what_was_acknowledged(screen: Mapping[str, Any], lost: int, doubled: int) -> None:
    ledger = book(cast(1), cast(2))
    ledger.compare_screen(HERE, screen)
    assert (ledger.lost, ledger.doubled) == (lost, doubled)
    assert not ledger.sound


@pytest.mark.parametrize("kept", [{}, {"p7": (1, "2")}, {"p7": (2, "0")}])
def test_an_acknowledgement_before_the_vote_is_in_the_database(kept: dict[str, tuple[int, str]]) -> None:
    ledger = book(cast(7, n=2), disk=Rows(**kept))
    assert ledger.early == 1
    assert not ledger.sound


def test_a_newer_vote_in_the_database_is_no_early_acknowledgement() -> None:
    assert book(cast(7, n=2), disk=Rows(p7=(3, "0"))).sound


def test_votes_that_are_gone_after_a_crash() -> None:
    rows = Rows(p1=(1, "2"), p2=(1, "2"))
    ledger = book(cast(1), cast(2), disk=rows)
    assert ledger.missing_on_disk() == 0
    del rows.kept[2]
    assert ledger.missing_on_disk() == 1
    assert ledger.lost == 1


@pytest.mark.parametrize(("n", "said", "outdated"), [(0, "", 1), (1, "2", 1), (2, "0", 1), (2, "4", 0), (3, "1", 0)])
def test_a_state_that_shows_a_phone_less_than_was_acknowledged(n: int, said: str, outdated: int) -> None:
    ledger = book(cast(7, "2"), cast(7, "4", n=2))
    ledger.shown_to_voter(HERE, 7, n, said)
    assert ledger.outdated == outdated
    assert ledger.sound == (not outdated)


def test_the_kth_vote_is_on_the_screen_with_the_first_count_of_k() -> None:
    ledger = book(cast(1, sent=10.0), cast(2, sent=10.1), cast(1, "4", n=2, sent=10.2), cast(3, sent=10.3))
    found = ledger.on_screen(HERE, [(10.0, 0), (10.05, 1), (10.2, 2), (10.5, 3)])
    assert found == pytest.approx([0.05, 0.1, 0.2])
    assert ledger.sound


def test_a_vote_that_the_screen_never_counts() -> None:
    ledger = book(cast(1), cast(2))
    assert len(ledger.on_screen(HERE, [(10.05, 1)])) == 1
    assert ledger.others == 1


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"choices": ["3"]}, "3"),
        ({"unknown": True}, UNKNOWN),
        ({"not_applicable": True}, NOT_APPLICABLE),
        ({"not_applicable": ""}, NOT_APPLICABLE),
    ],
)
def test_a_vote_in_one_word(said: Mapping[str, Any], word: str) -> None:
    assert plain(said) == word


def test_an_aim_is_missed_where_nothing_was_measured() -> None:
    assert timed("Nothing", Times(), p95=25).met is False
    assert timed("Quick", Times([1.0, 2.0]), p95=25).met is True
    assert timed("Slow", Times([1.0, 99.0]), most=50).met is False
    assert none_of("Lost", 1).met is False
