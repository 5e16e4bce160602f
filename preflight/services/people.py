"""People: who is known here, what they are for the whole, and shutting somebody out in every tab on every server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from preflight.access.about import WHOLE
from preflight.access.people import LOCAL_ISSUER
from preflight.access.permissions import Operation
from preflight.domain.errors import Invalid, NotFound, Refused
from preflight.domain.project import Person
from preflight.domain.roles import ProjectRole, WholeRole
from preflight.domain.text import LINE, clean_text
from preflight.services.workspace import Workspace
from preflight.storage import login_sessions as session_rows
from preflight.storage import people as people_rows
from preflight.storage import projects as project_rows
from preflight.storage import roles as role_rows
from preflight.storage.engine import Connection

NOT_YET: Final = "Not signed in yet"
"""What somebody is called who was made known before their first sign-in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """Somebody who has signed in here, or whose name came with a document.

    `given` are roles for the whole that were given inside; `claimed`, `everywhere` and `claimed_projects` are what the
    claims of the last sign-in map to; `projects` and `claimed_projects` lead from a project's id to the role in it.
    `last_sign_in` is None for whoever never signed in, `open` counts the login sessions that are open now.
    """

    person: Person
    disabled_at: datetime | None
    last_sign_in: datetime | None
    open: int
    given: frozenset[WholeRole]
    claimed: frozenset[WholeRole]
    everywhere: ProjectRole | None
    projects: Mapping[str, ProjectRole]
    claimed_projects: Mapping[str, ProjectRole]

    @property
    def whole(self) -> frozenset[WholeRole]:
        """The roles for the whole, wherever they come from."""
        return self.given | self.claimed

    @property
    def administers(self) -> bool:
        """Whether this is an administrator who has been here and is not shut out: one who never came may be a slip of
        the pen, and lets nobody in."""
        return self.disabled_at is None and self.last_sign_in is not None and WholeRole.ADMINISTRATOR in self.whole


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everybody who is known here, by name; `projects` are the names of the projects in which they have roles."""

    people: tuple[KnownPerson, ...]
    projects: Mapping[str, str]


def list_people(workspace: Workspace, person: Person) -> People:
    """Everybody who is known here. Whoever only sits at this machine is nobody who signs in, and is left out."""
    with workspace.reading(person, Operation.MANAGE_PEOPLE, WHOLE) as connection:
        found = tuple(known_people(workspace, connection).values())
        named = {name for each in found for name in (*each.projects, *each.claimed_projects)}
        projects = {each.id: each.name for each in project_rows.list_projects(connection) if each.id in named}
    return People(people=found, projects=projects)


def disable_person(workspace: Workspace, person: Person, person_id: str) -> None:
    """Shut somebody out: their sign-ins end at once, and they can't sign in again. Their work stays.

    Raises NotFound, and Refused for oneself and for the last administrator.
    """
    with workspace.writing(person, Operation.MANAGE_PEOPLE, WHOLE) as connection:
        found = _found(workspace, connection, person_id)
        if person_id == person.id:
            raise Refused("You can’t shut yourself out. Ask another administrator to do it.")
        _refuse_last_administrator(workspace, connection, found)
        if found.disabled_at is None:
            now = workspace.now()
            people_rows.set_disabled(connection, person_id, now)
            session_rows.end_login_sessions(connection, at=now, because="disabled", person_id=person_id)


def enable_person(workspace: Workspace, person: Person, person_id: str) -> None:
    """Let somebody sign in again, with the roles that they had. Raises NotFound."""
    with workspace.writing(person, Operation.MANAGE_PEOPLE, WHOLE) as connection:
        if _found(workspace, connection, person_id).disabled_at is not None:
            people_rows.set_disabled(connection, person_id, None)


def give_whole_role(workspace: Workspace, person: Person, person_id: str, role: WholeRole) -> None:
    """Make somebody an administrator or an auditor. Raises NotFound."""
    with workspace.writing(person, Operation.MANAGE_PEOPLE, WHOLE) as connection:
        _found(workspace, connection, person_id)
        by = people_rows.ensure_person(connection, person).id
        role_rows.give_whole_role(connection, person_id, role, at=workspace.now(), by=by)


def take_whole_role(workspace: Workspace, person: Person, person_id: str, role: WholeRole) -> None:
    """Take such a role back, where it was given inside; what claims give stays with whoever manages the groups.

    Raises NotFound, and Refused for the last administrator.
    """
    with workspace.writing(person, Operation.MANAGE_PEOPLE, WHOLE) as connection:
        found = _found(workspace, connection, person_id)
        if role is WholeRole.ADMINISTRATOR and role in found.given - found.claimed:
            _refuse_last_administrator(workspace, connection, found)
        role_rows.take_whole_role(connection, person_id, role)


def sign_out_everywhere(workspace: Workspace, person: Person, person_id: str) -> int:
    """End every sign-in of somebody, on every server; they may sign in again. Returns how many were open.

    Raises NotFound.
    """
    with workspace.writing(person, Operation.MANAGE_PEOPLE, WHOLE) as connection:
        found = _found(workspace, connection, person_id)
        session_rows.end_login_sessions(connection, at=workspace.now(), because="ended", person_id=person_id)
        head = workspace.trail.tell(
            connection,
            at=workspace.now(),
            person=person,
            operation="sign_out_everywhere",
            about=f"person {person_id}",
        )
    workspace.trail.keep(head)
    return found.open


def introduce_person(workspace: Workspace, person: Person, *, issuer: str, subject: str) -> Person:
    """Somebody by issuer and subject, made known before their first sign-in where they are not: their name comes with
    it. Raises Invalid for an issuer or a subject that none can be."""
    who = {"issuer": issuer, "subject": subject}
    for what, said in who.items():
        if not said or said != clean_text(said, what=f"The {what}", longest=LINE) or issuer == LOCAL_ISSUER:
            raise Invalid(f"Give the {what} as the provider says it, such as https://login.example.com and 4711.")
    with workspace.writing(person, Operation.MANAGE_PEOPLE, WHOLE) as connection:
        known = people_rows.find_person(connection, **who)
        new = Person(id=uuid4().hex, name=NOT_YET, **who)
        return known or people_rows.ensure_person(connection, new)


def known_people(workspace: Workspace, connection: Connection) -> dict[str, KnownPerson]:
    """Everybody who is known here, by id, within a transaction that is under way."""
    mapping, now = workspace.access.mapping, workspace.now()
    sign_ins = session_rows.sign_ins(connection, now=now, unused_since=now - workspace.access.idle)
    whole, projects = role_rows.whole_roles(connection), role_rows.roles_in_projects(connection)
    found = {}
    for kept in people_rows.all_people(connection):
        if kept.person.issuer == LOCAL_ISSUER:
            continue
        name = kept.person.id
        signed_in = sign_ins.get(name)
        claims = signed_in.claims if signed_in else ()
        standing = mapping.standing(claims)
        found[name] = KnownPerson(
            person=kept.person,
            disabled_at=kept.disabled_at,
            last_sign_in=signed_in.last if signed_in else None,
            open=signed_in.open if signed_in and kept.disabled_at is None else 0,
            given=whole.get(name, frozenset()),
            claimed=standing.whole,
            everywhere=standing.everywhere,
            projects=projects.get(name, {}),
            claimed_projects=mapping.in_projects(claims),
        )
    return found


def _found(workspace: Workspace, connection: Connection, person_id: str) -> KnownPerson:
    found = known_people(workspace, connection).get(person_id)
    if found is None:
        raise NotFound("There is nobody of that name here (any more).")
    return found


def _refuse_last_administrator(workspace: Workspace, connection: Connection, found: KnownPerson) -> None:
    others = (each for each in known_people(workspace, connection).values() if each.person.id != found.person.id)
    if found.administers and not any(each.administers for each in others):
        raise Refused(
            f"{found.person.name} is the last administrator. Make somebody else an administrator first; "
            "otherwise nobody could let anybody in."
        )
