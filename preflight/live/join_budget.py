"""How many wrong codes are listened to (THREATS.md A19).

A code has 8 of 31 symbols: 852,891,037,441 possibilities. A room shares one address, so no address is locked out for
long, and who scans the QR code or has joined already is never counted. All addresses together are held to a rate that
makes guessing hopeless: at 5 a second, a thousand open rooms would have one found in five years.
"""

from __future__ import annotations

from collections.abc import Callable

from preflight.access.budget import Budget, Rate, network_of

PER_ADDRESS, PER_ADDRESS_A_SECOND = 40.0, 0.5
ALTOGETHER, ALTOGETHER_A_SECOND = 400.0, 5.0
MOST_ADDRESSES = 10_000


class JoinBudget:
    """Counts wrong codes, by address and altogether. `clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._wrong = Budget(
            clock,
            each=Rate(PER_ADDRESS, PER_ADDRESS_A_SECOND),
            altogether=Rate(ALTOGETHER, ALTOGETHER_A_SECOND),
            most_names=MOST_ADDRESSES,
        )

    def wait_s(self, address: str) -> float:
        """How long this address must wait before a code of its is looked at; 0 for now."""
        return self._wrong.wait_s(network_of(address))

    def count_wrong(self, address: str) -> None:
        """A wrong code came from here."""
        self._wrong.count(network_of(address))
