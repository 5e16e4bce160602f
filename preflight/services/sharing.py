"""Sharing a project: who has which role in it, and giving, changing and taking roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from preflight.access.about import WHOLE, About
from preflight.access.admission import admit
from preflight.access.permissions import Operation
from preflight.domain.errors import NotAllowed, NotFound, Refused
from preflight.domain.project import Person, Project
from preflight.domain.roles import ProjectRole, larger
from preflight.services.people import KnownPerson, known_people
from preflight.services.workspace import Workspace
from preflight.storage import people as people_rows
from preflight.storage import projects as project_rows
from preflight.storage import roles as role_rows
from preflight.storage.engine import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectMember:
    """Somebody with a role in a project: `given` inside, `claimed` by the groups of their last sign-in, or both."""

    person: Person
    given: ProjectRole | None
    claimed: ProjectRole | None
    disabled: bool

    @property
    def role(self) -> ProjectRole:
        """The larger one, which holds."""
        return larger(self.given, self.claimed) or ProjectRole.VIEWER


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPeople:
    """The people in a project, those who may do most first; people whose role holds in every project stand in none."""

    project: Project
    members: tuple[ProjectMember, ...]

    @property
    def owners(self) -> tuple[Person, ...]:
        """Whom to ask."""
        return tuple(each.person for each in self.members if each.role is ProjectRole.OWNER and not each.disabled)


def people_in(workspace: Workspace, person: Person, project_id: str) -> ProjectPeople:
    """Who is in a project; whoever sees the project sees this. Raises NotFound."""
    with workspace.reading(person, Operation.SEE, About("project", project_id)) as connection:
        project = project_rows.get_project(connection, project_id)
        found = _members(known_people(workspace, connection).values(), project_id)
    in_order = sorted(found, key=lambda each: (-each.role.rank, each.person.name.casefold(), each.person.id))
    return ProjectPeople(project=project, members=tuple(in_order))


def change_role(workspace: Workspace, person: Person, project_id: str, person_id: str, role: ProjectRole) -> None:
    """Give somebody who is in the project another role there. Raises NotFound, and Refused for the last owner unless
    an administrator does it."""
    with workspace.writing(person, Operation.SHARE, About("project", project_id)) as connection:
        member = _member(workspace, connection, project_id, person_id)
        if member.given is role:
            return
        if role is not ProjectRole.OWNER:
            _refuse_last_owner(workspace, connection, person, project_id, member)
        by = people_rows.ensure_person(connection, person).id
        role_rows.give_role(connection, project_id, person_id, role, at=workspace.now(), by=by)


def take_role(workspace: Workspace, person: Person, project_id: str, person_id: str) -> None:
    """Take somebody out of the project; a role that groups give stays. Raises NotFound, and Refused for the last owner
    unless an administrator does it."""
    with workspace.writing(person, Operation.SHARE, About("project", project_id)) as connection:
        member = _member(workspace, connection, project_id, person_id)
        _refuse_last_owner(workspace, connection, person, project_id, member)
        role_rows.take_role(connection, project_id, person_id)


def _members(people: Iterable[KnownPerson], project_id: str) -> list[ProjectMember]:
    return [
        ProjectMember(
            person=each.person,
            given=each.projects.get(project_id),
            claimed=each.claimed_projects.get(project_id),
            disabled=each.disabled_at is not None,
        )
        for each in people
        if project_id in each.projects or project_id in each.claimed_projects
    ]


def _member(workspace: Workspace, connection: Connection, project_id: str, person_id: str) -> ProjectMember:
    found = _members(known_people(workspace, connection).values(), project_id)
    member = next((each for each in found if each.person.id == person_id), None)
    if member is None:
        raise NotFound("They are not in this project (any more).")
    if member.given is None:
        raise Refused("Their role comes from their groups; whoever manages those can change it.")
    return member


def _refuse_last_owner(
    workspace: Workspace, connection: Connection, person: Person, project_id: str, member: ProjectMember
) -> None:
    if member.given is not ProjectRole.OWNER or member.claimed is ProjectRole.OWNER or member.disabled:
        return
    others = _members(known_people(workspace, connection).values(), project_id)
    left = (each for each in others if each.person.id != member.person.id and not each.disabled)
    if not any(each.role is ProjectRole.OWNER for each in left) and not _administers(workspace, connection, person):
        raise Refused(
            f"{member.person.name} is the last owner of this project. Make somebody else an owner first, "
            "or ask an administrator."
        )


def _administers(workspace: Workspace, connection: Connection, person: Person) -> bool:
    try:
        admit(connection, workspace.access, person, Operation.MANAGE_PEOPLE, WHOLE, workspace.now())
    except NotAllowed:
        return False
    return True
