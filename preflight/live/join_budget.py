"""How many wrong codes are listened to (THREATS.md A19).

A code has 8 of 31 symbols: 852,891,037,441 possibilities. A room shares one address, so no address is locked out for
long, and who scans the QR code or has joined already is never counted. All addresses together are held to a rate that
makes guessing hopeless: at 5 a second, a thousand open rooms would have one found in five years.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Callable

PER_ADDRESS, PER_ADDRESS_A_SECOND = 40.0, 0.5
ALTOGETHER, ALTOGETHER_A_SECOND = 400.0, 5.0
MOST_ADDRESSES = 10_000


class _Bucket:
    def __init__(self, size: float, a_second: float, now: float) -> None:
        self._size, self._a_second = size, a_second
        self._left, self._at = size, now

    def wait_s(self, now: float) -> float:
        """How long until there is something in it; 0 when there is."""
        self._left = min(self._size, self._left + (now - self._at) * self._a_second)
        self._at = now
        return 0.0 if self._left >= 1 else (1 - self._left) / self._a_second

    def take(self) -> None:
        self._left -= 1


class JoinBudget:
    """Counts wrong codes, by address and altogether. `clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._all = _Bucket(ALTOGETHER, ALTOGETHER_A_SECOND, clock())
        self._by_address: OrderedDict[str, _Bucket] = OrderedDict()

    def wait_s(self, address: str) -> float:
        """How long this address must wait before a code of its is looked at; 0 for now."""
        now = self._clock()
        return max(self._all.wait_s(now), self._bucket(address, now).wait_s(now))

    def count_wrong(self, address: str) -> None:
        """A wrong code came from here."""
        now = self._clock()
        self._all.take()
        self._bucket(address, now).take()

    def _bucket(self, address: str, now: float) -> _Bucket:
        address = _network(address)
        found = self._by_address.pop(address, None) or _Bucket(PER_ADDRESS, PER_ADDRESS_A_SECOND, now)
        self._by_address[address] = found
        if len(self._by_address) > MOST_ADDRESSES:
            self._by_address.popitem(last=False)
        return found


def _network(address: str) -> str:
    """Whoever has one IPv6 address has a whole network of them: 2**64."""
    try:
        parsed = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(parsed.ipv4_mapped or ipaddress.IPv6Network((parsed, 64), strict=False))
