"""How every screen looks: our colours as custom properties, and the little that Streamlit's theme can't say."""

from __future__ import annotations

from functools import cache

import streamlit as st

from preflight.charts.theme import DARK, LIGHT, Palette, css_variables

_RULES = """
[data-testid="stAppViewContainer"], [data-testid="stHeader"] { font-variant-numeric: tabular-nums; }
[data-testid="stMainBlockContainer"] { padding-inline: clamp(1rem, 2.6vw, 4.5rem); max-width: 108rem; margin-inline: auto; }
[data-testid="stHeader"] { border-bottom: 1px solid var(--pf-line); }
.pf-kicker { color: var(--pf-muted); font-size: .95rem; margin: 0; overflow-wrap: anywhere; }
.pf-title { font-size: clamp(1.7rem, 1.2rem + 1.2vw, 2.5rem); font-weight: 780; letter-spacing: -.015em; line-height: 1.15;
  margin: 0; padding: 0; text-wrap: balance; overflow-wrap: anywhere; }
.pf-lead { font-size: 1.1rem; color: var(--pf-muted); margin: .3rem 0 0; max-width: 46rem; }
.pf-chip { display: inline-flex; align-items: center; gap: .4rem; border-radius: 2rem; padding: .1rem .8rem; font-weight: 680;
  font-size: .92rem; border: 1.5px solid var(--pf-outline); color: var(--pf-muted); }
.pf-chip.band { border-color: var(--band); color: var(--band); background: var(--band-soft); }
.pf-verdict { border-left: .5rem solid var(--band, var(--pf-outline)); background: var(--band-soft, var(--pf-surface));
  border-radius: .7rem; padding: 1.1rem 1.5rem; }
.pf-verdict h2 { margin: 0; padding: 0; font-size: clamp(1.5rem, 1.1rem + 1.3vw, 2.4rem); font-weight: 780; line-height: 1.18;
  letter-spacing: -.015em; text-wrap: balance; color: var(--pf-ink); overflow-wrap: anywhere; }
.pf-verdict p { margin: .45rem 0 0; font-size: 1.05rem; color: var(--pf-ink); }
.pf-verdict ul { margin: .6rem 0 0; padding-left: 1.2rem; font-size: 1.02rem; color: var(--pf-ink); }
.pf-verdict li { margin: .15rem 0; overflow-wrap: anywhere; }
.pf-verdict li span { color: var(--pf-muted); }
.pf-table { width: 100%; border-collapse: collapse; font-size: 1rem; }
.pf-table th { text-align: left; color: var(--pf-muted); font-weight: 650; font-size: .88rem; border-bottom: 2px solid var(--pf-line);
  padding: .35rem .7rem .35rem 0; }
.pf-table td { border-bottom: 1px solid var(--pf-line); padding: .5rem .7rem .5rem 0; vertical-align: top; overflow-wrap: break-word; }
.pf-table td.n, .pf-table th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.pf-table td b { font-weight: 720; }
.pf-table td small { color: var(--pf-muted); font-size: .9rem; display: block; }
.pf-scroll { overflow-x: auto; }
.pf-card h3 { margin: 0; padding: 0; font-size: 1.3rem; font-weight: 740; line-height: 1.2; overflow-wrap: anywhere; }
.pf-card p { margin: .35rem 0 0; color: var(--pf-muted); overflow-wrap: anywhere; }
.pf-card .row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: .1rem 0 .4rem; }
.pf-card .say { color: var(--pf-ink); font-size: 1.02rem; }
.pf-live { text-align: center; }
.pf-live p { margin: .15rem 0; color: var(--pf-muted); }
.pf-live b { color: var(--pf-ink); font-size: 1.15rem; }
.pf-list { list-style: none; margin: 0; padding: 0; }
.pf-list li { padding: .55rem 0; border-bottom: 1px solid var(--pf-line); overflow-wrap: anywhere; }
.pf-list li:last-child { border-bottom: none; }
.pf-list b { display: block; font-weight: 700; }
.pf-list span { color: var(--pf-muted); }
.pf-list em { font-style: normal; color: var(--pf-ink); }
.pf-list .effort { border: 1.5px solid var(--pf-outline); border-radius: .4rem; padding: 0 .4rem; font-size: .82rem; font-weight: 700; }
.pf-empty { text-align: center; padding: .5rem 1rem 1rem; }
.pf-empty .pf-lead { margin-inline: auto; text-wrap: balance; }
.st-key-sketch { padding-top: 3rem; }
@media print { [data-testid="stHeader"], [data-testid="stToolbar"], .stButton { display: none !important; } }
"""


def palette() -> Palette:
    """The palette of the theme that this visit looks at."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def dress() -> None:
    """Put the style on the page; the same for every visit, so that it is sent once."""
    st.html(_sheet())


def band_style(position: int, count: int) -> str:
    """Custom properties that colour a piece by its band; 0 is the worst of `count`."""
    number = 3 if count < 2 else 1 + round(2 * position / (count - 1))
    return f"--band:var(--pf-band-{number}-text);--band-soft:var(--pf-band-{number}-fill)"


@cache
def _sheet() -> str:
    """Both palettes in one sheet: `light-dark()` follows the color-scheme that Streamlit sets, without a rerun."""
    light, dark = (_properties(each) for each in (LIGHT, DARK))
    both = ";".join(
        f"{name}:light-dark({value},{dark[name]})" if dark[name] != value else f"{name}:{value}"
        for name, value in light.items()
    )
    return f"<style>:root{{{both}}}{_RULES}</style>"


def _properties(palette: Palette) -> dict[str, str]:
    pairs = (line.strip().rstrip(";").partition(":") for line in css_variables(palette).splitlines() if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}
