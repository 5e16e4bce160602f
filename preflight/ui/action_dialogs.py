"""The dialogs about an action: writing one, changing it, taking back what was a mistake."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from preflight.domain.action import Action, ActionOrigin, QuestionLink
from preflight.domain.errors import Conflict, Refused
from preflight.domain.questionnaire import Effort
from preflight.domain.wording import EFFORT_WORDS, day
from preflight.services.actions import (
    ActionDetails,
    ActionDraft,
    actions_of,
    change_action,
    link_to,
    make_actions,
    removable,
    remove_action,
)
from preflight.services.pilot_file import PilotFile
from preflight.ui.context import page_context
from preflight.ui.frame import flash
from preflight.ui.markup import draw, html, md

_NONE = ""
_NEW = ("new", "made")


@st.dialog("New action", width="medium")
def add(file: PilotFile) -> None:
    """Ask what is to be done, and make an action of it."""
    details = _ask("new", ActionDetails(title=""), _owners(file), file)
    if details is not None:
        _make(file.project.id, _draft(details, ActionOrigin.HAND))


@st.dialog("Make an action", width="medium")
def make(project_id: str, draft: ActionDraft, owners: Sequence[str], about: str) -> None:
    """Make an action of what a screen found; `about` is the question's words, to which it stays linked."""
    draw(html('<p class="pf-kicker">For the question: {}</p>', about))
    details = _ask("made", draft, owners, None)
    if details is not None:
        _make(project_id, _draft(details, draft.origin))


@st.dialog("Change the action", width="medium")
def change(file: PilotFile, action: Action) -> None:
    """Change an action. Where somebody else was faster it says what they saved, and saving again puts this over it."""
    context, newer = page_context(), f"action_newer_{action.id}"
    said = ActionDetails(
        title=action.title,
        detail=action.detail,
        owner=action.owner,
        due=action.due,
        effort=action.effort,
        link=action.link,
    )
    details = _ask(action.id, said, _owners(file), file)
    if details is not None:
        seen = int(st.session_state.get(newer, action.version))
        try:
            change_action(context.workspace, context.person, action.id, details, seen=seen)
        except Conflict:
            now = next(
                each
                for each in actions_of(context.workspace, context.person, action.project_id)
                if each.id == action.id
            )
            st.session_state[newer] = now.version
            st.warning(md(f"{_theirs(now)} Save again, and yours takes its place; close, and theirs stays."))
        except Refused as refused:
            st.warning(md(str(refused)))
        else:
            st.session_state.pop(newer, None)
            flash("Saved.")
            st.rerun()
    if removable(context.workspace, action) and st.button(
        "Made by mistake? Remove it", key="action_remove", type="tertiary", icon=":material/delete:"
    ):
        try:
            remove_action(context.workspace, context.person, action.id, seen=action.version)
        except Refused as refused:
            st.warning(md(str(refused)))
        else:
            flash("Removed.")
            st.rerun()


def _make(project_id: str, draft: ActionDraft) -> None:
    context = page_context()
    try:
        make_actions(context.workspace, context.person, project_id, [draft])
    except Refused as refused:
        st.warning(md(str(refused)))
        return
    flash("The action stands on the board.")
    st.rerun()


def _theirs(now: Action) -> str:
    """What somebody else saved in the meantime, in a sentence."""
    rest = ", ".join(filter(None, (now.owner, day(now.due) if now.due else "")))
    return f"Someone else saved “{now.title}”{f' ({rest})' if rest else ''} here in the meantime."


def _ask(key: str, said: ActionDetails, owners: Sequence[str], file: PilotFile | None) -> ActionDetails | None:
    """The fields. `file` has the questions to choose from; without it the link stays as it is."""
    names = [_NONE, *dict.fromkeys(filter(None, (said.owner, *owners)))]
    with st.form(f"action_{key}", border=False):
        title = st.text_area(
            "What is to be done?",
            value=said.title,
            key=f"action_title_{key}",
            placeholder="Name a second owner",
            height=74,
        )
        left, middle, right = st.columns([3, 2, 2])
        owner = left.selectbox(
            "Owner",
            names,
            index=names.index(said.owner) if said.owner else None,
            format_func=lambda each: each or "Nobody yet",
            key=f"action_owner_{key}",
            accept_new_options=True,
            placeholder="Who does it?",
        )
        due = middle.date_input("Due", value=said.due, format="YYYY-MM-DD", key=f"action_due_{key}")
        efforts: list[Effort | None] = [None, *Effort]
        effort = right.selectbox(
            "It takes",
            efforts,
            index=efforts.index(said.effort),
            format_func=lambda each: EFFORT_WORDS[each].capitalize() if each else "Not said",
            key=f"action_effort_{key}",
        )
        link = _question(key, said.link, file) if file is not None else said.link
        detail = st.text_area("Detail", value=said.detail, key=f"action_detail_{key}", height=100)
        if not st.form_submit_button("Add action" if key in _NEW else "Save", type="primary", width="stretch"):
            return None
    return ActionDetails(title=title or "", detail=detail or "", owner=owner or "", due=due, effort=effort, link=link)


def _question(key: str, link: QuestionLink | None, file: PilotFile) -> QuestionLink | None:
    """The choice of a question of the newest assessment. One that is linked keeps its link: where it stood then."""
    names = {_NONE: "No question"}
    if link is not None:
        names[link.question_id] = link.question_id
    if file.newest is not None:
        for section in file.newest.questionnaire.sections:
            names |= {each.id: f"{section.title} · {each.text}" for each in section.all_questions() if each.scored}
    if len(names) == 1:
        return None
    ids = list(names)
    chosen = st.selectbox(
        "Question that should rise",
        ids,
        index=ids.index(link.question_id) if link else 0,
        format_func=names.__getitem__,
        key=f"action_question_{key}",
        help="The next assessment that asks it confirms the action, or says that it did not move.",
    )
    if link is not None and chosen == link.question_id:
        return link
    return link_to(file.newest, chosen) if chosen and file.newest is not None else None


def _owners(file: PilotFile) -> list[str]:
    return owners_of(file.actions, file.project.owner)


def owners_of(actions: Sequence[Action], project_owner: str) -> list[str]:
    """Everybody who has taken something on, and the project's owner, once each, by name."""
    return sorted({name for name in (project_owner, *(each.owner for each in actions)) if name}, key=str.casefold)


def _draft(details: ActionDetails, origin: ActionOrigin) -> ActionDraft:
    return ActionDraft(
        title=details.title,
        detail=details.detail,
        owner=details.owner,
        due=details.due,
        effort=details.effort,
        link=details.link,
        origin=origin,
    )
