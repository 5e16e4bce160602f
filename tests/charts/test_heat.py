"""The heat strip's cells: levels on the ramp, states that are never mistaken for a level."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from preflight.charts.colour import contrast, luminance
from preflight.charts.heat import DASHED, EMPTY, HATCHED, OUTLINE, PLAIN, level_style, strip_legend
from preflight.charts.theme import LIGHT, Palette, level_colours
from preflight.domain.assessment import State
from tests.charts.samples import PALETTES, fractions


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
@pytest.mark.parametrize(
    ("value", "pattern", "glyph"),
    [
        (Fraction(0), PLAIN, ""),
        (Fraction(1), PLAIN, ""),
        (None, OUTLINE, "✓"),
        (State.UNKNOWN, HATCHED, "?"),
        (State.NOT_APPLICABLE, OUTLINE, "n/a"),
        (State.UNANSWERED, DASHED, ""),
        (State.HIDDEN, EMPTY, ""),
    ],
)
def test_every_state_has_a_pattern_or_glyph_of_its_own(
    value: Fraction | State | None, pattern: str, glyph: str, palette: Palette
) -> None:
    style = level_style(value, palette)
    assert (style.pattern, style.glyph) == (pattern, glyph)
    assert contrast(style.ink, style.fill) >= 4.5
    if pattern in {OUTLINE, DASHED}:
        assert contrast(style.edge, style.fill) >= 3


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
@given(one=fractions, other=fractions)
def test_a_better_level_is_always_further_along_the_ramp(palette: Palette, one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    before, after = (luminance(level_style(value, palette).fill) for value in (low, high))
    assert after >= before if palette.dark else after <= before


def test_a_level_has_the_colour_of_its_place_on_the_scale() -> None:
    fills = [level_style(Fraction(level, 4), LIGHT).fill for level in range(5)]
    assert fills == [level.fill for level in level_colours(5, LIGHT)]


def test_the_key_names_levels_and_states() -> None:
    assert [words for words, _ in strip_legend(LIGHT)] == [
        *("Lowest level", "Halfway", "Highest level", "Nobody knows", "Does not apply", "Not answered")
    ]
