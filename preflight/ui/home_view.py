"""The Home screen: projects with their newest verdict, drafts to continue, and the first step of all."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Final

import streamlit as st
from markupsafe import Markup

from preflight.access.permissions import Operation
from preflight.charts.series import radar_series
from preflight.charts.svg_radar import radar_svg
from preflight.domain.figures import percent
from preflight.domain.project import Project
from preflight.domain.project_words import STAGE_WORDS
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.sentences import verdict_sentence
from preflight.domain.wording import counted, day
from preflight.services.assessments import discard_draft, kept_questionnaires
from preflight.services.projects import ProjectOverview, remove_project
from preflight.services.sample import load_sample
from preflight.ui import project_dialogs, sharing_dialogs
from preflight.ui.allowed import signs_in
from preflight.ui.appearance import palette
from preflight.ui.context import PageContext, go, page_context
from preflight.ui.drawn import drawing
from preflight.ui.export_arrivals import restore_dialog
from preflight.ui.keeping import told
from preflight.ui.markup import draw, html, md
from preflight.ui.pieces import empty, verdict_chip
from preflight.ui.registry import ASSESS, HISTORY, PORTFOLIO, RESULTS
from preflight.ui.workshop_view import open_on

MOST = 12
"""So many projects have a card; the portfolio shows them all."""
FEW = 3
"""Up to so many dimensions the small radar has room for its scores."""
_ASKED: Final = (Operation.ANSWER, Operation.ASSESS, Operation.FACILITATE, Operation.MANAGE_PROJECT)
"""What a project's card offers to those who may."""


def invitation(context: PageContext) -> None:
    """The first visit: what this is, and the ways to begin."""
    empty(
        "Can your AI pilot live in production?",
        "A pilot proves that something could work. Preflight asks whether it does, every day, for everyone: "
        "reliable, integrated, operated. The quick check takes ten minutes, the whole walk a good hour.",
    )
    _, middle, _ = st.columns([1, 2, 1])
    with middle, st.container(horizontal=True, horizontal_alignment="center"):
        if context.may(Operation.START_PROJECTS):
            st.button("Add your project", type="primary", key="first_project", on_click=project_dialogs.new_project)
            st.button("Look round with a sample", key="load_sample", on_click=partial(_load_sample, context))
        if context.may(Operation.RESTORE):
            st.button("Restore from a file", key="restore_file", type="tertiary", on_click=restore_dialog)


def greeting(context: PageContext, projects: tuple[Project, ...]) -> None:
    """The title, and what can be added."""
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        draw(html('<h1 class="pf-title">Your projects</h1>'))
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        starts = context.may(Operation.START_PROJECTS)
        if starts and not any(project.sample for project in projects):
            st.button("Load the sample", key="load_sample", type="tertiary", on_click=partial(_load_sample, context))
        if context.may(Operation.RESTORE):
            st.button("Restore from a file", key="restore_file", type="tertiary", on_click=restore_dialog)
        if starts:
            st.button("New project", type="primary", key="new_project", on_click=project_dialogs.new_project)


def project_cards(context: PageContext, overviews: tuple[ProjectOverview, ...]) -> None:
    """A card for each project, as many beside each other as find room; a single one takes the whole width."""
    wanted = [each for overview in overviews for each in (overview.newest, *overview.drafts) if each]
    questionnaires = kept_questionnaires(context.workspace, context.person, wanted)
    places = {each: context.workspace.where(context.person, each) for each in _ASKED}
    with st.container(key="pf-projects"):
        for overview in overviews:
            here = overview.project.id
            may = frozenset(each for each, allowed in places.items() if allowed is None or here in allowed)
            with st.container(border=True, key=f"project_{here}"):
                _project_card(overview, questionnaires, may, shared=signs_in(context))


def rest(projects: int) -> None:
    """The way to those that found no room here."""
    if projects <= MOST:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="center", key="home_rest"):
        draw(html("<p>These are the {} that were worked on last.</p>", counted(MOST)))
        if st.button(md(f"See all {projects:,} projects"), key="to_portfolio", icon=":material/grid_view:"):
            go(PORTFOLIO)


def _project_card(
    overview: ProjectOverview, questionnaires: dict[str, Questionnaire], may: Collection[Operation], *, shared: bool
) -> None:
    if overview.score is None or overview.newest is None:
        draw(_card_words(overview, questionnaires))
    else:
        questionnaire = questionnaires[overview.newest.id]
        words, picture = st.columns([3, 2], gap="small", vertical_alignment="center")
        with words:
            draw(_card_words(overview, questionnaires))
        with picture:
            svg = radar_svg(
                radar_series(overview.score, questionnaire=questionnaire),
                palette=palette(),
                size=240,
                out_of=overview.score.out_of if len(overview.score.sections) <= FEW else None,
                title=f"Readiness of {overview.project.name}",
            )
            drawing(svg, key=f"radar_{overview.project.id}", most_width="17rem")
    for draft in overview.drafts:
        _draft_row(draft.id, questionnaires[draft.id].title, may)
    _ways_on(overview, may, shared=shared)


def _draft_row(draft_id: str, title: str, may: Collection[Operation]) -> None:
    answers = Operation.ANSWER in may
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(
            f"Continue: {md(title)}" if answers else f"Look at: {md(title)}",
            type="primary" if answers else "secondary",
            key=f"continue_{draft_id}",
            icon=":material/edit:" if answers else ":material/visibility:",
        ):
            go(ASSESS, assessment=draft_id)
        if Operation.FACILITATE in may and st.button("In a room", key=f"room_{draft_id}", icon=":material/groups:"):
            open_on(draft_id)
        if Operation.ASSESS in may:
            with st.popover("Discard", type="tertiary"):
                draw(html("<p>Discard this draft with its answers? This can’t be undone.</p>"))
                st.button("Discard the draft", key=f"discard_{draft_id}", on_click=partial(_discard, draft_id))


def _ways_on(overview: ProjectOverview, may: Collection[Operation], *, shared: bool) -> None:
    project = overview.project
    first = not overview.drafts and not overview.newest
    manages = Operation.MANAGE_PROJECT in may
    with st.container(horizontal=True, gap="small"):
        if Operation.ASSESS in may:
            st.button(
                "Start an assessment",
                key=f"start_{project.id}",
                type="primary" if first else "secondary",
                on_click=partial(project_dialogs.start, project.id),
            )
        if overview.newest and st.button("Results", key=f"results_{project.id}"):
            go(RESULTS, assessment=overview.newest.id)
        if overview.completed > 1 and st.button("History", key=f"history_{project.id}"):
            go(HISTORY, project=project.id)
        if shared:
            st.button(
                "People", key=f"people_{project.id}", icon=":material/group:", type="tertiary",
                on_click=partial(sharing_dialogs.people, project.id),
            )  # fmt: skip
        if not manages:
            return
        with st.popover("More", type="tertiary"):
            st.button(
                "Edit the project", key=f"edit_{project.id}", on_click=partial(project_dialogs.change, project.id)
            )
            if project.sample:
                st.button("Remove the sample", key=f"remove_{project.id}", on_click=partial(_remove, project.id))
            elif not overview.completed:
                st.button("Remove the project", key=f"remove_{project.id}", on_click=partial(_remove, project.id))


def _card_words(overview: ProjectOverview, questionnaires: dict[str, Questionnaire]) -> Markup:
    project = overview.project
    kicker = " · ".join(filter(None, (STAGE_WORDS[project.stage], project.team, *project.tags)))
    sample = html('<span class="pf-chip">Sample</span>') if project.sample else Markup("")
    chip, say = Markup(""), Markup("")
    if overview.newest and overview.score and overview.verdict:
        questionnaire = questionnaires[overview.newest.id]
        chip = verdict_chip(questionnaire, overview.verdict)
        sentence = verdict_sentence(questionnaire, overview.score, overview.verdict)
        runs = "1 assessment" if overview.completed == 1 else f"{overview.completed} assessments"
        say = html(
            '<p class="say">{}</p><p>{} · {} covered · {}</p>',
            sentence,
            day(overview.newest.date),
            percent(overview.score.coverage),
            runs,
        )
    elif not overview.drafts:
        say = html("<p>Not assessed yet. The quick check takes ten minutes.</p>")
    summary = html("<p>{}</p>", project.summary) if project.summary else Markup("")
    return html(
        '<article class="pf-card"><p class="pf-kicker">{}</p><h2>{}</h2><div class="row">{}{}</div>{}{}</article>',
        kicker,
        project.name,
        chip,
        sample,
        say,
        summary,
    )


def _load_sample(context: PageContext) -> None:
    told(
        lambda: load_sample(context.workspace, context.person),
        "The sample is here: one project, six assessments over a year. Remove it whenever you like.",
    )


def _remove(project_id: str) -> None:
    context = page_context()
    told(lambda: remove_project(context.workspace, context.person, project_id), "It is gone.")


def _discard(assessment_id: str) -> None:
    context = page_context()
    told(lambda: discard_draft(context.workspace, context.person, assessment_id), "The draft is discarded.")
