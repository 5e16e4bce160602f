"""What moved between two completed assessments, on the History screen: a sentence, bars by question, their table."""

from __future__ import annotations

import streamlit as st

from preflight.charts.movement import Movement, movement_figure
from preflight.domain.figures import signed
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.sentences import compared_on, movement_sentence
from preflight.domain.wording import answer_words, day, listed
from preflight.exports.chart_kinds import ChartKind
from preflight.services.results import History, MovedBetween, moved_between
from preflight.ui.appearance import palette
from preflight.ui.context import PageContext
from preflight.ui.export_menu import Taken
from preflight.ui.markup import draw, html
from preflight.ui.pieces import chart, heading, twin


@st.fragment
def what_moved(context: PageContext, history: History) -> None:
    """Which questions changed the score between two runs, and by how much."""
    heading("What moved")
    if len(history.runs) < 2:
        draw(html("<p>Complete a second assessment, and what moved since the first stands here.</p>"))
        return
    runs = {run.assessment.id: run for run in history.runs}
    ids = list(runs)
    left, right, _ = st.columns([2, 2, 3])

    def label(name: str) -> str:
        return day(runs[name].assessment.date)

    earlier = left.selectbox("From", ids[:-1], index=len(ids) - 2, format_func=label, key="moved_from")
    later_ids = ids[ids.index(earlier) + 1 :]
    later = right.selectbox("To", later_ids, index=len(later_ids) - 1, format_func=label, key="moved_to")
    moved = moved_between(context.workspace, context.person, earlier, later)
    _moved(moved, Taken(ChartKind.MOVED, later, f"{label(earlier)} to {label(later)}", (earlier,)))


def _moved(moved: MovedBetween, taken: Taken) -> None:
    comparison, questionnaire = moved.comparison, moved.questionnaire
    draw(html('<p class="pf-lead">{}</p>', movement_sentence(questionnaire, comparison)))
    if not comparison.complete:
        draw(html('<p class="pf-kicker">Compared only on {}.</p>', compared_on(comparison)))
    if not comparison.moves:
        return
    movements = [
        _movement(moved, questionnaire, at)
        for at, move in enumerate(comparison.moves)
        if comparison.change(move.section) is not None
    ]
    scoreless = [
        section.title
        for section in questionnaire.sections
        if comparison.change(section.id) is None and any(move.section == section.id for move in comparison.moves)
    ]
    if scoreless:
        draw(
            html(
                '<p class="pf-kicker">{}: no score on one of the two dates, so there is no change to draw.</p>',
                listed(scoreless),
            )
        )
    if not movements:
        return
    out_of = questionnaire.out_of
    figure = movement_figure(movements, out_of=out_of, palette=palette())
    words = "Each bar is a question’s share of the change in its dimension."
    chart("movement", figure, words, taken=taken)
    rows = [
        {
            "Question": row.question,
            "Dimension": row.dimension,
            "Before": row.before,
            "After": row.after,
            "Change": signed(row.change, out_of),
        }
        for row in movements
    ]
    twin(list(rows[0]), rows, numeric=frozenset({"Change"}), caption="What moved, as a table")


def _movement(moved: MovedBetween, questionnaire: Questionnaire, at: int) -> Movement:
    move = moved.comparison.moves[at]
    question = questionnaire.question(move.question)
    section = moved.comparison.after.section(move.section)
    assert question is not None, "a shared question stands in the later questionnaire"
    assert section is not None, "so does its section"
    return Movement(
        question=question.text,
        dimension=section.title,
        change=move.of_section,
        before=answer_words(question, moved.before.get(move.question)),
        after=answer_words(question, moved.after.get(move.question)),
    )
