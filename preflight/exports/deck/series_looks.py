"""How the series of a deck's chart look, in the file and in its preview."""

from __future__ import annotations

from collections.abc import Sequence

from preflight.charts.series import SeriesKind, SeriesLook, look
from preflight.charts.theme import Palette
from preflight.exports.deck.model import ChartSeries


def looks_of(series: Sequence[ChartSeries], palette: Palette) -> tuple[SeriesLook, ...]:
    """How each series looks; other ones differ by their place among them."""
    found, others = [], 0
    for one in series:
        found.append(look(one.kind, palette, nth_other=others))
        others += one.kind is SeriesKind.OTHER
    return tuple(found)


def looks_of_values(one: ChartSeries, palette: Palette) -> tuple[SeriesLook, ...]:
    """How each value of a series looks."""
    kinds = one.kinds or (one.kind,) * len(one.values)
    return tuple(look(kind, palette) for kind in kinds)
