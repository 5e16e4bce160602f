"""How often something may be done: by each one who does it, and by all of them together."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many more each second."""

    at_once: float
    a_second: float


def network_of(address: str) -> str:
    """What to count an address by: whoever has one IPv6 address has a whole network of them, 2**64."""
    try:
        parsed = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(parsed.ipv4_mapped or ipaddress.IPv6Network((parsed, 64), strict=False))


class _Bucket:
    def __init__(self, rate: Rate, now: float) -> None:
        self._rate = rate
        self._left, self._at = rate.at_once, now

    def wait_s(self, now: float) -> float:
        """How long until there is something in it; 0 when there is."""
        self._left = min(self._rate.at_once, self._left + (now - self._at) * self._rate.a_second)
        self._at = now
        return 0.0 if self._left >= 1 else (1 - self._left) / self._rate.a_second

    def take(self) -> None:
        self._left -= 1


class Budget:
    """`clock` gives seconds that never go back. At most `most_names` are remembered; the longest unseen goes first."""

    def __init__(self, clock: Callable[[], float], *, each: Rate, altogether: Rate, most_names: int) -> None:
        self._clock = clock
        self._each = each
        self._most_names = most_names
        self._all = _Bucket(altogether, clock())
        self._by_name: OrderedDict[str, _Bucket] = OrderedDict()

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._by_name)

    def wait_s(self, name: str) -> float:
        """How long this one has to wait; 0 for now."""
        now = self._clock()
        return max(self._all.wait_s(now), self._bucket(name, now).wait_s(now))

    def count(self, name: str) -> None:
        """This one has done it once more."""
        now = self._clock()
        self._all.take()
        self._bucket(name, now).take()

    def _bucket(self, name: str, now: float) -> _Bucket:
        found = self._by_name.pop(name, None) or _Bucket(self._each, now)
        self._by_name[name] = found
        if len(self._by_name) > self._most_names:
            self._by_name.popitem(last=False)
        return found
