"""Who acts, and on what: the person, the workspace, and the project and assessment that the address names."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import NotFound
from preflight.domain.project import Person
from preflight.services.assessments import OpenAssessment, open_assessment
from preflight.services.projects import ProjectOverview, list_overviews
from preflight.services.workspace import Workspace
from preflight.ui import state
from preflight.ui.registry import PageEntry, page
from preflight.ui.workspace import workspace


@dataclass(frozen=True, slots=True)
class PageContext:
    """What each page begins with."""

    workspace: Workspace
    person: Person


def page_context() -> PageContext:
    """The person and the workspace of this visit. Alone on a machine the person is the local owner."""
    return PageContext(workspace=workspace(), person=LOCAL_OWNER)


def chosen_assessment(context: PageContext, *, draft: bool) -> OpenAssessment | None:
    """The assessment that the address names, else the one last used here, else the newest draft (or completed) one.

    The address is set to it, so that a reload opens the same; None when there is none, or the named one is gone.
    """
    named = st.query_params.get(state.ASSESSMENT_PARAM)
    for assessment_id in (named, st.session_state.get(state.ASSESSMENT), *_newest(context, draft=draft)):
        if not assessment_id:
            continue
        try:
            found = open_assessment(context.workspace, context.person, str(assessment_id))
        except NotFound:
            if assessment_id == named:
                st.session_state.pop(state.ASSESSMENT, None)
                return None
            continue
        if not draft or not found.assessment.completed or assessment_id == named:
            remember(found)
            return found
    return None


def remember(found: OpenAssessment) -> None:
    """Keep the assessment in the address and for the other pages of this visit; another one begins at its own place."""
    if st.session_state.get(state.ASSESSMENT) != found.assessment.id:
        st.session_state.pop(state.QUESTION, None)
    st.session_state[state.ASSESSMENT] = found.assessment.id
    st.session_state[state.PROJECT] = found.project.id
    if st.query_params.get(state.ASSESSMENT_PARAM) != found.assessment.id:
        st.query_params[state.ASSESSMENT_PARAM] = found.assessment.id


def chosen_project(context: PageContext) -> ProjectOverview | None:
    """The project that the address names, else the one last used here, else the newest with a completed assessment."""
    overviews = list_overviews(context.workspace, context.person)
    by_id = {overview.project.id: overview for overview in overviews}
    with_results = [overview.project.id for overview in overviews if overview.completed]
    wanted = [st.query_params.get(state.PROJECT_PARAM), st.session_state.get(state.PROJECT), *with_results, *by_id]
    found = next((by_id[name] for name in wanted if name in by_id), None)
    if found is not None:
        st.session_state[state.PROJECT] = found.project.id
        if st.query_params.get(state.PROJECT_PARAM) != found.project.id:
            st.query_params[state.PROJECT_PARAM] = found.project.id
    return found


def go(entry: PageEntry, **params: str) -> None:
    """Open another page with its own address parameters (Streamlit drops the present ones)."""
    st.switch_page(page(entry), query_params=params)


def _newest(context: PageContext, *, draft: bool) -> list[str]:
    overviews = list_overviews(context.workspace, context.person)
    if draft:
        return [each.id for overview in overviews for each in overview.drafts]
    newest = [overview.newest for overview in overviews if overview.newest]
    return [each.id for each in newest]
