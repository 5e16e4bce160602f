"""What moves a play-through: its slider and its buttons, as Plotly draws them.

Plotly's own controls can be clicked and dragged but not reached by keyboard; whoever shows the figure offers the
dates beside it as well (a select slider with `history_radar_figure`, and the table).
"""

from __future__ import annotations

from collections.abc import Sequence

from preflight.charts.house import KEY_LETTERS, LETTERS, Part
from preflight.charts.theme import Palette
from preflight.charts.words import literal

FRAME_MS, MOVE_MS = 1_400, 700
CONTROLS = 6.4
"""The height of slider and buttons, in letters."""


def date_slider(titles: Sequence[str], palette: Palette, *, scale: float, y: float) -> Part:
    """A slider with a step for each date, standing on the last; its top is at y of the plot."""
    steps = [
        {"label": literal(title), "method": "animate", "args": [[str(nth)], animation(0)]}
        for nth, title in enumerate(titles)
    ]
    small = {"color": palette.muted, "size": LETTERS * scale * 0.82}
    now = {"color": palette.ink, "size": LETTERS * scale * 1.25, "weight": 700}
    return {
        "name": "Date",
        "active": len(titles) - 1,
        "steps": steps,
        "x": 0,
        "len": 1,
        "y": y,
        "yanchor": "top",
        "pad": {"l": 48 * scale, "r": 48 * scale, "t": 4 * scale, "b": 0},
        "currentvalue": {"visible": True, "prefix": "", "xanchor": "left", "offset": 14 * scale, "font": now},
        "font": small,
        "bgcolor": palette.accent_soft,
        "activebgcolor": palette.accent,
        "bordercolor": palette.accent,
        "borderwidth": 1,
        "tickcolor": palette.outline,
        "ticklen": 5 * scale,
        "minorticklen": 0,
        "transition": {"duration": MOVE_MS, "easing": "cubic-in-out"},
    }


def play_buttons(palette: Palette, *, scale: float, y: float) -> Part:
    """The two buttons that start and stop; the right end of the slider's row."""
    return {
        "name": "Play or pause",
        "type": "buttons",
        "direction": "left",
        "showactive": False,
        "x": 1,
        "xanchor": "right",
        "y": y,
        "yanchor": "top",
        "pad": {"r": 48 * scale, "t": 2 * scale},
        "bgcolor": palette.accent_soft,
        "bordercolor": palette.outline,
        "borderwidth": 1,
        "font": {"color": palette.ink, "size": LETTERS * scale * KEY_LETTERS},
        "buttons": [
            {"label": "▶ Play", "method": "animate", "args": [None, animation(FRAME_MS)]},
            {"label": "❚❚ Pause", "method": "animate", "args": [[None], animation(0, move=False)]},
        ],
    }


def animation(frame_ms: int, *, move: bool = True) -> Part:
    """`redraw` off keeps the outlines on their way between two dates instead of jumping."""
    return {
        "mode": "immediate",
        "fromcurrent": False,
        "frame": {"duration": frame_ms or MOVE_MS, "redraw": False},
        "transition": {"duration": MOVE_MS if move else 0, "easing": "cubic-in-out"},
    }
