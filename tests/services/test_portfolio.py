"""The portfolio from end to end: what is completed, planned and decided stands there, and evidence grows old alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import text

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.domain.assessment import Assessment
from preflight.domain.decision import Decision, DecisionKind, Recommendation
from preflight.domain.errors import NotAllowed
from preflight.domain.pilot import PilotStep, StepKind
from preflight.domain.portfolio import PortfolioRow, Trend
from preflight.domain.project import Person, Project, Stage
from preflight.domain.scoring import score
from preflight.exports.document_json import json_file
from preflight.services import worked_out
from preflight.services.answering import Place, add_evidence, choose
from preflight.services.assessments import complete_assessment, open_assessment, start_assessment
from preflight.services.portfolio import exactly, portfolio
from preflight.services.projects import (
    ProjectDetails,
    create_project,
    list_drafts,
    list_overviews,
    overview_of,
    touched_projects,
)
from preflight.services.restoring import restore_document
from preflight.services.sample import load_sample
from preflight.services.worked_out import not_worked_out, work_out_some
from preflight.services.workspace import Workspace, opened_workspace
from preflight.settings import ROOT
from preflight.storage import decisions, pilots
from tests.new_database import new_database
from tests.workshops import Clock

QUICK = "pilot-to-production-quick"


def assessed(
    workspace: Workspace, project: Project, *, level: str = "4", proven: bool = True, only: int = 99
) -> Assessment:
    """Complete an assessment with the same level everywhere, each with evidence of that day; `only` so many answers."""
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK)
    entry = workspace.shelf.get(QUICK)
    assert entry is not None
    for question in list(entry.questionnaire.questions())[:only]:
        place = Place(assessment_id=draft.id, question_id=question.id, seen=0)
        saved = choose(workspace, LOCAL_OWNER, place, [level])
        if proven:
            place = replace(place, seen=saved.version)
            add_evidence(workspace, LOCAL_OWNER, place, text="Load test", url="", dated=workspace.today())
    return complete_assessment(workspace, LOCAL_OWNER, draft.id)


def the_row(workspace: Workspace) -> PortfolioRow:
    (row,) = portfolio(workspace, LOCAL_OWNER).rows
    return row


def test_a_completed_assessment_stands_in_the_portfolio_as_on_its_results(
    workspace: Workspace, project: Project
) -> None:
    assessed(workspace, project, level="1")
    opened = open_assessment(workspace, LOCAL_OWNER, assessed(workspace, project, level="2", only=8).id)
    row = the_row(workspace)
    standing = row.standing
    assert standing is not None
    score, verdict = opened.score, opened.verdict
    assert verdict.band is not None
    assert (standing.value, standing.coverage, standing.evidenced) == (verdict.value, score.coverage, score.evidenced)
    assert (standing.band, standing.provisional) == (verdict.band.title, verdict.provisional)
    assert standing.weakest is not None
    assert standing.weakest.id == verdict.weakest
    assert {each.question for each in row.blockers} == {each.question for each in verdict.blockers}
    assert all(each.step or each.has == "not answered" for each in row.blockers)
    assert [(each.id, each.claimed, each.today) for each in standing.dimensions] == [
        (each.id, each.fraction, each.evidenced) for each in score.sections
    ]
    assert (row.trend, row.age_days) == (Trend.UP, 0)


def test_evidence_that_has_grown_old_pulls_down_what_is_evidenced_today(
    workspace: Workspace, project: Project, clock: Clock
) -> None:
    done = assessed(workspace, project)
    clock.pass_days(180)
    standing = the_row(workspace).standing
    assert standing is not None
    assert (standing.aged, standing.today) == (0, Fraction(1))
    clock.pass_days(1)
    row = the_row(workspace)
    opened = open_assessment(workspace, LOCAL_OWNER, done.id)
    fresh = score(opened.questionnaire, opened.answers, on=clock.today())
    assert row.standing is not None
    assert (row.standing.evidenced, row.standing.today) == (Fraction(1), fresh.evidenced)
    assert row.standing.aged == len(opened.answers)
    assert {each.today for each in row.standing.dimensions} == {Fraction(0)}
    assert row.standing.value == opened.verdict.value


def test_the_plan_and_the_decision_stand_beside_it(workspace: Workspace, clock: Clock) -> None:
    start = clock.today()
    details = ProjectDetails(name="Claims desk", pilot_start=start)
    project = create_project(workspace, LOCAL_OWNER, details)
    assert the_row(workspace).undated
    step = PilotStep(
        id="step",
        project_id=project.id,
        kind=StepKind.DECISION,
        title="Decide",
        start=start + timedelta(days=56),
        end=start + timedelta(days=56),
        changed_at=clock.now(),
        changed_by=LOCAL_OWNER.id,
    )
    with workspace.database.writing() as connection:
        pilots.add_steps(connection, [step])
    clock.pass_days(103)
    row = the_row(workspace)
    assert (row.purgatory_days, row.days_in_pilot, row.undated) == (47, 103, False)
    decision = Decision(
        id="decision",
        project_id=project.id,
        kind=DecisionKind.NO_GO,
        reasons="The review is open.",
        decided_by="Ada Byron",
        decided_on=clock.today(),
        recommended=Recommendation(kind=DecisionKind.NO_GO, rule="blocked", because=()),
        at=clock.now(),
        by=LOCAL_OWNER.id,
    )
    with workspace.database.writing() as connection:
        decisions.add_decision(connection, decision)
    row = the_row(workspace)
    assert row.purgatory_days == 0
    assert row.decided is not None
    assert (row.decided.kind, row.decided.on) == (DecisionKind.NO_GO, clock.today())


def forget(workspace: Workspace) -> None:
    """As in a workspace that is older than the portfolio."""
    with workspace.database.writing() as connection:
        for table in ("evidence_ageing", "assessment_blocker"):
            connection.execute(text(f"DELETE FROM {table}"))


def test_what_was_completed_before_is_worked_out_once_in_batches(
    workspace: Workspace, project: Project, clock: Clock
) -> None:
    other = create_project(workspace, LOCAL_OWNER, ProjectDetails(name="Claims desk"))
    for each in (project, other):
        assessed(workspace, each, level="1", proven=False)
        assessed(workspace, each, level="1")
    clock.pass_days(200)
    known = portfolio(workspace, LOCAL_OWNER)
    forget(workspace)
    assert not_worked_out(workspace, LOCAL_OWNER) == 2
    assert {row.aged for row in portfolio(workspace, LOCAL_OWNER).rows} == {0}
    assert [work_out_some(workspace, LOCAL_OWNER, most=1) for _ in range(3)] == [1, 1, 0]
    assert not_worked_out(workspace, LOCAL_OWNER) == 0
    assert portfolio(workspace, LOCAL_OWNER) == known


def test_what_would_take_long_is_worked_out_after_the_assessment_was_completed(
    workspace: Workspace, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worked_out, "AT_ONCE", 10)
    assessed(workspace, project, level="1")
    assert not_worked_out(workspace, LOCAL_OWNER) == 1
    assert work_out_some(workspace, LOCAL_OWNER) == 1
    assert not_worked_out(workspace, LOCAL_OWNER) == 0


def test_a_restored_project_stands_there_as_it_was(workspace: Workspace, project: Project, tmp_path: Path) -> None:
    assessed(workspace, project, level="2")
    content = json_file(workspace, LOCAL_OWNER, project=project.id).content
    opened = opened_workspace(new_database(tmp_path / "two.db"), Shelf(ROOT / "questionnaires"), owner=LOCAL_OWNER)
    elsewhere = replace(workspace, database=opened.database)
    try:
        restore_document(elsewhere, LOCAL_OWNER, content)
        assert not_worked_out(elsewhere, LOCAL_OWNER) == 0
        assert portfolio(elsewhere, LOCAL_OWNER).rows == portfolio(workspace, LOCAL_OWNER).rows
    finally:
        opened.database.close()


def test_the_sample_is_worked_out_as_it_is_loaded(workspace: Workspace) -> None:
    load_sample(workspace, LOCAL_OWNER)
    row = the_row(workspace)
    assert not_worked_out(workspace, LOCAL_OWNER) == 0
    assert len(row.past) == 6
    assert row.project.stage is Stage.PILOT


def test_projects_without_an_assessment_stand_there_too(workspace: Workspace, project: Project) -> None:
    found = portfolio(workspace, LOCAL_OWNER)
    assert [(row.project, row.standing) for row in found.rows] == [(project, None)]
    assert found.questionnaires == {}


def test_only_whoever_may_see_projects_sees_them(workspace: Workspace) -> None:
    stranger = Person(id="x", issuer="https://id.example.org", subject="4711", name="Zoë")
    for service in (portfolio, not_worked_out, work_out_some, touched_projects, list_drafts):
        with pytest.raises(NotAllowed):
            service(workspace, stranger)


@pytest.mark.parametrize("fraction", ["0", "1", "1/3", "29/40", "2/7", "999/1000", "12345/67890", "31/97"])
def test_a_kept_number_is_the_fraction_that_it_was(fraction: str) -> None:
    assert exactly(float(Fraction(fraction))) == Fraction(fraction)


def test_home_reads_no_more_projects_than_it_shows(workspace: Workspace, project: Project, clock: Clock) -> None:
    assessed(workspace, project, level="1", only=1)
    clock.pass_days(1)
    newest = create_project(workspace, LOCAL_OWNER, ProjectDetails(name="Newest"))
    assert [each.project.id for each in list_overviews(workspace, LOCAL_OWNER)] == [newest.id, project.id]
    assert [each.project.id for each in list_overviews(workspace, LOCAL_OWNER, most=1)] == [newest.id]
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK)
    assert overview_of(workspace, LOCAL_OWNER, project.id).drafts == (draft,)
    assert [(found.id, each.id) for found, each in list_drafts(workspace, LOCAL_OWNER)] == [(project.id, draft.id)]
