"""What people may be: a role in a project, or one for the whole of Preflight.

viewer < contributor < facilitator < owner: each may do what the one before may. Administrators and auditors stand
beside them and concern every project.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ProjectRole(StrEnum):
    """A role in one project; claims may give one in every project."""

    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    FACILITATOR = "facilitator"
    OWNER = "owner"

    @property
    def rank(self) -> int:
        """From 0 for the viewer to 3 for the owner."""
        return list(ProjectRole).index(self)


class WholeRole(StrEnum):
    """A role for the whole."""

    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


def larger(one: ProjectRole | None, other: ProjectRole | None) -> ProjectRole | None:
    """The one that may do more; None where neither is there."""
    return max((each for each in (one, other) if each is not None), key=lambda each: each.rank, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginSession:
    """One sign-in, from its cookie's first sight until it ends. `id` is the SHA-256 digest of that cookie, in hex.

    `claims` are the values of the claim that roles come from, as the provider gave them. `ended_at` is set where it was
    ended before its time, and `ended_because` says why.
    """

    id: str
    person_id: str
    began_at: datetime
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    ended_because: str | None = None
    claims: tuple[str, ...] = ()
    address: str = ""
    browser: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A link that gives whoever signs in with it a role in a project, once. Of its token only the digest is kept."""

    id: str
    digest: str
    project_id: str
    role: ProjectRole
    made_at: datetime
    made_by: str
    ends_at: datetime
    used_at: datetime | None = None
    used_by: str | None = None
    withdrawn_at: datetime | None = None
