"""Codes can't be guessed, and guessing keeps nobody else out for long (THREATS A19)."""

from __future__ import annotations

import pytest

from preflight.live.join_budget import ALTOGETHER, ALTOGETHER_A_SECOND, MOST_ADDRESSES, PER_ADDRESS, JoinBudget


class Seconds:
    """A clock that only the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def budget(seconds: Seconds) -> JoinBudget:
    return JoinBudget(seconds)


def guess(budget: JoinBudget, address: str) -> bool:
    """A wrong code from there: whether it was looked at."""
    if budget.wait_s(address):
        return False
    budget.count_wrong(address)
    return True


def test_of_ten_thousand_guesses_from_one_address_forty_are_looked_at(budget: JoinBudget) -> None:
    looked_at = sum(guess(budget, "192.0.2.1") for _ in range(10_000))
    assert looked_at == PER_ADDRESS == 40
    assert budget.wait_s("192.0.2.1") > 0
    assert budget.wait_s("192.0.2.2") == 0, "another room's phones"


def test_all_addresses_together_are_held_to_a_rate(budget: JoinBudget, seconds: Seconds) -> None:
    """As many addresses as anybody likes, for ten minutes: at 5 a second a code of 31^8 is out of reach."""
    looked_at = 0
    for second in range(600):
        looked_at += sum(guess(budget, f"10.{each}.{second // 256}.{second % 256}") for each in range(10))
        seconds.now += 1
    assert ALTOGETHER < looked_at <= ALTOGETHER + 600 * ALTOGETHER_A_SECOND + 1
    assert looked_at * 1000 / 31**8 < 1e-5, "with a thousand rooms open at a time"


def test_a_network_of_ipv6_counts_as_one_address(budget: JoinBudget) -> None:
    """Whoever has one has 2^64 of them."""
    looked_at = sum(guess(budget, f"2001:db8:1:2:{each:x}::1%eth0") for each in range(100))
    assert looked_at == PER_ADDRESS
    assert budget.wait_s("2001:db8:1:3::1") == 0
    while guess(budget, "192.0.2.1"):
        pass
    assert budget.wait_s("::ffff:192.0.2.1") > 0, "the same address, as a socket of both kinds names it"


def test_waiting_as_long_as_it_says_is_enough(budget: JoinBudget, seconds: Seconds) -> None:
    while guess(budget, "192.0.2.1"):
        pass
    for _ in range(20):
        seconds.now += budget.wait_s("192.0.2.1") + 1e-6
        assert budget.wait_s("192.0.2.1") == 0
        assert guess(budget, "192.0.2.1")
        assert not guess(budget, "192.0.2.1")


def test_what_is_left_alone_fills_up_again_and_not_further(budget: JoinBudget, seconds: Seconds) -> None:
    while guess(budget, "192.0.2.1"):
        pass
    seconds.now += 10 * 24 * 3600
    assert sum(guess(budget, "192.0.2.1") for _ in range(1000)) == PER_ADDRESS


def test_who_types_right_is_never_counted(budget: JoinBudget) -> None:
    assert all(budget.wait_s("192.0.2.1") == 0 for _ in range(10_000))


def test_a_whole_room_behind_one_address_may_mistype(budget: JoinBudget) -> None:
    assert all(guess(budget, "192.0.2.1") for _ in range(35))


def test_guesses_that_arrive_at_once_are_paid_for_afterwards(budget: JoinBudget, seconds: Seconds) -> None:
    """All of them were looked at before the first was found wrong; then nothing is until that is made up for."""
    for _ in range(200):
        budget.count_wrong("192.0.2.1")
    seconds.now += 60
    assert budget.wait_s("192.0.2.1") > 0


def test_addresses_are_forgotten_before_they_fill_the_memory(budget: JoinBudget) -> None:
    for each in range(MOST_ADDRESSES + 500):
        budget.wait_s(f"address {each}")
    assert len(budget._wrong) == MOST_ADDRESSES
