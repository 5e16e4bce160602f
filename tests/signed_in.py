"""People who are signed in, without a provider: a person, an open login session, and their roles.

ada = signed_in(workspace, "ada", claims=("ai-teams",))
give(workspace, ada, project.id, ProjectRole.OWNER)
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from preflight.access.people import LOCAL_OWNER, Visitor
from preflight.domain.project import Person
from preflight.domain.roles import LoginSession, ProjectRole, WholeRole
from preflight.services.workspace import Workspace
from preflight.storage.login_sessions import add_login_session
from preflight.storage.people import ensure_person
from preflight.storage.roles import give_role, give_whole_role

ISSUER: Final = "https://login.example.com"
TEN_HOURS: Final = timedelta(hours=10)


def signed_in(
    workspace: Workspace,
    subject: str,
    *,
    name: str = "",
    claims: tuple[str, ...] = (),
    began_at: datetime | None = None,
    lasts: timedelta = TEN_HOURS,
) -> Visitor:
    """Somebody who has just signed in, once more if they were here before."""
    at = began_at or workspace.now()
    login = hashlib.sha256(f"{subject} {uuid4().hex}".encode()).hexdigest()
    with workspace.database.writing() as connection:
        who = Person(id=uuid4().hex, issuer=ISSUER, subject=subject, name=name or subject.capitalize())
        kept = ensure_person(connection, who)
        session = LoginSession(
            id=login, person_id=kept.id, began_at=at, seen_at=at, ends_at=at + lasts, claims=claims,
            address="192.0.2.7", browser="Firefox",
        )  # fmt: skip
        add_login_session(connection, session)
    return Visitor(
        id=kept.id, issuer=kept.issuer, subject=kept.subject, name=kept.name, login=login, address="192.0.2.7"
    )


def give(workspace: Workspace, person: Person, project_id: str, role: ProjectRole) -> None:
    """A role in a project, given inside."""
    with workspace.database.writing() as connection:
        give_role(connection, project_id, person.id, role, at=workspace.now(), by=LOCAL_OWNER.id)


def make(workspace: Workspace, person: Person, role: WholeRole) -> None:
    """A role for the whole, given inside."""
    with workspace.database.writing() as connection:
        give_whole_role(connection, person.id, role, at=workspace.now(), by=LOCAL_OWNER.id)
