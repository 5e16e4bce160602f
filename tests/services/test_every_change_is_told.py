"""Every service that changes something leaves one audit event, which tells exactly what it changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from preflight.access.people import LOCAL_OWNER, ON_PAPER
from preflight.domain.audit import AuditEvent, Outcome
from preflight.domain.errors import PreflightError
from preflight.services.auditing import Wanted, look_for
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.sample import load_sample
from preflight.storage.audit import events
from preflight.storage.audit import head as audit_head
from preflight.storage.audit_values import NOT_TOLD, told_row
from preflight.storage.engine import Connection, Database
from preflight.storage.tables import metadata
from tests.services.permission_calls import Undone, World, a_world, calls
from tests.services.permission_table import ROWS
from tests.services.test_permissions import services

Rows = dict[str, set[str]]


@dataclass
class WatchedDatabase:
    """A database that commits nothing, and notes what each transaction was about to."""

    database: Database
    seen: list[tuple[Rows, list[AuditEvent]]] = field(default_factory=list)
    """Of each transaction: the rows that are other than before, by table; and the new audit events."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.database, name)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self.database.writing() as connection:
            before, newest = _told_rows(connection), audit_head(connection)
            yield connection
            after = _told_rows(connection)
            other = {name: before[name] ^ after[name] for name in before if before[name] != after[name]}
            new = list(events(connection, after=newest.seq if newest else 0))
            if other or new:
                self.seen.append((other, new))
                raise Undone


def _told_rows(connection: Connection) -> Rows:
    return {
        name: {repr(told_row(table, row)) for row in connection.execute(select(table)).mappings()}  # type: ignore[arg-type]
        for name, table in metadata.tables.items()
        if name not in NOT_TOLD
    }


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with a_world(Path(tmp_path_factory.mktemp("told"))) as found:
        yield found


@pytest.mark.slow
def test_each_change_has_one_event_with_its_operation_and_its_rows(world: World) -> None:
    wrong, told_of = [], set()
    every = services()
    for name, (given, named) in calls(world).items():
        watched = WatchedDatabase(world.machine.database)
        workspace = replace(world.machine, database=watched)  # type: ignore[arg-type]
        with suppress(Undone, PreflightError):
            found = every[name](workspace, LOCAL_OWNER, *given, **named)
            if isinstance(found, Iterator):
                list(found)
        for other, new in watched.seen:
            if not other:  # it tells what changes no row, such as what was refused
                continue
            told_of.add(name)
            operations = [each.operation for each in new]
            if operations != [ROWS[name][0].name.lower()]:
                wrong.append(f"{name} changed {sorted(other)} and told {operations}")
                continue
            (event,) = new
            assert (event.person_id, event.person, event.outcome) == (LOCAL_OWNER.id, ON_PAPER, Outcome.DONE), name
            tables = tables_in(event)
            if tables != set(other):
                wrong.append(f"{name} changed {sorted(other)} and told of {sorted(tables)}")
    assert wrong == []
    reads = {name for name, (operation, _) in ROWS.items() if operation.name in {"SEE", "EXPORT", "AUDIT"}}
    assert not told_of & reads
    assert len(told_of) > 50, "else the calls no longer come through"


def tables_in(event: AuditEvent) -> set[str]:
    detail = json.loads(event.detail)
    if "changes" in detail:
        return {each["table"] for each in detail["changes"]}
    return {name.split()[-1] for name in detail["rows"]}


@pytest.mark.slow
def test_a_project_s_beginning_is_found_among_its_events(world: World) -> None:
    made = create_project(world.machine, LOCAL_OWNER, ProjectDetails(name="A third"))
    sample = load_sample(world.machine, LOCAL_OWNER)
    for project_id in (made.id, sample.id):
        found = look_for(world.machine, LOCAL_OWNER, Wanted(project_id=project_id, operation="start_projects")).events
        assert [each.about for each in found] == ["whole"]
