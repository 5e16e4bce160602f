"""Frontiers: for a part of a questionnaire, every price that is worth paying and the fraction that it buys.

Whole numbers throughout. A price is one number too, made so that prices add and compare as they should (prices.py).
Prices add over the parts and a fraction never falls when that of a part rises, so a way that costs more and buys no
more can be dropped: nothing that was dropped could have been part of a cheapest path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

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
    points: Mapping[int, list[Point]]


def thinned(points: list[Point]) -> list[Point]:
    """Those that buy more than every cheaper one, sorted."""
    points.sort(key=_cheap_then_worth)
    kept: list[Point] = []
    most = None
    for point in points:
        if most is None or point[1] > most:
            kept.append(point)
            most = point[1]
    return kept


def _cheap_then_worth(point: Point) -> Point:
    return point[0], -point[1]


def either(tables: Iterable[Table]) -> Table:
    """Whichever of the tables is cheaper, for everything that they buy."""
    found = list(tables)
    if len(found) == 1:
        return found[0]
    scale = lcm(*(table.scale for table in found))
    joined: dict[int, list[Point]] = {}
    for table in found:
        for key, points in scaled(table, scale).items():
            joined.setdefault(key, []).extend(points)
    return Table(scale, {key: thinned(points) for key, points in joined.items()})


def scaled(table: Table, scale: int) -> Mapping[int, list[Point]]:
    """The table's frontiers in `scale`ths, a multiple of its own."""
    factor = scale // table.scale
    if factor == 1:
        return table.points
    return {key: [(price, value * factor) for price, value in points] for key, points in table.points.items()}
