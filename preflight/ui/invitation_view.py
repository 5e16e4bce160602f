"""The screen of an invitation: what the link offers to whoever is signed in, and accepting it."""

from __future__ import annotations

import streamlit as st

from preflight.domain.errors import Refused
from preflight.domain.role_words import ROLE_MAY, a_role
from preflight.domain.wording import day
from preflight.services.inviting import accept_invitation, offer_of
from preflight.ui import state
from preflight.ui.context import PageContext, go
from preflight.ui.frame import flash
from preflight.ui.markup import draw, html, md
from preflight.ui.registry import HOME


def take_token() -> None:
    """Take the token out of the address, before anybody copies that on."""
    token = st.query_params.pop(state.INVITATION_PARAM, None)
    if token:
        st.session_state[state.INVITATION] = token


def offer(context: PageContext) -> None:
    """Who invites to what, as what, and the button that accepts; or why the link is not good."""
    token = str(st.session_state.get(state.INVITATION, ""))
    try:
        found = offer_of(context.workspace, context.person, token)
    except Refused as refused:
        _card("This invitation can’t be accepted", str(refused))
        _home("Go to your projects")
        return
    if not found.gives_more:
        _card(f"You are in “{found.project}” already", "The link is still good: pass it on to somebody who is not.")
        _home("Go to your projects")
        return
    _card(
        f"{found.by} invites you to “{found.project}”",
        f"You would be {a_role(found.role)} there: {a_role(found.role)} {ROLE_MAY[found.role]}. "
        f"The invitation is good until {day(found.ends_at.astimezone().date())}.",
    )
    _, middle, _ = st.columns([2, 1, 2])
    if middle.button("Accept", type="primary", width="stretch", key="accept_invitation"):
        project = accept_invitation(context.workspace, context.person, token)
        st.session_state.pop(state.INVITATION, None)
        st.session_state[state.PROJECT] = project.id
        flash(f"You are in “{project.name}”.")
        go(HOME)


def _home(label: str) -> None:
    _, middle, _ = st.columns([2, 1, 2])
    if middle.button(md(label), width="stretch", key="invitation_home"):
        st.session_state.pop(state.INVITATION, None)
        go(HOME)


def _card(heading: str, words: str) -> None:
    draw(html('<div class="pf-outside"><h1>{}</h1><p>{}</p></div>', heading, words))
