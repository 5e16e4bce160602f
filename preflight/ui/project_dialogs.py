"""The dialogs about a project: adding it, changing it, starting an assessment."""

from __future__ import annotations

import streamlit as st

from preflight.domain.errors import Refused
from preflight.domain.project import Project, Stage
from preflight.domain.project_words import STAGE_WORDS
from preflight.domain.wording import day
from preflight.services.assessments import start_assessment, startable_from_last
from preflight.services.projects import ProjectDetails, change_project, create_project, get_project
from preflight.ui.context import go, page_context
from preflight.ui.frame import flash
from preflight.ui.markup import draw, html, md
from preflight.ui.registry import ASSESS

FIRST = "pilot-to-production"


@st.dialog("New project")
def new_project() -> None:
    """Ask for a project's details and create it."""
    details = _ask(None)
    if details is not None:
        context = page_context()
        try:
            project = create_project(context.workspace, context.person, details)
        except Refused as refused:
            st.warning(md(str(refused)))
            return
        flash(f"{project.name} is here. Start its first assessment when you are ready.")
        st.rerun()


@st.dialog("Change project")
def change(project_id: str) -> None:
    """Change a project's details."""
    context = page_context()
    details = _ask(get_project(context.workspace, context.person, project_id))
    if details is not None:
        try:
            change_project(context.workspace, context.person, project_id, details)
        except Refused as refused:
            st.warning(md(str(refused)))
            return
        flash("Saved.")
        st.rerun()


@st.dialog("Start an assessment", width="medium")
def start(project_id: str) -> None:
    """Choose a questionnaire, and whether to begin from last time's answers."""
    context = page_context()
    entries = {entry.questionnaire.id: entry.questionnaire for entry in context.workspace.shelf.entries()}
    if not entries:
        st.warning("No questionnaire can be read. Put one into the questionnaires folder.")
        return
    order = sorted(entries, key=lambda name: (name != FIRST, not name.startswith(FIRST), entries[name].title))
    chosen = st.radio(
        "Questionnaire",
        order,
        format_func=lambda name: _line(entries[name].title, entries[name].minutes),
        key="start_questionnaire",
    )
    draw(html('<p class="pf-kicker">{}</p>', entries[chosen].summary))
    last = startable_from_last(context.workspace, context.person, project_id).get(chosen)
    from_last = False
    if last is not None:
        options = ["Start empty", f"Start from the answers of {day(last)}"]
        from_last = st.radio("Begin with", options, key="start_from") == options[1]
    if st.button("Start", type="primary", key="start_now", width="stretch"):
        try:
            draft = start_assessment(
                context.workspace, context.person, project_id=project_id, questionnaire_id=chosen, from_last=from_last
            )
        except Refused as refused:
            st.warning(md(str(refused)))
            return
        go(ASSESS, assessment=draft.id)
    for problem in context.workspace.shelf.problems()[:3]:
        draw(html('<p class="pf-kicker">Left out: {}</p>', problem))


def _line(title: str, minutes: int | None) -> str:
    return f"**{md(title)}**" + (f" · {minutes} minutes" if minutes else "")


def _ask(project: Project | None) -> ProjectDetails | None:
    with st.form("project_details", border=False):
        name = st.text_input("Name", value=project.name if project else "", placeholder="Invoice triage")
        summary = st.text_area("What does it do?", value=project.summary if project else "", height=80)
        left, right = st.columns(2)
        team = left.text_input("Team", value=project.team if project else "")
        owner = right.text_input(
            "Owner", value=project.owner if project else "", help="The person who answers for it in the business."
        )
        stages = list(Stage)
        stage = left.selectbox(
            "Stage",
            stages,
            index=stages.index(project.stage if project else Stage.PILOT),
            format_func=STAGE_WORDS.__getitem__,
        )
        pilot_start = right.date_input(
            "Pilot started on", value=project.pilot_start if project else None, format="YYYY-MM-DD"
        )
        tags = st.text_input("Tags, separated by commas", value=", ".join(project.tags) if project else "")
        if not st.form_submit_button("Save" if project else "Add project", type="primary", width="stretch"):
            return None
    return ProjectDetails(
        name=name or "",
        summary=summary or "",
        team=team or "",
        owner=owner or "",
        stage=stage,
        pilot_start=pilot_start,
        tags=(tags or "").split(","),
    )
