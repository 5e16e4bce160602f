from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from preflight.domain.assessment import Answer, Phase
from preflight.domain.errors import Immutable, Invalid, NotFound, Refused
from preflight.storage import answers, assessments, questionnaires
from preflight.storage.engine import Database
from tests.storage.filled import (
    DAY,
    DIGEST,
    GUEST,
    NOW,
    OWNER,
    SAMPLE,
    SOURCE,
    a_draft,
    begin,
    complete,
    say,
)


def test_a_questionnaire_is_kept_byte_for_byte_and_once(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        questionnaires.keep_questionnaire(connection, DIGEST, SAMPLE.id, SAMPLE.version, SOURCE, NOW)
        assert questionnaires.source_of(connection, DIGEST) == SOURCE
    with pytest.raises(Invalid), database.writing() as connection:
        questionnaires.keep_questionnaire(connection, DIGEST, SAMPLE.id, SAMPLE.version, b"other", NOW)
    with pytest.raises(NotFound), database.reading() as connection:
        questionnaires.source_of(connection, "unknown")


def test_an_assessment_comes_back_as_it_was(database: Database) -> None:
    begin(database)
    draft = a_draft("later", based_on="first", last_question="beta.one", date=DAY + timedelta(days=3))
    with database.writing() as connection:
        assessments.add_assessment(connection, draft)
        assert assessments.get_assessment(connection, "later") == draft


def test_assessments_are_listed_by_date_whatever_the_order_they_were_made_in(database: Database) -> None:
    begin(database, "pilot", "other")
    with database.writing() as connection:
        assessments.add_assessment(connection, a_draft("newer", date=DAY + timedelta(days=1)))
        assessments.add_assessment(connection, a_draft("older", date=DAY - timedelta(days=1)))
        assessments.add_assessment(connection, a_draft("same", created_at=NOW + timedelta(seconds=1)))
        ids = [found.id for found in assessments.list_assessments(connection, "pilot")]
        everything = assessments.list_assessments(connection)
    assert ids == ["older", "first", "same", "newer"]
    assert len(everything) == 5


def test_completing_says_who_and_when_and_ends_every_change(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        assessments.set_date(connection, "first", DAY + timedelta(days=2))
        assessments.set_last_question(connection, "first", "alpha.two")
        complete(connection)
        done = assessments.get_assessment(connection, "first")
    assert done == a_draft(
        date=DAY + timedelta(days=2),
        last_question="alpha.two",
        phase=Phase.COMPLETED,
        completed_at=NOW + timedelta(hours=1),
        completed_by=OWNER.id,
    )
    with database.writing() as connection:
        with pytest.raises(Immutable):
            assessments.mark_completed(connection, "first", at=NOW, by=GUEST.id)
        with pytest.raises(Immutable):
            assessments.set_date(connection, "first", DAY)
        with pytest.raises(Immutable):
            assessments.set_last_question(connection, "first", None)
        with pytest.raises(Immutable):
            assessments.discard_draft(connection, "first")
        assert assessments.get_assessment(connection, "first") == done


def test_an_assessment_is_completed_with_its_score_or_not_at_all(database: Database) -> None:
    begin(database)
    with pytest.raises(Refused, match="score"), database.writing() as connection:
        assessments.mark_completed(connection, "first", at=NOW, by=OWNER.id)
    finished = replace(a_draft("done"), phase=Phase.COMPLETED, completed_at=NOW, completed_by=OWNER.id)
    with pytest.raises(Refused, match="draft"), database.writing() as connection:
        assessments.add_assessment(connection, finished)


def test_a_draft_is_discarded_with_its_answers_and_their_changes(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        say(connection, Answer(choices=("1",)))
        assessments.discard_draft(connection, "first")
        with pytest.raises(NotFound):
            assessments.get_assessment(connection, "first")
        with pytest.raises(NotFound):
            assessments.discard_draft(connection, "first")
        assert answers.recorded_answers(connection, "first") == {}
        assert answers.changes(connection, "first") == []


def test_a_draft_that_another_started_from_stays(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        assessments.add_assessment(connection, a_draft("later", based_on="first"))
    with pytest.raises(Refused, match="started from"), database.writing() as connection:
        assessments.discard_draft(connection, "first")


@pytest.mark.parametrize(
    "fields",
    [
        {"project_id": "none"},
        {"questionnaire_digest": "none"},
        {"created_by": "nobody"},
        {"based_on": "none"},
    ],
)
def test_an_assessment_refers_to_what_is_there(database: Database, fields: dict[str, str]) -> None:
    begin(database)
    with pytest.raises(NotFound), database.writing() as connection:
        assessments.add_assessment(connection, replace(a_draft("later"), **fields))  # type: ignore[arg-type]


def test_what_is_not_there_is_not_found(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        for act in (
            lambda: assessments.get_assessment(connection, "none"),
            lambda: assessments.set_date(connection, "none", DAY),
            lambda: assessments.mark_completed(connection, "none", at=NOW, by=OWNER.id),
        ):
            with pytest.raises(NotFound):
                act()
