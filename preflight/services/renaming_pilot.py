"""What a project keeps beside its assessments under other ids: of people as they are known here, or all new ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

from preflight.domain.criterion import Criterion
from preflight.domain.record import PilotRecord


def pilot_with_people(record: PilotRecord, ids: Mapping[str, str]) -> PilotRecord:
    """The record with each person's id exchanged for the one that `ids` gives."""
    return PilotRecord(
        actions=tuple(
            replace(each, created_by=ids[each.created_by], changed_by=ids[each.changed_by]) for each in record.actions
        ),
        criteria=tuple(_criterion_with_people(each, ids) for each in record.criteria),
        steps=tuple(replace(each, changed_by=ids[each.changed_by]) for each in record.steps),
        systems=tuple(replace(each, changed_by=ids[each.changed_by]) for each in record.systems),
        decisions=tuple(replace(each, by=ids[each.by]) for each in record.decisions),
        paths=tuple(replace(each, by=ids[each.by]) for each in record.paths),
    )


def pilot_renamed(record: PilotRecord, project_id: str, assessments: Mapping[str, str]) -> PilotRecord:
    """The record as a copy of this project: new ids for everything in it; `assessments` leads to theirs."""
    decisions = {each.id: uuid4().hex for each in record.decisions}
    actions = []
    for each in record.actions:
        link = each.link
        if link is not None and link.assessment_id is not None:
            link = replace(link, assessment_id=assessments[link.assessment_id])
        decision = decisions[each.decision_id] if each.decision_id else None
        actions.append(replace(each, id=uuid4().hex, project_id=project_id, link=link, decision_id=decision))
    return PilotRecord(
        actions=tuple(actions),
        criteria=tuple(_criterion_renamed(each, project_id) for each in record.criteria),
        steps=tuple(replace(each, id=uuid4().hex, project_id=project_id) for each in record.steps),
        systems=tuple(replace(each, id=uuid4().hex, project_id=project_id) for each in record.systems),
        decisions=tuple(
            replace(
                each,
                id=decisions[each.id],
                project_id=project_id,
                supersedes=decisions[each.supersedes] if each.supersedes else None,
                assessment_id=assessments[each.assessment_id] if each.assessment_id else None,
            )
            for each in record.decisions
        ),
        paths=record.paths,
    )


def _criterion_with_people(criterion: Criterion, ids: Mapping[str, str]) -> Criterion:
    return replace(
        criterion,
        sealed_by=ids[criterion.sealed_by] if criterion.sealed_by else None,
        versions=tuple(replace(each, by=ids[each.by]) for each in criterion.versions),
        measurements=tuple(
            replace(each, by=ids[each.by], struck_by=ids[each.struck_by] if each.struck_by else None)
            for each in criterion.measurements
        ),
    )


def _criterion_renamed(criterion: Criterion, project_id: str) -> Criterion:
    name = uuid4().hex
    return replace(
        criterion,
        id=name,
        project_id=project_id,
        measurements=tuple(replace(each, id=uuid4().hex, criterion_id=name) for each in criterion.measurements),
    )
