"""Where the parts of a slide stand. The PPTX writer and the preview both ask here."""

from __future__ import annotations

from typing import Final

from preflight.exports.deck.model import Layout
from preflight.exports.deck.theme import DeckTheme, Rectangle

_CHART_SHARE: Final = 0.6
_STATEMENT_SHARE: Final = 0.46
_GAP: Final = 36.0
_BROAD: Final = 1.3
"""From this width to height on, two parts stand beside one another, else one beneath the other."""


def regions(theme: DeckTheme, layout: Layout, parts: int = 1) -> tuple[Rectangle, ...]:
    """The rectangles of so many parts, in their order; words fill theirs from the top."""
    body = theme.frame(layout).body
    if layout is Layout.CHART_AND_WORDS:
        return _two(theme, body, _CHART_SHARE)
    if layout is Layout.STATEMENT and parts > 1:
        return _two(theme, body, _STATEMENT_SHARE)
    return (body,)


def _two(theme: DeckTheme, body: Rectangle, share: float) -> tuple[Rectangle, Rectangle]:
    gap = _GAP * theme.unit
    if body.width >= body.height * _BROAD:
        first = (body.width - gap) * share
        rest = Rectangle(body.x + first + gap, body.y, body.width - first - gap, body.height)
        return Rectangle(body.x, body.y, first, body.height), rest
    gap /= 2
    first = (body.height - gap) * share
    rest = Rectangle(body.x, body.y + first + gap, body.width, body.height - first - gap)
    return Rectangle(body.x, body.y, body.width, first), rest
