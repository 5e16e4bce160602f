"""Trend lines by dimension over real dates, with the bands as soft zones behind them and a label at each line's end."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import plotly.graph_objects as go

from preflight.charts.geometry import axis_ticks, spread
from preflight.charts.house import LEADING, LETTERS, Part, figure, nothing_yet
from preflight.charts.lettering import text_width
from preflight.charts.series import DASHES, MARKERS
from preflight.charts.theme import Palette
from preflight.charts.timeline import (
    Timeline,
    TrendLine,
    line_colour,
    line_ends,
    line_up,
    moment_in_words,
    weakest_line,
)
from preflight.charts.trend_ground import band_zones, date_span, date_ticks
from preflight.charts.words import literal
from preflight.domain.figures import scale_end
from preflight.domain.questionnaire import Band

END = 26.0
"""How far the end labels stand from the plot, in pixels at scale 1; a fine line leads to each."""


def trend_figure(
    lines: Sequence[TrendLine],
    *,
    out_of: Fraction | int,
    palette: Palette,
    bands: Sequence[Band] = (),
    overall: TrendLine | None = None,
    width: int = 900,
    height: int | None = None,
    scale: float = 1.0,
) -> go.Figure:
    """Every line in a colour, dash and marker of its own, the weakest on the newest date the strongest.

    `overall` is drawn thin behind them. `width` is the narrowest place in pixels that the dates are set for. A missing
    score is a gap; a score without neighbours is a marker.
    """
    drawn = [*lines, *([overall] if overall else [])]
    timeline = line_up(drawn)
    if not timeline.slots:
        return nothing_yet("No dates to draw yet", palette=palette, height=height or 220, scale=scale)
    letters = LETTERS * scale
    weakest = weakest_line(line_up(lines))
    ends = line_ends(drawn, timeline, out_of, weakest=weakest)
    row = letters * LEADING
    sizes = [row * len(words) + letters * 0.3 for _, _, words in ends]
    top, foot = letters, row * 2 + letters * 0.8
    tall = height or round(max(430 * scale, sum(sizes) + top + foot))
    plot = tall - top - foot
    zones, names, left = band_zones(bands, out_of=out_of, palette=palette, plot=plot, letters=letters)
    right = END * scale + max((text_width(line, letters) for *_, words in ends for line in words), default=0) + letters
    first, last = date_span(timeline)
    wanted = [float(score) * plot for _, score, _ in ends]
    middles = spread(wanted, sizes, 0, plot)
    notes, leaders = [], []
    for (place, score, words), middle in zip(ends, middles, strict=True):
        colour = line_colour(place, len(lines), palette)
        slot = max(index for index, found in enumerate(timeline.scores[place]) if found is not None)
        strong = place == weakest
        notes.append(_end_label(words, middle / plot, colour, strong=strong, letters=letters, scale=scale))
        reach = (timeline.slots[slot][0] - first) / (last - first)
        leaders += _leader(reach, float(score), middle / plot, colour, scale=scale)
    dates = date_ticks([on for on, _ in timeline.slots], first, last, width - left - right, letters)
    layout: Part = {
        "height": tall,
        "margin": {"l": left, "r": right, "t": top, "b": foot, "autoexpand": False},
        "showlegend": False,
        "shapes": [*zones, *leaders],
        "annotations": [*names, *notes],
        "xaxis": {
            "type": "date",
            "range": [first.isoformat(), last.isoformat()],
            "tickmode": "array",
            "tickvals": [on.isoformat() for on, _ in dates],
            "ticktext": [words for _, words in dates],
            "ticks": "outside",
            "ticklen": 6 * scale,
            "showline": True,
        },
        "yaxis": {
            "range": [0, float(out_of)],
            "tickmode": "array",
            "tickvals": [float(tick) for tick in axis_ticks(out_of)],
            "ticktext": [scale_end(tick) for tick in axis_ticks(out_of)],
            "showgrid": not bands,
            "ticklabelstandoff": 6,
        },
    }
    traces = _traces(drawn, timeline, len(lines), weakest, out_of=out_of, palette=palette, scale=scale)
    return figure(traces, layout, palette=palette, scale=scale)


def _traces(
    drawn: Sequence[TrendLine],
    timeline: Timeline,
    count: int,
    weakest: int | None,
    *,
    out_of: Fraction | int,
    palette: Palette,
    scale: float,
) -> list[Part]:
    traces: list[Part] = []
    for place, line in enumerate(drawn):
        mean, strong = place >= count, place == weakest
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": literal(line.name),
                "x": [on.isoformat() for on, _ in timeline.slots],
                "y": [None if score is None else float(score * out_of) for score in timeline.scores[place]],
                "connectgaps": False,
                "cliponaxis": False,
                "line": {
                    "color": line_colour(place, count, palette),
                    "width": (1.2 if mean else 4 if strong else 2.2) * scale,
                    "dash": "solid" if mean else DASHES[place % len(DASHES)][0],
                },
                "marker": {
                    "color": line_colour(place, count, palette),
                    "symbol": "circle" if mean else MARKERS[place % len(MARKERS)],
                    "size": (5 if mean else 14 if strong else 10) * scale,
                    "line": {"color": palette.surface, "width": (0 if mean else 1.5) * scale},
                },
                "hoverinfo": "text",
                "hovertext": [
                    literal(moment_in_words(line.name, timeline, place, slot, out_of))
                    for slot in range(len(timeline.slots))
                ],
            }
        )
    order = [*range(count, len(drawn)), *(place for place in range(count) if place != weakest)]
    return [traces[place] for place in [*order, *([weakest] if weakest is not None else [])]]


def _end_label(words: Sequence[str], share: float, colour: str, *, strong: bool, letters: float, scale: float) -> Part:
    return {
        "text": "<br>".join(map(literal, words)),
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": END * scale,
        "y": share,
        "yref": "paper",
        "yanchor": "middle",
        "align": "left",
        "borderpad": 0,
        "showarrow": False,
        "font": {"color": colour, "size": letters, "weight": 750 if strong else 550},
    }


def _leader(reach: float, score: float, share: float, colour: str, *, scale: float) -> list[Part]:
    """A fine line from the edge of the plot to the label; dotted up to the edge where a line ends before it."""
    place: Part = {"type": "line", "xref": "paper", "yref": "paper", "opacity": 0.6, "layer": "below"}
    end = (END - 5) * scale
    outside = {"xsizemode": "pixel", "xanchor": 1, "x0": 3 * scale, "x1": end, "y0": score, "y1": share}
    leader = {**place, **outside, "line": {"color": colour, "width": scale}}
    if reach >= 1:
        return [leader]
    inside = {"x0": reach, "x1": 1, "y0": score, "y1": score}
    return [leader, {**place, **inside, "line": {"color": colour, "width": scale, "dash": "1px,4px"}}]
