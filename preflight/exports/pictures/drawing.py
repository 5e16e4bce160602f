"""A chart of a dossier as a finished picture in SVG: the finding, the chart as large as it fits, its key, the foot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from preflight.charts import svg
from preflight.charts.history_radar import aged_looks, dated_series
from preflight.charts.series import RadarSeries, SeriesLook, align, heavier, looks
from preflight.charts.svg import Drawing
from preflight.charts.svg_heat import heat_drawing
from preflight.charts.svg_movement import movement_drawing
from preflight.charts.svg_radar import SMALLEST_RADAR, radar_drawing
from preflight.charts.svg_trend import trend_drawing
from preflight.charts.theme import FONT, LIGHT
from preflight.domain.questionnaire import Band
from preflight.exports.chart_kinds import ChartKind, Ground
from preflight.exports.charted import (
    dated_radars,
    heat_dimensions,
    mean_line,
    movements,
    past_runs,
    radar_outlines,
    trend_lines,
)
from preflight.exports.footing import foot
from preflight.exports.pictures.frame import bare_frame, frame, unit_of
from preflight.exports.pictures.told import told_of
from preflight.services.dossier import Dossier

_LETTERS: Final = 21.0
"""The size of labels in a picture of 1600 by 900."""
_WEIGHT: Final = 1.4
"""How much thicker lines are in it than on screen."""
_SCREEN_LETTERS: Final = 13.5


class _Room(NamedTuple):
    """What a chart may fill, and how much larger than a picture of 1600 by 900 it is drawn."""

    width: float
    height: float
    unit: float


def chart_svg(
    dossier: Dossier,
    kind: ChartKind,
    *,
    width: int = 1600,
    height: int = 900,
    ground: Ground = Ground.WHITE,
    framed: bool = True,
) -> str:
    """The picture, exactly `width` by `height`, in the light palette; without its frame it is the chart alone.

    It refers to nothing outside; what there is nothing to draw of says so.
    """
    told = told_of(dossier, kind)
    around = (
        frame(told.title, told.subtitle, foot(dossier), width=width, height=height, palette=LIGHT)
        if framed
        else bare_frame(width, height)
    )
    chart = _DRAWN[kind](dossier, _Room(around.width, around.height, unit_of(width, height)))
    behind = svg.rectangle(0, 0, width, height, fill=LIGHT.surface) if ground is Ground.WHITE else ""
    return svg.document(
        behind,
        around.body,
        svg.moved(chart, around.x, around.y),
        width=width,
        height=height,
        title=told.title,
        description=told.summary,
        font=FONT,
    )


def chart_available(dossier: Dossier, kind: ChartKind) -> bool:
    """Whether there is anything to draw: a score, a second date, a change."""
    match kind:
        case ChartKind.RADAR:
            return dossier.score.fraction is not None
        case ChartKind.HEAT:
            return bool(heat_dimensions(dossier))
        case ChartKind.TREND | ChartKind.RADARS:
            return len(past_runs(dossier)) > 1
        case ChartKind.MOVED:
            return any(each.change for each in movements(dossier))


def _radar(dossier: Dossier, room: _Room) -> Drawing:
    series = radar_outlines(dossier)
    styles = [heavier(one, _WEIGHT * room.unit) for one in looks(series, LIGHT)]
    return _outlines(series, styles, dossier.score.out_of, dossier.questionnaire.verdict.dimension_bands, room)


def _radars(dossier: Dossier, room: _Room) -> Drawing:
    series = dated_series(dated_radars(dossier))
    styles = [heavier(one, _WEIGHT * room.unit) for one in aged_looks(len(series), LIGHT)]
    return _outlines(series, styles, dossier.questionnaire.out_of, dossier.questionnaire.verdict.dimension_bands, room)


def _outlines(
    series: Sequence[RadarSeries], styles: Sequence[SeriesLook], out_of: Fraction, bands: Sequence[Band], room: _Room
) -> Drawing:
    """The radar over all the room; bars, where it would be a line, in larger letters and not so wide."""
    bars = len(align(series).dimensions) < SMALLEST_RADAR
    letters = _LETTERS * room.unit * (1.2 if bars else 1)
    width = room.width * (0.84 if bars else 1)
    drawing = radar_drawing(
        series,
        palette=LIGHT,
        width=width,
        height=room.height,
        out_of=out_of,
        bands=bands,
        scale=letters / _SCREEN_LETTERS,
        styles=styles,
    )
    return Drawing(svg.moved(drawing, (room.width - width) / 2, 0), room.width, drawing.height)


def _trend(dossier: Dossier, room: _Room) -> Drawing:
    lines = trend_lines(dossier)
    return trend_drawing(
        lines,
        out_of=dossier.questionnaire.out_of,
        palette=LIGHT,
        bands=dossier.questionnaire.verdict.dimension_bands,
        overall=mean_line(dossier) if len(lines) > 1 else None,
        width=room.width,
        height=room.height,
        letters=_LETTERS * room.unit,
    )


def _moved(dossier: Dossier, room: _Room) -> Drawing:
    return movement_drawing(
        movements(dossier),
        out_of=dossier.score.out_of,
        palette=LIGHT,
        width=room.width,
        height=room.height,
        letters=_LETTERS * room.unit,
    )


def _heat(dossier: Dossier, room: _Room) -> Drawing:
    return heat_drawing(
        heat_dimensions(dossier),
        palette=LIGHT,
        width=room.width,
        height=room.height,
        letters=_LETTERS * room.unit,
    )


_DRAWN: Final[Mapping[ChartKind, Callable[[Dossier, _Room], Drawing]]] = {
    ChartKind.RADAR: _radar,
    ChartKind.HEAT: _heat,
    ChartKind.TREND: _trend,
    ChartKind.RADARS: _radars,
    ChartKind.MOVED: _moved,
}
