"""A document restores exactly what was exported, all or nothing, beside what is here and never over it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.domain.errors import Immutable, NotAllowed, NotFound, Refused, StorageError, UnsoundFile
from preflight.domain.project import Person
from preflight.exports.document_json import json_file
from preflight.services import answering, room_steps, rooms
from preflight.services.assessments import complete_assessment, discard_draft, open_assessment, start_assessment
from preflight.services.document_preview import Standing
from preflight.services.projects import ProjectDetails, change_project, create_project, list_overviews, remove_project
from preflight.services.recording import record_of
from preflight.services.restoring import preview_document, restore_document
from preflight.services.results import history_of, result_of
from preflight.services.room_record import room_record
from preflight.services.room_view import room_now
from preflight.services.sample import load_sample
from preflight.services.workspace import Workspace
from preflight.settings import ROOT
from preflight.storage import people as people_rows
from tests.documents import GUEST, FullProject, a_full_project, an_empty_workspace, say, signed
from tests.storage.dump import rows_in
from tests.workshops import LAST, LEVEL, QUESTIONNAIRE, Workshop

pytestmark = pytest.mark.slow

COMING = ("With it come 8 actions, 4 criteria, 7 steps of its plan, 3 systems, 2 decisions and 1 setting of its path.",)
STRANGER = Person(id="x", issuer="https://id.example.org", subject="x", name="X")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FullProject]:
    """Only ever read; what a test changes is restored into a workspace of its own."""
    with a_full_project(tmp_path_factory.mktemp("full")) as found:
        yield found


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workspace]:
    with an_empty_workspace(tmp_path / "empty") as found:
        yield found


@pytest.fixture
def restored(full: FullProject, empty: Workspace) -> Workspace:
    restore_document(empty, LOCAL_OWNER, full.json())
    return empty


def but_for_the_moment(document: bytes) -> bytes:
    return b"\n".join(line for line in document.splitlines() if not line.startswith(b' "exported_at"'))


def test_a_project_comes_back_exactly(full: FullProject, empty: Workspace) -> None:
    preview = preview_document(empty, LOCAL_OWNER, full.json())
    assert (preview.project_here, preview.problems, preview.notes, preview.nothing_to_do) == (False, (), COMING, False)
    assert preview.brings_pilot
    assert [(each.id, each.completed, each.standing) for each in preview.assessments] == [
        (full.completed, True, Standing.NEW),
        (full.draft, False, Standing.NEW),
    ]
    assert sorted(preview.people) == ["You", GUEST.name]
    done = restore_document(empty, LOCAL_OWNER, full.json())
    assert [each.id for each in done.made] == [full.completed, full.draft]
    assert done.here_already == ()
    scope = {"project": full.project}
    assert record_of(empty, LOCAL_OWNER, **scope) == record_of(full.workspace, LOCAL_OWNER, **scope)
    again = json_file(empty, LOCAL_OWNER, **scope)
    assert but_for_the_moment(again.content) == but_for_the_moment(full.json())
    assert again.name == "Invoice triage 日本 - copy - 2026-04-01.json"


def test_screens_say_the_same_of_what_was_restored(full: FullProject, restored: Workspace) -> None:
    for name in (full.completed, full.draft):
        there, here = (open_assessment(each, LOCAL_OWNER, name) for each in (full.workspace, restored))
        assert (here.score, here.verdict) == (there.score, there.verdict)
        assert (here.recorded, here.last_time, here.assessment) == (there.recorded, there.last_time, there.assessment)
    assert result_of(restored, LOCAL_OWNER, full.draft) == result_of(full.workspace, LOCAL_OWNER, full.draft)
    assert history_of(restored, LOCAL_OWNER, full.project) == history_of(full.workspace, LOCAL_OWNER, full.project)


def test_what_the_rooms_said_is_shown_again_without_telling_who_wrote_what(
    full: FullProject, restored: Workspace
) -> None:
    there = {each.question.id: each for each in room_record(full.workspace, LOCAL_OWNER, full.completed)}
    here = {each.question.id: each for each in room_record(restored, LOCAL_OWNER, full.completed)}
    assert list(here) == list(there)
    for name, record in here.items():
        assert record.agreed == there[name].agreed
        assert [each.shown for each in record.rounds] == [each.shown for each in there[name].rounds]
        assert [each.number for each in record.rounds] == [each.number for each in there[name].rounds]
        for mine, theirs in zip(record.rounds, there[name].rounds, strict=True):
            assert [line.why for line in mine.lines] == sorted(line.why for line in theirs.lines)
            assert all(line.said == answering.EMPTY for line in mine.lines), "no vote stands beside a line"
    assert len(here[LEVEL].rounds) == 3, "two rooms, counted on"
    assert here[LEVEL].rounds[0].shown.groups, "groups are shown as they were"


def test_no_vote_that_nobody_saw_and_nobody_who_voted_is_in_the_document(full: FullProject) -> None:
    text = full.json().decode()
    for secret in ("Nobody may ever read this", "secret", "participant", "token", '"code"'):
        assert secret not in text
    for each in json.loads(text)["content"]["assessments"][0]["rounds"]:
        assert set(each) == {"question", "round", "shown", "lines"}
        assert each["lines"] == sorted(each["lines"])
        assert all(group["votes"] >= 4 for group in each["shown"]["groups"])


def test_a_restored_draft_goes_on_with_a_room_and_completes(full: FullProject, empty: Workspace) -> None:
    restore_document(empty, LOCAL_OWNER, full.json())
    room = rooms.open_room(empty, LOCAL_OWNER, full.draft, minutes=30)
    workshop = Workshop(empty, full.clock, full, full.draft, room.id)  # type: ignore[arg-type]
    workshop.do(room_steps.show_question, LEVEL)
    workshop.vote(workshop.join("ada"), {"choices": ["3"]})
    workshop.do(room_steps.reveal)
    workshop.do(rooms.close_room)
    empty.finish()
    complete_assessment(empty, LOCAL_OWNER, full.draft)
    (record,) = room_record(empty, LOCAL_OWNER, full.draft)
    assert len(record.rounds) == 1


def test_a_restored_completed_assessment_can_not_be_changed(full: FullProject, restored: Workspace) -> None:
    with pytest.raises(Immutable):
        say(restored, full.completed, LAST, answering.say_unknown)
    with pytest.raises(Immutable):
        discard_draft(restored, LOCAL_OWNER, full.completed)
    with pytest.raises(Refused):
        remove_project(restored, LOCAL_OWNER, full.project)


def test_one_assessment_comes_back_exactly_without_what_it_started_from(full: FullProject, empty: Workspace) -> None:
    one = full.json(assessment=full.draft)
    restore_document(empty, LOCAL_OWNER, one)
    again = json_file(empty, LOCAL_OWNER, assessment=full.draft)
    assert but_for_the_moment(again.content) == but_for_the_moment(one)
    assert again.name == "Invoice triage 日本 - copy - 2026-04-01.json"
    with pytest.raises(NotFound):
        open_assessment(empty, LOCAL_OWNER, full.completed)
    added = restore_document(empty, LOCAL_OWNER, full.json(assessment=full.completed))
    assert [each.id for each in added.made] == [full.completed], "it joins the project that is here"


def test_what_is_here_just_the_same_is_left_alone(full: FullProject, restored: Workspace) -> None:
    before = rows_in(restored.database)
    answering.remember_place(restored, LOCAL_OWNER, full.draft, LAST).result(10)
    looked = rows_in(restored.database)
    assert looked != before
    preview = preview_document(restored, LOCAL_OWNER, full.json())
    assert preview.nothing_to_do
    assert {each.standing for each in preview.assessments} == {Standing.SAME}
    done = restore_document(restored, LOCAL_OWNER, full.json())
    assert (done.made, len(done.here_already)) == ((), 2)
    assert rows_in(restored.database) == looked


def test_what_differs_keeps_the_document_out_but_for_a_copy(full: FullProject, restored: Workspace) -> None:
    say(restored, full.draft, LAST, answering.say_unknown)
    before = rows_in(restored.database)
    preview = preview_document(restored, LOCAL_OWNER, full.json())
    assert [each.standing for each in preview.assessments] == [Standing.SAME, Standing.DIFFERENT]
    (problem,) = preview.problems
    assert problem.startswith(
        "“Before it goes live” of 2026-04-01 is here already, and differs. Bring the document in as"
    )
    with pytest.raises(Refused, match="is here already, and differs"):
        restore_document(restored, LOCAL_OWNER, full.json())
    assert rows_in(restored.database) == before


def test_a_copy_has_new_ids_and_a_free_name_and_is_otherwise_the_same(full: FullProject, restored: Workspace) -> None:
    done = restore_document(restored, LOCAL_OWNER, full.json(), as_copy=True)
    assert done.project.name == "Invoice “triage” 日本 2"
    assert not {each.id for each in done.made} & {full.completed, full.draft}
    completed, draft = done.made
    assert draft.based_on == completed.id
    here = record_of(restored, LOCAL_OWNER, project=done.project.id)
    there = record_of(restored, LOCAL_OWNER, project=full.project)
    for copy, original in zip(here.assessments, there.assessments, strict=True):
        assert (copy.recorded, copy.rounds, copy.agreed, copy.result) == (
            original.recorded, original.rounds, original.agreed, original.result,
        )  # fmt: skip
        assert [(each.question_id, each.after, each.at, each.by) for each in copy.changes] == [
            (each.question_id, each.after, each.at, each.by) for each in original.changes
        ]
    third = restore_document(restored, LOCAL_OWNER, full.json(), as_copy=True)
    assert third.project.name.endswith(" 3")
    assert len(list_overviews(restored, LOCAL_OWNER)) == 3


def test_a_project_that_is_here_stays_as_it_is_and_the_preview_says_so(full: FullProject, empty: Workspace) -> None:
    restore_document(empty, LOCAL_OWNER, full.json(assessment=full.completed))
    change_project(empty, LOCAL_OWNER, full.project, ProjectDetails(name="Renamed since"))
    preview = preview_document(empty, LOCAL_OWNER, full.json())
    assert preview.notes == ("The project is called “Renamed since” here, and stays as it is.", *COMING)
    assert [each.standing for each in preview.assessments] == [Standing.SAME, Standing.NEW]
    done = restore_document(empty, LOCAL_OWNER, full.json())
    assert done.project.name == "Renamed since"
    assert [each.id for each in done.made] == [full.draft]


def test_a_name_that_another_project_has_keeps_it_out(full: FullProject, empty: Workspace) -> None:
    create_project(empty, LOCAL_OWNER, ProjectDetails(name="INVOICE “triage” 日本"))
    before = rows_in(empty.database)
    with pytest.raises(Refused, match="another project called"):
        restore_document(empty, LOCAL_OWNER, full.json())
    assert rows_in(empty.database) == before
    assert restore_document(empty, LOCAL_OWNER, full.json(), as_copy=True).project.name.endswith(" 2")


def test_a_second_draft_of_one_questionnaire_keeps_it_out(full: FullProject, restored: Workspace) -> None:
    def other_id(content: dict[str, Any]) -> None:
        content["assessments"] = [{**content["assessments"][1], "id": "another", "based_on": None}]
        content["pilot"] = None

    with pytest.raises(Refused, match="is a draft, and the project has another of the same questionnaire"):
        restore_document(restored, LOCAL_OWNER, signed(full.json(), other_id))


def test_people_are_known_by_issuer_and_subject_and_keep_their_names_here(full: FullProject, empty: Workspace) -> None:
    with empty.database.writing() as connection:
        people_rows.ensure_person(connection, Person(id="z", issuer=GUEST.issuer, subject=GUEST.subject, name="Zoë"))
        people_rows.ensure_person(connection, Person(id=GUEST.id, issuer="else", subject="where", name="Other"))
    restore_document(empty, LOCAL_OWNER, full.json())
    found = open_assessment(empty, LOCAL_OWNER, full.completed)
    assert found.assessment.completed_by == "z"
    with empty.database.reading() as connection:
        assert people_rows.names_of(connection, {"z", GUEST.id}) == {"z": "Zoë", GUEST.id: "Other"}
    assert preview_document(empty, LOCAL_OWNER, full.json()).nothing_to_do, "the same, under the ids of here"


def test_a_stranger_whose_id_is_taken_gets_another(full: FullProject, empty: Workspace) -> None:
    with empty.database.writing() as connection:
        people_rows.ensure_person(connection, Person(id=GUEST.id, issuer="else", subject="where", name="Other"))
    restore_document(empty, LOCAL_OWNER, full.json())
    by = open_assessment(empty, LOCAL_OWNER, full.completed).assessment.completed_by
    assert by not in (None, GUEST.id)
    assert preview_document(empty, LOCAL_OWNER, full.json()).nothing_to_do


def test_a_failure_at_any_statement_writes_nothing(
    full: FullProject, empty: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from preflight.services import restoring, restoring_pilot

    before = rows_in(empty.database)
    for module, name in (
        (restoring.assessment_rows, "mark_completed"),
        (restoring.restored_rows, "put_restored_rooms"),
        (restoring.questionnaire_rows, "keep_questionnaire"),
        (restoring_pilot.decision_rows, "add_decision"),
        (restoring_pilot.criterion_rows, "add_measurement"),
        (restoring_pilot.setting_rows, "keep_path_setting"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, _fail)
            with pytest.raises(StorageError):
                restore_document(empty, LOCAL_OWNER, full.json())
        assert rows_in(empty.database) == before, name


def _fail(*_: object, **__: object) -> None:
    raise StorageError("The disk is gone.")


def test_an_unsound_document_writes_nothing(full: FullProject, empty: Workspace) -> None:
    before = rows_in(empty.database)
    for call in (preview_document, restore_document):
        with pytest.raises(UnsoundFile):
            call(empty, LOCAL_OWNER, full.json()[:-9])
    assert rows_in(empty.database) == before


def test_a_stranger_may_not_bring_anything_in(full: FullProject, empty: Workspace) -> None:
    for call in (preview_document, restore_document):
        with pytest.raises(NotAllowed):
            call(empty, STRANGER, full.json())
    with pytest.raises(NotAllowed):
        json_file(full.workspace, STRANGER, project=full.project)


@pytest.mark.slow
def test_it_crosses_to_postgresql_and_back(full: FullProject, postgres_url: str, tmp_path: Path) -> None:
    with an_empty_workspace(tmp_path / "there", postgres_url) as there:
        restore_document(there, LOCAL_OWNER, full.json())
        crossed = json_file(there, LOCAL_OWNER, project=full.project).content
        assert preview_document(there, LOCAL_OWNER, full.json()).nothing_to_do
        with pytest.raises(Immutable):
            say(there, full.completed, LAST, answering.say_unknown)
    assert but_for_the_moment(crossed) == but_for_the_moment(full.json())
    with an_empty_workspace(tmp_path / "back") as back:
        restore_document(back, LOCAL_OWNER, crossed)
        assert but_for_the_moment(json_file(back, LOCAL_OWNER, project=full.project).content) == but_for_the_moment(
            crossed
        )


def test_what_was_agreed_stands_in_a_later_room_on_the_restored_draft(workshop: Workshop, empty: Workspace) -> None:
    workshop.do(room_steps.show_question, LEVEL)
    workshop.vote(workshop.join("ada"), {"choices": ["3"]})
    workshop.do(room_steps.agree, {"choices": ["3"]}, "The report says so")
    under_way = json_file(workshop.workspace, LOCAL_OWNER, assessment=workshop.assessment_id).content
    restore_document(empty, LOCAL_OWNER, under_way)
    room = rooms.open_room(empty, LOCAL_OWNER, workshop.assessment_id, minutes=30)
    agreed = room_now(empty, room.id).view.agreed[LEVEL]
    assert (agreed.said.choices, agreed.why, agreed.round) == (("3",), "The report says so", 0)
    empty.finish()


def test_the_sample_with_its_six_assessments_comes_back_and_goes_as_the_sample(tmp_path: Path) -> None:
    with an_empty_workspace(tmp_path / "one") as one, an_empty_workspace(tmp_path / "two") as two:
        sample = load_sample(replace(one, shelf=Shelf(ROOT / "questionnaires")), LOCAL_OWNER)
        document = json_file(one, LOCAL_OWNER, project=sample.id).content
        assert len(restore_document(two, LOCAL_OWNER, document).made) == 6
        assert but_for_the_moment(json_file(two, LOCAL_OWNER, project=sample.id).content) == but_for_the_moment(
            document
        )
        remove_project(two, LOCAL_OWNER, sample.id)
        assert list_overviews(two, LOCAL_OWNER) == ()


def test_a_questionnaire_s_text_comes_back_byte_for_byte(tmp_path: Path) -> None:
    """A byte order mark and the line ends of another system belong to it: its digest is over them."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    source = b"\xef\xbb\xbf" + QUESTIONNAIRE.replace("\n", "\r\n").encode()
    (shelf / "workshop.yaml").write_bytes(source)
    with an_empty_workspace(tmp_path / "one") as one, an_empty_workspace(tmp_path / "two") as two:
        project = create_project(one, LOCAL_OWNER, ProjectDetails(name="Marked"))
        start_assessment(
            replace(one, shelf=Shelf(shelf)), LOCAL_OWNER, project_id=project.id, questionnaire_id="workshop"
        )
        restore_document(two, LOCAL_OWNER, json_file(one, LOCAL_OWNER, project=project.id).content)
        assert record_of(two, LOCAL_OWNER, project=project.id).questionnaires[0].source == source
