"""Projects and the sample: what is kept, what is refused, what Home is told."""

from __future__ import annotations

from datetime import date

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import Invalid, NotFound, Refused
from preflight.domain.project import Project, Stage
from preflight.domain.scoring import score
from preflight.domain.verdict import decide
from preflight.services.answering import Place, choose
from preflight.services.assessments import complete_assessment, open_assessment, start_assessment
from preflight.services.projects import (
    ProjectDetails,
    change_project,
    create_project,
    get_project,
    list_overviews,
    remove_project,
)
from preflight.services.results import history_of
from preflight.services.sample import load_sample
from preflight.services.workspace import Workspace
from tests.services.conftest import Clock

QUICK = "pilot-to-production-quick"


def test_a_project_keeps_what_is_said_about_it_cleaned(workspace: Workspace) -> None:
    said = ProjectDetails(
        name="  Claims\u202e desk ",
        summary="One.\r\nTwo.",
        team="Claims",
        owner="Ada",
        stage=Stage.PRODUCTIONISING,
        pilot_start=date(2026, 1, 5),
        tags=["claims", "", "claims", "eu "],
    )
    kept = get_project(workspace, LOCAL_OWNER, create_project(workspace, LOCAL_OWNER, said).id)
    assert (kept.name, kept.summary, kept.tags) == ("Claims desk", "One.\nTwo.", ("claims", "eu"))
    assert (kept.stage, kept.pilot_start, kept.sample) == (Stage.PRODUCTIONISING, date(2026, 1, 5), False)


@pytest.mark.parametrize(
    "said",
    [
        ProjectDetails(name=""),
        ProjectDetails(name=" \u200e\u202e\x00 ".replace("\u200e", "")),
        ProjectDetails(name="\u3164\u200b"),
        ProjectDetails(name="x" * 121),
        ProjectDetails(name="invoice TRIAGE"),
        ProjectDetails(name="Invоice\u200b triagе"),
        ProjectDetails(name="Other", tags=[f"tag {n}" for n in range(13)]),
        ProjectDetails(name="Other", summary="x" * 4001),
    ],
    ids=[
        "no name",
        "a name of nothing visible",
        "a name of nothing that is drawn",
        "too long a name",
        "a taken name",
        "a name that looks like a taken one",
        "too many tags",
        "too long a text",
    ],
)
def test_what_can_not_be_kept_is_refused_and_nothing_is_written(
    workspace: Workspace, project: Project, said: ProjectDetails
) -> None:
    with pytest.raises(Invalid):
        create_project(workspace, LOCAL_OWNER, said)
    assert [each.project.id for each in list_overviews(workspace, LOCAL_OWNER)] == [project.id]


def test_a_project_can_be_renamed_to_its_own_name_but_not_to_anothers(workspace: Workspace, project: Project) -> None:
    other = create_project(workspace, LOCAL_OWNER, ProjectDetails(name="Claims desk"))
    change_project(workspace, LOCAL_OWNER, project.id, ProjectDetails(name="invoice triage"))
    with pytest.raises(Invalid):
        change_project(workspace, LOCAL_OWNER, other.id, ProjectDetails(name="Invoice Triage"))


def test_home_is_told_the_newest_verdict_and_the_open_drafts(
    workspace: Workspace, project: Project, clock: Clock
) -> None:
    for level in ("1", "3"):
        draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK)
        place = Place(assessment_id=draft.id, question_id="operations.owner", seen=0)
        choose(workspace, LOCAL_OWNER, place, [level])
        complete_assessment(workspace, LOCAL_OWNER, draft.id)
        clock.pass_days(30)
    open_draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK)
    (overview,) = list_overviews(workspace, LOCAL_OWNER)
    assert overview.completed == 2
    assert [each.id for each in overview.drafts] == [open_draft.id]
    assert overview.newest is not None
    assert overview.newest.date == date(2026, 4, 1)
    assert overview.verdict is not None
    assert overview.verdict.provisional


def test_a_project_with_a_completed_assessment_stays(workspace: Workspace, project: Project) -> None:
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUICK)
    choose(workspace, LOCAL_OWNER, Place(assessment_id=draft.id, question_id="operations.owner", seen=0), ["1"])
    complete_assessment(workspace, LOCAL_OWNER, draft.id)
    with pytest.raises(Refused):
        remove_project(workspace, LOCAL_OWNER, project.id)
    assert get_project(workspace, LOCAL_OWNER, project.id) == project


def test_the_sample_has_six_assessments_over_a_year_and_goes_without_a_trace(
    workspace: Workspace, project: Project, clock: Clock
) -> None:
    sample = load_sample(workspace, LOCAL_OWNER)
    history = history_of(workspace, LOCAL_OWNER, sample.id)
    assert history is not None
    dates = [run.assessment.date for run in history.runs]
    assert len(dates) == 6
    assert dates == sorted(dates)
    assert 300 < (clock.today() - dates[0]).days <= 365
    assert sample.sample
    with pytest.raises(Refused):
        load_sample(workspace, LOCAL_OWNER)
    remove_project(workspace, LOCAL_OWNER, sample.id)
    with pytest.raises(NotFound):
        open_assessment(workspace, LOCAL_OWNER, history.runs[0].assessment.id)
    assert [each.project.id for each in list_overviews(workspace, LOCAL_OWNER)] == [project.id]


def test_the_samples_kept_scores_are_those_of_its_answers(workspace: Workspace) -> None:
    sample = load_sample(workspace, LOCAL_OWNER)
    history = history_of(workspace, LOCAL_OWNER, sample.id)
    assert history is not None
    for run in history.runs:
        opened = open_assessment(workspace, LOCAL_OWNER, run.assessment.id)
        fresh = score(opened.questionnaire, opened.answers, on=run.assessment.date)
        assert (opened.score, run.score) == (fresh, fresh)
        assert opened.verdict == decide(opened.questionnaire, opened.answers, fresh, completed=True)
