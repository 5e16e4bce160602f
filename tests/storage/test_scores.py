from __future__ import annotations

from datetime import timedelta

import pytest

from preflight.domain.assessment import Answer
from preflight.domain.errors import Immutable, NotFound
from preflight.storage import assessments, scores
from preflight.storage.engine import Database
from preflight.storage.scores import NewestResult
from tests.storage.filled import ANSWERS, DAY, NOW, OWNER, SAMPLE, a_draft, a_result, begin, complete, counted


def test_a_kept_result_is_exactly_what_was_scored(database: Database) -> None:
    begin(database, "pilot", "other")
    with database.writing() as connection:
        complete(connection)
    with database.reading() as connection:
        assert scores.kept_score(connection, "first") == a_result()
        assert scores.kept_score(connection, "first-other") is None
        assert scores.kept_scores(connection, ["first", "first-other", "none"]) == {"first": a_result()}
        assert scores.kept_scores(connection, []) == {}


def test_a_draft_s_score_may_be_kept_anew(database: Database) -> None:
    begin(database)
    better = a_result(said={**ANSWERS, "alpha.two": Answer(choices=("1",))})
    with database.writing() as connection:
        scores.keep_score(connection, "first", *a_result())
        scores.keep_score(connection, "first", *better)
        assert scores.kept_score(connection, "first") == better
        sections = connection.exec_driver_sql("SELECT section_id, position FROM section_score ORDER BY position").all()
    assert [tuple(row) for row in sections] == [("alpha", 0), ("beta", 1)]


def test_a_completed_assessment_s_score_stays(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        complete(connection)
    with pytest.raises(Immutable), database.writing() as connection:
        scores.keep_score(connection, "first", *a_result())
    with pytest.raises(NotFound), database.writing() as connection:
        scores.keep_score(connection, "none", *a_result())


def test_the_portfolio_reads_the_newest_completed_result_of_each_project_in_one_query(database: Database) -> None:
    begin(database, "pilot", "other", "idle")
    with database.writing() as connection:
        complete(connection)
        complete(connection, "first-other")
        for assessment_id, days in (("older", -9), ("newest", 5), ("draft", 9)):
            assessments.add_assessment(connection, a_draft(assessment_id, date=DAY + timedelta(days=days)))
        complete(connection, "newest")
        complete(connection, "older")
    with database.reading() as connection, counted(connection) as statements:
        found = scores.newest_results(connection)
    assert len([statement for statement in statements if not statement.startswith("BEGIN")]) == 1
    assert {project: result.assessment_id for project, result in found.items()} == {
        "pilot": "newest",
        "other": "first-other",
    }
    score, verdict = a_result()
    assert verdict.band is not None
    assert score.fraction is not None
    assert score.coverage is not None
    assert verdict.value is not None
    assert found["pilot"] == NewestResult(
        project_id="pilot",
        assessment_id="newest",
        questionnaire_id=SAMPLE.id,
        questionnaire_version=SAMPLE.version,
        date=DAY + timedelta(days=5),
        fraction=float(score.fraction),
        evidenced=float(score.evidenced or 0),
        coverage=float(score.coverage),
        value=float(verdict.value),
        band=verdict.band.id,
        band_title=verdict.band.title,
        weakest="beta",
        weakest_title="Section beta",
        provisional=verdict.provisional,
        blockers=len(verdict.blockers),
    )


def test_of_two_on_one_day_the_last_completed_is_newest(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        assessments.add_assessment(connection, a_draft("a"))
        for assessment_id, minutes in (("first", 5), ("a", 1)):
            scores.keep_score(connection, assessment_id, *a_result())
            at = NOW + timedelta(minutes=minutes)
            assessments.mark_completed(connection, assessment_id, at=at, by=OWNER.id)
        assert scores.newest_results(connection)["pilot"].assessment_id == "first"


def test_nothing_scored_is_kept_as_nothing(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        scores.keep_score(connection, "first", *a_result(said={}))
        assessments.mark_completed(connection, "first", at=NOW, by=OWNER.id)
        found = scores.newest_results(connection)["pilot"]
    assert (found.fraction, found.band, found.weakest) == (None, None, None)
