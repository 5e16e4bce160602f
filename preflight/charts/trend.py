"""Trend lines by dimension over real dates, with the bands as soft zones behind them and a label at each line's end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import plotly.graph_objects as go

from preflight.charts.geometry import axis_ticks, spread
from preflight.charts.house import LEADING, LETTERS, Part, figure, nothing_yet
from preflight.charts.lettering import text_width, wrapped
from preflight.charts.series import DASHES, MARKERS
from preflight.charts.theme import Palette, band_colour
from preflight.charts.timeline import (
    Timeline,
    TrendLine,
    line_up,
    moment_in_words,
    trend_rows,
    trend_summary,
    weakest_line,
)
from preflight.charts.words import MONTHS, literal, plain, shown
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
    ends = _ends(drawn, timeline, out_of, weakest=weakest)
    row = letters * LEADING
    sizes = [row * len(words) + letters * 0.3 for _, _, words in ends]
    top, foot = letters, row * 2 + letters * 0.8
    tall = height or round(max(430 * scale, sum(sizes) + top + foot))
    plot = tall - top - foot
    zones, names, left = _zones(bands, out_of=out_of, palette=palette, plot=plot, letters=letters)
    right = END * scale + max((text_width(line, letters) for *_, words in ends for line in words), default=0) + letters
    first, last = _span(timeline)
    wanted = [float(score) * plot for _, score, _ in ends]
    middles = spread(wanted, sizes, 0, plot)
    notes, leaders = [], []
    for (place, score, words), middle in zip(ends, middles, strict=True):
        colour = _colour(place, len(lines), palette)
        slot = max(index for index, found in enumerate(timeline.scores[place]) if found is not None)
        strong = place == weakest
        notes.append(_end_label(words, middle / plot, colour, strong=strong, letters=letters, scale=scale))
        start = (timeline.slots[slot][0] - first) / (last - first)
        leaders.append(_leader(start, float(score), middle / plot, colour, scale=scale, width=width - left - right))
    dates = [day for day, _ in timeline.slots]
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
            "tickvals": [on.isoformat() for on, _ in _date_ticks(dates, first, last, width - left - right, letters)],
            "ticktext": [words for _, words in _date_ticks(dates, first, last, width - left - right, letters)],
            "ticks": "outside",
            "ticklen": 6 * scale,
            "showline": True,
        },
        "yaxis": {
            "range": [0, float(out_of)],
            "tickmode": "array",
            "tickvals": [float(tick) for tick in axis_ticks(out_of)],
            "ticktext": [plain(tick) for tick in axis_ticks(out_of)],
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
                    "color": _colour(place, count, palette),
                    "width": (1.2 if mean else 4 if strong else 2.2) * scale,
                    "dash": "solid" if mean else DASHES[place % len(DASHES)][0],
                },
                "marker": {
                    "color": _colour(place, count, palette),
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


def _colour(place: int, count: int, palette: Palette) -> str:
    return palette.muted if place >= count else palette.dimensions[place % len(palette.dimensions)]


def _ends(
    drawn: Sequence[TrendLine], timeline: Timeline, out_of: Fraction | int, *, weakest: int | None
) -> list[tuple[int, Fraction, tuple[str, ...]]]:
    """For each line with a score its place, its newest score, and the lines of its end label."""
    ends = []
    for place, line in enumerate(drawn):
        known = [score for score in timeline.scores[place] if score is not None]
        if known:
            words = wrapped(line.name)
            value = f"{shown(known[-1], out_of)}{', the weakest' if place == weakest and len(drawn) > 1 else ''}"
            short = len(words) == 1 and len(words[0]) + len(value) < 22
            ends.append((place, known[-1], (f"{words[0]} {value}",) if short else (*words, value)))
    return ends


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


def _leader(start: float, score: float, share: float, colour: str, *, scale: float, width: float) -> Part:
    """A fine line from a line's last marker to its label, in shares of the plot."""
    end = 1 + (END - 5) * scale / max(width, 1)
    place: Part = {"type": "line", "xref": "paper", "yref": "paper", "x0": start, "y0": score, "x1": end, "y1": share}
    return {**place, "line": {"color": colour, "width": scale}, "opacity": 0.55, "layer": "below"}


def _span(timeline: Timeline) -> tuple[date, date]:
    """The first and the last day of the axis: a little room on both sides, two weeks round a single date."""
    first, last = timeline.slots[0][0], timeline.slots[-1][0]
    room = max((last - first) * 0.03, timedelta(days=1)) if last > first else timedelta(days=14)
    return first - room, last + room


def _date_ticks(dates: Sequence[date], first: date, last: date, width: float, letters: float) -> list[tuple[date, str]]:
    """As many of the dates as have room for their words, from the newest back; the year where it begins or changes."""
    room = letters * 4.2 / max(width, 1) * (last - first).days
    chosen: list[date] = []
    for on in sorted(set(dates), reverse=True):
        if not chosen or (chosen[-1] - on).days >= room:
            chosen.append(on)
    chosen.reverse()
    words = []
    for place, on in enumerate(chosen):
        year = f"<br>{on.year}" if place == 0 or chosen[place - 1].year != on.year else ""
        words.append((on, f"{on.day} {MONTHS[on.month - 1]}{year}"))
    return words


def _zones(
    bands: Sequence[Band], *, out_of: Fraction | int, palette: Palette, plot: float, letters: float
) -> tuple[list[Part], list[Part], float]:
    """A soft zone for each band, its name to the left of it, and the room to the left that names and ticks take."""
    numbers = max(text_width(plain(tick), letters) for tick in axis_ticks(out_of)) + letters * 1.2
    small = letters * 0.9
    zones: list[Part] = []
    named: list[tuple[float, tuple[str, ...], str]] = []
    for place, band in enumerate(bands):
        start = min(max(float(band.start), 0.0), 1.0)
        end = min(float(bands[place + 1].start), 1.0) if place + 1 < len(bands) else 1.0
        if end <= start:
            continue
        colours = band_colour(place, len(bands), palette)
        edges: Part = {"type": "rect", "xref": "paper", "yref": "paper", "x0": 0, "x1": 1, "y0": start, "y1": end}
        zones.append({**edges, "fillcolor": colours.fill, "line": {"width": 0}, "layer": "below"})
        room = max(1, min(3, int((end - start) * plot / (small * LEADING))))
        named.append(((start + end) / 2, wrapped(band.title, 14, room), colours.text))
    sizes = [len(words) * small * LEADING for _, words, _ in named]
    middles = spread([share * plot for share, _, _ in named], sizes, 0, plot)
    notes: list[Part] = [
        {
            "text": "<br>".join(map(literal, words)),
            "x": 0,
            "xref": "paper",
            "xanchor": "right",
            "xshift": -numbers,
            "y": middle / plot,
            "yref": "paper",
            "yanchor": "middle",
            "align": "right",
            "borderpad": 0,
            "showarrow": False,
            "font": {"color": colour, "size": small, "weight": 600},
        }
        for (_, words, colour), middle in zip(named, middles, strict=True)
    ]
    wide = max((text_width(line, small) for _, words, _ in named for line in words), default=0)
    return zones, notes, numbers + wide + letters * 0.6


__all__ = ["TrendLine", "trend_figure", "trend_rows", "trend_summary"]
