"""“Make an action” where an idea arises: beside a gap, beside a question on which a room did not agree."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from markupsafe import Markup

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.action import Action
from preflight.services.actions import ActionDraft, actions_of
from preflight.services.assessments import OpenAssessment
from preflight.ui import state
from preflight.ui.action_dialogs import make, owners_of
from preflight.ui.context import PageContext
from preflight.ui.markup import draw, html
from preflight.ui.registry import ACTIONS


class Offers:
    """The actions of an assessment's project by the question that they are to raise, and the button for the others."""

    def __init__(self, context: PageContext, opened: OpenAssessment) -> None:
        self._opened = opened
        self._may = context.may(Operation.ACT, About("project", opened.project.id))
        self._actions = actions_of(context.workspace, context.person, opened.project.id)
        self._under_way = {
            each.link.question_id: each
            for each in self._actions
            if each.link and not each.closed and each.link.questionnaire_id == opened.questionnaire.id
        }

    def beside(
        self, piece: Callable[[], None], question_id: str, draft: Callable[[], ActionDraft] | None, *, key: str
    ) -> None:
        """Draw a piece, and on its right the button that makes an action of its question, or who has taken it on; the
        piece alone where there is nothing to draft."""
        with st.container(horizontal=True, vertical_alignment="top", key=f"offer_{key}_{question_id}"):
            with st.container(width="stretch"):
                piece()
            found = self._under_way.get(question_id)
            if found is not None:
                with st.container(width="content"):
                    draw(_taken(found))
            elif (
                draft is not None
                and self._may
                and st.button(
                    "Make an action", key=f"make_{key}_{question_id}", icon=":material/add_task:", type="tertiary"
                )
            ):
                question = self._opened.questionnaire.question(question_id)
                owners = owners_of(self._actions, self._opened.project.owner)
                make(self._opened.project.id, draft(), owners, question.text if question else "")


def _taken(action: Action) -> Markup:
    return html(
        '<p class="pf-taken"><a href="{}?{}={}" title="{}">{}</a></p>',
        ACTIONS.name,
        state.PROJECT_PARAM,
        action.project_id,
        action.title,
        f"Taken on by {action.owner}" if action.owner else "Taken on",
    )
