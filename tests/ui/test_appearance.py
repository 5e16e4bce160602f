"""One home of colours: Streamlit's theme and our sheet say the same as preflight/charts/theme.py."""

from __future__ import annotations

import re
import tomllib

import pytest

from preflight.charts.colour import contrast
from preflight.charts.theme import DARK, LIGHT, READABLE, Palette
from preflight.settings import ROOT
from preflight.ui.appearance import sheet

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
both = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


@both
def test_streamlits_theme_has_the_colours_of_our_palette(palette: Palette) -> None:
    said = THEME[palette.name]
    assert said["backgroundColor"] == palette.paper
    assert said["textColor"] == palette.ink
    assert said["linkColor"] == palette.accent
    assert said["borderColor"] == palette.line


@both
def test_white_words_are_readable_on_streamlits_primary_buttons(palette: Palette) -> None:
    assert contrast("#FFFFFF", THEME[palette.name]["primaryColor"]) >= READABLE


def test_every_custom_property_that_a_style_sheet_uses_is_defined() -> None:
    defined = set(re.findall(r"(--pf-[a-z0-9-]+):", sheet()))
    styles = [*(ROOT / "preflight" / "ui").rglob("*.css"), *(ROOT / "preflight" / "ui").rglob("*.py")]
    used = {name for file in styles for name in re.findall(r"var\((--pf-[a-z0-9-]+)", file.read_text(encoding="utf-8"))}
    used -= {name for name in used if name.endswith("-")}
    assert used - defined == set()
