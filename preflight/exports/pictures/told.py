"""What is said round a chart: its finding, what it draws, and itself in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from preflight.charts.history_radar import history_radar_summary
from preflight.charts.movement import movement_summary
from preflight.charts.series import radar_summary
from preflight.charts.timeline import trend_summary
from preflight.domain.figures import scale_end
from preflight.domain.headlines import questions_headline, radar_headline
from preflight.domain.headlines_over_time import moved_headline, radars_headline, trend_headline
from preflight.domain.sentences import compared_on
from preflight.domain.target import target_of
from preflight.domain.wording import day, number_of
from preflight.exports.chart_kinds import ChartKind
from preflight.exports.charted import dated_radars, heat_dimensions, moments, movements, radar_outlines, trend_lines
from preflight.services.dossier import Dossier


class Told(NamedTuple):
    """A chart's finding, what it draws, and itself in words for whoever can't see it."""

    title: str
    subtitle: str
    summary: str


def told_of(dossier: Dossier, kind: ChartKind) -> Told:
    """What is said round this chart; where there is nothing to draw the title says so."""
    return _TOLD[kind](dossier)


def _scale(dossier: Dossier) -> str:
    return f"from 0 to {scale_end(dossier.questionnaire.out_of)}"


def _shared(dossier: Dossier) -> str:
    history = dossier.history
    if history is None or not history.narrowed:
        return ""
    return f", on the {number_of(len(history.shared), 'question')} that all dates share"


def _radar_told(dossier: Dossier) -> Told:
    title = radar_headline(dossier.score, target_of(dossier.questionnaire))
    summary = radar_summary(radar_outlines(dossier), dossier.score.out_of)
    return Told(title, f"The score of each dimension, {_scale(dossier)}", summary)


def _trend_told(dossier: Dossier) -> Told:
    return Told(
        trend_headline(moments(dossier)),
        f"The score of each dimension over time, {_scale(dossier)}{_shared(dossier)}",
        trend_summary(trend_lines(dossier), dossier.questionnaire.out_of),
    )


def _radars_told(dossier: Dossier) -> Told:
    radars = dated_radars(dossier)
    return Told(
        radars_headline(moments(dossier)),
        f"The score of each dimension on {len(radars)} dates, {_scale(dossier)}{_shared(dossier)}",
        history_radar_summary(radars, dossier.questionnaire.out_of),
    )


def _moved_told(dossier: Dossier) -> Told:
    comparison, previous = dossier.result.comparison, dossier.result.previous
    since = previous.date if previous else None
    subtitle = ""
    if since is not None:
        subtitle = f"By how much each question raised or lowered its dimension’s score since {day(since)}"
    if comparison is not None and not comparison.complete:
        subtitle += f", on {compared_on(comparison)}"
    summary = movement_summary(movements(dossier), dossier.score.out_of)
    return Told(moved_headline(comparison, since), subtitle, summary)


def _heat_told(dossier: Dossier) -> Told:
    title = questions_headline(dossier.questionnaire, dossier.score)
    count = sum(len(each.cells) for each in heat_dimensions(dossier))
    return Told(title, "Every question, with the level or state it is at", f"{title}. {number_of(count, 'question')}.")


_TOLD: Final[Mapping[ChartKind, Callable[[Dossier], Told]]] = {
    ChartKind.RADAR: _radar_told,
    ChartKind.HEAT: _heat_told,
    ChartKind.TREND: _trend_told,
    ChartKind.RADARS: _radars_told,
    ChartKind.MOVED: _moved_told,
}
