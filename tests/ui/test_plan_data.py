"""What the Gantt sends is kept once, and read as what it is: something that a stranger may have made up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.domain.pilot import PilotStep, StepKind
from preflight.services.pilot_plans import lay_plan, plan_of
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.workspace import opened_workspace
from preflight.settings import ROOT
from preflight.ui.context import PageContext
from preflight.ui.plan_data import MOST_REMEMBERED, Outcomes, carry_out, gantt_data
from tests.domain.plans import START
from tests.new_database import new_database


@pytest.fixture
def context(tmp_path: Path) -> Iterator[PageContext]:
    workspace = opened_workspace(new_database(tmp_path / "p.db"), Shelf(ROOT / "questionnaires"), owner=LOCAL_OWNER)
    yield PageContext(workspace=workspace, person=LOCAL_OWNER)
    workspace.database.close()


@pytest.fixture
def run(context: PageContext) -> PilotStep:
    """The run of a plan that was just laid out."""
    project = create_project(context.workspace, LOCAL_OWNER, ProjectDetails(name="Invoice triage"))
    steps = lay_plan(context.workspace, LOCAL_OWNER, project.id, START)
    return next(each for each in steps if each.kind is StepKind.RUN)


def _sent(step: PilotStep, **changes: Any) -> dict[str, Any]:
    later = {"start": step.start.isoformat(), "end": (step.end + timedelta(days=1)).isoformat()}
    return {"nonce": "n1", "step": step.id, "seen": step.version, **later, **changes}


def _kept(context: PageContext, step: PilotStep) -> PilotStep:
    plan = plan_of(context.workspace, LOCAL_OWNER, step.project_id)
    return next(each for each in plan.steps if each.id == step.id)


def test_what_is_sent_twice_is_kept_once_and_answered_with_its_version(context: PageContext, run: PilotStep) -> None:
    done: Outcomes = {}
    for _ in range(2):
        carry_out(context, _sent(run), done, steps=frozenset({run.id}))
    assert done == {"n1": {"outcome": "saved", "message": "", "version": 2}}
    kept = _kept(context, run)
    assert (kept.version, kept.end) == (2, run.end + timedelta(days=1))
    told = gantt_data(plan_of(context.workspace, LOCAL_OWNER, run.project_id), done)
    assert told["outcomes"] == [{"nonce": "n1", **done["n1"]}]


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"seen": 7}, "conflict"),
        ({"end": "2026-09-01"}, "refused"),
        ({"start": "9999-99-99"}, "refused"),
        ({"start": "0001-01-01", "end": "0001-01-02"}, "refused"),
    ],
)
def test_what_can_not_be_kept_says_why(
    context: PageContext, run: PilotStep, changes: dict[str, Any], outcome: str
) -> None:
    done: Outcomes = {}
    carry_out(context, _sent(run, **changes), done, steps=frozenset({run.id}))
    assert done["n1"]["outcome"] == outcome
    assert done["n1"]["message"]
    assert _kept(context, run) == run


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {},
        {"nonce": "x" * 101},
        {"nonce": 1},
        {"seen": True},
        {"seen": 1e999},
        {"seen": -1},
        {"seen": 2**40},
        {"start": None},
        {"step": "another project's"},
        {"step": ["a"]},
    ],
)
def test_what_is_no_change_of_this_plan_does_nothing(context: PageContext, run: PilotStep, sent: Any) -> None:
    done: Outcomes = {}
    entry = {**_sent(run), **sent} if isinstance(sent, dict) and sent else sent
    carry_out(context, entry, done, steps=frozenset({run.id}))
    assert done == {}
    assert _kept(context, run) == run


def test_only_the_last_outcomes_are_remembered(context: PageContext, run: PilotStep) -> None:
    done: Outcomes = {}
    for number in range(MOST_REMEMBERED + 5):
        carry_out(context, _sent(run, nonce=f"{number}", seen=99), done, steps=frozenset({run.id}))
    assert [*done] == [f"{number}" for number in range(5, MOST_REMEMBERED + 5)]


def test_a_review_is_told_where_it_would_be_too_late_and_a_done_one_is_not(
    context: PageContext, run: PilotStep
) -> None:
    plan = plan_of(context.workspace, LOCAL_OWNER, run.project_id)
    rows = {row["kind"]: row for row in gantt_data(plan, {})["rows"]}
    assert rows["review"]["too_late"] == {"at": 28, "days": 63, "words": "too late to start after week 4"}
    assert rows["run"]["too_late"] is None
    assert rows["decision"]["milestone"]
