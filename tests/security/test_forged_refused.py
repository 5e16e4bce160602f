"""A7: what a person may not do is refused however it is sent, nothing of it is kept, and the refusal is on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER, Visitor
from preflight.catalog.shelf import Shelf
from preflight.domain.audit import AuditEvent, AuditKey, Outcome, faults
from preflight.domain.errors import NotAllowed, NotSeen, Refused
from preflight.domain.project import Project
from preflight.domain.roles import ProjectRole
from preflight.services.assessments import complete_assessment, discard_draft, open_assessment, start_assessment
from preflight.services.projects import ProjectDetails, change_project, create_project, remove_project
from preflight.services.trail import Trail
from preflight.services.workspace import Workspace, opened_workspace
from preflight.settings import ROOT
from preflight.storage.audit import events
from preflight.ui import answering as carried
from preflight.ui import state
from preflight.ui.context import PageContext
from tests.new_database import ON_BOTH, new_database
from tests.signed_in import give, signed_in
from tests.storage.dump import rows_in

QUESTION = "reliability.real-inputs"
KEY = AuditKey(b"k" * 32)
TRAIL = "audit_event"
WAYS = ("choose", "unknown", "not_applicable", "take_back", "number", "text", "note", "add_evidence", "remove_evidence")
VALUES: tuple[object, ...] = (
    ["4"], ["4", "3"], [], "4", 4, None, True, "x" * 5_000,
    {"text": "x", "url": "https://example.com", "date": "2026-01-01"},
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A project with a draft in it, somebody who may only look, and somebody who may not even do that."""

    workspace: Workspace
    project: Project
    draft: str
    viewer: Visitor
    stranger: Visitor

    def content(self) -> dict[str, list[str]]:
        """Every row but the trail's."""
        return {table: rows for table, rows in rows_in(self.workspace.database).items() if table != TRAIL}

    def told(self) -> list[AuditEvent]:
        with self.workspace.database.reading() as connection:
            return list(events(connection))


@pytest.fixture(params=ON_BOTH)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    on_file = request.param == "sqlite"
    url = new_database(tmp_path / "preflight.db") if on_file else request.getfixturevalue("server_url")
    workspace = opened_workspace(url, Shelf(ROOT / "questionnaires"), owner=LOCAL_OWNER, trail=Trail(key=KEY))
    project = create_project(workspace, LOCAL_OWNER, ProjectDetails(name="Invoice triage"))
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id="pilot-to-production")
    viewer, stranger = signed_in(workspace, "vera"), signed_in(workspace, "stan")
    give(workspace, viewer, project.id, ProjectRole.VIEWER)
    yield House(workspace=workspace, project=project, draft=draft.id, viewer=viewer, stranger=stranger)
    workspace.database.close()


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A visit's session state, without a server."""
    found: dict[str, Any] = {}
    monkeypatch.setattr(carried, "st", SimpleNamespace(session_state=found))
    return found


def forged() -> list[dict[str, Any]]:
    """What a card of our own would send, for every way to answer and with every kind of value."""
    return [
        {"nonce": f"{do} {number}", "do": do, "question": QUESTION, "seen": 0, "value": value}
        for do in WAYS
        for number, value in enumerate(VALUES)
    ]


@pytest.mark.parametrize("who", ["viewer", "stranger"])
def test_forged_answers_of_whoever_may_not_are_refused_and_told(
    house: House, session: dict[str, Any], who: str
) -> None:
    person: Visitor = getattr(house, who)
    before, first = house.content(), len(house.told())
    context = PageContext(workspace=house.workspace, person=person)
    for entry in forged():
        carried.carry_out(context, house.draft, [entry], questions=frozenset({QUESTION}))
    outcomes = {entry["outcome"] for entry in session[state.ACKNOWLEDGED].values()}
    assert outcomes == {"refused"}
    assert house.content() == before
    told = house.told()[first:]
    assert told, "the refusals are on record"
    assert len(told) <= 21, "and whoever is refused again and again fills no disk"
    for event in told:
        assert (event.outcome, event.person_id, event.operation) == (Outcome.REFUSED, person.id, "answer")
        assert event.about == f"assessment {house.draft}"
        assert (event.login, event.address) == (person.login[:12], person.address)
    assert list(faults(house.told(), {KEY.id: KEY})) == []


def test_forged_steps_of_whoever_may_not_are_refused_and_told(house: House) -> None:
    workspace, viewer = house.workspace, house.viewer
    before = house.content()
    steps = {
        "assess": lambda: complete_assessment(workspace, viewer, house.draft),
        "manage_project": lambda: change_project(workspace, viewer, house.project.id, ProjectDetails(name="Mine")),
        "start_projects": lambda: create_project(workspace, viewer, ProjectDetails(name="Mine")),
    }
    for operation, step in steps.items():
        with pytest.raises(NotAllowed):
            step()
        last = house.told()[-1]
        assert (last.operation, last.outcome, last.person_id) == (operation, Outcome.REFUSED, viewer.id)
    for step in (
        lambda: discard_draft(workspace, viewer, house.draft),
        lambda: remove_project(workspace, viewer, house.project.id),
    ):
        with pytest.raises(Refused):
            step()
        assert house.told()[-1].outcome is Outcome.REFUSED
    assert house.content() == before


def test_what_somebody_may_not_see_is_not_told_apart_from_what_is_not_there(house: House) -> None:
    with pytest.raises(NotSeen) as hidden:
        open_assessment(house.workspace, house.stranger, house.draft)
    with pytest.raises(NotSeen) as missing:
        open_assessment(house.workspace, house.stranger, "0" * 32)
    assert str(hidden.value) == str(missing.value)


def test_whoever_may_answer_is_not_kept_out_by_it(house: House, session: dict[str, Any]) -> None:
    """Without this, the tests above could pass because nothing is ever carried out."""
    give(house.workspace, house.stranger, house.project.id, ProjectRole.CONTRIBUTOR)
    context = PageContext(workspace=house.workspace, person=house.stranger)
    carried.carry_out(context, house.draft, forged()[:1], questions=frozenset({QUESTION}))
    assert [each["outcome"] for each in session[state.ACKNOWLEDGED].values()] == ["saved"]
    assert house.told()[-1].outcome is Outcome.DONE
