"""The History screen: radars over time and trend lines; what moved stands in moved_view.py."""

from __future__ import annotations

from typing import Any

import streamlit as st

from preflight.charts.history_radar import (
    DatedRadar,
    history_radar_figure,
    history_radar_rows,
    history_radar_summary,
)
from preflight.charts.play_through import play_through_figure
from preflight.charts.series import asked_sections
from preflight.charts.timeline import TrendLine, trend_rows, trend_summary
from preflight.charts.trend import trend_figure
from preflight.domain.figures import shown
from preflight.domain.wording import day, number_of
from preflight.exports.chart_kinds import ChartKind
from preflight.services.projects import ProjectOverview, touched_projects
from preflight.services.results import History, PastRun
from preflight.ui import state
from preflight.ui.appearance import palette
from preflight.ui.context import PageContext, go
from preflight.ui.drawn import plot_keys
from preflight.ui.export_menu import taken_over_time
from preflight.ui.markup import draw, html
from preflight.ui.pieces import chart, heading, table, twin
from preflight.ui.project_choice import project_title
from preflight.ui.registry import EXPORT, HISTORY, RESULTS

MOST_OVERLAID = 4
ALL_RUNS, ONE_QUESTIONNAIRE = "All runs", "This questionnaire alone"
OVERLAY, PLAYBACK = "Side by side", "Play through"


def project_choice(context: PageContext, overview: ProjectOverview) -> None:
    """The title, and the way to another project that has a history."""
    completed = {each.project_id for each in touched_projects(context.workspace, context.person) if each.completed}
    ways = project_title(context, overview, kicker="History", current=HISTORY, among=completed)
    if overview.newest and ways.button("Export", key="to_export", icon=":material/ios_share:"):
        go(EXPORT, assessment=overview.newest.id, **{state.DECK_PARAM: state.DECK_OF_HISTORY})


def questionnaire_choice(history: History) -> bool:
    """Whether runs of other questionnaires with the same questions join in; asked only where there are some."""
    if not history.others:
        return True
    chosen = st.segmented_control(
        "Runs",
        [ALL_RUNS, ONE_QUESTIONNAIRE],
        key="history_runs",
        default=ALL_RUNS,
        required=True,
        label_visibility="collapsed",
    )
    return chosen != ONE_QUESTIONNAIRE


def said_narrowed(history: History) -> None:
    """Say on which questions the runs are compared, where they did not all ask the same."""
    if history.narrowed:
        runs, shared = len(history.runs), number_of(len(history.shared), "question")
        draw(
            html(
                '<p class="pf-lead">These {} runs did not all ask the same. Everything here counts only '
                "the {} that all of them share, of {}.</p>",
                runs,
                shared,
                history.asked,
            )
        )


def trend(history: History) -> None:
    """Each dimension over time, with the bands behind."""
    lines = _lines(history)
    out_of = history.questionnaire.out_of
    overall = TrendLine(name="Mean", points=[(run.assessment.date, run.score.fraction) for run in history.runs])
    figure = trend_figure(
        lines, out_of=out_of, palette=palette(), bands=history.questionnaire.verdict.dimension_bands, overall=overall
    )
    heading("Trend by dimension")
    chart("trend", figure, trend_summary(lines, out_of), taken=taken_over_time(history, ChartKind.TREND))
    rows = trend_rows(lines, out_of)
    columns = list(rows[0]) if rows else []
    twin(columns, rows, numeric=frozenset(columns[1:]), caption="The trend as a table")


@st.fragment
def radars(history: History) -> None:
    """Radars of chosen dates over one another, or one after another."""
    heading("Radars over time")
    runs = {run.assessment.id: run for run in history.runs}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen: list[str] = []
        way = st.segmented_control(
            "How", [OVERLAY, PLAYBACK], key="radar_way", default=OVERLAY, required=True, label_visibility="collapsed"
        )
        if way == OVERLAY:
            ids = list(runs)
            default = list(dict.fromkeys([ids[0], ids[len(ids) // 2], ids[-1]]))
            chosen = st.multiselect(
                "Dates",
                ids,
                default=default,
                max_selections=MOST_OVERLAID,
                format_func=lambda name: day(runs[name].assessment.date),
                key="radar_dates",
                label_visibility="collapsed",
                placeholder="Choose up to four dates",
            )
    dated = [_dated(run) for run in history.runs if way == PLAYBACK or run.assessment.id in chosen]
    out_of, bands = history.questionnaire.out_of, history.questionnaire.verdict.dimension_bands
    draw_figure = play_through_figure if way == PLAYBACK else history_radar_figure
    figure = draw_figure(dated, out_of=out_of, palette=palette(), bands=bands, width=760)
    _, middle, _ = st.columns([1, 4, 1])
    with middle:
        taken = taken_over_time(history, ChartKind.RADARS, chosen)
        chart("radars", figure, history_radar_summary(dated, out_of), taken=taken)
        if way == PLAYBACK:
            plot_keys("chart_radars")
    rows = history_radar_rows(dated, out_of)
    columns = list(rows[0]) if rows else []
    twin(columns, rows, numeric=frozenset(columns[1:]), caption="The radars as a table")


def assessments(history: History) -> None:
    """Every run of the history, with its verdict and the way to its results."""
    heading("Every assessment")
    rows = [_row(run) for run in reversed(history.runs)]
    draw(table(["Date", "Questionnaire", "Verdict", "Weakest"], rows, numeric=frozenset(), caption="Every assessment"))


def _row(run: PastRun) -> dict[str, object]:
    weakest = run.score.section(run.verdict.weakest) if run.verdict.weakest else None
    on = day(run.assessment.date)
    figure = f"{weakest.title}, {shown(weakest.fraction, weakest.out_of)}" if weakest else "–"
    return {
        "Date": html('<a href="{}?{}={}"><b>{}</b></a>', RESULTS.name, state.ASSESSMENT_PARAM, run.assessment.id, on),
        "Questionnaire": f"{run.questionnaire.title}, version {run.questionnaire.version}",
        "Verdict": run.verdict.band.title if run.verdict.band else "–",
        "Weakest": figure,
    }


def _lines(history: History) -> list[TrendLine]:
    asked = {section.id for run in history.runs for section in asked_sections(run.score, run.questionnaire)}
    titles = {section.id: section.title for section in history.questionnaire.sections if section.id in asked}
    return [
        TrendLine(name=title, points=[(run.assessment.date, _fraction(run, name)) for run in history.runs])
        for name, title in titles.items()
    ]


def _fraction(run: PastRun, section_id: str) -> Any:
    section = run.score.section(section_id)
    return section.fraction if section else None


def _dated(run: PastRun) -> DatedRadar:
    sections = asked_sections(run.score, run.questionnaire)
    return DatedRadar(
        on=run.assessment.date,
        values=[(section.title, section.fraction) for section in sections],
        evidenced=[(section.title, section.evidenced) for section in sections],
    )
