"""What stands behind each kind of arrival: what is shown of a file before it is kept, and the keeping."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import Conflict, Invalid, PreflightError, Refused, UnsoundFile
from preflight.exchange.arrivals import ArrivalKind
from preflight.exchange.bringing_in import KEEPING, READING
from preflight.exports.answers_csv import csv_file
from preflight.exports.deck.house_template import house_template
from preflight.exports.document_json import json_file
from preflight.services.assessments import open_assessment, start_assessment
from preflight.services.dossier import dossier_of
from preflight.services.projects import list_overviews
from preflight.services.templates import template_content, templates
from preflight.services.workspace import Workspace
from tests.documents import an_empty_workspace

pytestmark = pytest.mark.slow


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workspace]:
    with an_empty_workspace(tmp_path / "empty") as found:
        yield found


def given(folder: Path, content: bytes, *, name: str = "x", **more: Any) -> dict[str, Any]:
    path = folder / "arrived"
    path.write_bytes(content)
    return {"path": str(path), "name": name, "assessment": None, "how": {}} | more


def document(workspace: Workspace) -> bytes:
    """The sample project, as it leaves."""
    (overview,) = list_overviews(workspace, LOCAL_OWNER)
    return json_file(workspace, LOCAL_OWNER, project=overview.project.id).content


def test_each_kind_can_be_read_and_kept() -> None:
    assert set(READING) == set(KEEPING) == set(ArrivalKind)


def test_a_document_is_shown_then_kept(workspace: Workspace, empty: Workspace, tmp_path: Path) -> None:
    arrived = given(tmp_path, document(workspace))
    shown = json.loads(json.dumps(READING[ArrivalKind.DOCUMENT](empty, LOCAL_OWNER, arrived)))["preview"]
    (project,) = shown["projects"]
    assert (project["name"], project["here"], shown["nothing_to_do"]) == ("Invoice triage", False, False)
    assert {each["standing"] for each in project["assessments"]} == {"new"}
    assert project["assessments"][0]["date"][4] == "-"
    assert list_overviews(empty, LOCAL_OWNER) == ()
    kept = KEEPING[ArrivalKind.DOCUMENT](empty, LOCAL_OWNER, arrived)
    assert (kept["assessments"], kept["here_already"]) == (len(project["assessments"]), 0)
    assert list_overviews(empty, LOCAL_OWNER)[0].project.id == kept["project"]
    assert READING[ArrivalKind.DOCUMENT](empty, LOCAL_OWNER, arrived)["preview"]["nothing_to_do"]


def test_a_document_that_stands_in_the_way_of_none_may_come_as_a_copy(workspace: Workspace, tmp_path: Path) -> None:
    arrived = given(tmp_path, document(workspace), how={"as_copy": True})
    assert KEEPING[ArrivalKind.DOCUMENT](workspace, LOCAL_OWNER, arrived)["name"] != "Invoice triage"
    assert len(list_overviews(workspace, LOCAL_OWNER)) == 2


def test_a_template_is_shown_then_kept_under_its_name(empty: Workspace, tmp_path: Path) -> None:
    content = house_template()
    arrived = given(tmp_path, content, name="Our company.potx")
    shown = json.loads(json.dumps(READING[ArrivalKind.TEMPLATE](empty, LOCAL_OWNER, arrived)))["preview"]
    assert (shown["name"], shown["width"], shown["height"]) == ("Our company", 960.0, 540.0)
    assert shown["fonts"]
    assert all(len(each) == 7 and each[0] == "#" for each in shown["colours"])
    assert templates(empty, LOCAL_OWNER) == ()
    kept = KEEPING[ArrivalKind.TEMPLATE](empty, LOCAL_OWNER, arrived | {"how": {"name": "2026"}})
    assert kept["name"] == "2026"
    assert template_content(empty, LOCAL_OWNER, kept["template"]) == content


@pytest.fixture
def draft(workspace: Workspace) -> str:
    """A draft of the sample project's questionnaire, with nothing answered."""
    (overview,) = list_overviews(workspace, LOCAL_OWNER)
    assert overview.newest is not None
    found = start_assessment(
        workspace,
        LOCAL_OWNER,
        project_id=overview.project.id,
        questionnaire_id=overview.newest.questionnaire_id,
    )
    return found.id


def filled(workspace: Workspace, draft: str) -> bytes:
    """The sample's newest answers as a CSV, which may be brought into the draft."""
    (overview,) = list_overviews(workspace, LOCAL_OWNER)
    assert overview.newest is not None
    return csv_file(dossier_of(workspace, LOCAL_OWNER, overview.newest.id)).content


def test_answers_are_shown_then_kept_all_at_once(workspace: Workspace, draft: str, tmp_path: Path) -> None:
    arrived = given(tmp_path, filled(workspace, draft), assessment=draft)
    read = json.loads(json.dumps(READING[ArrivalKind.ANSWERS](workspace, LOCAL_OWNER, arrived)))
    changes = read["preview"]["changes"]
    assert len(changes) > 10
    assert {each["standing"] for each in changes} == {"new"}
    assert all(each["text"] and each["after"] != each["before"] for each in changes)
    assert not open_assessment(workspace, LOCAL_OWNER, draft).recorded
    kept = KEEPING[ArrivalKind.ANSWERS](workspace, LOCAL_OWNER, arrived | {"noted": read["noted"]})
    assert kept == {"assessment": draft, "changed": len(changes)}
    assert len(open_assessment(workspace, LOCAL_OWNER, draft).recorded) == len(changes)
    again = READING[ArrivalKind.ANSWERS](workspace, LOCAL_OWNER, arrived)["preview"]
    assert (again["changes"], again["same"]) == ([], len(changes))


def test_answers_that_somebody_saved_meanwhile_keep_the_file_out(
    workspace: Workspace, draft: str, tmp_path: Path
) -> None:
    arrived = given(tmp_path, filled(workspace, draft), assessment=draft)
    noted = READING[ArrivalKind.ANSWERS](workspace, LOCAL_OWNER, arrived)["noted"]
    KEEPING[ArrivalKind.ANSWERS](workspace, LOCAL_OWNER, arrived | {"noted": noted})
    with pytest.raises(Conflict):
        KEEPING[ArrivalKind.ANSWERS](workspace, LOCAL_OWNER, arrived | {"noted": noted})


@pytest.mark.parametrize(
    ("kind", "how", "error"),
    [
        (ArrivalKind.TEMPLATE, {"name": 7}, Invalid),
        (ArrivalKind.TEMPLATE, {"name": ""}, Invalid),
        (ArrivalKind.DOCUMENT, {"as_copy": "yes"}, Invalid),
        (ArrivalKind.DOCUMENT, {"as_copy": 1}, Invalid),
        (ArrivalKind.DOCUMENT, {}, UnsoundFile),
    ],
)
def test_what_can_not_be_kept_is_not(
    empty: Workspace, tmp_path: Path, kind: ArrivalKind, how: dict[str, Any], error: type[PreflightError]
) -> None:
    with pytest.raises(error):
        KEEPING[kind](empty, LOCAL_OWNER, given(tmp_path, b"x", how=how))
    assert templates(empty, LOCAL_OWNER) == ()
    assert list_overviews(empty, LOCAL_OWNER) == ()


@pytest.mark.parametrize("kind", ArrivalKind)
def test_what_can_not_be_read_says_why(workspace: Workspace, tmp_path: Path, kind: ArrivalKind) -> None:
    (overview,) = list_overviews(workspace, LOCAL_OWNER)
    assessment = overview.newest.id if overview.newest else None
    for content in (b"x", b"PK\x03\x04", b"\0" * 1_000, b'{"format": 1}', "ä".encode("utf-16")):
        arrived = given(tmp_path, content, assessment=assessment)
        with pytest.raises((Refused, UnsoundFile)):
            READING[kind](workspace, LOCAL_OWNER, arrived)
