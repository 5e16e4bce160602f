"""The account menu of the frame: who is signed in, the ways out, and the pages of those who look after Preflight."""

from __future__ import annotations

import streamlit as st

from preflight.access.people import Visitor
from preflight.services.signing_in import end_everywhere
from preflight.ui.context import PageContext, page_context
from preflight.ui.markup import draw, html, md
from preflight.ui.registry import PAGES, page

_LONGEST_SHOWN = 24


def account_menu(context: PageContext) -> None:
    """A button with the person's name over the corner of the header; nothing where nobody signs in."""
    person = context.person
    if not isinstance(person, Visitor):
        return
    with (
        st.container(key="pf-account"),
        st.popover(md(_short(person.name)), icon=":material/account_circle:", key="account", type="tertiary"),
    ):
        draw(html('<p class="pf-account-name">{}</p>', person.name))
        for entry in PAGES:
            if entry.needs is not None and context.may(entry.needs):
                st.page_link(page(entry), width="stretch")
        draw(html('<a class="pf-account-way" href="/auth/logout" target="_self">Sign out</a>'))
        st.button("Sign out everywhere", key="sign_out_everywhere", type="tertiary", on_click=_everywhere)


def _short(name: str) -> str:
    """A name for a button: whole, or its beginning."""
    return name if len(name) <= _LONGEST_SHOWN else f"{name[: _LONGEST_SHOWN - 1].rstrip()}…"


def _everywhere() -> None:
    context = page_context()
    if isinstance(context.person, Visitor):
        end_everywhere(context.workspace, context.person)
