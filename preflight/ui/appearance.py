"""How every screen looks: our colours as custom properties, and the little that Streamlit's theme can't say."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from preflight.charts.theme import DARK, LIGHT, Palette, css_variables

_RULES = Path(__file__).with_name("styles")
"""One sheet for each part of the screens; base.css comes first."""


def palette() -> Palette:
    """The palette of the theme that this visit looks at."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def dress() -> None:
    """Put the style on the page.

    It stands in a place of its own: a sheet alone would go where Streamlit puts dialogs, and the next one would take
    its place.
    """
    with st.container(key="pf-sheet"):
        st.html(sheet())


def band_style(position: int, count: int) -> str:
    """Custom properties that colour a piece by its band; 0 is the worst of `count`."""
    number = 3 if count < 2 else 1 + round(2 * position / (count - 1))
    return f"--band:var(--pf-band-{number}-text);--band-soft:var(--pf-band-{number}-fill)"


@cache
def sheet() -> str:
    """Both palettes in one sheet: `light-dark()` follows the color-scheme that Streamlit sets, without a rerun."""
    light, dark = (_properties(each) for each in (LIGHT, DARK))
    both = ";".join(
        f"{name}:light-dark({value},{dark[name]})" if dark[name] != value else f"{name}:{value}"
        for name, value in light.items()
    )
    return f"<style>:root{{{both}}}{_rules()}</style><i></i>"


def _rules() -> str:
    sheets = sorted(_RULES.glob("*.css"), key=lambda sheet: (sheet.stem != "base", sheet.stem))
    return "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def _properties(palette: Palette) -> dict[str, str]:
    pairs = (line.strip().rstrip(";").partition(":") for line in css_variables(palette).splitlines() if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}
