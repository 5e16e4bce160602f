"""The title of a project's page, and the way to another project."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from preflight.services.projects import ProjectOverview, list_projects
from preflight.ui import sharing_dialogs, state
from preflight.ui.allowed import signs_in
from preflight.ui.context import PageContext
from preflight.ui.markup import draw, html
from preflight.ui.registry import PageEntry


def project_title(
    context: PageContext,
    overview: ProjectOverview,
    *,
    kicker: str,
    current: PageEntry,
    among: Collection[str] | None = None,
) -> DeltaGenerator:
    """The kicker and the project's name; on the right the choice of another one, where there are several. `among` are
    the ids of those that can be chosen; without it all can.

    Choosing writes the address, which `chosen_project` reads. Returns the place on the right, for further ways on.
    """
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with left:
        draw(html('<p class="pf-kicker">{}</p><h1 class="pf-title">{}</h1>', kicker, overview.project.name))
    ways = right.container(horizontal=True, horizontal_alignment="right", vertical_alignment="bottom")
    if signs_in(context):
        ways.button(
            "People", key=f"{current.name}_people", icon=":material/group:", type="tertiary",
            on_click=partial(sharing_dialogs.people, overview.project.id),
        )  # fmt: skip
    names = {project.id: project.name for project in list_projects(context.workspace, context.person)}
    if among is not None:
        names = {each: name for each, name in names.items() if each in among or each == overview.project.id}
    if len(names) > 1:
        with ways:
            _choice(names, overview.project.id, key=f"{current.name}_project")
    return ways


def _choice(names: dict[str, str], present: str, *, key: str) -> None:
    def open_it() -> None:
        chosen = st.session_state.get(key)
        if chosen in names:
            st.query_params[state.PROJECT_PARAM] = chosen

    if st.session_state.get(key) != present:
        st.session_state[key] = present
    st.selectbox("Project", list(names), format_func=names.__getitem__, key=key, on_change=open_it)
