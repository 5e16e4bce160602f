"""The play-through: one radar that goes from date to date on request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import plotly.graph_objects as go

from preflight.charts.history_radar import DatedRadar, history_radar_figure
from preflight.charts.house import GLYPHS, LEADING, LETTERS, Part, figure, key_height, threshold_words
from preflight.charts.play_controls import CONTROLS, date_slider, play_buttons
from preflight.charts.radar_board import (
    LARGEST_RADAR,
    SMALLEST_RADAR,
    WIDTH,
    Board,
    area_trace,
    board_layout,
    grid_traces,
    make_board,
    number_trace,
    outline_traces,
    threshold_traces,
)
from preflight.charts.series import Aligned, RadarSeries, Scores, SeriesKind, SeriesLook, align, in_words, look
from preflight.charts.theme import Palette
from preflight.charts.words import literal
from preflight.domain.figures import shown
from preflight.domain.questionnaire import Band


def play_through_figure(
    radars: Sequence[DatedRadar],
    *,
    out_of: Fraction | int,
    palette: Palette,
    bands: Sequence[Band] = (),
    width: int = WIDTH,
    height: int | None = None,
    scale: float = 1.0,
) -> go.Figure:
    """One radar that goes from date to date, with the date before as a dashed outline; it opens on the newest.

    Nothing moves until "Play" or a step is chosen. Fewer dimensions than a radar has, or one date only, do not move:
    they give what `history_radar_figure` gives.
    """
    ordered = sorted(radars, key=lambda one: one.on)
    claims = [RadarSeries(name="", kind=SeriesKind.CLAIMED, values=one.values) for one in ordered]
    proofs = [RadarSeries(name="", kind=SeriesKind.EVIDENCED, values=one.evidenced or ()) for one in ordered]
    lined = align([*claims, *proofs])
    if len(ordered) < 2 or not SMALLEST_RADAR <= len(lined.dimensions) <= LARGEST_RADAR:
        return history_radar_figure(
            radars, out_of=out_of, palette=palette, bands=bands, width=width, height=height, scale=scale
        )
    proven = any(one.evidenced for one in ordered)
    moments = [
        _Moment(
            title=one.title,
            claimed=lined.scores[place],
            evidenced=lined.scores[len(ordered) + place] if proven else None,
            before=lined.scores[place - 1] if place else (None,) * len(lined.dimensions),
            before_title=ordered[place - 1].title if place else "",
        )
        for place, one in enumerate(ordered)
    ]
    rings = threshold_words(bands, palette, out_of)
    names = ["Claimed", "The date before", *(["With evidence"] if proven else []), *(words for words, _, _ in rings)]
    key, controls = key_height(names, width=width, scale=scale), LETTERS * scale * CONTROLS
    foot = key + controls
    newest = moments[-1]
    shown_scores = (newest.claimed, *([newest.evidenced] if newest.evidenced is not None else []))
    board = make_board(
        Aligned(dimensions=lined.dimensions, scores=shown_scores),
        range(len(shown_scores)),
        out_of=out_of,
        palette=palette,
        width=width,
        height=height and height - foot,
        scale=scale,
    )
    still = [*grid_traces(board), *threshold_traces(board, rings)]
    moving = _moving(board, newest)
    layout = board_layout(board, [], height=height, foot=foot)
    plot = layout["height"] - foot
    layout["sliders"] = [date_slider([moment.title for moment in moments], palette, scale=scale, y=-key / plot)]
    layout["updatemenus"] = [play_buttons(palette, scale=scale, y=-key / plot)]
    drawn = figure([*still, *moving], layout, palette=palette, scale=scale)
    places = list(range(len(still), len(still) + len(moving)))
    drawn.frames = [
        go.Frame(name=str(nth), traces=places, data=[_what_moves(trace) for trace in _moving(board, moment)])
        for nth, moment in enumerate(moments)
    ]
    return drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    """What is seen on one date."""

    title: str
    claimed: Scores
    evidenced: Scores | None
    before: Scores
    before_title: str


def _moving(board: Board, moment: _Moment) -> list[Part]:
    """The traces that change from date to date, always as many and with as many points, so that they can move."""
    palette = board.palette
    claimed, evidenced = look(SeriesKind.CLAIMED, palette), look(SeriesKind.EVIDENCED, palette)
    titles = board.lined.dimensions
    told = [("claimed", moment.claimed)]
    told += [("with evidence", moment.evidenced)] if moment.evidenced is not None else []
    series = [RadarSeries(name=name, kind=SeriesKind.OTHER, values={}) for name, _ in told]
    hover = [
        literal(f"{moment.title}, {in_words(title, series, tuple(s[index] for _, s in told), board.out_of)}")
        for index, title in enumerate(titles)
    ]
    before = [
        literal(f"{moment.before_title}, {title}: {shown(score, board.out_of)}")
        for title, score in zip(titles, moment.before, strict=True)
    ]
    traces = [_line(board, "The date before", moment.before, look(SeriesKind.LAST, palette), hover=before, rank=3)]
    if moment.evidenced is not None:
        traces += [
            area_trace(board, "With evidence", moment.evidenced, evidenced),
            _line(board, "With evidence", moment.evidenced, evidenced, hover=hover, rank=2),
        ]
    traces += [
        area_trace(board, "Claimed", moment.claimed, claimed),
        _line(board, "Claimed", moment.claimed, claimed, hover=hover, rank=1),
        number_trace(board),
        _values(board, moment),
    ]
    return traces


def _line(board: Board, name: str, scores: Scores, style: SeriesLook, *, hover: Sequence[str], rank: int) -> Part:
    line = outline_traces(board, name, scores, style, hover=hover)[-1]
    return {**line, "fill": "none", "legendrank": rank}


def _values(board: Board, moment: _Moment) -> Part:
    """The scores beneath the titles, where the labels keep a row free for them."""
    kinds = [(SeriesKind.CLAIMED, moment.claimed)]
    kinds += [(SeriesKind.EVIDENCED, moment.evidenced)] if moment.evidenced is not None else []
    side = {"start": "middle right", "middle": "middle center", "end": "middle left"}
    words = []
    for index in range(board.count):
        parts = []
        for kind, scores in kinds:
            style = look(kind, board.palette)
            value = f"{GLYPHS[style.marker]} {shown(scores[index], board.out_of)}"
            parts.append(f'<span style="color:{style.text}">{value}</span>')
        words.append(" \u2002".join(parts))
    size = board.labels[0].size
    boxes = board.layout.boxes
    return {
        "type": "scatter",
        "mode": "text",
        "x": [box.anchor_x for box in boxes],
        "y": [box.bottom - size * LEADING / 2 for box in boxes],
        "text": words,
        "textposition": [side[box.anchor] for box in boxes],
        "textfont": {"size": size, "weight": 600},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _what_moves(trace: Part) -> Part:
    return {name: trace[name] for name in ("type", "x", "y", "text", "hovertext") if name in trace}
