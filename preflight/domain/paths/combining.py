"""How the frontiers of parts become that of the whole: for the mean, the least and the greatest."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import accumulate
from math import gcd, lcm
from typing import Protocol

from preflight.domain.paths.budget import Budget, TooManyWays
from preflight.domain.paths.frontier import Need, Point, Table, Ways, scaled, thinned
from preflight.domain.questionnaire import Aggregate

FEW_WEIGHTS = 4
"""Frontiers beside one another below which comparing them takes longer than it saves."""
MOST_AT_ONCE = 250_000
"""Points that are sorted in one go, which lets nobody else reckon for its time."""
WIDE = 512
"""Bits of a number from which on it costs as much again to reckon with it."""


_Points = Mapping[int, list[Point]]


class Combining(Protocol):
    """How the ways of parts become those of the whole."""

    def lift(self, part: Ways, weight: int) -> Table: ...
    def merge(self, one: Table, two: Table) -> Table: ...
    def finish(self, table: Table) -> Ways: ...
    def cheapest(self, tables: Sequence[Table]) -> int | None: ...


class _Combined:
    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def room_for(self, points: list[Point], more: list[Point], width: int, *, beside: list[Point]) -> list[Point]:
        """`beside`, where every pair of points is put, paid for. Raises TooManyWays."""
        together = len(points) * len(more)
        self.budget.spend(together * width)
        if len(beside) + together > MOST_AT_ONCE:
            raise TooManyWays(f"there are more than {MOST_AT_ONCE:,} points to sort")
        return beside

    def cheapest(self: Combining, tables: Sequence[Table]) -> int | None:
        """The least price at which the whole of these meets the need that it is held against, None where none does."""
        met = self.finish(reduce(self.merge, tables))
        return next((price for price, value in met.some if value), None)


class Mean(_Combined):
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
        width = 1 + scale.bit_length() // WIDE
        found: dict[int, list[Point]] = {}
        for key, points in scaled(one, scale).items():
            for other, more in scaled(two, scale).items():
                self.room_for(points, more, width, beside=found.setdefault(self.key(key, other), [])).extend(
                    [(price + dear, value + worth) for price, value in points for dear, worth in more]
                )
        return self.thin(Table(scale, {key: thinned(points) for key, points in found.items()}))

    def key(self, one: int, two: int) -> int:
        return one + two

    def thin(self, table: Table) -> Table:
        """Without the points of one weight that another weight beats: cheaper, with no less reached and no more missed.

        The fraction is what is reached of what is reached and missed, and both are sums.
        """
        if len(table.points) < FEW_WEIGHTS:
            return table
        self.budget.spend(sum(len(points) for points in table.points.values()))
        every = sorted(
            (price, -value, weight * table.scale - value, weight)
            for weight, points in table.points.items()
            for price, value in points
            if weight
        )
        kept: dict[int, list[Point]] = {0: table.points[0]} if 0 in table.points else {}
        reached: list[int] = []  # rising, and what is missed beside each rises too
        missed: list[int] = []
        for price, negative, missing, weight in every:
            place = bisect_left(reached, -negative)
            if place < len(reached) and missed[place] <= missing:
                continue
            end = bisect_right(reached, -negative)
            start = bisect_left(missed, missing, 0, end)
            reached[start:end], missed[start:end] = [-negative], [missing]
            kept.setdefault(weight, []).append((price, -negative))
        return Table(table.scale, kept)

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

    def __init__(self, need: Need, unit: int, budget: Budget) -> None:
        super().__init__(budget)
        self.need, self.unit = need, unit
        self.least = int(need.exclusive)

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

    def cheapest(self, tables: Sequence[Table]) -> int | None:
        """In two goes: in rough prices, from both ends to the middle, to know the least; then in exact ones, where only
        what can still come to it is kept."""
        scale = lcm(*(table.scale for table in tables))
        parts = [scaled(table, scale) for table in tables]
        if not all(parts):
            return None
        rough = [
            {key: thinned([(price // self.unit, value) for price, value in points]) for key, points in part.items()}
            for part in parts
        ]
        ends = [[points[end][1] for points in part.values() for end in (0, -1)] for part in parts]
        least, most = list(accumulate(map(min, ends), initial=0)), list(accumulate(map(max, ends), initial=0))
        last, middle = len(parts), len(parts) // 2
        before: list[_Points] = [{0: [(0, 0)]}]
        for place in range(middle):
            others = least[last] - least[place + 1], most[last] - most[place + 1]
            before.append(self._trimmed(self._both(before[place], rough[place]), others))
        after: dict[int, _Points] = {last: {0: [(0, 0)]}}
        for place in range(last - 1, middle - 1, -1):
            others = least[place], most[place]
            after[place] = self._trimmed(self._both(rough[place], after[place + 1]), others)
        bound = min(
            (
                price + rest
                for key, points in before[middle].items()
                for price, value in points
                if (rest := self._completed(after[middle], key, value)) is not None
            ),
            default=None,
        )
        if bound is None:
            return None
        for place in range(middle - 1, 0, -1):
            within = self._within(after[place + 1], before[place + 1], bound, 1)
            after[place] = self._trimmed(self._both(rough[place], within), (least[place], most[place]))
        whole: _Points = {0: [(0, 0)]}
        for place, part in enumerate(parts, 1):
            whole = self._within(self._both(whole, part), after[place], bound, self.unit)
        return min((price for price, _ in whole.get(1, ())), default=None)

    def _both(self, one: _Points, two: _Points) -> _Points:
        return self.merge(Table(1, one), Table(1, two)).points

    def _trimmed(self, joined: _Points, others: tuple[int, int]) -> _Points:
        """Without what the others can't make up for at their most; what they can't spoil at their least is alike."""
        worst, best = others
        low = self.least - best
        high = max(self.least - worst, min((points[0][1] for points in joined.values() if points), default=0))
        return {
            key: thinned([(price, min(value, high) if key else value) for price, value in points if value >= low])
            for key, points in joined.items()
        }

    def _within(self, joined: _Points, others: _Points, bound: int, unit: int) -> _Points:
        """What meets the need together with the others for no more than the bound."""
        return {
            key: [
                (price, value)
                for price, value in points
                if (rest := self._completed(others, key, value)) is not None and rest + price // unit <= bound
            ]
            for key, points in joined.items()
        }

    def _completed(self, rest: _Points, key: int, value: int) -> int | None:
        """The least price for which the rest brings this value up to the need; None where it can't."""
        found = None
        for other, points in rest.items():
            place = bisect_left(points, self.least - value, key=lambda point: point[1])
            if key | other and place < len(points) and (found is None or points[place][0] < found):
                found = points[place][0]
        return found

    def finish(self, table: Table) -> Ways:
        some = [(price, int(value >= self.least)) for price, value in table.points.get(1, ())]
        return Ways(_cheapest(table, 0), thinned(some))


class Extreme(_Combined):
    """The least or the greatest: values are fractions; the key is 1 once anything has one."""

    def __init__(self, budget: Budget, *, greatest: bool) -> None:
        super().__init__(budget)
        self.greatest = greatest

    def lift(self, part: Ways, weight: int) -> Table:  # noqa: ARG002 - weights play no part here
        # What has no fraction takes the value that changes nothing.
        found = {0: [(part.none, 0 if self.greatest else part.scale)]} if part.none is not None else {}
        if part.some:
            found[1] = part.some
        return Table(part.scale, found)

    def merge(self, one: Table, two: Table) -> Table:
        scale = lcm(one.scale, two.scale)
        width = 1 + scale.bit_length() // WIDE
        pick = max if self.greatest else min
        found: dict[int, list[Point]] = {}
        for key, points in scaled(one, scale).items():
            for other, more in scaled(two, scale).items():
                self.room_for(points, more, width, beside=found.setdefault(key | other, [])).extend(
                    [(price + dear, pick(value, worth)) for price, value in points for dear, worth in more]
                )
        return Table(scale, {key: thinned(points) for key, points in found.items()})

    def finish(self, table: Table) -> Ways:
        return Ways(_cheapest(table, 0), table.points.get(1, []), table.scale)


def combining(how: Aggregate, need: Need | None, unit: int, budget: Budget) -> Combining:
    """How parts become a whole; with a need, the whole's ways say only whether it is met.

    `unit`: prices that differ by less are first told apart at the end; it saves time and changes nothing.
    `budget`: of how many points may be put together; beyond it a merge raises TooManyWays.
    """
    if how is Aggregate.MEAN:
        return Mean(budget) if need is None else MeanAgainst(need, unit, budget)
    return Extreme(budget, greatest=how is Aggregate.MAX)


def _cheapest(table: Table, key: int) -> int | None:
    points = table.points.get(key)
    return points[0][0] if points else None
