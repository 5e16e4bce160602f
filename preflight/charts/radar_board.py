"""The parts of a radar in Plotly: its board with labels, its rings, its outlines and their areas.

It is drawn on plain axes whose units are pixels of its own layout (`labels`, `radar_layout`), not on Plotly's polar
ones: those neither keep labels apart nor move smoothly from one date to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from preflight.charts.colour import with_alpha
from preflight.charts.geometry import Point, area, axis_ticks, on_spoke, outline, ring
from preflight.charts.house import GLYPHS, LEADING, LETTERS, Part, halo
from preflight.charts.labels import Label, Lettering, fit_labels, fit_labels_within
from preflight.charts.radar_layout import RadarLayout
from preflight.charts.series import Aligned, Scores, SeriesLook
from preflight.charts.theme import Palette
from preflight.charts.words import literal
from preflight.domain.figures import scale_end

SMALLEST_RADAR, LARGEST_RADAR = 3, 15
WIDTH = 520
"""The narrowest place in pixels that a radar is laid out for, half a screen of 1280."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What the radar is drawn on: where its labels and rim stand, and the scale and the colours."""

    lined: Aligned
    labels: tuple[Label, ...]
    layout: RadarLayout
    width: float
    out_of: Fraction | int
    palette: Palette
    scale: float

    @property
    def count(self) -> int:
        return len(self.lined.dimensions)


def make_board(
    lined: Aligned,
    told: Sequence[int],
    *,
    out_of: Fraction | int,
    palette: Palette,
    width: float,
    height: float | None,
    scale: float,
) -> Board:
    """Lay out labels and radar; with a height, the radar becomes as large as that allows."""
    letters = LETTERS * scale * (1 if len(lined.dimensions) <= 10 else 0.9)
    lettering = Lettering(size=letters, leading=LEADING, out_of=out_of)
    if height is None:
        labels, layout = fit_labels(lined, told, lettering, width=width, most_radius=width * 0.4)
    else:
        labels, layout = fit_labels_within(lined, told, lettering, width=width, height=height)
    return Board(
        lined=lined,
        labels=tuple(labels),
        layout=layout,
        width=width,
        out_of=out_of,
        palette=palette,
        scale=scale,
    )


def grid_traces(board: Board) -> list[Part]:
    """Spokes and rings as straight lines, as the outlines are, so that a ring means the same between two spokes."""
    centre, radius, count = board.layout.centre, board.layout.radius, board.count
    inner: list[Point | None] = []
    for index in range(count):
        inner += [centre, on_spoke(index, count, 1, centre, radius), None]
    for tick in axis_ticks(board.out_of)[1:-1]:
        inner += [*_round(ring(count, float(tick / board.out_of), centre, radius)), None]
    rim = _round(ring(count, 1, centre, radius))
    return [
        _quiet(inner, {"color": board.palette.grid, "width": 1.2 * board.scale}),
        _quiet(rim, {"color": board.palette.outline, "width": 1.2 * board.scale}),
    ]


def number_trace(board: Board) -> Part:
    """The whole numbers up the first spoke, with a halo so that they read on lines and areas."""
    ticks = axis_ticks(board.out_of)[1:]
    shares = [float(tick / board.out_of) for tick in ticks]
    places = [on_spoke(0, board.count, share, board.layout.centre, board.layout.radius) for share in shares]
    font = {"color": board.palette.muted, "size": LETTERS * board.scale * 0.82, "shadow": halo(board.palette)}
    words = {"text": [f"{scale_end(tick)}\u2002" for tick in ticks], "textposition": "middle left", "textfont": font}
    return {**_quiet(places, {}), "mode": "text", **words}


def threshold_traces(board: Board, rings: Sequence[tuple[str, Fraction, str]]) -> list[Part]:
    """A dashed ring where each band begins; its words stand in the key."""
    traces = []
    for place, (words, start, colour) in enumerate(rings):
        corners = _round(ring(board.count, float(start), board.layout.centre, board.layout.radius))
        line = {"color": colour, "width": 2 * board.scale, "dash": "6px,4px"}
        traces.append({**_quiet(corners, line), "name": words, "showlegend": True, "legendrank": 100 + place})
    return traces


def outline_traces(board: Board, name: str, scores: Scores, look: SeriesLook, *, hover: Sequence[str]) -> list[Part]:
    """The area and, after it, the outline of a series; `name` and `hover` are literal already.

    A full circle is filled by the outline's own trace, so that the key shows both; with gaps the area stands alone.
    """
    centre, radius = board.layout.centre, board.layout.radius
    whole = None not in scores
    line: Part = {
        **_quiet(_round(outline(scores, centre, radius)), {}),
        "mode": "lines+markers",
        "name": name,
        "showlegend": True,
        "legendgroup": name,
        "connectgaps": False,
        "line": {"color": look.colour, "width": look.width * board.scale, "dash": look.dash, "simplify": False},
        "marker": {
            "color": look.colour,
            "symbol": look.marker,
            "size": look.size * board.scale,
            "opacity": 1,
            "line": {"color": board.palette.surface, "width": 1.5 * board.scale},
        },
        "fill": "toself" if whole and look.fill else "none",
        "fillcolor": with_alpha(look.colour, look.fill),
        "hoveron": "points",
        "hoverinfo": "text",
        "hovertext": [*hover, hover[0]],
    }
    return [line] if whole or not look.fill else [area_trace(board, name, scores, look), line]


def area_trace(board: Board, name: str, scores: Scores, look: SeriesLook) -> Part:
    """What the outline holds, without a line."""
    corners = _round(area(scores, board.layout.centre, board.layout.radius))
    soft = with_alpha(look.colour, look.fill)
    return {**_quiet(corners, {"width": 0}), "fill": "toself", "fillcolor": soft, "legendgroup": name}


def board_layout(board: Board, told: Sequence[SeriesLook], *, height: int | None, foot: float) -> Part:
    """Axes in the layout's own pixels, a note for each label, and room for the key; `told` are the looks of scores."""
    layout = board.layout
    total = height or round(layout.height + foot)
    return {
        "height": total,
        "margin": {"l": 0, "r": 0, "t": 0, "b": foot, "autoexpand": False},
        "annotations": [_note(board, index, told) for index in range(board.count)],
        "shapes": _leaders(board),
        "xaxis": {"range": [0, board.width], "visible": False, "constrain": "domain"},
        "yaxis": {
            "range": [layout.height, 0],
            "visible": False,
            "scaleanchor": "x",
            "constrain": "domain",
            "constraintoward": "middle",
        },
    }


def _note(board: Board, index: int, told: Sequence[SeriesLook]) -> Part:
    label, box = board.labels[index], board.layout.boxes[index]
    values = " \u2002".join(
        f'<span style="color:{look.text}">{GLYPHS.get(look.marker, "")} {value}</span>'
        for look, value in zip(told, label.values, strict=False)
    )
    lines = [literal(line) for line in label.lines] + [values] * bool(values)
    side = {"start": "left", "middle": "center", "end": "right"}[box.anchor]
    return {
        "text": "<br>".join(lines),
        "x": box.anchor_x,
        "y": box.top,
        "xanchor": side,
        "yanchor": "top",
        "align": side,
        "borderpad": 0,
        "showarrow": False,
        "font": {"size": label.size, "weight": 600},
    }


def _leaders(board: Board) -> list[Part]:
    """A fine line from a spoke to its label where the label had to move away from it."""
    ends = [layout_end for index in range(board.count) if (layout_end := board.layout.leader(index)) is not None]
    line = {"color": board.palette.outline, "width": 1}
    return [{"type": "line", "x0": a.x, "y0": a.y, "x1": b.x, "y1": b.y, "line": line} for a, b in ends]


def _round(corners: Sequence[Point | None]) -> list[Point | None]:
    return [*corners, corners[0]]


def _quiet(places: Sequence[Point | None], line: Part) -> Part:
    """A line that is neither hovered nor in the key."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [None if place is None else round(place.x, 2) for place in places],
        "y": [None if place is None else round(place.y, 2) for place in places],
        "line": line,
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }
