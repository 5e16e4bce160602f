"""The People screen of an administrator: everybody who is known here, found by name, each to open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

import streamlit as st
from markupsafe import Markup

from preflight.domain.roles import WholeRole
from preflight.domain.wording import day
from preflight.services.people import KnownPerson, People, list_people
from preflight.ui import people_dialogs
from preflight.ui.context import page_context
from preflight.ui.markup import draw, html, joined
from preflight.ui.words import time_of_day

MOST: Final = 50
"""So many stand on the screen at once; a search finds the others."""
EVERYBODY, WHOLE, HERE, OUT = "Everybody", "Administrators and auditors", "Signed in now", "Disabled"
_KINDS: Final[dict[str, Callable[[KnownPerson], bool]]] = {
    EVERYBODY: lambda _: True,
    WHOLE: lambda each: bool(each.whole),
    HERE: lambda each: each.open > 0,
    OUT: lambda each: each.disabled_at is not None,
}


def title(found: People) -> None:
    """How many there are, and how many are here now."""
    here = sum(each.open > 0 for each in found.people)
    count = len(found.people)
    known = "1 person is" if count == 1 else f"{count:,} people are"
    draw(
        html(
            '<p class="pf-kicker">For everybody who uses Preflight here</p><h1 class="pf-title">People</h1>'
            '<p class="pf-lead">{} known here, {} signed in now. What they may do in a project stands with the '
            "project, under “People”.</p>",
            known,
            here or "nobody",
        )
    )


@st.fragment
def board() -> None:
    """Everybody by name, those that a search and a choice leave."""
    context = page_context()
    found = list_people(context.workspace, context.person)
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    wanted = left.text_input("Search", key="people_search", placeholder="Name, or who they are at the provider")
    kind = right.segmented_control(
        "Which people", list(_KINDS), key="people_kind", default=EVERYBODY, required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    shown = [each for each in found.people if _KINDS[str(kind)](each) and _matches(each, wanted or "")]
    with st.container(key="pf-people"):
        for each in shown[:MOST]:
            _row(each, found, context.workspace.today())
    if not shown:
        draw(html('<p class="pf-lead">Nobody here is like that.</p>'))
    elif len(shown) > MOST:
        draw(html('<p class="pf-kicker">{:,} more. Search to find them.</p>', len(shown) - MOST))


def _matches(each: KnownPerson, wanted: str) -> bool:
    said = f"{each.person.name} {each.person.issuer} {each.person.subject}".casefold()
    return all(word in said for word in wanted.casefold().split())


def _row(each: KnownPerson, found: People, today: date) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"person_{each.person.id}"):
        with st.container(width="stretch"):
            draw(_told(each, found, today))
        if st.button("Open", key=f"open_person_{each.person.id}"):
            people_dialogs.person(each.person.id)


def _told(each: KnownPerson, found: People, today: date) -> Markup:
    return html(
        '<div class="pf-person{}"><p class="who"><b>{}</b>{}</p><p>{}</p><p class="where">{}</p></div>',
        " out" if each.disabled_at else "",
        each.person.name,
        joined(_chips(each)),
        _when(each, today),
        people_dialogs.projects_told(each, found),
    )


def _chips(each: KnownPerson) -> list[Markup]:
    chips = [
        html('<span class="pf-chip whole">{}</span>', role.value.capitalize())
        for role in WholeRole
        if role in each.whole
    ]
    if each.everywhere is not None:
        chips.append(html('<span class="pf-chip">{} everywhere</span>', each.everywhere.value.capitalize()))
    if each.disabled_at is not None:
        chips.append(html('<span class="pf-chip gone">Disabled</span>'))
    return chips


def _when(each: KnownPerson, today: date) -> str:
    if each.last_sign_in is None:
        return "never signed in"
    moment = when(each.last_sign_in, today)
    if not each.open:
        return f"last here {moment}"
    return f"signed in {moment}" if each.open == 1 else f"signed in {moment}, {each.open} times"


def when(moment: datetime, today: date) -> str:
    """A moment, told from today: “today at 14:05”, “on 3 March 2026”."""
    on = moment.astimezone().date()
    return f"today at {time_of_day(moment)}" if on == today else f"on {day(on)}"
