"""The palettes measured: contrast of all that is read or told apart, and the distance between series."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError, fields
from itertools import combinations, pairwise

import pytest

from preflight.charts.colour import along, contrast, linear, luminance, mix, more_readable, with_alpha
from preflight.charts.history_radar import _aged
from preflight.charts.theme import DARK, LIGHT, Palette, band_colour, css_variables, level_colours
from tests.charts.samples import PALETTES

TEXT, SHAPE = 4.5, 3.0

READS = [  # (text, ground, measured in light, measured in dark)
    ("ink", "paper", 15.3, 16.0),
    ("ink", "surface", 16.0, 14.4),
    ("ink", "sunken", 14.2, 16.7),
    ("ink", "accent_soft", 13.7, 11.4),
    ("muted", "paper", 6.0, 8.7),
    ("muted", "surface", 6.3, 7.8),
    ("muted", "sunken", 5.6, 9.0),
    ("accent", "paper", 8.0, 10.6),
    ("accent", "accent_soft", 7.2, 7.6),
    ("on_accent", "accent", 8.4, 10.6),
    ("claimed", "surface", 8.4, 9.5),
    ("evidenced", "surface", 5.5, 6.3),
    ("claimed", "paper", 8.0, 10.6),
    ("evidenced", "paper", 5.3, 7.0),
    ("target", "surface", 6.6, 8.0),
    ("up", "surface", 5.5, 7.9),
    ("down", "surface", 7.3, 8.0),
]
SEEN = [
    ("last", "surface", 3.3, 4.3),
    ("last", "paper", 3.2, 4.7),
    ("outline", "surface", 3.6, 4.2),
    ("outline", "paper", 3.5, 4.7),
    ("focus", "paper", 5.0, 10.6),
    ("focus", "surface", 5.2, 9.6),
    ("focus", "accent_soft", 4.4, 7.6),
]

# What a colour becomes for eyes without one kind of cone; Machado, Oliveira and Fernandes 2009, severity 1.
SIGHT = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def apart(one: str, other: str, sight: str) -> float:
    """The distance in Oklab (x 100) of two colours to these eyes; 2 is just noticed side by side."""
    return 100 * math.dist(_seen(one, sight), _seen(other, sight))


def _seen(colour: str, sight: str) -> tuple[float, float, float]:
    light = linear(colour)
    red, green, blue = (max(0.0, sum(m * x for m, x in zip(row, light, strict=True))) for row in SIGHT[sight])
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


@pytest.mark.parametrize(("text", "ground", "light", "dark"), READS)
def test_text_reads_on_its_ground(text: str, ground: str, light: float, dark: float) -> None:
    for palette, measured in ((LIGHT, light), (DARK, dark)):
        ratio = contrast(getattr(palette, text), getattr(palette, ground))
        assert ratio >= TEXT, (palette.name, ratio)
        assert ratio == pytest.approx(measured, abs=0.06), (palette.name, ratio)


@pytest.mark.parametrize(("shape", "ground", "light", "dark"), SEEN)
def test_a_shape_stands_out_from_its_ground(shape: str, ground: str, light: float, dark: float) -> None:
    for palette, measured in ((LIGHT, light), (DARK, dark)):
        ratio = contrast(getattr(palette, shape), getattr(palette, ground))
        assert ratio >= SHAPE, (palette.name, ratio)
        assert ratio == pytest.approx(measured, abs=0.06), (palette.name, ratio)


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
@pytest.mark.parametrize("count", range(1, 9))
def test_every_band_reads_on_paper_surface_and_its_own_fill(palette: Palette, count: int) -> None:
    for position in range(count):
        band = band_colour(position, count, palette)
        for ground in (palette.paper, palette.surface, band.fill):
            assert contrast(band.text, ground) >= TEXT
        assert contrast(band.line, palette.surface) >= SHAPE


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
@pytest.mark.parametrize("count", range(1, 13))
def test_every_level_s_number_reads_and_the_ramp_goes_one_way(palette: Palette, count: int) -> None:
    levels = level_colours(count, palette)
    assert len(levels) == count
    assert all(contrast(level.text, level.fill) >= TEXT for level in levels)
    light = [luminance(level.fill) for level in levels]
    steps = [after - before for before, after in pairwise(light)]
    assert all(step > 0 for step in steps) if palette.dark else all(step < 0 for step in steps)


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_a_dimension_s_line_reads_as_text_and_stands_out_from_every_band(palette: Palette) -> None:
    for colour in (*palette.dimensions, palette.muted):
        assert contrast(colour, palette.surface) >= TEXT
        for position in range(3):
            assert contrast(colour, band_colour(position, 3, palette).fill) >= SHAPE


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
@pytest.mark.parametrize("sight", SIGHT)
def test_series_are_told_apart_by_every_eye(palette: Palette, sight: str) -> None:
    main = (palette.claimed, palette.evidenced, palette.last)
    assert min(apart(one, other, sight) for one, other in combinations(main, 2)) >= 7
    lines = palette.dimensions
    assert min(apart(one, other, sight) for one, other in combinations(lines, 2)) >= 4.5


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_older_outlines_never_fade_from_sight(palette: Palette) -> None:
    for count in range(1, 8):
        for place in range(count):
            assert contrast(_aged(place, count, palette).colour, palette.surface) >= SHAPE


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_css_variables_name_every_role(palette: Palette) -> None:
    css = css_variables(palette)
    for field in fields(palette):
        value = getattr(palette, field.name)
        if isinstance(value, str) and field.name != "name":
            assert f"--pf-{field.name.replace('_', '-')}: {value};" in css
    assert f"--pf-band-1-text: {palette.band_stops[0].text};" in css
    assert f"--pf-level-5-text: {level_colours(5, palette)[4].text};" in css
    assert "--pf-font: " in css
    assert not set(css) & set("{}<>")
    assert all(line.startswith("--pf-") and line.endswith(";") for line in css.splitlines())


def test_a_palette_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        LIGHT.ink = "#000000"  # type: ignore[misc]


@pytest.mark.parametrize(("position", "count"), [(-1, 3), (3, 3), (0, 0)])
def test_a_band_that_does_not_exist_has_no_colour(position: int, count: int) -> None:
    with pytest.raises(ValueError, match="does not exist"):
        band_colour(position, count, LIGHT)


def test_a_scale_without_levels_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        level_colours(0, LIGHT)


def test_the_bands_of_three_are_the_three_of_the_palette() -> None:
    assert [band_colour(place, 3, LIGHT) for place in range(3)] == list(LIGHT.band_stops)
    assert band_colour(0, 1, LIGHT) == LIGHT.band_stops[-1]


def test_contrast_agrees_with_the_standard_s_own_examples() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert more_readable("#FFFFFF", "#767676", "#000000") == "#000000"


def test_mixing_ends_where_it_should() -> None:
    assert mix("#1D4E89", "#00766E", 0) == "#1D4E89"
    assert mix("#1D4E89", "#00766E", 1) == "#00766E"
    assert along(["#000000", "#FFFFFF", "#FF0000"], 0.5) == "#FFFFFF"
    assert along(["#123456"], 0.3) == "#123456"
    assert with_alpha("#0A141E", 0.25) == "rgba(10,20,30,0.25)"
