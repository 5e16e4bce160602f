"""The systems that a pilot has to live with: kept in the order that the team gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final
from uuid import uuid4

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.errors import Conflict, Invalid, Refused
from preflight.domain.pilot import Confronting, Integration
from preflight.domain.project import Person
from preflight.domain.text import LINE, NAME, NOTE, clean_text
from preflight.services.workspace import Workspace
from preflight.storage import people as people_rows
from preflight.storage import pilots as rows
from preflight.storage import projects as project_rows

MOST_SYSTEMS: Final = 100
MOST_ESTIMATED: Final = 10_000
_DAYS: Final = re.compile(r"[0-9]{1,5}(\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemDetails:
    """What a person says about a system. `estimate` is as it was typed, in working days; empty where nobody knows."""

    system: str
    interface: str = ""
    owner: str = ""
    confronting: Confronting = Confronting.DEFERRED
    estimate: str = ""
    note: str = ""


def integrations_of(workspace: Workspace, person: Person, project_id: str) -> tuple[Integration, ...]:
    """A project's systems in their order. Raises NotFound."""
    with workspace.reading(person, Operation.SEE, About("project", project_id)) as connection:
        project_rows.get_project(connection, project_id)
        return tuple(rows.list_integrations(connection, project_id))


def add_integration(workspace: Workspace, person: Person, project_id: str, details: SystemDetails) -> Integration:
    """Add a system at the end. Raises NotFound, Invalid for what can't be kept, and Refused beyond MOST_SYSTEMS."""
    fields = _checked(details)
    with workspace.writing(person, Operation.PLAN, About("project", project_id)) as connection:
        people_rows.ensure_person(connection, person)
        project_rows.get_project(connection, project_id)
        there = rows.list_integrations(connection, project_id)
        if len(there) >= MOST_SYSTEMS:
            raise Refused(f"A project holds at most {MOST_SYSTEMS} systems; remove one first.")
        new = Integration(
            id=uuid4().hex,
            project_id=project_id,
            position=max((each.position + 1 for each in there), default=0),
            changed_at=workspace.now(),
            changed_by=person.id,
            **fields,  # type: ignore[arg-type]
        )
        rows.add_integration(connection, new)
    return new


def change_integration(
    workspace: Workspace, person: Person, integration_id: str, details: SystemDetails, *, seen: int
) -> Integration:
    """Change what is said about a system, over the version that was seen. Raises NotFound, Conflict and Invalid."""
    fields = _checked(details)
    with workspace.writing(person, Operation.PLAN, About("integration", integration_id)) as connection:
        people_rows.ensure_person(connection, person)
        changed = replace(
            rows.get_integration(connection, integration_id),
            version=seen + 1,
            changed_at=workspace.now(),
            changed_by=person.id,
            **fields,  # type: ignore[arg-type]
        )
        rows.update_integration(connection, changed, seen=seen)
    return changed


def remove_integration(workspace: Workspace, person: Person, integration_id: str, *, seen: int) -> None:
    """Remove a system. Raises NotFound, and Conflict when it was changed since it was seen."""
    with workspace.writing(person, Operation.PLAN, About("integration", integration_id)) as connection:
        if rows.get_integration(connection, integration_id).version != seen:
            raise Conflict("Someone else changed this system in the meantime; look again before you remove it.")
        rows.remove_integration(connection, integration_id)


def move_integration(workspace: Workspace, person: Person, integration_id: str, places: int) -> None:
    """Move a system so many places down the list, up where negative; at the ends it stays. Raises NotFound.

    A place in the list is no content: it raises no version.
    """
    with workspace.writing(person, Operation.PLAN, About("integration", integration_id)) as connection:
        one = rows.get_integration(connection, integration_id)
        others = [each for each in rows.list_integrations(connection, one.project_id) if each.id != one.id]
        before = sum((each.position, each.id) < (one.position, one.id) for each in others)
        at = min(max(before + places, 0), len(others))
        for number, each in enumerate([*others[:at], one, *others[at:]]):
            if each.position != number:
                rows.update_integration(connection, replace(each, position=number), seen=each.version)


def _checked(details: SystemDetails) -> dict[str, object]:
    system = clean_text(details.system, what="The system", longest=NAME)
    if not system:
        raise Invalid("Name the system, such as “ERP” or “Identity provider”.")
    if details.confronting not in set(Confronting):
        raise Invalid("Say whether the pilot confronts this system or defers it.")
    return {
        "system": system,
        "interface": clean_text(details.interface, what="The interface", longest=LINE),
        "owner": clean_text(details.owner, what="The owner", longest=LINE),
        "confronting": Confronting(details.confronting),
        "estimate": _days(details.estimate),
        "note": clean_text(details.note, what="The note", longest=NOTE, lines=True),
    }


def _days(typed: str) -> Fraction | None:
    text = typed.strip().replace(",", ".")
    if not text:
        return None
    if not _DAYS.fullmatch(text) or Fraction(text) > MOST_ESTIMATED:
        raise Invalid(
            f"Type the estimate as working days up to {MOST_ESTIMATED:,}, such as 10 or 2.5. "
            "Leave it empty where nobody knows yet."
        )
    return Fraction(text)
