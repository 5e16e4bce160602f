"""The radar of Results: claimed and evidenced outlines, the space between them, and the bands as marked rings."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import plotly.graph_objects as go

from preflight.charts.bars import bars_figure
from preflight.charts.house import figure, key_height, threshold_words
from preflight.charts.radar_board import (
    LARGEST_RADAR,
    SMALLEST_RADAR,
    WIDTH,
    board_layout,
    grid_traces,
    make_board,
    number_trace,
    outline_traces,
    threshold_traces,
)
from preflight.charts.series import RadarSeries, SeriesLook, align, in_words, labelled, looks, reading_order
from preflight.charts.theme import Palette
from preflight.charts.words import literal
from preflight.domain.questionnaire import Band


def readiness_figure(
    series: Sequence[RadarSeries],
    *,
    out_of: Fraction | int,
    palette: Palette,
    bands: Sequence[Band] = (),
    styles: Sequence[SeriesLook] | None = None,
    width: int = WIDTH,
    height: int | None = None,
    scale: float = 1.0,
) -> go.Figure:
    """The radar of 3 to 15 dimensions; fewer (a radar of two is a line) or more become bars with the same markers."""
    count = len(align(series).dimensions)
    draw = radar_figure if SMALLEST_RADAR <= count <= LARGEST_RADAR else bars_figure
    return draw(
        series, out_of=out_of, palette=palette, bands=bands, styles=styles, width=width, height=height, scale=scale
    )


def radar_figure(
    series: Sequence[RadarSeries],
    *,
    out_of: Fraction | int,
    palette: Palette,
    bands: Sequence[Band] = (),
    styles: Sequence[SeriesLook] | None = None,
    width: int = WIDTH,
    height: int | None = None,
    scale: float = 1.0,
) -> go.Figure:
    """The series as outlines, the last on top, from 0 to `out_of`; a missing score is a gap.

    `width` is the narrowest place in pixels that it is laid out for; in a wider one it stands in the middle. `height`
    is by default what the labels need; `scale` 1 has labels of 16 pixels; `styles` stand in for the looks of the kinds.
    Raises ValueError for fewer than three dimensions: ask `readiness_figure`, which draws bars then.
    """
    lined = align(series)
    if len(lined.dimensions) < SMALLEST_RADAR:
        raise ValueError("a radar has at least three dimensions")
    rings = threshold_words(bands, palette, out_of)
    names = [one.name for one in series] + [words for words, _, _ in rings]
    foot = key_height(names, width=width, scale=scale)
    told = labelled(series, len(lined.dimensions))
    board = make_board(
        lined, told, out_of=out_of, palette=palette, width=width, height=height and height - foot, scale=scale
    )
    ranks = {place: rank for rank, place in enumerate(reading_order(series), start=1)}
    hover = [
        literal(in_words(title, series, lined.of_dimension(index), out_of))
        for index, title in enumerate(lined.dimensions)
    ]
    drawn = styles or looks(series, palette)
    traces = [*grid_traces(board), *threshold_traces(board, rings)]
    for place, (one, scores, look) in enumerate(zip(series, lined.scores, drawn, strict=True)):
        traces += outline_traces(board, literal(one.name), scores, look, hover=hover)
        traces[-1]["legendrank"] = ranks[place]
    traces.append(number_trace(board))
    layout = board_layout(board, [drawn[place] for place in told], height=height, foot=foot)
    return figure(traces, layout, palette=palette, scale=scale)
