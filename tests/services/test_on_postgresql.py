"""The services' longest ways once more, with the answers in PostgreSQL: the same tests, with another `workspace`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.services.workspace import Workspace, opened_workspace
from preflight.settings import ROOT
from tests.services.conftest import Clock
from tests.services.test_answering import (
    draft,
    test_a_completed_assessment_can_not_be_changed,
    test_every_change_is_kept_with_who_when_before_and_after,
    test_saving_over_a_version_that_was_not_seen_is_a_conflict_and_writes_nothing,
)
from tests.services.test_assessments import (
    test_a_result_is_held_against_the_assessment_before_it,
    test_full_and_quick_runs_join_one_history_on_the_questions_they_share,
    test_one_draft_of_a_questionnaire_at_a_time_until_it_is_discarded,
    test_starting_from_last_time_brings_answers_notes_and_evidence_and_shows_them_as_last_time,
)
from tests.services.test_projects import (
    test_home_is_told_the_newest_verdict_and_the_open_drafts,
    test_the_sample_has_six_assessments_over_a_year_and_goes_without_a_trace,
)

__all__ = [
    "draft",
    "test_a_completed_assessment_can_not_be_changed",
    "test_a_result_is_held_against_the_assessment_before_it",
    "test_every_change_is_kept_with_who_when_before_and_after",
    "test_full_and_quick_runs_join_one_history_on_the_questions_they_share",
    "test_home_is_told_the_newest_verdict_and_the_open_drafts",
    "test_one_draft_of_a_questionnaire_at_a_time_until_it_is_discarded",
    "test_saving_over_a_version_that_was_not_seen_is_a_conflict_and_writes_nothing",
    "test_starting_from_last_time_brings_answers_notes_and_evidence_and_shows_them_as_last_time",
    "test_the_sample_has_six_assessments_over_a_year_and_goes_without_a_trace",
]


@pytest.fixture
def workspace(postgres_url: str, clock: Clock) -> Iterator[Workspace]:
    opened = opened_workspace(postgres_url, Shelf(ROOT / "questionnaires"), owner=LOCAL_OWNER)
    yield Workspace(database=opened.database, shelf=opened.shelf, now=clock.now, today=clock.today)
    opened.database.close()
