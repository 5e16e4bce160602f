"""How series of the house look in a chart of the workbook."""

from __future__ import annotations

from typing import Any, Final

from preflight.charts.series import SeriesLook
from preflight.charts.theme import LIGHT

_DASHES: Final = {"solid": "solid", "dash": "dash", "dot": "round_dot", "dashdot": "dash_dot", "longdash": "long_dash"}
_MARKERS: Final = {
    "circle": "circle",
    "square": "square",
    "diamond": "diamond",
    "triangle-up": "triangle",
    "triangle-down": "triangle",
    "cross": "plus",
    "x": "x",
}


def line_of(style: SeriesLook) -> dict[str, Any]:
    """The line of a series, as xlsxwriter takes it."""
    return {"color": style.colour, "width": style.width, "dash_type": _DASHES[style.dash]}


def marker_of(style: SeriesLook) -> dict[str, Any]:
    """The marker of a series, as xlsxwriter takes it."""
    fill = {"color": LIGHT.surface} if style.dash != "solid" else {"color": style.colour}
    return {"type": _MARKERS[style.marker], "size": 7, "fill": fill, "border": {"color": style.colour, "width": 1.5}}


def letters(size: int, *, bold: bool = False) -> dict[str, Any]:
    """The letters of a chart, in points."""
    return {"name": "Calibri", "size": size, "bold": bold, "color": LIGHT.ink}


def axis() -> dict[str, Any]:
    """An axis with faint lines."""
    return {
        "num_font": letters(10),
        "line": {"color": LIGHT.line},
        "major_gridlines": {"visible": True, "line": {"color": LIGHT.grid, "width": 0.75}},
    }
