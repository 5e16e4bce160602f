"""The audit trail as a file: every event, for whoever may read it, told when it leaves."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from preflight.access.people import LOCAL_OWNER, ON_PAPER
from preflight.domain.audit import Outcome
from preflight.domain.errors import NotAllowed
from preflight.domain.roles import ProjectRole, WholeRole
from preflight.exchange.ordering import check
from preflight.exports.files import MEDIA_TYPES, ExportFile
from preflight.exports.making import make_file
from preflight.exports.orders import OF_AUDIT, Format, Order
from preflight.services.auditing import Wanted, all_events, look_for
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.workspace import Workspace
from tests.signed_in import give, make, signed_in
from tests.workshops import a_building

FORMULA = '=HYPERLINK("http://x.example")'


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with a_building(Path(tmp_path_factory.mktemp("audit"))) as building:
        found = Workspace(database=building.database, shelf=building.shelf)
        create_project(found, LOCAL_OWNER, ProjectDetails(name="Claims intake"))
        found.tell(LOCAL_OWNER, "export", FORMULA, {"file": FORMULA})
        yield found


def rows_of(file: ExportFile) -> list[dict[str, str]]:
    if file.name.endswith(".csv"):
        return list(csv.DictReader(StringIO(file.content.decode("utf-8-sig"), newline="")))
    return [json.loads(line) for line in file.content.decode().splitlines()]


@pytest.mark.parametrize("form", OF_AUDIT)
def test_all_of_it_leaves_and_that_it_did_is_told(workspace: Workspace, form: Format) -> None:
    there = list(all_events(workspace, LOCAL_OWNER))
    told: list[tuple[int, int, str]] = []
    file = make_file(workspace, LOCAL_OWNER, Order(format=form), lambda *each: told.append(each))
    assert file.name == check(workspace, LOCAL_OWNER, Order(format=form))
    assert file.media_type == MEDIA_TYPES[file.name.rpartition(".")[2]]
    rows = rows_of(file)
    assert [int(row["seq"]) for row in rows] == [each.seq for each in there]
    assert [row["mac"] for row in rows] == [each.mac for each in there]
    assert {row["person"] for row in rows if row["person_id"] == LOCAL_OWNER.id} == {ON_PAPER}, "“You” is somebody else"
    assert told[-1] == (len(there), len(there), "Ready")
    newest = look_for(workspace, LOCAL_OWNER, Wanted()).events[0]
    assert (newest.operation, newest.about, newest.outcome) == ("export_audit", "whole", Outcome.DONE)
    facts = json.loads(newest.detail)
    assert facts == {"format": form.value, "file": file.name, "bytes": len(file.content)}


def test_in_the_table_nothing_is_a_formula(workspace: Workspace) -> None:
    rows = rows_of(make_file(workspace, LOCAL_OWNER, Order(format=Format.AUDIT_CSV)))
    (row,) = [row for row in rows if FORMULA in row["about"]]
    assert row["about"] == f"'{FORMULA}"
    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())


@pytest.mark.parametrize("form", OF_AUDIT)
def test_an_auditor_may_and_the_owner_of_a_project_may_not(workspace: Workspace, form: Format) -> None:
    project = create_project(workspace, LOCAL_OWNER, ProjectDetails(name=f"Of {form}"))
    auditor, owner = signed_in(workspace, f"auditor {form}"), signed_in(workspace, f"owner {form}")
    make(workspace, auditor, WholeRole.AUDITOR)
    give(workspace, owner, project.id, ProjectRole.OWNER)
    assert check(workspace, auditor, Order(format=form))
    assert make_file(workspace, auditor, Order(format=form)).content
    for refusing in (check, make_file):
        with pytest.raises(NotAllowed):
            refusing(workspace, owner, Order(format=form))
        refused = look_for(workspace, LOCAL_OWNER, Wanted()).events[0]
        assert (refused.operation, refused.outcome, refused.person_id) == ("audit", Outcome.REFUSED, owner.id)
