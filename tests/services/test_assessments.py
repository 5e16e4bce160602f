"""Assessments and results: drafts, completing, last time's answers, and histories that compare like with like."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.domain.assessment import Phase
from preflight.domain.errors import Immutable, Invalid, NotFound, Refused
from preflight.domain.project import Project
from preflight.services.answering import Place, add_evidence, choose, say_not_applicable, write_note
from preflight.services.assessments import (
    complete_assessment,
    discard_draft,
    open_assessment,
    start_assessment,
    startable_from_last,
)
from preflight.services.results import history_of, moved_between, result_of
from preflight.services.workspace import Workspace
from preflight.settings import ROOT
from tests.services.conftest import Clock

FULL, QUICK = "pilot-to-production", "pilot-to-production-quick"
REAL, OWNER, SPIKE = "reliability.real-inputs", "operations.owner", "reliability.spike"


def run(workspace: Workspace, project: Project, questionnaire: str, levels: dict[str, str]) -> str:
    """Start, answer and complete an assessment; returns its id."""
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=questionnaire)
    for question, level in levels.items():
        choose(workspace, LOCAL_OWNER, Place(assessment_id=draft.id, question_id=question, seen=0), [level])
    return complete_assessment(workspace, LOCAL_OWNER, draft.id).id


def test_a_draft_is_scored_so_far_and_a_completed_one_as_it_was(
    workspace: Workspace, project: Project, clock: Clock
) -> None:
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK)
    saved = choose(workspace, LOCAL_OWNER, Place(assessment_id=draft.id, question_id=REAL, seen=0), ["4"])
    place = Place(assessment_id=draft.id, question_id=REAL, seen=saved.version)
    add_evidence(workspace, LOCAL_OWNER, place, text="Report", url="", dated=clock.today())
    clock.pass_days(20)
    completed = complete_assessment(workspace, LOCAL_OWNER, draft.id)
    assert (completed.phase, completed.date) == (Phase.COMPLETED, clock.today())
    before = open_assessment(workspace, LOCAL_OWNER, draft.id).score
    assert before.evidenced == before.fraction == 1
    clock.pass_days(400)
    assert open_assessment(workspace, LOCAL_OWNER, draft.id).score == before


def test_unanswered_critical_questions_block_only_once_it_is_completed(workspace: Workspace, project: Project) -> None:
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK)
    choose(workspace, LOCAL_OWNER, Place(assessment_id=draft.id, question_id=REAL, seen=0), ["4"])
    assert open_assessment(workspace, LOCAL_OWNER, draft.id).verdict.blockers == ()
    complete_assessment(workspace, LOCAL_OWNER, draft.id)
    blockers = open_assessment(workspace, LOCAL_OWNER, draft.id).verdict.blockers
    assert {blocker.has for blocker in blockers} == {"unanswered"}


def test_an_assessment_in_which_nothing_is_said_can_not_be_completed(workspace: Workspace, project: Project) -> None:
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK)
    write_note(workspace, LOCAL_OWNER, Place(assessment_id=draft.id, question_id=REAL, seen=0), "only a note")
    with pytest.raises(Invalid):
        complete_assessment(workspace, LOCAL_OWNER, draft.id)
    assert not open_assessment(workspace, LOCAL_OWNER, draft.id).assessment.completed


def test_one_draft_of_a_questionnaire_at_a_time_until_it_is_discarded(workspace: Workspace, project: Project) -> None:
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK)
    with pytest.raises(Refused):
        start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK)
    discard_draft(workspace, LOCAL_OWNER, draft.id)
    with pytest.raises(NotFound):
        open_assessment(workspace, LOCAL_OWNER, draft.id)
    start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK)


def test_a_completed_assessment_can_not_be_discarded(workspace: Workspace, project: Project) -> None:
    completed = run(workspace, project, QUICK, {REAL: "2"})
    with pytest.raises(Immutable):
        discard_draft(workspace, LOCAL_OWNER, completed)


def test_starting_from_last_time_brings_answers_notes_and_evidence_and_shows_them_as_last_time(
    workspace: Workspace, project: Project, clock: Clock
) -> None:
    first = run(workspace, project, FULL, {REAL: "2", OWNER: "1"})
    clock.pass_days(30)
    assert startable_from_last(workspace, LOCAL_OWNER, project.id)[QUICK] == date(2026, 3, 2)
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK, from_last=True)
    opened = open_assessment(workspace, LOCAL_OWNER, draft.id)
    assert (opened.answers[REAL].choice, opened.last_time[REAL].choice) == ("2", "2")
    assert opened.assessment.based_on == first
    choose(workspace, LOCAL_OWNER, Place(assessment_id=draft.id, question_id=REAL, seen=1), ["3"])
    opened = open_assessment(workspace, LOCAL_OWNER, draft.id)
    assert (opened.answers[REAL].choice, opened.last_time[REAL].choice) == ("3", "2")


def test_starting_from_last_time_without_one_is_refused(workspace: Workspace, project: Project) -> None:
    with pytest.raises(Refused):
        start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK, from_last=True)


def test_an_unknown_questionnaire_or_project_is_not_found(workspace: Workspace, project: Project) -> None:
    with pytest.raises(NotFound):
        start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id="no-such")
    with pytest.raises(NotFound):
        start_assessment(workspace, LOCAL_OWNER, project_id="no-such", questionnaire_id=QUICK)


def test_old_results_read_as_they_were_when_the_file_on_the_shelf_changes(
    workspace: Workspace, project: Project, tmp_path: Path
) -> None:
    completed = run(workspace, project, QUICK, {REAL: "2"})
    text = open_assessment(workspace, LOCAL_OWNER, completed).questionnaire.question(REAL)
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    source = (ROOT / "questionnaires" / f"{QUICK}.yaml").read_text(encoding="utf-8")
    changed = source.replace("How close are the test cases", "Entirely other words: how close are the cases")
    (shelf / "quick.yaml").write_text(changed, encoding="utf-8")
    later = replace(workspace, shelf=Shelf(shelf))
    assert open_assessment(later, LOCAL_OWNER, completed).questionnaire.question(REAL) == text
    draft = start_assessment(later, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK)
    now = open_assessment(later, LOCAL_OWNER, draft.id).questionnaire.question(REAL)
    assert now is not None
    assert now.text.startswith("Entirely other words")


def test_a_result_is_held_against_the_assessment_before_it(
    workspace: Workspace, project: Project, clock: Clock
) -> None:
    first = run(workspace, project, FULL, {REAL: "1", SPIKE: "1"})
    clock.pass_days(30)
    second = run(workspace, project, FULL, {REAL: "3", SPIKE: "1"})
    result = result_of(workspace, LOCAL_OWNER, second)
    assert result.previous is not None
    assert result.previous.id == first
    assert result.comparison is not None
    assert [move.question for move in result.comparison.moves] == [REAL]
    assert result_of(workspace, LOCAL_OWNER, first).previous is None


def test_full_and_quick_runs_join_one_history_on_the_questions_they_share(
    workspace: Workspace, project: Project, clock: Clock
) -> None:
    run(workspace, project, FULL, {REAL: "4", SPIKE: "0", OWNER: "2"})
    clock.pass_days(30)
    run(workspace, project, QUICK, {REAL: "4", OWNER: "2"})
    joined = history_of(workspace, LOCAL_OWNER, project.id)
    assert joined is not None
    assert joined.narrowed
    assert (len(joined.runs), len(joined.shared), joined.asked) == (2, 9, 24)
    assert [run.score.sections[0].fraction for run in joined.runs] == [1, 1]
    alone = history_of(workspace, LOCAL_OWNER, project.id, questionnaire_id=FULL, joined=False)
    assert alone is not None
    assert not alone.narrowed
    assert [str(run.score.sections[0].fraction) for run in alone.runs] == ["1/2"]


def test_what_moved_between_a_full_and_a_quick_run_counts_shared_questions_only_and_says_so(
    workspace: Workspace, project: Project, clock: Clock
) -> None:
    first = run(workspace, project, FULL, {REAL: "1", SPIKE: "0", OWNER: "2"})
    clock.pass_days(30)
    second = run(workspace, project, QUICK, {REAL: "3", OWNER: "2"})
    moved = moved_between(workspace, LOCAL_OWNER, first, second)
    assert not moved.comparison.complete
    assert SPIKE in moved.comparison.left_out
    assert [move.question for move in moved.comparison.moves] == [REAL]


def test_evidence_older_than_its_term_no_longer_counts_in_the_next_assessment(
    workspace: Workspace, project: Project, clock: Clock
) -> None:
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK)
    saved = choose(workspace, LOCAL_OWNER, Place(assessment_id=draft.id, question_id=REAL, seen=0), ["4"])
    place = Place(assessment_id=draft.id, question_id=REAL, seen=saved.version)
    add_evidence(workspace, LOCAL_OWNER, place, text="Report", url="", dated=clock.today() - timedelta(days=170))
    complete_assessment(workspace, LOCAL_OWNER, draft.id)
    clock.pass_days(30)
    again = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK, from_last=True)
    opened = open_assessment(workspace, LOCAL_OWNER, again.id)
    assert (opened.score.fraction, opened.score.evidenced) == (1, 0)


def test_a_project_without_completed_assessments_has_no_history(workspace: Workspace, project: Project) -> None:
    assert history_of(workspace, LOCAL_OWNER, project.id) is None


def test_not_applicable_in_one_run_leaves_a_gap_and_never_a_zero(
    workspace: Workspace, project: Project, clock: Clock
) -> None:
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK)
    for question in open_assessment(workspace, LOCAL_OWNER, draft.id).questionnaire.sections[0].all_questions():
        place = Place(assessment_id=draft.id, question_id=question.id, seen=0)
        say_not_applicable(workspace, LOCAL_OWNER, place, "A batch job")
    choose(workspace, LOCAL_OWNER, Place(assessment_id=draft.id, question_id=OWNER, seen=0), ["2"])
    complete_assessment(workspace, LOCAL_OWNER, draft.id)
    history = history_of(workspace, LOCAL_OWNER, project.id)
    assert history is not None
    assert history.runs[0].score.sections[0].fraction is None
