"""The frame of the Pilot screen: its title, and the way to each of its three parts."""

from __future__ import annotations

import streamlit as st

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.services.projects import ProjectOverview
from preflight.ui.allowed import look_only
from preflight.ui.context import PageContext, go
from preflight.ui.markup import draw, html, joined
from preflight.ui.project_choice import project_title
from preflight.ui.registry import DECISION, PILOT

_PARTS = (("criteria", "Success criteria"), ("plan", "Plan"), ("systems", "Systems"))


def title(context: PageContext, overview: ProjectOverview) -> None:
    """The project's name, the way to the decision and to other projects, and the parts of the screen by name."""
    with project_title(context, overview, kicker="Pilot", current=PILOT):
        if st.button("Decide", key="pilot_decide", icon=":material/gavel:"):
            go(DECISION, project=overview.project.id)
    if not context.may(Operation.PLAN, About("project", overview.project.id)):
        look_only(context, overview.project.id, "To plan")
    links = joined([html('<a href="#{}">{}</a>', name, words) for name, words in _PARTS])
    draw(html('<nav class="pf-pilot-parts" aria-label="On this page">{}</nav>', links))


def anchor(name: str) -> None:
    """The place to which the link of a part leads."""
    draw(html('<span id="{}" class="pf-pilot-anchor"></span>', name))
