"""What a project keeps beside its assessments comes back with it: all of it or nothing, and never over what is here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.action import ActionStatus
from preflight.domain.errors import Immutable, Refused
from preflight.domain.measurable import draft_of
from preflight.domain.project import Person
from preflight.domain.record import PilotRecord
from preflight.services.actions import actions_of, set_status
from preflight.services.criteria import amend_criterion, change_criterion, criteria_of
from preflight.services.measuring import Measured, measure
from preflight.services.pilot_file import pilot_file_of
from preflight.services.recording import record_of
from preflight.services.restoring import preview_document, restore_document
from preflight.services.workspace import Workspace
from preflight.storage import people as people_rows
from tests.documents import FullProject, a_full_project, an_empty_workspace, signed
from tests.full_pilot import GUEST
from tests.storage.dump import rows_in

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FullProject]:
    """Only ever read; what a test changes is restored into a workspace of its own."""
    with a_full_project(tmp_path_factory.mktemp("full")) as found:
        yield found


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workspace]:
    with an_empty_workspace(tmp_path / "empty") as found:
        yield found


def kept(workspace: Workspace, project: str) -> PilotRecord:
    found = record_of(workspace, LOCAL_OWNER, project=project).pilot
    assert found is not None
    return found


def test_its_screens_show_the_same_and_what_was_sealed_and_decided_stays(full: FullProject, empty: Workspace) -> None:
    restore_document(empty, LOCAL_OWNER, full.json())
    here, there = (pilot_file_of(each, LOCAL_OWNER, full.project) for each in (empty, full.workspace))
    assert here == there
    assert [each.picture for each in here.decisions] == [each.picture for each in there.decisions]
    held = here.criteria[0]
    with pytest.raises(Immutable):
        change_criterion(empty, LOCAL_OWNER, held.id, draft_of(held.newest.terms), seen=held.newest)
    harder = replace(draft_of(held.newest.terms), target="8")
    amend_criterion(empty, LOCAL_OWNER, held.id, harder, reason="It can be done", seen=held.newest)
    measure(empty, LOCAL_OWNER, held.id, Measured(value="7", date=empty.today(), evidence="Report"))
    assert len(criteria_of(empty, LOCAL_OWNER, full.project).criteria[0].measurements) == 4


def test_a_copy_has_new_ids_all_through_and_is_otherwise_the_same(full: FullProject, empty: Workspace) -> None:
    restore_document(empty, LOCAL_OWNER, full.json())
    copy = restore_document(empty, LOCAL_OWNER, full.json(), as_copy=True)
    here, there = kept(empty, copy.project.id), kept(empty, full.project)
    assert not ids_of(here) & ids_of(there)
    led = dict(zip((full.completed, full.draft), (each.id for each in copy.made), strict=True))
    decided = dict(zip((each.id for each in there.decisions), (each.id for each in here.decisions), strict=True))
    for mine, theirs in zip(here.actions, there.actions, strict=True):
        assert mine.decision_id == decided.get(theirs.decision_id or "")
        assert (mine.link and mine.link.assessment_id) == (theirs.link and led[theirs.link.assessment_id or ""])
    assert [each.supersedes for each in here.decisions] == [None, here.decisions[0].id]
    assert without_ids(here) == without_ids(there)
    assert here.paths == there.paths


def ids_of(record: PilotRecord) -> set[str]:
    kinds = (record.actions, record.criteria, record.steps, record.systems, record.decisions)
    measured = {one.id for each in record.criteria for one in each.measurements}
    return measured.union(*({each.id for each in kind} for kind in kinds))


def without_ids(record: PilotRecord) -> list[Any]:
    none: dict[str, Any] = {"id": "", "project_id": ""}
    return [
        *(
            replace(each, **none, decision_id="", link=each.link and replace(each.link, assessment_id=None))
            for each in record.actions
        ),
        *(
            replace(
                each,
                **none,
                measurements=tuple(replace(one, id="", criterion_id="") for one in each.measurements),
            )
            for each in record.criteria
        ),
        *(replace(each, **none) for each in record.steps),
        *(replace(each, **none) for each in record.systems),
        *(replace(each, **none, supersedes="", assessment_id="") for each in record.decisions),
    ]


def test_people_keep_their_names_and_ids_here(full: FullProject, empty: Workspace) -> None:
    with empty.database.writing() as connection:
        people_rows.ensure_person(connection, Person(id="z", issuer=GUEST.issuer, subject=GUEST.subject, name="Zoë"))
        people_rows.ensure_person(connection, Person(id=GUEST.id, issuer="else", subject="where", name="Other"))
    restore_document(empty, LOCAL_OWNER, full.json())
    found = kept(empty, full.project)
    assert {"z"} <= found.people <= {"z", LOCAL_OWNER.id}
    assert pilot_file_of(empty, LOCAL_OWNER, full.project).names["z"] == "Zoë"
    assert preview_document(empty, LOCAL_OWNER, full.json()).nothing_to_do, "the same, under the ids of here"


def test_what_differs_here_stays_as_it_is_and_the_preview_says_so(full: FullProject, empty: Workspace) -> None:
    restore_document(empty, LOCAL_OWNER, full.json())
    action = actions_of(empty, LOCAL_OWNER, full.project)[2]
    set_status(empty, LOCAL_OWNER, action.id, ActionStatus.DOING, seen=action.version)
    preview = preview_document(empty, LOCAL_OWNER, full.json())
    assert preview.notes == ("Its actions, criteria, plan and decisions differ here, and stay as they are.",)
    assert preview.nothing_to_do
    before = rows_in(empty.database)
    restore_document(empty, LOCAL_OWNER, full.json())
    assert rows_in(empty.database) == before


def test_it_comes_to_a_project_that_keeps_nothing_yet(full: FullProject, empty: Workspace) -> None:
    restore_document(empty, LOCAL_OWNER, full.json(assessment=full.completed))
    assert kept(empty, full.project).empty
    assert preview_document(empty, LOCAL_OWNER, full.json()).brings_pilot
    restore_document(empty, LOCAL_OWNER, full.json())
    assert kept(empty, full.project) == kept(full.workspace, full.project)
    assert preview_document(empty, LOCAL_OWNER, full.json(assessment=full.completed)).nothing_to_do


@pytest.mark.parametrize("kind", ["actions", "criteria", "steps", "systems", "decisions"])
def test_ids_that_another_project_has_keep_it_out_whole(full: FullProject, empty: Workspace, kind: str) -> None:
    def elsewhere(content: dict[str, Any]) -> None:
        for each in {"actions", "criteria", "steps", "systems", "decisions"} - {kind, "decisions"}:
            content["pilot"][each] = []
        if kind != "decisions":
            for each in content["pilot"]["decisions"]:
                each["id"] = f"other-{each['id']}"
            for each in content["pilot"]["actions"]:
                each["decision"] = each["decision"] and f"other-{each['decision']}"
        content["project"] |= {"id": "another", "name": "Another"}
        content["assessments"] = []
        content["questionnaires"] = []
        content["people"] = [each for each in content["people"] if each["id"] in {LOCAL_OWNER.id, GUEST.id}]
        for each in content["pilot"]["actions"]:
            each["link"] = each["link"] and {**each["link"], "assessment": None}
        for each in content["pilot"]["decisions"]:
            each["assessment"] = None

    restore_document(empty, LOCAL_OWNER, full.json())
    before, taken = rows_in(empty.database), signed(full.json(), elsewhere)
    with pytest.raises((Refused, Immutable)):
        restore_document(empty, LOCAL_OWNER, taken)
    assert rows_in(empty.database) == before
    copy = restore_document(empty, LOCAL_OWNER, taken, as_copy=True).project.id
    assert getattr(kept(empty, copy), kind)
