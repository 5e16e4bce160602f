"""What a person may do: every operation, and the least role that may do it. What is not listed is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from preflight.domain.roles import ProjectRole, WholeRole


class Operation(StrEnum):
    """Everything that a service does on behalf of a person."""

    SEE = "see projects and results"
    EXPORT = "take results out of Preflight"
    ANSWER = "answer questions"
    ACT = "make, change and remove actions"
    MEASURE = "write down measurements"
    ASSESS = "start, complete and discard assessments"
    PLAN = "plan the pilot, its systems and its path"
    SET_CRITERIA = "write, seal and amend success criteria"
    FACILITATE = "open and run rooms"
    IMPORT = "bring answers and assessments in"
    DECIDE = "write decisions down"
    MANAGE_PROJECT = "change and remove a project"
    SHARE = "invite people to a project, and change their roles"
    START_PROJECTS = "create projects"
    RESTORE = "bring whole projects in"
    MANAGE_TEMPLATES = "keep and remove slide templates"
    MANAGE_PEOPLE = "disable people, end their sessions, and make administrators and auditors"
    AUDIT = "read and export the audit trail"
    JOIN = "accept an invitation"


LEAST: Final[Mapping[Operation, ProjectRole]] = {
    Operation.SEE: ProjectRole.VIEWER,
    Operation.EXPORT: ProjectRole.VIEWER,
    Operation.ANSWER: ProjectRole.CONTRIBUTOR,
    Operation.ACT: ProjectRole.CONTRIBUTOR,
    Operation.MEASURE: ProjectRole.CONTRIBUTOR,
    Operation.ASSESS: ProjectRole.FACILITATOR,
    Operation.PLAN: ProjectRole.FACILITATOR,
    Operation.SET_CRITERIA: ProjectRole.FACILITATOR,
    Operation.FACILITATE: ProjectRole.FACILITATOR,
    Operation.IMPORT: ProjectRole.FACILITATOR,
    Operation.DECIDE: ProjectRole.OWNER,
    Operation.MANAGE_PROJECT: ProjectRole.OWNER,
    Operation.SHARE: ProjectRole.OWNER,
    # Of the whole: for whoever has the role in every project.
    Operation.START_PROJECTS: ProjectRole.FACILITATOR,
    Operation.MANAGE_TEMPLATES: ProjectRole.FACILITATOR,
}
"""The least role in the project that the operation is about. What is about the whole needs it in every project."""

BESIDE: Final[Mapping[WholeRole, frozenset[Operation]]] = {
    WholeRole.ADMINISTRATOR: frozenset(Operation),
    WholeRole.AUDITOR: frozenset({Operation.SEE, Operation.EXPORT, Operation.AUDIT}),
}
"""What the roles for the whole may do, everywhere."""

FOR_EVERYBODY: Final = frozenset({Operation.JOIN})
"""What whoever is signed in may do, with no role at all: what they hold in their hand decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What one person is: roles for the whole, and one that holds in every project."""

    whole: frozenset[WholeRole] = frozenset()
    everywhere: ProjectRole | None = None

    def sees_all(self) -> bool:
        """Whether every project is theirs to see."""
        return may(Operation.SEE, self, None)


def may(operation: Operation, standing: Standing, role: ProjectRole | None) -> bool:
    """Whether somebody of this standing, with this role in the project that it is about (None for no role, or where it
    is about the whole), may do it."""
    if operation in FOR_EVERYBODY:
        return True
    if any(operation in BESIDE[each] for each in standing.whole):
        return True
    least = LEAST.get(operation)
    held = [each for each in (role, standing.everywhere) if each is not None]
    return least is not None and any(each.rank >= least.rank for each in held)
