"""“People in this project”: who has which role, changing it, and links that invite."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode, urlsplit

import streamlit as st

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.errors import Refused
from preflight.domain.role_words import ROLE_MAY, a_role
from preflight.domain.roles import Invitation, ProjectRole
from preflight.domain.wording import day
from preflight.services.inviting import invitations_to, invite, withdraw_invitation
from preflight.services.sharing import ProjectMember, change_role, people_in, take_role
from preflight.ui import state
from preflight.ui.context import PageContext, page_context
from preflight.ui.markup import draw, html, md
from preflight.ui.registry import INVITATION

_ROLES = [each.value for each in ProjectRole]


@st.dialog("People in this project", width="medium", on_dismiss="rerun")
def people(project_id: str) -> None:
    """Who is in a project; whoever may share it changes roles and invites."""
    context = page_context()
    found = people_in(context.workspace, context.person, project_id)
    shares = context.may(Operation.SHARE, About("project", project_id))
    draw(html('<p class="pf-kicker">{}</p>', found.project.name))
    refusal = st.session_state.pop(state.SHARING_REFUSED, None)
    if refusal:
        st.warning(md(str(refusal)))
    if not found.members:
        draw(html("<p>Nobody has a role in just this project yet; administrators see it all the same.</p>"))
    with st.container(key="pf-members"):
        for each in found.members:
            _member(context, project_id, each, changeable=shares)
    if shares:
        _inviting(context, project_id)
    else:
        draw(html('<p class="pf-kicker">Owners change roles and invite people.</p>'))


def _member(context: PageContext, project_id: str, member: ProjectMember, *, changeable: bool) -> None:
    person = member.person
    beside = [
        "you" if person.id == context.person.id else "",
        "disabled" if member.disabled else "",
        f"{member.role.value} by their groups" if changeable and member.claimed is member.role else "",
    ]
    said = " · ".join(filter(None, beside))
    with st.container(horizontal=True, vertical_alignment="center", key=f"member_{person.id}"):
        draw(html('<p class="pf-member"><b>{}</b>{}</p>', person.name, html(" <small>{}</small>", said)))
        if not changeable or member.given is None:
            draw(html('<p class="pf-member-role">{}</p>', member.role.value))
            return
        key = f"role_{person.id}"
        st.session_state[key] = member.given.value
        st.selectbox(
            md(f"Role of {person.name}"),
            _ROLES,
            key=key,
            label_visibility="collapsed",
            width=150,
            on_change=partial(_change, project_id, person.id, key),
        )
        st.button(
            "Take out",
            key=f"leave_{person.id}",
            type="tertiary",
            help=md(f"Take {person.name} out of this project"),
            on_click=partial(_act, partial(take_role, project_id=project_id, person_id=person.id)),
        )


def _inviting(context: PageContext, project_id: str) -> None:
    draw(html('<h3 class="pf-part">Invite somebody</h3>'))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        role = ProjectRole(st.selectbox("As", _ROLES, index=1, key="invite_as", width=170, on_change=_forget_link))
        st.button(
            "Make a link",
            key="invite_make",
            type="primary",
            icon=":material/link:",
            on_click=partial(_invite, project_id, role),
        )
    draw(html('<p class="pf-kicker">{} {}.</p>', a_role(role).capitalize(), ROLE_MAY[role]))
    found = invitations_to(context.workspace, context.person, project_id)
    made = st.session_state.get(state.INVITED)
    if made and any(each.id == made["id"] for each in found.invitations):
        link = _link(made["token"])
        st.code(link, language=None, wrap_lines=True)
        draw(
            html(
                '<p class="pf-kicker"><b>Copy it now: it is shown this once.</b> It lets one person in, as {}, '
                "and works until {}.</p>",
                a_role(ProjectRole(made["role"])),
                made["until"],
            )
        )
    if found.invitations:
        draw(html('<h3 class="pf-part">Waiting to be accepted</h3>'))
        with st.container(key="pf-invitations"):
            for each in found.invitations:
                _waiting(each, found.names.get(each.made_by, "Somebody"))


def _waiting(invitation: Invitation, by: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"waiting_{invitation.id}"):
        draw(
            html(
                '<p class="pf-member"><b>{}</b> <small>by {} · until {}</small></p>',
                a_role(invitation.role).capitalize(),
                by,
                day(invitation.ends_at.astimezone().date()),
            )
        )
        st.button(
            "Withdraw",
            key=f"withdraw_{invitation.id}",
            type="tertiary",
            on_click=partial(_act, partial(withdraw_invitation, invitation_id=invitation.id)),
        )


def _link(token: str) -> str:
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}/{INVITATION.name}?{urlencode({state.INVITATION_PARAM: token})}"


def _invite(project_id: str, role: ProjectRole) -> None:
    context = page_context()
    try:
        made = invite(context.workspace, context.person, project_id, role)
    except Refused as refused:
        st.session_state[state.SHARING_REFUSED] = str(refused)
        return
    st.session_state[state.INVITED] = {
        "id": made.invitation.id,
        "token": made.token,
        "role": role.value,
        "until": day(made.invitation.ends_at.astimezone().date()),
    }


def _forget_link() -> None:
    st.session_state.pop(state.INVITED, None)


def _change(project_id: str, person_id: str, key: str) -> None:
    role = ProjectRole(str(st.session_state[key]))
    _act(partial(change_role, project_id=project_id, person_id=person_id, role=role))


def _act(service: partial[None]) -> None:
    context = page_context()
    try:
        service(context.workspace, context.person)
    except Refused as refused:
        st.session_state[state.SHARING_REFUSED] = str(refused)
