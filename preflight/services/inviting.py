"""Invitations: a link that gives whoever signs in with it a role in a project, once, within a week."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from preflight.access.about import WHOLE, About
from preflight.access.people import LOCAL_ISSUER, Visitor
from preflight.access.permissions import Operation
from preflight.domain.errors import NotFound, Refused
from preflight.domain.project import Person, Project
from preflight.domain.roles import Invitation, ProjectRole, larger
from preflight.services.names import names_here
from preflight.services.people import known_people
from preflight.services.workspace import Workspace
from preflight.storage import invitations as invitation_rows
from preflight.storage import people as people_rows
from preflight.storage import projects as project_rows
from preflight.storage import roles as role_rows
from preflight.storage.engine import Connection

LASTS: Final = timedelta(days=7)
MOST_OPEN: Final = 50
"""So many invitations to one project may wait at a time."""
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22}")
UNKNOWN: Final = "This invitation link is not known here. Look whether all of it was copied, or ask for a new one."


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """A new invitation and its token, which is told this once and kept nowhere."""

    invitation: Invitation
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInvitations:
    """The invitations to a project that can still be accepted, and the names of who made them, by id."""

    invitations: tuple[Invitation, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What an invitation offers to the person who looks at it; `now` is the role that they have there already."""

    project: str
    role: ProjectRole
    by: str
    ends_at: datetime
    now: ProjectRole | None

    @property
    def gives_more(self) -> bool:
        """Whether accepting it would change anything."""
        return larger(self.now, self.role) is not self.now


def invite(workspace: Workspace, person: Person, project_id: str, role: ProjectRole) -> Invited:
    """Make a link that gives a role in the project, once. Raises NotFound, and Refused while too many wait."""
    with workspace.writing(person, Operation.SHARE, About("project", project_id)) as connection:
        now = workspace.now()
        if len(invitation_rows.open_invitations(connection, project_id, now=now)) >= MOST_OPEN:
            raise Refused(f"{MOST_OPEN} invitations to this project are waiting. Withdraw some first.")
        token = secrets.token_urlsafe(16)
        invitation = Invitation(
            id=uuid4().hex,
            digest=_digest(token),
            project_id=project_id,
            role=role,
            made_at=now,
            made_by=people_rows.ensure_person(connection, person).id,
            ends_at=now + LASTS,
        )
        invitation_rows.add_invitation(connection, invitation)
    return Invited(invitation=invitation, token=token)


def invitations_to(workspace: Workspace, person: Person, project_id: str) -> OpenInvitations:
    """The invitations that wait to be accepted, the newest first. Raises NotFound."""
    with workspace.reading(person, Operation.SHARE, About("project", project_id)) as connection:
        found = tuple(invitation_rows.open_invitations(connection, project_id, now=workspace.now()))
        return OpenInvitations(
            invitations=found, names=names_here(workspace, connection, {each.made_by for each in found})
        )


def withdraw_invitation(workspace: Workspace, person: Person, invitation_id: str) -> None:
    """Take an invitation back: its link gives nothing any more. Raises NotFound, and Refused once it was accepted."""
    with workspace.writing(person, Operation.SHARE, About("invitation", invitation_id)) as connection:
        found = invitation_rows.get_invitation(connection, invitation_id)
        if found.used_at is not None:
            raise Refused("Somebody has accepted this invitation already. Take their role instead.")
        if found.withdrawn_at is None:
            invitation_rows.withdraw_invitation(connection, invitation_id, at=workspace.now())


def offer_of(workspace: Workspace, person: Person, token: str) -> Offer:
    """What the link with this token offers, for whoever is signed in. Raises NotFound and Refused as accepting does."""
    with workspace.reading(person, Operation.JOIN, WHOLE) as connection:
        found = _good(workspace, connection, person, _by_token(connection, token))
        names = names_here(workspace, connection, {found.made_by})
        return Offer(
            project=project_rows.get_project(connection, found.project_id).name,
            role=found.role,
            by=names.get(found.made_by, "Somebody"),
            ends_at=found.ends_at,
            now=_role_now(workspace, connection, person, found.project_id),
        )


def accept_invitation(workspace: Workspace, person: Person, token: str) -> Project:
    """Take the role that a link gives, once, and return the project. Nobody's role becomes smaller by it.

    Raises NotFound for a link that was never made, and Refused for one that was used, was withdrawn or has run out,
    whose maker may not invite any more, and for whoever is in the project already: the link stays good then.
    """
    with workspace.reading(person, Operation.JOIN, WHOLE) as connection:
        invitation_id = _by_token(connection, token).id
    with workspace.writing(person, Operation.JOIN, About("invitation", invitation_id)) as connection:
        found = _good(workspace, connection, person, invitation_rows.get_invitation(connection, invitation_id))
        project = project_rows.get_project(connection, found.project_id)
        held = _role_now(workspace, connection, person, project.id)
        if larger(held, found.role) is held:
            raise Refused(f"You are in “{project.name}” already. The link is still good: pass it on.")
        now = workspace.now()
        role_rows.give_role(connection, project.id, person.id, found.role, at=now, by=found.made_by)
        invitation_rows.use_invitation(connection, found.id, at=now, by=person.id)
    return project


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _by_token(connection: Connection, token: str) -> Invitation:
    found = invitation_rows.find_invitation(connection, _digest(token)) if _TOKEN.fullmatch(token) else None
    if found is None:
        raise NotFound(UNKNOWN)
    return found


def _good(workspace: Workspace, connection: Connection, person: Person, found: Invitation) -> Invitation:
    """The invitation, where it can be accepted now. Raises Refused."""
    if not isinstance(person, Visitor):
        raise Refused("Nobody signs in here, so there is nothing to accept: everything is yours already.")
    if found.used_at is not None and found.used_by == person.id:
        raise Refused("You have accepted this invitation already; an invitation gives its role once.")
    if found.used_at is not None:
        raise Refused("This invitation was used by somebody else; it works once. Ask for one of your own.")
    if found.withdrawn_at is not None:
        raise Refused("This invitation was withdrawn. Ask the person who sent it.")
    if workspace.now() >= found.ends_at:
        raise Refused("This invitation has run out: a link is good for seven days. Ask for a new one.")
    if not _may_still_invite(workspace, connection, found):
        raise Refused("Whoever made this invitation may not invite people there any more. Ask an owner for a new one.")
    return found


def _may_still_invite(workspace: Workspace, connection: Connection, invitation: Invitation) -> bool:
    """Whether its maker could make it today: nobody comes back by a link of their own."""
    people = {each.id: each for each in people_rows.people_of(connection, {invitation.made_by})}
    if people[invitation.made_by].issuer == LOCAL_ISSUER:
        return True
    maker = known_people(workspace, connection)[invitation.made_by]
    role = larger(maker.projects.get(invitation.project_id), maker.claimed_projects.get(invitation.project_id))
    owns = larger(role, maker.everywhere) is ProjectRole.OWNER
    return maker.administers or (owns and maker.disabled_at is None)


def _role_now(workspace: Workspace, connection: Connection, person: Person, project_id: str) -> ProjectRole | None:
    known = known_people(workspace, connection).get(person.id)
    if known is None:
        return None
    given = larger(known.projects.get(project_id), known.claimed_projects.get(project_id))
    return larger(given, known.everywhere)
