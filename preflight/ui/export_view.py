"""The Export screen: the deck with its slides as they will look, every other file, and a form to fill in offline."""

from __future__ import annotations

import streamlit as st

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.exports.orders import Format
from preflight.services.assessments import OpenAssessment, kept_questionnaires
from preflight.services.dossier import assessments_to_export
from preflight.services.projects import in_order
from preflight.ui import drawn, state
from preflight.ui.context import PageContext, go
from preflight.ui.export_arrivals import bring_answers, form
from preflight.ui.export_deck import deck
from preflight.ui.export_rows import file_row
from preflight.ui.markup import draw, html
from preflight.ui.pieces import assessment_label, heading
from preflight.ui.registry import HISTORY, RESULTS

__all__ = ["deck", "files", "offline", "title"]


def title(context: PageContext, opened: OpenAssessment) -> None:
    """Which assessment it is about, the way to another one of the project, and the ways back."""
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    with left:
        draw(html('<p class="pf-kicker">Export</p><h1 class="pf-title">{}</h1>', opened.project.name))
    with right, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="bottom"):
        chosen = _choice(context, opened)
        if st.button("Results", key="to_results"):
            go(RESULTS, assessment=opened.assessment.id)
        if opened.assessment.completed and st.button("History", key="to_history"):
            go(HISTORY, project=opened.project.id)
    if chosen != opened.assessment.id:
        st.query_params[state.ASSESSMENT_PARAM] = chosen
        st.rerun()


def _choice(context: PageContext, opened: OpenAssessment) -> str:
    found = assessments_to_export(context.workspace, context.person, opened.project.id)
    newest_first = sorted(found, key=in_order, reverse=True)
    if len(newest_first) == 1:
        return opened.assessment.id
    titles = kept_questionnaires(context.workspace, context.person, newest_first)
    labels = {each.id: assessment_label(each, titles[each.id].title) for each in newest_first}
    ids = list(labels)
    return st.selectbox(
        "Assessment",
        ids,
        index=ids.index(opened.assessment.id),
        format_func=labels.__getitem__,
        key=f"export_of_{opened.assessment.id}",
        label_visibility="collapsed",
        width=400,
    )


def files(opened: OpenAssessment) -> None:
    """Every other file of the assessment, each with what it is for."""
    heading("Everything else")
    it, project = opened.assessment.id, opened.project.id
    groups = {
        "To read": (
            file_row(
                "Report",
                "PDF",
                "Verdict, dimensions, every question with its evidence, the plan.",
                "paper",
                Format.REPORT,
                assessment=it,
            ),
            file_row(
                "Decision",
                "PDF",
                "The decision on a page; while there is none, the paper that prepares it.",
                "paper",
                Format.DECISION,
                project=project,
            ),
            file_row(
                "Summary",
                "Markdown",
                "One page to paste into a wiki, a ticket or an email.",
                "words",
                Format.MARKDOWN,
                assessment=it,
            ),
        ),
        "To work with": (
            file_row(
                "Workbook",
                "Excel",
                "Scores, answers and evidence on sheets, with charts you can edit.",
                "table",
                Format.WORKBOOK,
                assessment=it,
            ),
            file_row(
                "Table", "CSV", "One row for each question, for tools of your own.", "rows", Format.CSV, assessment=it
            ),
        ),
        "To keep": (
            file_row(
                "Exact copy",
                "JSON",
                "This assessment, exactly. “Restore from a file” on Home brings it back.",
                "keep",
                Format.JSON,
                assessment=it,
            ),
            file_row(
                "Whole project",
                "zip",
                "Every assessment in every format. The JSON file in it restores them all.",
                "box",
                Format.BUNDLE,
                project=project,
            ),
        ),
    }
    drawn.export_list({"groups": [{"title": title, "files": rows} for title, rows in groups.items()]}, key="files")


def offline(context: PageContext, opened: OpenAssessment) -> None:
    """The form to fill in offline and, for a draft, the place where it comes back."""
    heading("Fill in offline")
    imports = context.may(Operation.IMPORT, About("project", opened.project.id))
    if not opened.assessment.completed and imports:
        bring_answers(opened.assessment.id)
        return
    left, right = st.columns([1, 1], gap="large", vertical_alignment="center")
    with left:
        form(opened.assessment.id, "The questions with these answers, to look through without the app.")
    with right:
        words = (
            "Fill it in anywhere; whoever facilitates this project brings it back in."
            if not opened.assessment.completed
            else "This one is completed and stays as it is. To fill in a form and bring it back, choose a draft above, "
            "or start an assessment on Home."
        )
        draw(html('<p class="pf-kicker">{}</p>', words))
