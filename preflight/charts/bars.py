"""Dimensions as horizontal tracks with the radar's own markers: for one, two or very many of them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import plotly.graph_objects as go

from preflight.charts.geometry import axis_ticks
from preflight.charts.house import LEADING, LETTERS, Part, figure, halo, key_height, nothing_yet
from preflight.charts.lettering import literal_lines, text_width, wrapped
from preflight.charts.series import RadarSeries, SeriesKind, SeriesLook, align, in_words, looks, reading_order
from preflight.charts.theme import Palette, band_colour
from preflight.charts.words import literal
from preflight.domain.figures import scale_end, shown
from preflight.domain.questionnaire import Band


def bars_figure(
    series: Sequence[RadarSeries],
    *,
    out_of: Fraction | int,
    palette: Palette,
    bands: Sequence[Band] = (),
    styles: Sequence[SeriesLook] | None = None,
    width: int = 640,
    height: int | None = None,
    scale: float = 1.0,
) -> go.Figure:
    """A track from 0 to `out_of` for each dimension, the first on top, with a marker for each score.

    The claimed marker and the evidenced bar leave the demo gap open between them. A missing score has no marker.
    """
    lined = align(series)
    drawn = styles or looks(series, palette)
    count = len(lined.dimensions)
    if not count:
        return nothing_yet("Nothing to draw yet", palette=palette, height=height or 200, scale=scale)
    letters = LETTERS * scale
    labels = [wrapped(title) for title in lined.dimensions]
    row = max(letters * LEADING * max(map(len, labels)) + letters, 64 * scale if count <= 4 else 44 * scale)
    ticks = axis_ticks(out_of)
    rows = list(range(count))
    ends: list[float | None] = []
    for _ in rows:
        ends += [0, float(out_of), None]
    traces: list[Part] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": ends,
            "y": [y for index in rows for y in (index, index, None)],
            "line": {"color": palette.grid, "width": 8 * scale},
            "hoverinfo": "skip",
            "showlegend": False,
        }
    ]
    hover = [
        literal(in_words(title, series, lined.of_dimension(i), out_of)) for i, title in enumerate(lined.dimensions)
    ]
    ranks = {place: rank for rank, place in enumerate(reading_order(series), start=1)}
    for place, (one, scores, look) in enumerate(zip(series, lined.scores, drawn, strict=True)):
        present = [(index, score) for index, score in enumerate(scores) if score is not None]
        if one.kind is SeriesKind.EVIDENCED:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [x for _, score in present for x in (0, float(score * out_of), None)],
                    "y": [y for index, _ in present for y in (index, index, None)],
                    "line": {"color": look.colour, "width": 8 * scale},
                    "opacity": 0.5,
                    "hoverinfo": "skip",
                    "legendgroup": literal(one.name),
                    "showlegend": False,
                }
            )
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text" if one.kind in {SeriesKind.CLAIMED, SeriesKind.EVIDENCED} else "markers",
                "name": literal(one.name),
                "legendgroup": literal(one.name),
                "legendrank": ranks[place],
                "x": [float(score * out_of) for _, score in present],
                "y": [index for index, _ in present],
                "text": [shown(score, out_of) for _, score in present],
                "textposition": "top center" if one.kind is SeriesKind.CLAIMED else "bottom center",
                "textfont": {"color": look.text, "size": letters, "weight": 600, "shadow": halo(palette)},
                "cliponaxis": False,
                "marker": {
                    "color": look.colour,
                    "symbol": look.marker,
                    "size": 15 * scale,
                    "line": {"color": palette.surface, "width": 1.5 * scale},
                },
                "hoverinfo": "text",
                "hovertext": [hover[index] for index, _ in present],
            }
        )
    left = max(text_width(line, letters) for lines in labels for line in lines) + letters * 1.6
    shapes, notes, top = _thresholds(bands, out_of=out_of, palette=palette, letters=letters)
    numbers = letters * 1.9
    foot = key_height([one.name for one in series], width=width - left - letters * 1.6, scale=scale) + numbers
    tall = height or round(row * count + top + foot)
    layout: Part = {
        "height": tall,
        "legend": {"y": -numbers / max(tall - top - foot, 1)},
        "margin": {"l": left, "r": letters * 1.6, "t": top, "b": foot, "autoexpand": False},
        "shapes": shapes,
        "annotations": notes,
        "xaxis": {
            "range": [0, float(out_of)],
            "tickmode": "array",
            "tickvals": [float(tick) for tick in ticks],
            "ticktext": [scale_end(tick) for tick in ticks],
        },
        "yaxis": {
            "range": [count - 0.5, -0.5],
            "tickmode": "array",
            "tickvals": rows,
            "ticktext": [literal_lines(title) for title in lined.dimensions],
            "tickfont": {"color": palette.ink, "size": letters, "weight": 600},
            "ticklabelstandoff": round(letters * 0.9),
        },
    }
    return figure(traces, layout, palette=palette, scale=scale)


def _thresholds(
    bands: Sequence[Band], *, out_of: Fraction | int, palette: Palette, letters: float
) -> tuple[list[Part], list[Part], float]:
    """A dashed line where each band begins, its title above it, and the room that the titles take."""
    shapes: list[Part] = []
    notes: list[Part] = []
    most = 1
    for place, band in enumerate(bands):
        if not 0 < band.start < 1:
            continue
        colours = band_colour(place, len(bands), palette)
        x = float(band.start * out_of)
        lines = wrapped(band.title, 18, 2)
        most = max(most, len(lines))
        dash = {"color": colours.line, "width": 2, "dash": "6px,4px"}
        shapes.append({"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": dash})
        notes.append(
            {
                "text": literal_lines(band.title, 18, 2),
                "x": x,
                "y": 1,
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "bottom",
                "align": "left",
                "showarrow": False,
                "font": {"color": colours.text, "size": letters * 0.9},
            }
        )
    return shapes, notes, letters * LEADING * most + letters if shapes else letters
