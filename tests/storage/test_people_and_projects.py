from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError

from preflight.domain.errors import Invalid, NotFound, Refused
from preflight.domain.project import Person, Stage
from preflight.storage import assessments, people, projects
from preflight.storage.engine import Database
from tests.storage.filled import GUEST, NOW, OWNER, a_draft, a_project, begin, complete


def test_a_person_is_known_by_issuer_and_subject_and_keeps_the_first_id(database: Database) -> None:
    with database.writing() as connection:
        assert people.ensure_person(connection, OWNER) == OWNER
        assert people.ensure_person(connection, replace(OWNER, id="other")) == OWNER
        namesake = Person(id="other", issuer="https://else.example", subject=OWNER.subject, name=OWNER.name)
        assert people.ensure_person(connection, namesake) == namesake


def test_a_new_name_replaces_the_old_one(database: Database) -> None:
    with database.writing() as connection:
        people.ensure_person(connection, GUEST)
        people.ensure_person(connection, replace(GUEST, name="Zoë Berg"))
        assert people.names_of(connection, {GUEST.id, "nobody"}) == {GUEST.id: "Zoë Berg"}
        assert people.names_of(connection, set()) == {}


def test_a_project_comes_back_as_it_was(database: Database) -> None:
    elsewhere = datetime(2026, 11, 20, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    project = a_project(
        summary="Zwei\nZeilen",
        team="T",
        owner="O'Neill",
        stage=Stage.STOPPED,
        pilot_start=date(2026, 2, 28),
        tags=("b", "a", 'with "quotes", and a comma'),
        sample=True,
        created_at=elsewhere,
    )
    begin(database, "other")
    with database.writing() as connection:
        projects.add_project(connection, project)
    with database.reading() as connection:
        assert projects.get_project(connection, project.id) == project
        assert projects.list_projects(connection) == [a_project("other"), project]


def test_changing_a_project_leaves_where_it_comes_from(database: Database) -> None:
    begin(database)
    changed = a_project(name="New", tags=("x",), stage=Stage.PRODUCTION, sample=True, created_by=GUEST.id)
    with database.writing() as connection:
        projects.update_project(connection, changed)
        assert projects.get_project(connection, "pilot") == replace(changed, sample=False, created_by=OWNER.id)


def test_what_is_not_there_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound), database.reading() as connection:
        projects.get_project(connection, "none")
    with pytest.raises(NotFound), database.writing() as connection:
        projects.update_project(connection, a_project("none"))
    with pytest.raises(NotFound), database.writing() as connection:
        projects.remove_project(connection, "none")
    with pytest.raises(NotFound), database.writing() as connection:
        projects.add_project(connection, a_project(created_by="nobody"))


def test_an_id_is_used_once(database: Database) -> None:
    begin(database)
    with pytest.raises(Refused, match="already"), database.writing() as connection:
        projects.add_project(connection, a_project())


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "n" * 301}, {"summary": "s" * 20_001}, {"id": "i" * 65}])
def test_lengths_hold_in_the_database_too(database: Database, fields: dict[str, str]) -> None:
    begin(database)
    with pytest.raises(Invalid), database.writing() as connection:
        projects.add_project(connection, replace(a_project("new"), **fields))  # type: ignore[arg-type]


def test_a_time_without_an_offset_is_never_kept(database: Database) -> None:
    begin(database)
    with pytest.raises(StatementError, match="without an offset"), database.writing() as connection:
        projects.add_project(connection, a_project("new", created_at=NOW.replace(tzinfo=None)))


def test_a_project_with_drafts_only_can_be_removed_with_them(database: Database) -> None:
    begin(database, "pilot", "other")
    with database.writing() as connection:
        projects.remove_project(connection, "pilot")
    with database.reading() as connection:
        assert [project.id for project in projects.list_projects(connection)] == ["other"]
        assert [draft.id for draft in assessments.list_assessments(connection)] == ["first-other"]


def test_a_project_with_a_completed_assessment_stays(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        complete(connection)
    with pytest.raises(Refused, match="completed"), database.writing() as connection:
        projects.remove_project(connection, "pilot")
    with database.reading() as connection:
        assert len(projects.list_projects(connection)) == 1


def test_a_project_that_another_one_builds_on_stays(database: Database) -> None:
    begin(database, "pilot", "other")
    with database.writing() as connection:
        assessments.add_assessment(connection, a_draft("later", "other", based_on="first"))
    with pytest.raises(Refused, match="refers"), database.writing() as connection:
        projects.remove_project(connection, "pilot")
