"""Who acts, and on what: the person, the workspace, and the project and assessment that the address names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain

import streamlit as st

from preflight.access.about import WHOLE, About
from preflight.access.people import LOCAL_OWNER, Visitor
from preflight.access.permissions import Operation
from preflight.access.sign_in_cookie import digest_of
from preflight.domain.errors import NotFound, SignedOut
from preflight.domain.project import Person
from preflight.services.assessments import OpenAssessment, open_assessment
from preflight.services.projects import ProjectOverview, overview_of, touched_projects
from preflight.services.signing_in import has_a_role, visitor_of_digest
from preflight.services.workspace import Workspace
from preflight.ui import state
from preflight.ui.registry import PageEntry, page
from preflight.ui.workspace import workspace


@dataclass(frozen=True, slots=True)
class PageContext:
    """What each page begins with."""

    workspace: Workspace
    person: Person

    def may(self, operation: Operation, about: About = WHOLE) -> bool:
        """Whether the person may do this now, for hiding what they may not. What is done is asked again by its
        service."""
        return self.workspace.may(self.person, operation, about)

    @property
    def whose(self) -> str:
        """Whose typing it is that waits in a browser; nothing alone on a machine."""
        return self.person.id if isinstance(self.person, Visitor) else ""

    def sees_anything(self) -> bool:
        """Whether there is anything that the person may see. Raises SignedOut and StorageError."""
        return not isinstance(self.person, Visitor) or has_a_role(self.workspace, self.person)


def page_context() -> PageContext:
    """The person and the workspace of this visit: whoever is signed in now. Alone on a machine that is the local owner.

    Whoever is not (any more) sees the frame's words about that instead of the rest of what is being drawn.
    """
    try:
        return visit()
    except SignedOut:
        st.rerun()


def visit() -> PageContext:
    """As page_context. Raises SignedOut and StorageError."""
    here = workspace()
    if here.access.local:
        return PageContext(workspace=here, person=LOCAL_OWNER)
    if st.context.headers:
        digest = digest_of(st.context.cookies)
    else:  # whoever clicked has left meanwhile: what they did is theirs
        digest = st.session_state.get(state.LOGIN)
    visitor = visitor_of_digest(here, digest, address=st.context.ip_address or "")
    st.session_state[state.LOGIN] = visitor.login
    return PageContext(workspace=here, person=visitor)


def chosen_assessment(context: PageContext, *, draft: bool) -> OpenAssessment | None:
    """The assessment that the address names, else the one last used here, else the newest draft (or completed) one of
    the project last used here. Another project's never stands in its place.

    The address is set to it, so that a reload opens the same; None when there is none, or the named one is gone.
    """
    named = st.query_params.get(state.ASSESSMENT_PARAM)
    for assessment_id in chain((named, st.session_state.get(state.ASSESSMENT)), _newest(context, draft=draft)):
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
    found = next(_wanted_projects(context), None)
    if found is not None:
        if st.session_state.get(state.PROJECT) != found.project.id:
            st.session_state.pop(state.ASSESSMENT, None)  # The other pages go on with this project too.
        st.session_state[state.PROJECT] = found.project.id
        if st.query_params.get(state.PROJECT_PARAM) != found.project.id:
            st.query_params[state.PROJECT_PARAM] = found.project.id
    return found


def go(entry: PageEntry, **params: str) -> None:
    """Open another page with its own address parameters (Streamlit drops the present ones)."""
    st.switch_page(page(entry), query_params=params)


def _wanted_projects(context: PageContext) -> Iterator[ProjectOverview]:
    """One after another, so that no more are read than are needed."""
    for name in (st.query_params.get(state.PROJECT_PARAM), st.session_state.get(state.PROJECT)):
        if name:
            with suppress(NotFound):
                yield overview_of(context.workspace, context.person, str(name))
    for each in sorted(touched_projects(context.workspace, context.person), key=lambda each: not each.completed):
        with suppress(NotFound):
            yield overview_of(context.workspace, context.person, each.project_id)


def _newest(context: PageContext, *, draft: bool) -> Iterator[str]:
    """Of the project last used here; where that is gone or was none yet, of the one that was worked on last."""
    touched = touched_projects(context.workspace, context.person)
    used = [each for each in touched if each.project_id == st.session_state.get(state.PROJECT)]
    for each in used or touched:
        if not (each.drafts if draft else each.completed):
            continue
        with suppress(NotFound):
            overview = overview_of(context.workspace, context.person, each.project_id)
            yield from (found.id for found in (overview.drafts if draft else (overview.newest,)) if found)
