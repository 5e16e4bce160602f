"""What a person may do. Default deny; enforced below the screens, at the first line of every service."""

from __future__ import annotations

from enum import StrEnum

from preflight.access.people import LOCAL_ISSUER
from preflight.domain.errors import NotAllowed
from preflight.domain.project import Person


class Operation(StrEnum):
    """Everything that a service does on behalf of a person."""

    SEE = "see projects and results"
    ANSWER = "answer questions"
    ASSESS = "start, complete and discard assessments"
    ACT = "make, change and remove actions"
    PLAN = "plan the pilot, its systems and its path"
    SET_CRITERIA = "write, seal and amend success criteria"
    MEASURE = "write down measurements"
    DECIDE = "write decisions down"
    FACILITATE = "open and run rooms"
    EXPORT = "take results out of Preflight"
    IMPORT = "bring answers and assessments in"
    MANAGE_TEMPLATES = "keep and remove slide templates"
    MANAGE_PROJECTS = "create, change and remove projects"


def require(person: Person | None, operation: Operation) -> None:
    """Return when the person may do it; raise NotAllowed otherwise. The local owner may do everything."""
    if person is None or person.issuer != LOCAL_ISSUER:
        raise NotAllowed(f"You may not {operation.value} here.")
