"""Reading the audit trail: looking for events, taking them out, and finding out whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from preflight.access.about import WHOLE
from preflight.access.permissions import Operation
from preflight.domain.audit import AuditEvent, Finding, Head, findings
from preflight.domain.project import Person
from preflight.services.workspace import Workspace
from preflight.storage import audit as audit_rows
from preflight.storage import projects as project_rows
from preflight.storage.audit_search import Wanted, choices, found

__all__ = [
    "AuditChoices", "AuditPage", "Wanted", "all_events", "audit_choices", "audit_head", "check_trail", "look_for",
    "tell_exported", "tell_started",
]  # fmt: skip

PAGE: Final = 50
LOOK_AT: Final = 20_000
"""Of events that no index finds so many are looked at for one page; the next page looks at the next ones."""
_AT_ONCE: Final = 1_000
EXPORTED: Final = "export_audit"
CHECKED: Final = "check_audit"
STARTED: Final = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """Events, the newest first. `older` is where the next page begins, None where there is nothing more to look at."""

    events: tuple[AuditEvent, ...]
    older: int | None
    projects: Mapping[str, str]
    """The names of the projects that the events are of, as far as they are still there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditChoices:
    """What stands in the trail to choose from: operations, and people and projects by id with their names."""

    operations: tuple[str, ...]
    people: Mapping[str, str]
    projects: Mapping[str, str]


def look_for(workspace: Workspace, person: Person, wanted: Wanted, *, below: int | None = None) -> AuditPage:
    """A page of the events that are wanted, of numbers below this one."""
    with workspace.reading(person, Operation.AUDIT, WHOLE) as connection:
        events, older = found(connection, wanted, below=below, most=PAGE, look_at=LOOK_AT)
        names = project_rows.get_projects(connection, {each.project_id for each in events} - {""})
    return AuditPage(
        events=tuple(events),
        older=older + 1 if older else None,
        projects={name: project.name for name, project in names.items()},
    )


def audit_choices(workspace: Workspace, person: Person) -> AuditChoices:
    """Everything that a filter can choose."""
    with workspace.reading(person, Operation.AUDIT, WHOLE) as connection:
        operations, people, project_ids = choices(connection)
        names = project_rows.get_projects(connection, project_ids)
    projects = {
        each: names[each].name if each in names else f"A project that is gone ({each[:8]})" for each in project_ids
    }
    return AuditChoices(operations=tuple(operations), people=people, projects=projects)


def audit_head(workspace: Workspace, person: Person) -> tuple[Head, datetime] | None:
    """The newest event's number and MAC, and when it was written; None in an empty trail."""
    with workspace.reading(person, Operation.AUDIT, WHOLE) as connection:
        newest = audit_rows.head(connection)
        written = next(iter(audit_rows.events(connection, after=newest.seq - 1, batch=1)), None) if newest else None
    return (newest, written.at) if newest and written else None


def all_events(workspace: Workspace, person: Person, *, after: int = 0) -> Iterator[AuditEvent]:
    """Every event in its order. Nothing is held meanwhile: what is written while one reads is read too."""
    while True:
        with workspace.reading(person, Operation.AUDIT, WHOLE) as connection:
            batch = audit_rows.batch_of(connection, after=after, most=_AT_ONCE)
        yield from batch
        if len(batch) < _AT_ONCE:
            return
        after = batch[-1].seq


def check_trail(workspace: Workspace, person: Person, outside: Head | None = None) -> Iterator[Finding]:
    """What is to be said of the whole trail, held against this head that was kept outside, else against the one that
    this process keeps. It takes about 14 s for 200,000 events."""
    kept = outside or workspace.trail.outside()
    return findings(all_events(workspace, person), workspace.trail.keys, kept)


def tell_exported(workspace: Workspace, person: Person, *, events: int, format_name: str) -> None:
    """Put into the trail that it was taken out."""
    workspace.tell(person, EXPORTED, "audit trail", {"events": events, "format": format_name})


def tell_started(workspace: Workspace, settings: Mapping[str, str]) -> None:
    """Put into the trail that a server has started, with its settings; whoever calls has hidden what is secret."""
    if not workspace.database.read_only:
        workspace.tell(None, STARTED, "server", {"settings": dict(settings)})
