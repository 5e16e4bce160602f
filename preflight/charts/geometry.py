"""From values to points: spokes, outlines with their gaps, rings and axis steps. No colour, no text, no drawing.

The first spoke points up and the others follow clockwise; y grows downwards, as in SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import cos, pi, sin
from typing import NamedTuple


class Point(NamedTuple):
    """A place in the drawing, x to the right and y down."""

    x: float
    y: float


@lru_cache(maxsize=1024)
def spoke(index: int, count: int) -> Point:
    """The unit vector of one of `count` spokes."""
    angle = 2 * pi * index / count
    return Point(sin(angle), -cos(angle))


def on_spoke(index: int, count: int, share: float, centre: Point, radius: float) -> Point:
    """The place `share` (0 is the centre, 1 the rim) of the way out along a spoke."""
    out = spoke(index, count)
    return Point(centre.x + out.x * radius * share, centre.y + out.y * radius * share)


def outline(values: Sequence[Fraction | None], centre: Point, radius: float) -> list[Point | None]:
    """The place of every value on its own spoke; None stays None and is never the centre."""
    count = len(values)
    return [
        None if value is None else on_spoke(index, count, float(value), centre, radius)
        for index, value in enumerate(values)
    ]


def area(values: Sequence[Fraction | None], centre: Point, radius: float) -> list[Point]:
    """The corners of what an outline holds; at a gap it goes in to the centre, so that only neighbours hold anything.

    It is filled and never stroked: a line to the centre would say 0 where nothing was scored.
    """
    return [centre if place is None else place for place in outline(values, centre, radius)]


def ring(count: int, share: float, centre: Point, radius: float) -> list[Point]:
    """The corners of the polygon that joins `share` on every spoke."""
    return [on_spoke(index, count, share, centre, radius) for index in range(count)]


def runs(values: Sequence[object | None]) -> list[list[int]]:
    """The stretches of neighbouring spokes that have a value, as indices in order; they may pass over the first.

    A full circle is one run that ends where it began, so that drawing it closes the outline.
    """
    count = len(values)
    gaps = [index for index, value in enumerate(values) if value is None]
    if not gaps:
        return [[*range(count), 0]] if count else []
    found: list[list[int]] = []
    run: list[int] = []
    for step in range(1, count + 1):
        index = (gaps[0] + step) % count
        if values[index] is not None:
            run.append(index)
        elif run:
            found.append(run)
            run = []
    return found


def closed(run: Sequence[int]) -> bool:
    """Whether a run of `runs` goes all the way round."""
    return len(run) > 1 and run[0] == run[-1]


def axis_ticks(out_of: Fraction | int, *, most: int = 8) -> tuple[Fraction, ...]:
    """Whole numbers from 0 to `out_of` in even steps, at most `most` of them and both ends always among them.

    Steps that divide the scale come first; where none does (a scale of 7, or of 2.5), the last step is the odd one.
    """
    end = Fraction(out_of)
    steps = [Fraction(digit * 10**power) for power in range(9) for digit in (1, 2, 5)]
    steps += [Fraction(25), Fraction(3), Fraction(4)]
    fitting = sorted(step for step in steps if step < end and end / step <= most - 1)
    even = [step for step in fitting if (end / step).denominator == 1]
    step = next(iter(even or fitting), end)
    ticks = [step * nth for nth in range(int(end / step) + 1)]
    if ticks[-1] != end:
        ticks = [*(tick for tick in ticks if end - tick > step / 2), end]
    return tuple(ticks)


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """The middles of things of these sizes along a line, as near to the wanted ones as keeps them from overlapping.

    Their order follows `wanted` (equal ones keep theirs), and they stay between low and high where they fit.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    blocks: list[tuple[list[int], float]] = []  # the things that touch one another, and the low end of the first
    for index in order:
        members, start = [index], wanted[index] - sizes[index] / 2
        while True:
            length = sum(sizes[member] for member in members)
            start = max(low, min(start, high - length))
            if not blocks or blocks[-1][1] + sum(sizes[member] for member in blocks[-1][0]) <= start:
                break
            members = blocks.pop()[0] + members
            start = _mean_start(members, wanted, sizes)
        blocks.append((members, start))
    middles = [0.0] * len(wanted)
    for members, start in blocks:
        at = start
        for member in members:
            middles[member] = at + sizes[member] / 2
            at += sizes[member]
    return middles


def _mean_start(members: Sequence[int], wanted: Sequence[float], sizes: Sequence[float]) -> float:
    """Where a block starts when its members are on average where they want to be."""
    at, starts = 0.0, []
    for member in members:
        starts.append(wanted[member] - at - sizes[member] / 2)
        at += sizes[member]
    return sum(starts) / len(starts)
