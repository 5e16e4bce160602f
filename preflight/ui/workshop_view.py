"""The Workshop screen: which room to open or to go back into, and the shared screen itself."""

from __future__ import annotations

import streamlit as st

from preflight.access.permissions import Operation
from preflight.domain.errors import NotFound
from preflight.domain.room import Room
from preflight.services.assessments import kept_questionnaires, open_assessment
from preflight.services.projects import list_drafts
from preflight.services.rooms import get_room, list_open_rooms, open_room
from preflight.ui import drawn, invitations, state
from preflight.ui.context import PageContext, go, page_context
from preflight.ui.markup import draw, html
from preflight.ui.pieces import empty
from preflight.ui.registry import ASSESS, HOME, RESULTS, WORKSHOP
from preflight.ui.words import time_of_day

SCREEN = "room_screen"
PLACES = {"results": RESULTS, "assess": ASSESS}


def chosen_room(context: PageContext) -> Room | None:
    """The open room that the address names, None where it names none; from a closed one it goes on to its answers."""
    named = st.query_params.get(state.ROOM_PARAM)
    if not named:
        return None
    try:
        room = get_room(context.workspace, context.person, named)
    except NotFound:
        st.query_params.pop(state.ROOM_PARAM, None)
        return None
    if room.closed_at is not None:
        completed = open_assessment(context.workspace, context.person, room.assessment_id).assessment.completed
        go(RESULTS if completed else ASSESS, assessment=room.assessment_id)
    return room


def doors(context: PageContext) -> None:
    """Every open room to go back into, and every draft that a room can be opened on."""
    places = context.workspace.where(context.person, Operation.FACILITATE)
    every = list_drafts(context.workspace, context.person)
    drafts = {draft.id: (project, draft) for project, draft in every if places is None or project.id in places}
    if not drafts and every:
        empty(
            "A room decides together",
            "Whoever facilitates a project opens its room, and you join with your phone: by the code on the wall.",
        )
        return
    if not drafts:
        invitations.to_start(
            "A room decides together",
            "Start an assessment from one of your projects, then open a room on it: everyone votes from a phone, "
            "and the wall shows where you agree.",
        )
        return
    draw(
        html(
            '<h1 class="pf-title">A room decides together</h1><p class="pf-lead">Everyone votes from a phone, unseen '
            "until you reveal. Then you talk, vote again where you differ, and write down what you agree on.</p>"
        )
    )
    titles = kept_questionnaires(context.workspace, context.person, [draft for _, draft in drafts.values()])
    rooms = {found.id: room for room, found in list_open_rooms(context.workspace, context.person)}
    for draft_id in sorted(drafts, key=lambda name: name not in rooms):
        _door(drafts[draft_id][0].name, titles[draft_id].title, draft_id, rooms.get(draft_id))


def open_on(assessment_id: str) -> None:
    """Open a room on a draft, or go back into the one that is open, and put it on the wall."""
    context = page_context()
    room = open_room(context.workspace, context.person, assessment_id)
    go(WORKSHOP, **{state.ROOM_PARAM: room.id})


def shared_screen(room: Room) -> None:
    """The shared screen; it covers the window and speaks with the server by itself, until somebody leaves it."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    drawn.room_screen({"room": room.id, "theme": theme}, key=SCREEN, on_leave=_stay)
    # Not in the callback: after a restart of the server the first message of a visit finds none registered.
    sent = (st.session_state.get(SCREEN) or {}).get("leave")
    if isinstance(sent, dict):
        if sent.get("to") in PLACES:
            go(PLACES[sent["to"]], assessment=room.assessment_id)
        go(HOME)


def _stay() -> None:
    """Streamlit tells of a trigger only where there is a callback for it."""


def _door(project: str, questionnaire: str, assessment_id: str, room: Room | None) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"door_{assessment_id}"):
        standing = f"open since {time_of_day(room.opened_at)}" if room else "draft"
        draw(html('<div class="pf-card"><h2>{}</h2><p>{} · {}</p></div>', project, questionnaire, standing))
        label, key = "Back to the room" if room else "Open a room", f"open_{assessment_id}"
        if st.button(label, type="primary" if room else "secondary", key=key, icon=":material/groups:"):
            open_on(assessment_id)
