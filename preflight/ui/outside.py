"""What is on the screen for somebody whom no page is shown: signed out meanwhile, or signed in without a role."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from preflight.access.people import Visitor
from preflight.domain.errors import Disabled, SignedOut, SignInRunOut
from preflight.domain.wording import listed
from preflight.services.signing_in import administrators
from preflight.ui.context import PageContext
from preflight.ui.markup import draw, html

_RUN_OUT = (
    "Your sign-in has run out",
    "Sign in again, and you are back here. What was saved is there, and what you were typing waits in this tab.",
)
_ENDED = (
    "You are signed out",
    "This sign-in was ended. What was saved is there, and what you were typing waits in this tab.",
)
_DISABLED = (
    "You can’t use Preflight any more",
    "An administrator has disabled your access. If that is a mistake, ask them.",
)


def signed_out(why: SignedOut, page: str) -> None:
    """In the place of `page`, its address without a slash. The way back leads there."""
    heading, text = _RUN_OUT if isinstance(why, SignInRunOut) else _DISABLED if isinstance(why, Disabled) else _ENDED
    way = html("")
    if not isinstance(why, Disabled):
        query = urlencode(st.query_params.to_dict())
        place = f"/{page}?{query}" if query else f"/{page}"
        way = html('<a class="pf-way" href="/sign-in?{}" target="_self">Sign in again</a>', urlencode({"to": place}))
    _card(heading, text, way)


def no_role(context: PageContext) -> None:
    """Signed in, and nothing is shared with them."""
    names = administrators(context.workspace, context.person) if isinstance(context.person, Visitor) else ()
    whom = f"{listed(names)} can give you one" if names else "whoever looks after Preflight here can give you one"
    draw(
        html(
            '<div class="pf-outside"><h1>Hello, {}</h1><p>You are signed in, and nothing is shared with you yet.</p>'
            "<p>To see a project you need a role in it: whoever leads the project can invite you, or {}.</p></div>",
            context.person.name,
            whom,
        )
    )


def _card(heading: str, text: str, way: Markup) -> None:
    draw(html('<div class="pf-outside"><h1>{}</h1><p>{}</p>{}</div>', heading, text, way))
