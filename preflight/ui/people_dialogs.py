"""One person as an administrator sees them: roles for the whole, sign-ins, and shutting them out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st
from markupsafe import Markup

from preflight.domain.errors import Refused
from preflight.domain.role_words import WHOLE_MAY
from preflight.domain.roles import WholeRole, larger
from preflight.domain.wording import day, listed, number_of
from preflight.services.people import (
    KnownPerson,
    People,
    disable_person,
    enable_person,
    give_whole_role,
    list_people,
    sign_out_everywhere,
    take_whole_role,
)
from preflight.ui import state
from preflight.ui.context import page_context
from preflight.ui.markup import draw, html, joined, md


def projects_told(each: KnownPerson, found: People) -> str:
    """The projects in which somebody has a role, with it, by name."""
    roles = {
        name: larger(each.projects.get(name), each.claimed_projects.get(name))
        for name in {*each.projects, *each.claimed_projects}
    }
    told = sorted(
        f"{role.value} of {found.projects[name]}" for name, role in roles.items() if role and name in found.projects
    )
    return listed(told) if told else ""


@st.dialog("Person", width="medium", on_dismiss="rerun")
def person(person_id: str) -> None:
    """Everything that can be said about somebody and done to them, for the whole."""
    context = page_context()
    found = list_people(context.workspace, context.person)
    each = next((one for one in found.people if one.person.id == person_id), None)
    if each is None:
        draw(html("<p>There is nobody of that name here (any more).</p>"))
        return
    refusal = st.session_state.pop(state.PEOPLE_REFUSED, None)
    if refusal:
        st.warning(md(str(refusal)))
    draw(
        html(
            '<h3 class="pf-person-name">{}</h3><dl class="pf-facts">{}</dl>',
            each.person.name,
            joined(_facts(each, found)),
        )
    )
    draw(html('<h3 class="pf-part">For the whole</h3>'))
    for role in WholeRole:
        _role(each, role)
    draw(html('<h3 class="pf-part">Access</h3>'))
    with st.container(horizontal=True):
        if each.open:
            st.button(
                "Sign out everywhere",
                key="person_sign_out",
                icon=":material/logout:",
                on_click=partial(_act, partial(sign_out_everywhere, person_id=person_id)),
            )
        if each.disabled_at is None:
            st.button(
                "Disable",
                key="person_disable",
                icon=":material/block:",
                on_click=partial(_act, partial(disable_person, person_id=person_id)),
            )
        else:
            st.button(
                "Enable again",
                key="person_enable",
                type="primary",
                icon=":material/undo:",
                on_click=partial(_act, partial(enable_person, person_id=person_id)),
            )
    draw(
        html(
            '<p class="pf-kicker">Disabling ends every sign-in at once, and keeps what they did. '
            "They can’t sign in again until somebody enables them.</p>"
        )
    )


def _facts(each: KnownPerson, found: People) -> list[Markup]:
    signed_in = day(each.last_sign_in.astimezone().date()) if each.last_sign_in else "never"
    disabled = day(each.disabled_at.astimezone().date()) if each.disabled_at else ""
    rows = {
        "Signs in at": each.person.issuer,
        "Known there as": each.person.subject,
        "Last sign-in": f"{signed_in}, {number_of(each.open, 'open session')}" if each.open else signed_in,
        "Disabled since": disabled,
        "In every project": f"{each.everywhere.value}, by their groups" if each.everywhere else "",
        "Projects": projects_told(each, found) or "none",
    }
    return [html("<div><dt>{}</dt><dd>{}</dd></div>", what, said) for what, said in rows.items() if said]


def _role(each: KnownPerson, role: WholeRole) -> None:
    key = f"whole_{role.value}"
    claimed = role in each.claimed
    st.session_state[key] = role in each.whole
    st.checkbox(
        md(role.value.capitalize()),
        key=key,
        disabled=claimed and role not in each.given,
        help="Given by their groups; whoever manages those can take it." if claimed else None,
        on_change=partial(_whole, each.person.id, role, key),
    )
    says = f"{WHOLE_MAY[role]}{', by their groups' if claimed else ''}"
    draw(html('<p class="pf-kicker pf-under-tick">{}</p>', says))


def _whole(person_id: str, role: WholeRole, key: str) -> None:
    service = give_whole_role if st.session_state.get(key) else take_whole_role
    _act(partial(service, person_id=person_id, role=role))


def _act(service: Callable[..., object]) -> None:
    context = page_context()
    try:
        service(context.workspace, context.person)
    except Refused as refused:
        st.session_state[state.PEOPLE_REFUSED] = str(refused)
