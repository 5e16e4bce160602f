"""What the house draws behind its slides: a rule over the title, a hairline over the foot, a radar on the cover."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from preflight.charts.colour import mix
from preflight.charts.geometry import Point, on_spoke
from preflight.exports.deck.model import Layout
from preflight.exports.deck.theme import DeckTheme

_CLAIMED: Final = (86, 72, 64, 78, 58, 46, 80)
_EVIDENCED: Final = (62, 58, 40, 50, 44, 28, 60)
_CENTRE: Final = Point(752.0, 262.0)
_RADIUS: Final = 168.0
_RINGS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Ornament:
    """A closed outline in points; `fill` and `line` are colours or empty, `opacity` (0 to 1) is the fill's."""

    points: tuple[Point, ...]
    fill: str = ""
    line: str = ""
    width: float = 0.0
    opacity: float = 1.0


def ornaments(theme: DeckTheme, layout: Layout) -> tuple[Ornament, ...]:
    """What is behind the parts of such a slide, the hindmost first; a company's template brings its own."""
    if not theme.ornate:
        return ()
    if layout is Layout.COVER:
        return (*_radar(theme), _bar(theme.cover.title.x, 304.0, 64.0, 4.0, theme.cover.palette.accent))
    palette, title, foot = theme.content.palette, theme.content.title, theme.foot
    return (
        _bar(title.x, 32.0, 44.0, 4.0, palette.accent),
        _bar(foot.x, foot.y - 6.0, theme.width - 2 * foot.x, 0.75, palette.line),
    )


def _bar(x: float, y: float, width: float, height: float, colour: str) -> Ornament:
    corners = (Point(x, y), Point(x + width, y), Point(x + width, y + height), Point(x, y + height))
    return Ornament(points=corners, fill=colour)


def _radar(theme: DeckTheme) -> tuple[Ornament, ...]:
    """Rings, then what is claimed, and within it what is evidenced."""
    palette = theme.cover.palette
    faint = mix(palette.surface, palette.ink, 0.2)
    rings = tuple(
        Ornament(points=_outline((100 * ring // _RINGS,) * len(_CLAIMED)), line=faint, width=0.75)
        for ring in range(1, _RINGS + 1)
    )
    spokes = tuple(
        Ornament(points=(_CENTRE, on_spoke(index, len(_CLAIMED), 1, _CENTRE, _RADIUS)), line=faint, width=0.75)
        for index in range(len(_CLAIMED))
    )
    return (
        *rings,
        *spokes,
        Ornament(points=_outline(_CLAIMED), fill=palette.claimed, line=palette.claimed, width=2.25, opacity=0.10),
        Ornament(points=_outline(_EVIDENCED), fill=palette.evidenced, line=palette.evidenced, width=2.25, opacity=0.28),
    )


def _outline(percents: tuple[int, ...]) -> tuple[Point, ...]:
    count = len(percents)
    shares = (float(Fraction(percent, 100)) for percent in percents)
    return tuple(on_spoke(index, count, share, _CENTRE, _RADIUS) for index, share in enumerate(shares))
