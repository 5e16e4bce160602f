"""The dialog that makes actions of a path's moves."""

from __future__ import annotations

import streamlit as st

from preflight.domain.errors import Refused
from preflight.domain.paths.improvement import Path
from preflight.domain.paths.moves import Move
from preflight.domain.wording import number_of
from preflight.services.actions import make_actions
from preflight.services.path_actions import drafts_of
from preflight.services.paths import Ways
from preflight.ui.context import go, page_context
from preflight.ui.frame import flash
from preflight.ui.markup import draw, html, joined, md
from preflight.ui.registry import ACTIONS


@st.dialog("Make these actions")
def ask(ways: Ways, path: Path, moves: list[Move]) -> None:
    """Who takes them on and until when, and then they are made."""
    titles = [html("<li>{}</li>", draft.title) for draft in drafts_of(ways, path, moves)]
    draw(html('<ul class="pf-path-made">{}</ul>', joined(titles)))
    with st.form("path_make", border=False):
        left, right = st.columns(2)
        owner = left.text_input("Owner", key="path_owner", help="Of all of them; you can hand on each one later.")
        due = right.date_input("Due", value=None, format="YYYY-MM-DD", key="path_due")
        words = "Make the action" if len(moves) == 1 else f"Make {len(moves)} actions"
        if not st.form_submit_button(md(words), type="primary", width="stretch"):
            return
    context, project = page_context(), ways.open.project
    try:
        drafts = drafts_of(ways, path, moves, owner=owner or "", due=due)
        made = make_actions(context.workspace, context.person, project.id, drafts)
    except Refused as refused:
        st.warning(md(str(refused)))
        return
    flash(f"{number_of(len(made), 'action')} made.")
    go(ACTIONS, project=project.id)
