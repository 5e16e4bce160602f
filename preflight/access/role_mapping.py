"""From the values of a claim to roles: the mapping of the settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from preflight.access.permissions import Standing
from preflight.domain.roles import ProjectRole, WholeRole, larger


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedRole:
    """Whoever's claim holds `value` has `role`: for the whole, in every project, or in the one named."""

    value: str
    role: ProjectRole | WholeRole
    project_id: str | None = None


@dataclass(frozen=True, slots=True)
class RoleMapping:
    """A value that nothing maps gives no role."""

    roles: tuple[MappedRole, ...] = ()

    def __str__(self) -> str:
        """As it is written in the settings."""
        pairs = ((each, f"@{each.project_id}" if each.project_id else "") for each in self.roles)
        return "; ".join(f"{each.value}={each.role.value}{where}" for each, where in pairs)

    def standing(self, claims: Iterable[str]) -> Standing:
        """What holds for the whole and in every project."""
        found = self._of(claims)
        everywhere: ProjectRole | None = None
        for each in found:
            if isinstance(each.role, ProjectRole) and each.project_id is None:
                everywhere = larger(everywhere, each.role)
        return Standing(
            whole=frozenset(each.role for each in found if isinstance(each.role, WholeRole)), everywhere=everywhere
        )

    def in_projects(self, claims: Iterable[str]) -> dict[str, ProjectRole]:
        """The roles that hold in single projects, by project."""
        roles: dict[str, ProjectRole] = {}
        for each in self._of(claims):
            if isinstance(each.role, ProjectRole) and each.project_id is not None:
                roles[each.project_id] = larger(roles.get(each.project_id), each.role) or each.role
        return roles

    def _of(self, claims: Iterable[str]) -> list[MappedRole]:
        values = set(claims)
        return [each for each in self.roles if each.value in values]


def read_mapping(text: str) -> RoleMapping:
    """`admins=administrator; ai-teams=facilitator; blue=owner@3f9a…`. Raises ValueError with what is expected."""
    wanted = "pairs like admins=administrator; ai-teams=facilitator; blue=owner@<project id>, separated by semicolons"
    found = []
    for pair in filter(None, map(str.strip, text.split(";"))):
        value, equals, given = (part.strip() for part in pair.rpartition("="))
        role, at, project_id = (part.strip() for part in given.partition("@"))
        known: ProjectRole | WholeRole | None = next(
            (each for each in (*ProjectRole, *WholeRole) if each.value == role), None
        )
        if not (value and equals) or known is None or bool(at) != bool(project_id):
            raise ValueError(wanted)
        if at and isinstance(known, WholeRole):
            raise ValueError(f"{wanted}; {known.value} is a role for the whole")
        found.append(MappedRole(value=value, role=known, project_id=project_id or None))
    return RoleMapping(tuple(found))
