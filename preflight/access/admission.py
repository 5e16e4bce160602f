"""The one place that decides whether a person may do something now: asked at each rerun and each write.

Nothing is remembered between two questions, but within one moment of the database (storage/moment.py), in which
nothing can have changed. A session that was signed out, a person who was disabled and a role that
was changed act on the next one, in every tab and on every server.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from preflight.access.about import SOME, About
from preflight.access.people import LOCAL_ISSUER, Visitor
from preflight.access.permissions import FOR_EVERYBODY, LEAST, Operation, Standing, may
from preflight.access.role_mapping import RoleMapping
from preflight.domain.errors import Disabled, NotAllowed, NotSeen, SignedOut, SignInEnded, SignInRunOut
from preflight.domain.project import Person
from preflight.domain.roles import ProjectRole, larger
from preflight.storage.belonging import NOWHERE, Place, place_of
from preflight.storage.engine import Connection
from preflight.storage.login_sessions import KeptStanding, projects_of, standing_of
from preflight.storage.moment import once

RUN_OUT = "run out"
"""Why a login session ended that nobody ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How this process knows people. `local`: the local owner may do everything (alone on a machine, and whoever types
    commands there); `mapping`: which values of the `claim` give which roles; `idle`: how long a login session may be
    unused, `longest`: how long it lasts at most."""

    local: bool = True
    mapping: RoleMapping = field(default_factory=RoleMapping)
    claim: str = "groups"
    idle: timedelta = timedelta(minutes=60)
    longest: timedelta = timedelta(hours=10)


def admit(
    connection: Connection, access: Access, person: Person | None, operation: Operation, about: About, now: datetime
) -> str | None:
    """Return the id of the project that it is about (None where there is none) when the person may do it.

    Raises SignedOut without a login session that is open, NotSeen for what the person may not even see, and NotAllowed.
    """
    if access.local and person is not None and person.issuer == LOCAL_ISSUER:
        return _place(connection, about, person).project_id
    if not isinstance(person, Visitor):
        raise SignedOut("Sign in first.")
    kept, place = open_standing(connection, access, person, now), _place(connection, about, person)
    standing, in_projects = standing_by(access, kept), access.mapping.in_projects(kept.session.claims)
    role = larger(place.role, in_projects.get(place.project_id or ""))
    if about is SOME:
        role = _largest(connection, person, in_projects)
    if about.in_project and operation not in FOR_EVERYBODY and not may(Operation.SEE, standing, role):
        raise NotSeen(f"There is no such {about.kind} here, or it is not shared with you.")
    if not may(operation, standing, role):
        raise NotAllowed(f"You may not {operation.value} here. {_who_may(operation)}")
    return place.project_id


def seen_projects(
    connection: Connection, access: Access, person: Person | None, operation: Operation, now: datetime
) -> frozenset[str] | None:
    """The projects in which the person may do it; None for every project. Raises as `admit` does."""
    if access.local and person is not None and person.issuer == LOCAL_ISSUER:
        return None
    if not isinstance(person, Visitor):
        raise SignedOut("Sign in first.")
    kept = open_standing(connection, access, person, now)
    standing = standing_by(access, kept)
    if may(operation, standing, None):
        return None
    roles = {
        name: larger(given, None)
        for source in (projects_of(connection, person.id), access.mapping.in_projects(kept.session.claims))
        for name, given in source.items()
        if may(operation, standing, given)
    }
    return frozenset(roles)


def open_standing(connection: Connection, access: Access, person: Visitor, now: datetime) -> KeptStanding:
    """What is kept of a person whose login session is open. Raises SignedOut with why it is not."""
    return still_open(access, kept_standing(connection, person.login), person, now)


def kept_standing(connection: Connection, digest: str) -> KeptStanding | None:
    """What is kept of the person with the login session of this digest; None where there is no such session."""
    return once(connection, ("standing", digest), partial(standing_of, connection, digest))


def still_open(access: Access, kept: KeptStanding | None, person: Visitor, now: datetime) -> KeptStanding:
    """What was just read of the person, whose login session is open. Raises SignedOut with why it is not."""
    if kept is None or kept.session.person_id != person.id:
        raise SignedOut("This sign-in is not known here. Sign in again.")
    if kept.disabled:
        raise Disabled("You can’t use Preflight any more: an administrator has disabled your access.")
    session = kept.session
    if session.ended_at is not None and session.ended_because != RUN_OUT:
        raise SignInEnded("You are signed out. Sign in again.")
    if session.ended_at is not None or now >= session.ends_at or abs(now - session.seen_at) >= access.idle:
        raise SignInRunOut("Your sign-in has run out. Sign in again; what was saved is there.")
    return kept


def standing_by(access: Access, kept: KeptStanding) -> Standing:
    """What claims and what was given inside come to together."""
    claimed = access.mapping.standing(kept.session.claims)
    return Standing(whole=claimed.whole | kept.whole, everywhere=claimed.everywhere)


def _place(connection: Connection, about: About, person: Person) -> Place:
    if not about.in_project:
        return NOWHERE
    place = once(connection, (about, person.id), partial(place_of, connection, about.kind, about.id, person.id))
    if place.project_id is not None:  # asked next, as often as not
        once(connection, (About("project", place.project_id), person.id), lambda: place)
    return place


def _largest(connection: Connection, person: Person, in_projects: dict[str, ProjectRole]) -> ProjectRole | None:
    role: ProjectRole | None = None
    for each in (*projects_of(connection, person.id).values(), *in_projects.values()):
        role = larger(role, each)
    return role


def _who_may(operation: Operation) -> str:
    least = LEAST.get(operation)
    return f"It takes the role {least.value} or more." if least else "It takes an administrator."
