"""A chart of a dossier as a finished picture in SVG: the finding, the chart as large as it fits, its key, the foot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from preflight.charts import svg
from preflight.charts.history_radar import aged_looks, dated_series, history_radar_summary
from preflight.charts.movement import movement_summary
from preflight.charts.series import RadarSeries, SeriesLook, align, heavier, looks, radar_summary
from preflight.charts.svg import Drawing
from preflight.charts.svg_heat import heat_drawing
from preflight.charts.svg_movement import movement_drawing
from preflight.charts.svg_radar import SMALLEST_RADAR, radar_drawing
from preflight.charts.svg_trend import trend_drawing
from preflight.charts.theme import FONT, LIGHT
from preflight.charts.timeline import trend_summary
from preflight.domain.figures import scale_end
from preflight.domain.headlines import questions_headline, radar_headline
from preflight.domain.headlines_over_time import Moment, moved_headline, radars_headline, trend_headline
from preflight.domain.questionnaire import Band, Basis
from preflight.domain.target import target_of
from preflight.domain.wording import day
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


class _Told(NamedTuple):
    """A chart's finding, what it draws, and itself in words for whoever can't see it."""

    title: str
    subtitle: str
    summary: str


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
    told = _TOLD[kind](dossier)
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


def chart_title(dossier: Dossier, kind: ChartKind) -> str:
    """The finding that stands over the chart."""
    return _TOLD[kind](dossier).title


def _radar(dossier: Dossier, room: _Room) -> Drawing:
    series = radar_outlines(dossier)
    styles = [heavier(one, _WEIGHT * room.unit) for one in looks(series, LIGHT)]
    return _outlines(series, styles, dossier.score.out_of, _bands(dossier), room)


def _radars(dossier: Dossier, room: _Room) -> Drawing:
    series = dated_series(dated_radars(dossier))
    styles = [heavier(one, _WEIGHT * room.unit) for one in aged_looks(len(series), LIGHT)]
    return _outlines(series, styles, dossier.questionnaire.out_of, _bands(dossier), room)


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
        bands=_bands(dossier),
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


def _bands(dossier: Dossier) -> tuple[Band, ...]:
    """The bands as scores of a dimension; where stages are counted they are none."""
    rule = dossier.questionnaire.verdict
    return () if rule.basis is Basis.STAGES else tuple(rule.bands)


def _moments(dossier: Dossier) -> tuple[Moment, ...]:
    return tuple(Moment(on=run.assessment.date, score=run.score) for run in past_runs(dossier))


def _scale(dossier: Dossier) -> str:
    return f"from 0 to {scale_end(dossier.questionnaire.out_of)}"


def _shared(dossier: Dossier) -> str:
    history = dossier.history
    if history is None or not history.narrowed:
        return ""
    return f", on the {len(history.shared)} questions that all dates share"


def _radar_told(dossier: Dossier) -> _Told:
    title = radar_headline(dossier.score, target_of(dossier.questionnaire))
    summary = radar_summary(radar_outlines(dossier), dossier.score.out_of)
    return _Told(title, f"The score of each dimension, {_scale(dossier)}", summary)


def _trend_told(dossier: Dossier) -> _Told:
    return _Told(
        trend_headline(_moments(dossier)),
        f"The score of each dimension over time, {_scale(dossier)}{_shared(dossier)}",
        trend_summary(trend_lines(dossier), dossier.questionnaire.out_of),
    )


def _radars_told(dossier: Dossier) -> _Told:
    radars = dated_radars(dossier)
    return _Told(
        radars_headline(_moments(dossier)),
        f"The score of each dimension on {len(radars)} dates, {_scale(dossier)}{_shared(dossier)}",
        history_radar_summary(radars, dossier.questionnaire.out_of),
    )


def _moved_told(dossier: Dossier) -> _Told:
    comparison, previous = dossier.result.comparison, dossier.result.previous
    since = previous.date if previous else None
    subtitle = ""
    if since is not None:
        subtitle = f"By how much each question raised or lowered its dimension’s score since {day(since)}"
    if comparison is not None and not comparison.complete:
        subtitle += f", on the {len(comparison.shared)} questions that both asked"
    summary = movement_summary(movements(dossier), dossier.score.out_of)
    return _Told(moved_headline(comparison, since), subtitle, summary)


def _heat_told(dossier: Dossier) -> _Told:
    title = questions_headline(dossier.questionnaire, dossier.score)
    count = sum(len(each.cells) for each in heat_dimensions(dossier))
    return _Told(title, "Every question, with the level or state it is at", f"{title}. {count} questions.")


_TOLD: Final[Mapping[ChartKind, Callable[[Dossier], _Told]]] = {
    ChartKind.RADAR: _radar_told,
    ChartKind.HEAT: _heat_told,
    ChartKind.TREND: _trend_told,
    ChartKind.RADARS: _radars_told,
    ChartKind.MOVED: _moved_told,
}
