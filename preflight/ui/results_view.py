"""The Results screen: the verdict, the radar, every dimension, every question, strengths and gaps."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.charts.heat import strip_legend
from preflight.charts.radar import readiness_figure
from preflight.charts.series import radar_rows, radar_series, radar_summary
from preflight.domain.assessment import AnswerChange, State
from preflight.domain.findings import Finding, gaps, strengths
from preflight.domain.plan import to_mend
from preflight.domain.sentences import compared_on, movement_sentence
from preflight.domain.wording import answer_words, day, short_name
from preflight.exports.chart_kinds import ChartKind
from preflight.services.action_drafts import draft_of_gap
from preflight.services.answering import answer_changes
from preflight.services.assessments import OpenAssessment
from preflight.services.results import Result, names_of
from preflight.ui import drawn
from preflight.ui.action_offer import Offers
from preflight.ui.appearance import palette
from preflight.ui.context import PageContext, go
from preflight.ui.export_menu import Taken, take_menu
from preflight.ui.markup import draw, html
from preflight.ui.pieces import chart, dimension_rows, finding_list, heading, table, twin, verdict_banner
from preflight.ui.question_data import strip_sections
from preflight.ui.registry import ASSESS, EXPORT, HISTORY, PATH

MOST_CHANGES = 300
UNSAID = State.UNANSWERED.value
DIMENSION_NUMBERS = frozenset({"Score", "With evidence", "Demo gap", "Coverage"})


def title(context: PageContext, result: Result) -> None:
    """Which assessment this is, and the ways on."""
    opened = result.open
    left, right = st.columns([9, 10], vertical_alignment="bottom")
    with left:
        standing = "" if opened.assessment.completed else " · draft, so far"
        version = opened.questionnaire.version
        draw(
            html(
                '<p class="pf-kicker">{} · version {} · {}{}</p><h1 class="pf-title">{}</h1>',
                opened.questionnaire.title,
                version,
                day(opened.assessment.date),
                standing,
                opened.project.name,
            )
        )
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        answers = not opened.assessment.completed and context.may(Operation.ANSWER, About("project", opened.project.id))
        label = "Continue answering" if answers else "Look at the answers"
        if st.button(label, key="to_answers"):
            go(ASSESS, assessment=opened.assessment.id)
        if st.button("Path to ready", key="to_path", icon=":material/stairs:"):
            go(PATH, assessment=opened.assessment.id)
        if st.button("Export", key="to_export", icon=":material/ios_share:"):
            go(EXPORT, assessment=opened.assessment.id)
        if result.previous is not None and st.button("History", key="to_history", type="primary"):
            go(HISTORY, project=opened.project.id)


def verdict(result: Result) -> None:
    """The verdict in one sentence, with its blockers."""
    draw(verdict_banner(result.open))


def radar_and_dimensions(result: Result) -> None:
    """The radar with claimed, evidenced and last time's outlines; the dimensions beside it."""
    opened, comparison = result.open, result.comparison
    last_name = f"Last time, {day(result.previous.date)}" if result.previous else "Last time"
    series = radar_series(
        opened.score,
        questionnaire=opened.questionnaire,
        last=comparison.before if comparison else None,
        last_name=last_name,
    )
    out_of = opened.score.out_of
    left, right = st.columns([5, 6], gap="medium")
    with left:
        figure = readiness_figure(
            series, out_of=out_of, palette=palette(), bands=opened.questionnaire.verdict.dimension_bands
        )
        chart("radar", figure, radar_summary(series, out_of), taken=Taken(ChartKind.RADAR, opened.assessment.id))
        columns = ["Dimension", *(one.name for one in series)]
        twin(columns, radar_rows(series, out_of), numeric=frozenset(columns[1:]), caption="The radar as a table")
    with right:
        rows = dimension_rows(opened.score, opened.questionnaire)
        draw(
            table(list(rows[0]) if rows else ["Dimension"], rows, numeric=DIMENSION_NUMBERS, caption="Every dimension")
        )
        if comparison is not None:
            draw(
                html(
                    '<p class="pf-lead">Since {}: {}</p>',
                    day(result.previous.date) if result.previous else "",
                    movement_sentence(opened.questionnaire, comparison),
                )
            )
            if not comparison.complete:
                draw(html('<p class="pf-kicker">Compared on {}.</p>', compared_on(comparison)))


def every_question(result: Result) -> None:
    """Every question as a heat strip that opens its details."""
    heading("Every question")
    colours = palette()
    data: dict[str, Any] = {
        "sections": strip_sections(result.open, result.last_answers, colours),
        "legend": [
            {
                "fill": style.fill,
                "ink": style.ink,
                "edge": style.edge,
                "pattern": style.pattern,
                "glyph": style.glyph,
                "words": words,
            }
            for words, style in strip_legend(colours)
        ],
    }
    if result.open.verdict.blockers:
        data["legend"].append(
            {
                "fill": "transparent",
                "ink": colours.ink,
                "edge": colours.outline,
                "pattern": "outline blocks",
                "glyph": "",
                "words": "Below its minimum",
            }
        )
    with st.container(key="chart_heat"):
        take_menu(Taken(ChartKind.HEAT, result.open.assessment.id))
        drawn.heat_strip(data, key="heat_strip")


def strengths_and_gaps(context: PageContext, result: Result) -> None:
    """What to mend first, and what carries."""
    opened = result.open
    left, right = st.columns([3, 2], gap="large")
    with left:
        heading("Mend first")
        unsaid = [
            opened.questionnaire.question(each.question) for each in opened.verdict.blockers if each.has == UNSAID
        ]
        if unsaid:
            words = "; ".join(each.text for each in unsaid if each)
            draw(html("<p><b>Not answered yet, and critical:</b> {}</p>", words))
        found = gaps(to_mend(opened.questionnaire, result.findings, opened.verdict), opened.score)
        if not found:
            draw(html("<p>Nothing stands below three quarters. Look after the evidence.</p>"))
        offers = Offers(context, opened)
        with st.container(gap=None):
            for each in found:
                draft = partial(draft_of_gap, opened, each)
                offers.beside(partial(_gap, each, opened), each.question.id, draft, key="gap")
    with right:
        heading("What carries")
        strong = strengths(result.findings)
        draw(
            finding_list(strong, opened, steps=False)
            if strong
            else html("<p>No question stands at three quarters or above yet.</p>")
        )


def _gap(finding: Finding, opened: OpenAssessment) -> None:
    draw(finding_list([finding], opened, steps=True))


@st.fragment
def changes(context: PageContext, result: Result) -> None:
    """Every change of an answer that was kept: when, who, what it was and what it became. Read when it is opened."""
    opened = result.open
    with st.expander("Every change of an answer", icon=":material/history:", key="changes", on_change="rerun") as part:
        if not part.open:
            return
        kept = answer_changes(context.workspace, context.person, opened.assessment.id)
        names = names_of(context.workspace, context.person, {each.by for each in kept})
        rows = [row for row in (_change_row(opened, each, names) for each in reversed(kept[-MOST_CHANGES:])) if row]
        columns = ["When", "Who", "Question", "Before", "After"]
        draw(table(columns, rows, numeric=frozenset(), caption="Every change of an answer"))


def _change_row(opened: OpenAssessment, change: AnswerChange, names: dict[str, str]) -> dict[str, object] | None:
    question = opened.questionnaire.question(change.question_id)
    if question is None:
        return None
    before, after = (answer_words(question, each) for each in (change.before, change.after))
    if before == after:
        after = "Note or evidence changed"
    return {
        "When": f"{change.at.astimezone():%Y-%m-%d %H:%M}",
        "Who": names.get(change.by, "Somebody"),
        "Question": short_name(question),
        "Before": before,
        "After": after,
    }
