"""A record under other ids: of people as they are known here, or all new ones for a copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

from preflight.domain.record import AssessmentRecord, ProjectRecord
from preflight.services.renaming_pilot import pilot_renamed, pilot_with_people


def with_people(record: ProjectRecord, ids: Mapping[str, str]) -> ProjectRecord:
    """The record with each person's id exchanged for the one that `ids` gives."""
    return replace(
        record,
        project=replace(record.project, created_by=ids[record.project.created_by]),
        people=tuple(replace(each, id=ids[each.id]) for each in record.people),
        assessments=tuple(_with_people(each, ids) for each in record.assessments),
        pilot=None if record.pilot is None else pilot_with_people(record.pilot, ids),
    )


def renamed(record: ProjectRecord, *, name: str) -> ProjectRecord:
    """The record as a copy: new ids for the project and its assessments, and another name for the project."""
    project = replace(record.project, id=uuid4().hex, name=name)
    ids = {each.assessment.id: uuid4().hex for each in record.assessments}
    return replace(
        record,
        project=project,
        assessments=tuple(
            replace(
                each,
                assessment=replace(
                    each.assessment,
                    id=ids[each.assessment.id],
                    project_id=project.id,
                    based_on=ids[each.assessment.based_on] if each.assessment.based_on else None,
                ),
                changes=tuple(replace(change, assessment_id=ids[each.assessment.id]) for change in each.changes),
            )
            for each in record.assessments
        ),
        pilot=None if record.pilot is None else pilot_renamed(record.pilot, project.id, ids),
    )


def _with_people(record: AssessmentRecord, ids: Mapping[str, str]) -> AssessmentRecord:
    assessment = record.assessment
    return replace(
        record,
        assessment=replace(
            assessment,
            created_by=ids[assessment.created_by],
            completed_by=ids[assessment.completed_by] if assessment.completed_by else None,
        ),
        recorded={name: replace(each, by=ids[each.by]) for name, each in record.recorded.items()},
        changes=tuple(replace(each, by=ids[each.by]) for each in record.changes),
        agreed=tuple(replace(each, by=ids[each.by]) for each in record.agreed),
    )
