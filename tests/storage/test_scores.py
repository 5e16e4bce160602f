from __future__ import annotations

import pytest

from preflight.domain.assessment import Answer
from preflight.domain.errors import Immutable, NotFound
from preflight.storage import scores
from preflight.storage.engine import Database
from tests.storage.filled import ANSWERS, a_result, begin, complete


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
