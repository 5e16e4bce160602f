"""The house template: what every Plotly figure has in common, given to each of them explicitly.

Explicit, because `import streamlit` sets a default template whose placeholder colours export as black.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import plotly.graph_objects as go

from preflight.charts.lettering import text_width
from preflight.charts.theme import FONT, Palette, band_colour
from preflight.charts.words import literal
from preflight.domain.figures import scale_end
from preflight.domain.questionnaire import Band

Part = dict[str, Any]
"""A trace, an axis or another piece of a figure, as Plotly writes it."""

LETTERS = 16.0
"""The size of labels in pixels at scale 1; readable from the back of a room at 1280 x 800."""
LEADING = 1.3
"""Plotly's line height."""
KEY_LETTERS = 0.95
CLEAR = "rgba(0,0,0,0)"
GLYPHS = {"circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲"}
"""A letter like each marker, where a score is written in a label."""


def figure(traces: Sequence[Part], layout: Part, *, palette: Palette, scale: float) -> go.Figure:
    """A figure in the house template; the layout says only what is its own."""
    return go.Figure(data=list(traces), layout={"template": {"layout": template(palette, scale)}, **layout})


def template(palette: Palette, scale: float) -> Part:
    """The layout that all figures share. The ground is clear, so that the page's own surface shows through."""
    axis: Part = {
        "automargin": False,
        "fixedrange": True,
        "gridcolor": palette.grid,
        "griddash": "solid",
        "linecolor": palette.outline,
        "showgrid": False,
        "tickcolor": palette.outline,
        "tickfont": {"color": palette.muted, "size": LETTERS * scale},
        "zeroline": False,
    }
    return {
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "colorway": list(palette.dimensions),
        "font": {"family": FONT, "size": LETTERS * scale, "color": palette.ink},
        "hoverlabel": {
            "align": "left",
            "bgcolor": palette.surface,
            "bordercolor": palette.outline,
            "font": {"family": FONT, "size": LETTERS * scale * 0.95, "color": palette.ink},
            "namelength": -1,
        },
        "hovermode": "closest",
        "dragmode": False,
        "legend": {
            "bgcolor": CLEAR,
            "font": {"color": palette.ink, "size": LETTERS * scale * KEY_LETTERS},
            "itemclick": "toggle",
            "itemdoubleclick": "toggleothers",
            "itemsizing": "trace",
            "orientation": "h",
            "x": 0.5,
            "xanchor": "center",
            "xref": "container",
            "y": 0,
            "yanchor": "top",
            "yref": "paper",
        },
        "margin": {"autoexpand": False, "l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        "modebar": {"bgcolor": CLEAR, "color": palette.muted, "activecolor": palette.accent},
        "transition": {"duration": 0},
        "xaxis": axis,
        "yaxis": axis,
    }


def halo(palette: Palette) -> str:
    """A shadow of the surface's colour round letters, so that they read on lines and areas."""
    return ", ".join(f"{x}px {y}px 2px {palette.surface}" for x in (-1, 1) for y in (-1, 1))


def key_height(names: Sequence[str], *, width: float, scale: float) -> float:
    """How much room the key beneath the plot takes in pixels, where the figure is at least so wide.

    Plotly sets the entries one after another and begins a new row where one does not fit.
    """
    letters = LETTERS * scale * KEY_LETTERS
    rows, filled = 1, 0.0
    for name in names:
        wide = text_width(name, letters) + 45
        if filled and filled + wide > width * 0.97:
            rows, filled = rows + 1, 0.0
        filled += wide
    return letters * (1.5 * rows + 1.4) if names else 0


def threshold_words(bands: Sequence[Band], palette: Palette, out_of: Fraction | int) -> list[tuple[str, Fraction, str]]:
    """Of each band that begins inside the scale its literal words ("Ready from 3"), its start and its line's colour."""
    return [
        (
            literal(f"{band.title} {'above' if band.exclusive else 'from'} {scale_end(band.start * out_of)}"),
            band.start,
            band_colour(place, len(bands), palette).line,
        )
        for place, band in enumerate(bands)
        if 0 < band.start < 1
    ]


def nothing_yet(words: str, *, palette: Palette, height: float, scale: float) -> go.Figure:
    """An empty figure that says in words why it is empty. The words are ours, not input."""
    note = {"text": words, "showarrow": False, "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper"}
    layout: Part = {
        "height": height,
        "annotations": [{**note, "font": {"color": palette.muted, "size": LETTERS * scale}}],
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
    }
    return figure([], layout, palette=palette, scale=scale)
