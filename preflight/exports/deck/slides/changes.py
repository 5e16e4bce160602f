"""What moved, by question, as native bars from nought to both sides."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, log10
from typing import Final

from preflight.charts.lettering import wrapped
from preflight.charts.movement import FULL_BAR, Movement, movement_summary, ordered
from preflight.domain.figures import MINUS, signed
from preflight.exports.deck.model import ChartForm, ChartSeries, Layout, NativeChart
from preflight.exports.deck.placement import regions
from preflight.exports.deck.theme import LEADING, DeckTheme

_MOST: Final = 12
_COLUMNS: Final = (36, 56)
"""A question's lines beside its bar have at most so many letters, where the slide is narrow and where it is wide."""
_WIDE: Final = 800.0
_LETTERS, _AXIS = 12.0, 36.0
"""In points of a slide of 540."""
_LEADING: Final = 1.1 * LEADING
"""Beneath each label there is some room."""
_MOST_TICKS: Final = 5


def changes_chart(rows: Sequence[Movement], out_of: Fraction, theme: DeckTheme) -> NativeChart:
    """From the largest gain to the largest loss; beyond twelve, or what has room, the smallest stand together in one
    bar. A question that changed without moving the score is left out; at least one must have moved it."""
    moved = _fitting([row for row in rows if row.change], theme)
    changes = [float(signed(row.change, out_of).replace(MINUS, "-")) for row in moved]
    widest = max(float(FULL_BAR * out_of), max(changes) - min(0.0, *changes))
    step = _step(widest)
    least = -step * ceil(-min(changes) / step + 0.5) if min(changes) < 0 else 0.0
    most = step * max(ceil(max(0.0, *changes) / step), 1 if least else ceil(FULL_BAR * float(out_of) / step))
    return NativeChart(
        form=ChartForm.CHANGES,
        categories=tuple(row.question for row in moved),
        series=(ChartSeries(name="Change", values=tuple(changes)),),
        least=least,
        most=most,
        step=step,
        alt=movement_summary(rows, out_of),
    )


def _fitting(moved: Sequence[Movement], theme: DeckTheme) -> list[Movement]:
    """As many as have room for their questions."""
    body = regions(theme, Layout.CHART)[0]
    room, columns = body.height / theme.unit - _AXIS, _COLUMNS[body.width / theme.unit >= _WIDE]
    for most in range(min(_MOST, len(moved)), 0, -1):
        found = ordered(moved, most)
        lines = max(len(wrapped(row.question, columns, _MOST)) for row in found)
        if len(found) * lines * _LETTERS * _LEADING <= room:
            break
    return found


def _step(reach: float) -> float:
    """A round step of which at most five make the reach."""
    power = 10.0 ** (ceil(log10(reach / _MOST_TICKS)) - 1)
    return next(power * part for part in (1, 2, 5, 10) if reach / (power * part) <= _MOST_TICKS)
