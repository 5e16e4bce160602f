"""Which numbers of a radar's scale stand beside its first spoke: those that no outline runs through."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin
from typing import Final

from preflight.charts.lettering import text_width
from preflight.exports.deck.model import NativeChart

_HALF: Final = 0.6
"""How far a number reaches above and beneath its ring, in sizes of its letters, with the marks beside it."""
_ASIDE: Final = 0.35
_MOST_TICKS: Final = 40


def scale_ticks(chart: NativeChart) -> tuple[float, ...]:
    """The numbers of a chart's scale, from one end to the other."""
    step, least = chart.step, chart.least
    count = min(int((chart.most - least) / step + 1e-9), _MOST_TICKS) if step > 0 else 1
    return tuple(least + step * nth for nth in range(count + 1))


def shown_ticks(chart: NativeChart, radius: float, size: float) -> tuple[float, ...]:
    """Two numbers at the most, the outer one first; lengths in points. Where outlines run through all, the end stays.

    A scale in fractions is shown whole, since a number format can't name its rings.
    """
    ticks = [tick for tick in scale_ticks(chart) if tick > 0]
    if not all(tick == int(tick) for tick in ticks):
        return tuple(reversed(ticks))
    free = [tick for tick in ticks if not _struck(chart, tick, radius, size)]
    if not free:
        return tuple(ticks[-1:])
    outer = free.pop()
    inner = min(reversed(free), key=lambda tick: abs(tick - outer / 2), default=None)
    return (outer,) if inner is None else (outer, inner)


def only(ticks: Sequence[float]) -> str:
    """The number format that shows these numbers of a scale alone; it takes two at the most."""
    if len(ticks) > 2 or any(tick != int(tick) for tick in ticks):
        return "General"
    return "".join(f"[={tick:.0f}]0;" for tick in ticks) + '""'


def _struck(chart: NativeChart, tick: float, radius: float, size: float) -> bool:
    """Whether an outline's line from the first spoke to the last runs through the number at this ring."""
    count, at = len(chart.categories), radius * tick / chart.most
    reach = text_width(f"{tick:g}", size) + _ASIDE * size
    angle = 2 * pi / max(count, 1)
    for one in chart.series:
        first, last = one.values[0], one.values[-1]
        if first is None:
            continue
        start = end = radius * first / chart.most
        if last is not None and count > 1:
            out = radius * last / chart.most
            aside, high = out * sin(angle), out * cos(angle)
            end = start + (high - start) * min(1.0, reach / aside) if aside > 0 else high
        if min(start, end) - _HALF * size <= at <= max(start, end) + _HALF * size:
            return True
    return False
