"""The plan as it is kept: laid once, changed over the version that was seen, its review held to week 4."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from preflight.domain.pilot import PilotStep, StepKind
from preflight.domain.pilot_plan import decision_date, laid_out, step_of
from preflight.domain.project import Person, Project
from preflight.services.pilot_plans import lay_plan, move_plan, plan_of
from preflight.services.pilots import (
    MOST_STEPS,
    StepDetails,
    add_step,
    change_step,
    finish_step,
    move_step,
    remove_step,
    reopen_step,
)
from preflight.services.projects import ProjectDetails, change_project, get_project
from preflight.services.workspace import Workspace
from tests.domain.plans import START
from tests.services.conftest import Clock

WEEK = timedelta(days=7)


@pytest.fixture
def steps(workspace: Workspace, project: Project) -> dict[StepKind, PilotStep]:
    return {each.kind: each for each in lay_plan(workspace, LOCAL_OWNER, project.id, START)}


def _kept(workspace: Workspace, project: Project) -> list[PilotStep]:
    return list(plan_of(workspace, LOCAL_OWNER, project.id).steps)


def _said(step: PilotStep, **changes: Any) -> StepDetails:
    return StepDetails(**{"title": step.title, "start": step.start, "end": step.end, "owner": step.owner, **changes})


def test_a_plan_is_laid_from_the_day_on_which_the_project_says_that_its_pilot_started(
    workspace: Workspace, project: Project
) -> None:
    with pytest.raises(Invalid):
        lay_plan(workspace, LOCAL_OWNER, project.id)
    change_project(workspace, LOCAL_OWNER, project.id, ProjectDetails(name=project.name, pilot_start=START))
    lay_plan(workspace, LOCAL_OWNER, project.id)
    kept = _kept(workspace, project)
    assert [(each.kind, each.title, each.start, each.end) for each in kept] == [*map(tuple, laid_out(START))]
    with pytest.raises(Refused, match="plan already"):
        lay_plan(workspace, LOCAL_OWNER, project.id, START)
    assert get_project(workspace, LOCAL_OWNER, project.id).pilot_start == START


def test_laying_a_plan_sets_nothing_else(workspace: Workspace, project: Project, steps: object) -> None:
    assert get_project(workspace, LOCAL_OWNER, project.id) == project


def test_a_step_is_changed_over_the_version_that_was_seen(
    workspace: Workspace, project: Project, steps: dict[StepKind, PilotStep]
) -> None:
    run = steps[StepKind.RUN]
    said = _said(run, title="  Run with\u202e the claims desk ", owner="Ada", end=run.end + WEEK)
    changed = change_step(workspace, LOCAL_OWNER, run.id, said, seen=1)
    assert (changed.title, changed.owner, changed.end, changed.version) == (
        "Run with the claims desk", "Ada", run.end + WEEK, 2,
    )  # fmt: skip
    assert changed in _kept(workspace, project)
    with pytest.raises(Conflict):
        change_step(workspace, LOCAL_OWNER, run.id, _said(run, title="Mine"), seen=1)
    with pytest.raises(Conflict):
        move_step(workspace, LOCAL_OWNER, run.id, run.start, run.end, seen=1)
    assert changed in _kept(workspace, project)


def test_a_review_after_week_4_is_refused_and_says_why(
    workspace: Workspace, project: Project, steps: dict[StepKind, PilotStep]
) -> None:
    review = steps[StepKind.REVIEW]
    latest = review.start + timedelta(days=6)
    move_step(workspace, LOCAL_OWNER, review.id, latest, latest + WEEK, seen=1)
    with pytest.raises(Invalid, match=r"week 5 .* cost months"):
        move_step(workspace, LOCAL_OWNER, review.id, review.start + WEEK, review.end + WEEK, seen=2)
    first = steps[StepKind.REQUIREMENTS]
    with pytest.raises(Invalid, match="week 5"):
        move_step(workspace, LOCAL_OWNER, first.id, first.start - WEEK, first.end, seen=1)
    assert step_of(_kept(workspace, project), StepKind.REVIEW).start == latest  # type: ignore[union-attr]


def test_the_decision_is_one_day_whatever_end_is_given(
    workspace: Workspace, project: Project, steps: dict[StepKind, PilotStep]
) -> None:
    decision, later = steps[StepKind.DECISION], date(2026, 11, 5)
    move_step(workspace, LOCAL_OWNER, decision.id, later, later + WEEK, seen=1)
    kept = change_step(workspace, LOCAL_OWNER, decision.id, _said(decision, start=later, end=None), seen=2)
    assert (kept.start, kept.end) == (later, later)
    assert decision_date(_kept(workspace, project)) == later


@pytest.mark.parametrize(
    "changes",
    [
        {"title": " \x00 "},
        {"title": "x" * 121},
        {"owner": "x" * 301},
        {"start": None},
        {"end": None},
        {"start": START + WEEK, "end": START},
        {"start": date(1969, 12, 31)},
        {"end": date(2101, 1, 1)},
        {"end": START + timedelta(days=1200)},
    ],
)
def test_what_can_not_be_kept_of_a_step_is_refused_and_nothing_is_written(
    workspace: Workspace, project: Project, steps: dict[StepKind, PilotStep], changes: dict[str, Any]
) -> None:
    before = _kept(workspace, project)
    with pytest.raises(Invalid):
        change_step(workspace, LOCAL_OWNER, steps[StepKind.DESIGN].id, _said(steps[StepKind.DESIGN], **changes), seen=1)
    with pytest.raises(Invalid):
        add_step(workspace, LOCAL_OWNER, project.id, _said(steps[StepKind.DESIGN], **changes))
    assert _kept(workspace, project) == before


def test_a_step_of_the_teams_own_stands_after_those_that_start_before_it(
    workspace: Workspace, project: Project, steps: dict[StepKind, PilotStep]
) -> None:
    training = StepDetails(title="Train the desk", start=START + 2 * WEEK, end=START + 3 * WEEK)
    add_step(workspace, LOCAL_OWNER, project.id, training)
    kept = _kept(workspace, project)
    assert [each.title for each in kept][1:4] == [
        "Design for production",
        "Train the desk",
        steps[StepKind.REVIEW].title,
    ]
    assert [each.position for each in kept] == list(range(7))
    assert {each.version for each in kept} == {1}


def test_only_what_a_pilot_needs_can_not_be_removed_and_the_rest_can_come_back(
    workspace: Workspace, project: Project, steps: dict[StepKind, PilotStep]
) -> None:
    for kind in (StepKind.RUN, StepKind.REVIEW, StepKind.DECISION):
        with pytest.raises(Refused, match="stays"):
            remove_step(workspace, LOCAL_OWNER, steps[kind].id, seen=1)
    deployment = steps[StepKind.DEPLOYMENT]
    with pytest.raises(Conflict):
        remove_step(workspace, LOCAL_OWNER, deployment.id, seen=2)
    with pytest.raises(Refused, match="already"):
        add_step(workspace, LOCAL_OWNER, project.id, _said(deployment), StepKind.DEPLOYMENT)
    remove_step(workspace, LOCAL_OWNER, deployment.id, seen=1)
    with pytest.raises(NotFound):
        move_step(workspace, LOCAL_OWNER, deployment.id, START, START, seen=1)
    add_step(workspace, LOCAL_OWNER, project.id, _said(deployment), StepKind.DEPLOYMENT)
    assert [each.kind for each in _kept(workspace, project)] == list(steps)


def test_a_plan_holds_so_many_steps_and_none_before_it_is_laid(workspace: Workspace, project: Project) -> None:
    one = StepDetails(title="One", start=START, end=START)
    with pytest.raises(Refused, match="first"):
        add_step(workspace, LOCAL_OWNER, project.id, one)
    lay_plan(workspace, LOCAL_OWNER, project.id, START)
    for _ in range(MOST_STEPS - 6):
        add_step(workspace, LOCAL_OWNER, project.id, one)
    with pytest.raises(Refused, match=f"{MOST_STEPS}"):
        add_step(workspace, LOCAL_OWNER, project.id, one)


def test_a_step_is_done_on_a_day_and_open_again(
    workspace: Workspace, clock: Clock, steps: dict[StepKind, PilotStep]
) -> None:
    review, decision = steps[StepKind.REVIEW], steps[StepKind.DECISION]
    assert finish_step(workspace, LOCAL_OWNER, review.id, seen=1).done_on == clock.today()
    assert reopen_step(workspace, LOCAL_OWNER, review.id, seen=2).done_on is None
    with pytest.raises(Invalid):
        finish_step(workspace, LOCAL_OWNER, review.id, clock.today() + timedelta(days=1), seen=3)
    with pytest.raises(Conflict):
        finish_step(workspace, LOCAL_OWNER, review.id, seen=1)
    with pytest.raises(Refused, match="written down"):
        finish_step(workspace, LOCAL_OWNER, decision.id, seen=1)


def test_a_plan_moves_as_a_whole_but_for_what_is_done(
    workspace: Workspace, project: Project, steps: dict[StepKind, PilotStep]
) -> None:
    move_plan(workspace, LOCAL_OWNER, project.id, 10, seen={each.id: 1 for each in steps.values()})
    moved = _kept(workspace, project)
    assert [(each.start, each.end) for each in moved] == [
        (each.start, each.end) for each in laid_out(START + timedelta(days=10))
    ]
    finish_step(workspace, LOCAL_OWNER, moved[0].id, seen=2)
    now = {each.id: each.version for each in _kept(workspace, project)}
    move_plan(workspace, LOCAL_OWNER, project.id, -3, seen=now)
    kept = _kept(workspace, project)
    assert kept[0].start == moved[0].start
    assert all(
        after.start == before.start - timedelta(days=3) for before, after in zip(moved[1:], kept[1:], strict=True)
    )


def test_a_plan_does_not_take_its_review_beyond_week_4_and_moves_as_it_was_seen(
    workspace: Workspace, project: Project, steps: dict[StepKind, PilotStep]
) -> None:
    finish_step(workspace, LOCAL_OWNER, steps[StepKind.REQUIREMENTS].id, seen=1)
    before = _kept(workspace, project)
    with pytest.raises(Conflict):
        move_plan(workspace, LOCAL_OWNER, project.id, 3, seen={each.id: 1 for each in before})
    with pytest.raises(Invalid, match="week 5"):
        move_plan(workspace, LOCAL_OWNER, project.id, 7, seen={each.id: each.version for each in before})
    assert _kept(workspace, project) == before


def test_a_plan_that_is_done_has_nothing_to_move(
    workspace: Workspace, project: Project, steps: dict[StepKind, PilotStep]
) -> None:
    seen = {each.id: each.version for each in _kept(workspace, project)}
    with pytest.raises(Invalid):
        move_plan(workspace, LOCAL_OWNER, project.id, 99_999, seen=seen)
    with pytest.raises(NotFound):
        move_plan(workspace, LOCAL_OWNER, "gone", 1, seen={})


STRANGER = Person(id="x", issuer="elsewhere", subject="x", name="X")


@pytest.mark.parametrize(
    "act",
    [
        lambda w, p: plan_of(w, STRANGER, p),
        lambda w, p: lay_plan(w, STRANGER, p, START),
        lambda w, p: add_step(w, STRANGER, p, StepDetails(title="One", start=START, end=START)),
        lambda w, p: change_step(w, STRANGER, p, StepDetails(title="One", start=START, end=START), seen=1),
        lambda w, p: move_step(w, STRANGER, p, START, START, seen=1),
        lambda w, p: finish_step(w, STRANGER, p, seen=1),
        lambda w, p: reopen_step(w, STRANGER, p, seen=1),
        lambda w, p: remove_step(w, STRANGER, p, seen=1),
        lambda w, p: move_plan(w, STRANGER, p, 1, seen={}),
    ],
)
def test_who_may_not_plan_is_refused(
    workspace: Workspace, project: Project, act: Callable[[Workspace, str], object]
) -> None:
    with pytest.raises(NotAllowed):
        act(workspace, project.id)
