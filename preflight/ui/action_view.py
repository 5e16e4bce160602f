"""The Actions screen: the board and the table of a project's actions, and what takes them along."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.headlines_to_decide import actions_headline
from preflight.domain.rules_told import RULES
from preflight.exports.orders import Format
from preflight.services.actions import actions_of
from preflight.services.pilot_file import PilotFile, pilot_file_of
from preflight.services.projects import ProjectOverview
from preflight.ui import action_dialogs, drawn, state
from preflight.ui.action_data import board_data
from preflight.ui.action_moves import carry_out
from preflight.ui.allowed import look_only
from preflight.ui.context import PageContext, go, page_context
from preflight.ui.export_rows import file_row
from preflight.ui.markup import draw, html
from preflight.ui.pieces import empty, heading
from preflight.ui.project_choice import project_title
from preflight.ui.registry import ACTIONS, RESULTS

BOARD: Final = "action_board"
_RULES: Final = ("actions", "confirmed")


def title(context: PageContext, overview: ProjectOverview) -> None:
    """Whose actions these are, and the way to add one; where there is none yet, the board invites to the first."""
    ways = project_title(context, overview, kicker="Actions", current=ACTIONS)
    if not context.may(Operation.ACT, About("project", overview.project.id)):
        look_only(context, overview.project.id, "To change actions")
        return
    if not actions_of(context.workspace, context.person, overview.project.id):
        return
    if ways.button("Add an action", key="actions_add", type="primary", icon=":material/add_task:"):
        action_dialogs.add(pilot_file_of(context.workspace, context.person, overview.project.id))


@st.fragment
def board(project_id: str) -> None:
    """Everything that was taken on, to look at and to move along; or the way to the first action."""
    context = page_context()
    file = pilot_file_of(context.workspace, context.person, project_id)
    acts = context.may(Operation.ACT, About("project", project_id))
    if not file.actions:
        _nothing_yet(file, acts=acts)
        return
    draw(html('<p class="pf-lead">{}.</p>', actions_headline(file.actions, file.on)))
    ids = frozenset(each.id for each in file.actions)
    shown = board_data(file) | {"whose": context.whose, "readonly": not acts}
    drawn.action_board(shown, key=BOARD, on_acts=partial(_acted, ids), on_edit=_asked)
    asked = st.session_state.pop(state.ACTION_ASKED, None)
    found = next((each for each in file.actions if each.id == asked), None)
    if found is not None and acts:
        action_dialogs.change(file, found)
    _take_along(project_id)
    _how()


def _nothing_yet(file: PilotFile, *, acts: bool) -> None:
    empty(
        "Nobody has taken anything on yet",
        "An action says who does what until when. The next assessment says whether it helped.",
    )
    with st.container(horizontal=True, horizontal_alignment="center"):
        if file.newest is not None and st.button(
            "See what to mend first", key="actions_to_results", icon=":material/radar:"
        ):
            go(RESULTS, assessment=file.newest.assessment.id)
        if acts and st.button("Write the first one", key="actions_first", type="primary", icon=":material/add_task:"):
            action_dialogs.add(file)


def _take_along(project_id: str) -> None:
    heading("Take them along")
    rows = [
        file_row(
            "For Jira",
            "CSV",
            "For Jira’s own importer, all but the dropped ones. Dates are written 2026-12-01.",
            "table",
            Format.JIRA,
            project=project_id,
        ),
        file_row(
            "For GitHub",
            "CSV",
            "Title, body, labels, assignees, state: as tools that make issues of a table take them.",
            "rows",
            Format.GITHUB,
            project=project_id,
        ),
        file_row(
            "Calendar",
            "ICS",
            "Due dates, the pilot’s plan and the day of the decision. Import it again, and nothing stands twice.",
            "days",
            Format.CALENDAR,
            project=project_id,
        ),
    ]
    drawn.export_list({"groups": [{"title": "", "files": [each]} for each in rows]}, key="actions_files")


def _how() -> None:
    with st.expander("How this works", icon=":material/help:"):
        for name in _RULES:
            rule = RULES[name]
            draw(html("<p><b>{}.</b> {} <i>{}</i></p>", rule.title, rule.sentence, rule.idea))


def _acted(actions: frozenset[str]) -> None:
    carry_out(page_context(), (st.session_state.get(BOARD) or {}).get("acts"), actions=actions)


def _asked() -> None:
    asked = (st.session_state.get(BOARD) or {}).get("edit")
    if isinstance(asked, str):
        st.session_state[state.ACTION_ASKED] = asked
