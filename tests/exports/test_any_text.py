"""Any text that people can save leaves in every format, and comes back by JSON, CSV and form as it was (B7)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.importers.document import read_document
from preflight.domain.criterion import Direction
from preflight.domain.decision import Condition, DecisionKind
from preflight.domain.errors import Invalid, Refused
from preflight.domain.measurable import TermsDraft
from preflight.exports.chart_kinds import ChartKind, PictureForm
from preflight.exports.making import make_file
from preflight.exports.orders import OF_AUDIT, OF_PORTFOLIO, OF_PROJECT, Format, Order
from preflight.services import answering
from preflight.services.actions import ActionDraft, make_actions
from preflight.services.answering import Place
from preflight.services.assessments import open_assessment
from preflight.services.criteria import (
    add_late_criterion,
    amend_criterion,
    criteria_of,
    seal_criteria,
    write_criterion,
)
from preflight.services.decisions import DecisionDetails, recommendation_for, record_decision
from preflight.services.importing import Standing, preview_answers, read_answers_file
from preflight.services.integrations import SystemDetails, add_integration
from preflight.services.measuring import Measured, measure
from preflight.services.pilot_file import pilot_file_of
from preflight.services.pilot_plans import lay_plan
from preflight.services.pilots import StepDetails, add_step
from preflight.services.projects import ProjectDetails, change_project
from preflight.services.recording import record_of
from preflight.services.workspace import Workspace
from tests.builders import TODAY
from tests.workshops import DAYS, LAST, LEVEL, PARTS, STORY, Workshop, a_building, a_workshop

EXAMPLES = 4
BACK = (Format.CSV, Format.FORM)
AWKWARD = (
    '\'=HYPERLINK("http://x.example","y")\r\n\x00\x1b\ud800\u202e<b>#eval("1")$x$</b>\ufffe'
    "\u05e9\u05dc\u05d5\u05dd 日本 👩\u200d🚀 e\u0301"
)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """Read and written by every example; each of them writes every text anew."""
    with a_building(tmp_path_factory.mktemp("any")) as building, a_workshop(building) as found:
        yield found


@pytest.mark.slow
@given(st.text(max_size=300), st.text(max_size=120))
@example(AWKWARD, AWKWARD)
@settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
def test_any_saved_text_leaves_in_every_format_and_comes_back(workshop: Workshop, long: str, short: str) -> None:
    save(workshop, long, short)
    workspace, assessment = workshop.workspace, workshop.assessment_id
    if long == AWKWARD:
        assert all(parts_of(workshop)), "every part of a pilot was saved with it"
    made = {each: make_file(workspace, LOCAL_OWNER, order).content for each, order in orders(assessment)}
    assert all(made.values())
    for form in BACK:
        reading = read_answers_file(workspace, LOCAL_OWNER, assessment, made[form])
        preview = preview_answers(workspace, LOCAL_OWNER, assessment, reading)
        assert preview.problems == ()
        assert {line.standing for line in preview.lines} <= {Standing.SAME, Standing.EMPTY}
    read = read_document(made[Format.JSON]).record
    assert read == record_of(workspace, LOCAL_OWNER, assessment=assessment)


def parts_of(workshop: Workshop) -> tuple[Any, ...]:
    file = pilot_file_of(workshop.workspace, LOCAL_OWNER, workshop.project.id)
    measured = [one for each in file.criteria for one in each.measurements]
    amended = [each for each in file.criteria if each.amended]
    return file.actions, measured, amended, file.steps, file.integrations, file.decisions


def orders(assessment: str) -> Iterator[tuple[str, Order]]:
    """One of each format, and a chart in each form."""
    for each in Format:
        if each is not Format.CHART and each not in {*OF_PROJECT, *OF_PORTFOLIO, *OF_AUDIT}:
            yield each, Order(format=each, assessment=assessment)
    for form in PictureForm:
        yield f"radar as {form}", Order(format=Format.CHART, assessment=assessment, chart=ChartKind.RADAR, form=form)


def save(workshop: Workshop, long: str, short: str) -> None:
    """Write both wherever a person can; what a service refuses stays as it was."""
    workspace, names = workshop.workspace, (LEVEL, PARTS, DAYS, STORY, LAST)

    def place(question: str) -> Place:
        found = open_assessment(workspace, LOCAL_OWNER, workshop.assessment_id).recorded.get(question)
        return Place(assessment_id=workshop.assessment_id, question_id=question, seen=found.version if found else 0)

    with suppress(Invalid):
        details = ProjectDetails(name=short, summary=long, team=short, owner=short, tags=(short[:30],))
        change_project(workspace, LOCAL_OWNER, workshop.project.id, details)
    with suppress(Invalid):
        answering.say_text(workspace, LOCAL_OWNER, place(STORY), long)
    with suppress(Invalid):
        answering.say_not_applicable(workspace, LOCAL_OWNER, place(LAST), short)
    answering.choose(workspace, LOCAL_OWNER, place(LEVEL), ["2"])
    for name in names:
        with suppress(Invalid):
            answering.write_note(workspace, LOCAL_OWNER, place(name), long)
    for each in open_assessment(workspace, LOCAL_OWNER, workshop.assessment_id).answers[LEVEL].evidence:
        answering.remove_evidence(workspace, LOCAL_OWNER, place(LEVEL), each.id)
    with suppress(Invalid):
        answering.add_evidence(workspace, LOCAL_OWNER, place(LEVEL), text=short, url="", dated=TODAY)
    save_pilot(workspace, workshop.project.id, long, short)


def save_pilot(workspace: Workspace, project: str, long: str, short: str) -> None:
    """The same beside the assessments: an action, a criterion with a measurement, a step, a system, a decision."""
    today = workspace.today()
    refused = suppress(Invalid, Refused)
    with refused:
        make_actions(workspace, LOCAL_OWNER, project, [ActionDraft(title=short, detail=long, owner=short)])
    draft = TermsDraft(
        metric=short,
        unit="minutes",
        baseline="14",
        target="9",
        direction=Direction.AT_MOST,
        how=short,
        by_when=today,
        business_owner=short,
    )
    with refused:
        lay_plan(workspace, LOCAL_OWNER, project, today)
    with refused:
        add_step(workspace, LOCAL_OWNER, project, StepDetails(title=short, start=today, end=today, owner=short))
    with refused:
        system = SystemDetails(system=short, interface=short, owner=short, note=long, estimate="2.5")
        add_integration(workspace, LOCAL_OWNER, project, system)
    there = criteria_of(workspace, LOCAL_OWNER, project).criteria
    with refused:
        if there:
            add_late_criterion(workspace, LOCAL_OWNER, project, draft, reason=long)
        else:
            write_criterion(workspace, LOCAL_OWNER, project, draft)
            seal_criteria(workspace, LOCAL_OWNER, project, seen=criteria_of(workspace, LOCAL_OWNER, project).criteria)
    for each in criteria_of(workspace, LOCAL_OWNER, project).criteria[-1:]:
        with refused:
            measure(workspace, LOCAL_OWNER, each.id, Measured(value="8.5", date=today, evidence=short))
        with refused:
            harder = replace(draft, metric=each.newest.terms.metric, target="8", how=short)
            amend_criterion(workspace, LOCAL_OWNER, each.id, harder, reason=long, seen=each.newest)
    file = pilot_file_of(workspace, LOCAL_OWNER, project)
    with refused:
        record_decision(
            workspace,
            LOCAL_OWNER,
            project,
            DecisionDetails(
                kind=DecisionKind.GO_WITH_CONDITIONS,
                reasons=long,
                decided_by=short,
                decided_on=today,
                recommended_seen=recommendation_for(file),
                decision_seen=file.decision.id if file.decision else None,
                against_why=long,
                conditions=[Condition(text=short, owner=short)],
            ),
        )
