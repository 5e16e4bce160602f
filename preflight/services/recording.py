"""A project as a whole, read at one moment: what a JSON document holds, and what one is held against."""

from __future__ import annotations

from dataclasses import replace

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.assessment import Assessment
from preflight.domain.errors import Invalid
from preflight.domain.project import Person
from preflight.domain.record import AssessmentRecord, KeptQuestionnaire, PilotRecord, ProjectRecord, RoundRecord
from preflight.services.assessments import opened
from preflight.services.room_record import said_in_rooms
from preflight.services.workspace import Workspace
from preflight.storage import actions as action_rows
from preflight.storage import answers as answer_rows
from preflight.storage import assessments as assessment_rows
from preflight.storage import criteria as criterion_rows
from preflight.storage import decisions as decision_rows
from preflight.storage import path_settings as setting_rows
from preflight.storage import people as people_rows
from preflight.storage import pilots as pilot_rows
from preflight.storage import projects as project_rows
from preflight.storage import questionnaires as questionnaire_rows
from preflight.storage import scores as score_rows
from preflight.storage.engine import Connection


def record_of(
    workspace: Workspace, person: Person, *, assessment: str | None = None, project: str | None = None
) -> ProjectRecord:
    """One assessment with its project, or a project with all its assessments, by id. Raises NotFound, and Invalid
    unless exactly one of both is given."""
    if (assessment is None) == (project is None):
        raise Invalid("Say which assessment or which project.")
    about = About("assessment", assessment) if assessment is not None else About("project", project or "")
    with workspace.reading(person, Operation.EXPORT, about) as connection:
        if assessment is not None:
            one = assessment_rows.get_assessment(connection, assessment)
            return project_record(workspace, connection, one.project_id, [one])
        all_of_it = assessment_rows.list_assessments(connection, about.id)
        whole = project_record(workspace, connection, about.id, all_of_it)
        return with_pilot(connection, whole)


def project_record(
    workspace: Workspace, connection: Connection, project_id: str, assessments: list[Assessment]
) -> ProjectRecord:
    """A project with these of its assessments, within a transaction that is under way. Raises NotFound.

    They stand in their order, but an assessment that another one is based on stands before that one.
    """
    project = project_rows.get_project(connection, project_id)
    among = {each.id for each in assessments}
    cut = (each if each.based_on in among else replace(each, based_on=None) for each in assessments)
    records = tuple(_assessment_record(workspace, connection, each) for each in _bases_first(list(cut)))
    versions = {
        (each.assessment.questionnaire_id, each.assessment.questionnaire_version, each.assessment.questionnaire_digest)
        for each in records
    }
    return ProjectRecord(
        project=project,
        people=tuple(people_rows.people_of(connection, {project.created_by}.union(*(each.people for each in records)))),
        questionnaires=tuple(
            KeptQuestionnaire(
                digest=digest, id=name, version=version, source=questionnaire_rows.source_of(connection, digest)
            )
            for name, version, digest in sorted(versions)
        ),
        assessments=records,
    )


def with_pilot(connection: Connection, record: ProjectRecord) -> ProjectRecord:
    """A record of all assessments of a project, together with what it keeps beside them."""
    kept = pilot_record(connection, record.project.id)
    people = {each.id for each in record.people} | kept.people
    return replace(record, pilot=kept, people=tuple(people_rows.people_of(connection, people)))


def pilot_record(connection: Connection, project_id: str) -> PilotRecord:
    """What a project keeps beside its assessments, within a transaction that is under way."""
    return PilotRecord(
        actions=tuple(action_rows.list_actions(connection, project_id)),
        criteria=tuple(criterion_rows.list_criteria(connection, project_id)),
        steps=tuple(pilot_rows.list_steps(connection, project_id)),
        systems=tuple(pilot_rows.list_integrations(connection, project_id)),
        decisions=tuple(decision_rows.list_decisions(connection, project_id)),
        paths=tuple(setting_rows.list_path_settings(connection, project_id)),
    )


def _assessment_record(workspace: Workspace, connection: Connection, assessment: Assessment) -> AssessmentRecord:
    revealed, agreed = said_in_rooms(connection, opened(workspace, connection, assessment))
    rounds = (
        RoundRecord(
            question_id=name,
            number=each.number,
            shown=each.shown,
            lines=tuple(sorted(line.why for line in each.lines)),
        )
        for name in sorted(revealed)
        for each in revealed[name]
    )
    return AssessmentRecord(
        assessment=assessment,
        recorded=answer_rows.recorded_answers(connection, assessment.id),
        changes=tuple(
            replace(each, seq=number)
            for number, each in enumerate(answer_rows.changes(connection, assessment.id), start=1)
        ),
        rounds=tuple(rounds),
        agreed=tuple(agreed[name] for name in sorted(agreed)),
        result=score_rows.kept_score(connection, assessment.id) if assessment.completed else None,
    )


def _bases_first(assessments: list[Assessment]) -> list[Assessment]:
    """A clock that was set back may have dated a base after what was started from it."""
    left, placed = list(assessments), dict[str, Assessment]()
    while left:
        ready = next((each for each in left if each.based_on is None or each.based_on in placed), left[0])
        left.remove(ready)
        placed[ready.id] = ready
    return list(placed.values())
