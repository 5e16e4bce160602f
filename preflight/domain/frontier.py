"""Frontiers: for a part of a questionnaire, every price that is worth paying and the fraction that it buys.

Whole numbers throughout. A price is one number too, made so that prices add and compare as they should (prices.py).
Prices add over the parts and a fraction never falls when that of a part rises, so a way that costs more and buys no
more can be dropped: nothing that was dropped could have been part of a cheapest path.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Protocol

from preflight.domain.questionnaire import Aggregate

Point = tuple[int, int]
"""A price, and what it buys."""


@dataclass(frozen=True, slots=True)
class Need:
    """A fraction that is to be reached, or passed when `exclusive`."""

    start: Fraction
    exclusive: bool = False

    def met_by(self, fraction: Fraction) -> bool:
        return fraction > self.start if self.exclusive else fraction >= self.start


@dataclass(frozen=True, slots=True)
class Ways:
    """What a part can come to: without any fraction for the price `none` (None: never), or to one of `some`.

    The values of `some` are in `scale`ths, prices and values both rising. Held against a need, `scale` is 1 and the
    value says whether the need is met.
    """

    none: int | None
    some: list[Point]
    scale: int = 1


IMPOSSIBLE = Ways(None, [])


@dataclass(frozen=True, slots=True)
class Table:
    """Parts put together so far: frontiers by key (what tells apart those that can't be compared), in `scale`ths."""

    scale: int
    points: dict[int, list[Point]]


class Combining(Protocol):
    """How the ways of parts become those of the whole."""

    def lift(self, part: Ways, weight: int) -> Table: ...
    def merge(self, one: Table, two: Table) -> Table: ...
    def finish(self, table: Table) -> Ways: ...


def thinned(points: list[Point]) -> list[Point]:
    """Those that buy more than every cheaper one, sorted."""
    points.sort()
    kept: list[Point] = []
    most = None
    for point in points:
        if most is None or point[1] > most:
            kept.append(point)
            most = point[1]
    return kept


def either(tables: Iterable[Table]) -> Table:
    """Whichever of the tables is cheaper, for everything that they buy."""
    found = list(tables)
    if len(found) == 1:
        return found[0]
    scale = lcm(*(table.scale for table in found))
    joined: dict[int, list[Point]] = {}
    for table in found:
        for key, points in _scaled(table, scale).items():
            joined.setdefault(key, []).extend(points)
    return Table(scale, {key: thinned(points) for key, points in joined.items()})


def either_way(ways: Iterable[Ways]) -> Ways:
    """Whichever of the ways is cheaper."""
    found = list(ways)
    scale = lcm(*(one.scale for one in found))
    return Ways(
        min((one.none for one in found if one.none is not None), default=None),
        thinned([(price, value * (scale // one.scale)) for one in found for price, value in one.some]),
        scale,
    )


def _scaled(table: Table, scale: int) -> dict[int, list[Point]]:
    factor = scale // table.scale
    if factor == 1:
        return table.points
    return {key: [(price, value * factor) for price, value in points] for key, points in table.points.items()}


class Mean:
    """The weighted mean: values are sums of weight times fraction; the key is the weight that has a fraction."""

    def lift(self, part: Ways, weight: int) -> Table:
        found: dict[int, list[Point]] = {}
        if part.none is not None:
            found[0] = [(part.none, 0)]
        if part.some:
            weighed = [(price, weight * value) for price, value in part.some]
            found[weight] = thinned([*found.get(weight, ()), *weighed])
        return Table(part.scale, found)

    def merge(self, one: Table, two: Table) -> Table:
        scale = lcm(one.scale, two.scale)
        found: dict[int, list[Point]] = {}
        for key, points in _scaled(one, scale).items():
            for other, more in _scaled(two, scale).items():
                found.setdefault(self.key(key, other), []).extend(
                    [(price + dear, value + worth) for price, value in points for dear, worth in more]
                )
        return Table(scale, {key: thinned(points) for key, points in found.items()})

    def key(self, one: int, two: int) -> int:
        return one + two

    def finish(self, table: Table) -> Ways:
        shares = [
            (price, value, weight * table.scale) for weight, points in table.points.items() if weight
            for price, value in points
        ]  # fmt: skip
        scale = lcm(*(whole // gcd(value, whole) for _, value, whole in shares))
        some = thinned([(price, value * scale // whole) for price, value, whole in shares])
        return Ways(_cheapest(table, 0), some, scale)


class MeanAgainst(Mean):
    """The weighted mean held against a need: values are sums of weight times (fraction - need), so that one frontier
    is enough whichever questions have a fraction; the key is 1 once anything with weight has one."""

    def __init__(self, need: Need) -> None:
        self.need = need

    def lift(self, part: Ways, weight: int) -> Table:
        above, below = self.need.start.numerator, self.need.start.denominator
        found: dict[int, list[Point]] = {}
        if part.none is not None:
            found[0] = [(part.none, 0)]
        if part.some:
            key = int(weight > 0)
            worth = [(price, weight * (below * value - above * part.scale)) for price, value in part.some]
            found[key] = thinned([*found.get(key, ()), *worth])
        return Table(part.scale * below, found)

    def key(self, one: int, two: int) -> int:
        return one | two

    def finish(self, table: Table) -> Ways:
        least = int(self.need.exclusive)
        some = [(price, int(value >= least)) for price, value in table.points.get(1, ())]
        return Ways(_cheapest(table, 0), thinned(some))


class Extreme:
    """The least or the greatest: values are fractions; the key is 1 once anything has one."""

    def __init__(self, *, greatest: bool) -> None:
        self.greatest = greatest

    def lift(self, part: Ways, weight: int) -> Table:  # noqa: ARG002 - weights play no part here
        # What has no fraction takes the value that changes nothing.
        found = {0: [(part.none, 0 if self.greatest else part.scale)]} if part.none is not None else {}
        if part.some:
            found[1] = part.some
        return Table(part.scale, found)

    def merge(self, one: Table, two: Table) -> Table:
        scale = lcm(one.scale, two.scale)
        pick = max if self.greatest else min
        found: dict[int, list[Point]] = {}
        for key, points in _scaled(one, scale).items():
            for other, more in _scaled(two, scale).items():
                found.setdefault(key | other, []).extend(
                    [(price + dear, pick(value, worth)) for price, value in points for dear, worth in more]
                )
        return Table(scale, {key: thinned(points) for key, points in found.items()})

    def finish(self, table: Table) -> Ways:
        return Ways(_cheapest(table, 0), table.points.get(1, []), table.scale)


def combining(how: Aggregate, need: Need | None) -> Combining:
    """How parts become a whole; with a need, the whole's ways say only whether it is met."""
    if how is Aggregate.MEAN:
        return Mean() if need is None else MeanAgainst(need)
    return Extreme(greatest=how is Aggregate.MAX)


def _cheapest(table: Table, key: int) -> int | None:
    points = table.points.get(key)
    return points[0][0] if points else None
