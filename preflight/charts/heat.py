"""How one question looks in the heat strip: a level on the ramp, or a state that is never mistaken for a level."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from preflight.charts.theme import Palette, level_colour
from preflight.domain.assessment import State
from preflight.domain.wording import STATE_WORDS

PLAIN, HATCHED, OUTLINE, DASHED, EMPTY = "plain", "hatched", "outline", "dashed", "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelStyle:
    """A cell: the colours of its ground, of what is written on it, and of its edge.

    `pattern` is one of plain, hatched (stripes of `edge`), outline, dashed (the edge's style) and empty (no edge).
    `glyph` is what stands in it; empty for a level, which bears its own number.
    """

    fill: str
    ink: str
    edge: str
    pattern: str
    glyph: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """One question: its name, its level or state in words, the mark in its cell; `blocks` where it is a blocker.

    `answered` is False where the words are a state's."""

    name: str
    words: str
    mark: str
    style: LevelStyle
    blocks: bool = False
    answered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatDimension:
    """A dimension's title, its score in words, and its questions in order."""

    title: str
    figure: str
    cells: tuple[HeatCell, ...]


def level_style(value: Fraction | State | None, palette: Palette) -> LevelStyle:
    """The style of an answered question's fraction (0 to 1), or of a state; None is answered without a score."""
    if isinstance(value, State):
        return _STATES[value](palette)
    if value is None:
        return _answered(palette)
    colours = level_colour(float(min(max(value, Fraction(0)), Fraction(1))), palette)
    return LevelStyle(fill=colours.fill, ink=colours.text, edge=colours.fill, pattern=PLAIN, glyph="")


def strip_legend(palette: Palette) -> list[tuple[str, LevelStyle]]:
    """What the strip's key says: the ends and the middle of the ramp, then each state, with its words."""
    entries: tuple[tuple[str, Fraction | State], ...] = (
        ("Lowest level", Fraction(0)),
        ("Halfway", Fraction(1, 2)),
        ("Highest level", Fraction(1)),
        *((words, state) for state, words in STATE_WORDS.items()),
    )
    return [(words, level_style(value, palette)) for words, value in entries]


def _answered(palette: Palette) -> LevelStyle:
    return LevelStyle(fill=palette.sunken, ink=palette.ink, edge=palette.outline, pattern=OUTLINE, glyph="✓")


def _unknown(palette: Palette) -> LevelStyle:
    return LevelStyle(fill=palette.surface, ink=palette.ink, edge=palette.line, pattern=HATCHED, glyph="?")


def _not_applicable(palette: Palette) -> LevelStyle:
    return LevelStyle(fill=palette.surface, ink=palette.muted, edge=palette.outline, pattern=OUTLINE, glyph="n/a")


def _unanswered(palette: Palette) -> LevelStyle:
    return LevelStyle(fill=palette.surface, ink=palette.muted, edge=palette.outline, pattern=DASHED, glyph="")


def _hidden(palette: Palette) -> LevelStyle:
    return LevelStyle(fill=palette.surface, ink=palette.muted, edge=palette.surface, pattern=EMPTY, glyph="")


_STATES = {
    State.ANSWERED: _answered,
    State.UNKNOWN: _unknown,
    State.NOT_APPLICABLE: _not_applicable,
    State.UNANSWERED: _unanswered,
    State.HIDDEN: _hidden,
}
