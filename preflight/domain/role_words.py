"""Roles in words, for screens and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from preflight.domain.roles import ProjectRole, WholeRole

ROLE_MAY: Final[Mapping[ProjectRole, str]] = {
    ProjectRole.VIEWER: "sees everything, and takes it along",
    ProjectRole.CONTRIBUTOR: "answers, measures, works on actions",
    ProjectRole.FACILITATOR: "runs assessments, rooms, plan and criteria",
    ProjectRole.OWNER: "decides, changes the project, invites people",
}
"""What each may do beyond the role before."""

WHOLE_MAY: Final[Mapping[WholeRole, str]] = {
    WholeRole.ADMINISTRATOR: "may do everything, everywhere",
    WholeRole.AUDITOR: "sees everything, and reads the audit trail",
}


def a_role(role: ProjectRole | WholeRole) -> str:
    """“a viewer”, “an owner”."""
    return f"{'an' if role.value[0] in 'aeiou' else 'a'} {role.value}"
