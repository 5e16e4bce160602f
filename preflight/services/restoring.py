"""Restoring: a JSON document becomes a project and its assessments again, exactly as they were, all or nothing.

What is here already stays as it is. An assessment that is here just the same is left alone; one that differs, or that
could not stand beside what is here, keeps the whole document out, unless it comes in as a copy with new ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

from preflight.access.about import WHOLE
from preflight.access.permissions import Operation
from preflight.catalog.importers.document import read_document
from preflight.domain.assessment import Assessment, Phase
from preflight.domain.errors import Refused
from preflight.domain.project import Person, Project
from preflight.domain.record import AssessmentRecord, ProjectRecord
from preflight.services.assessments import kept_questionnaire
from preflight.services.document_preview import DocumentPreview, preview_of, project_here
from preflight.services.projects import free_name
from preflight.services.recording import pilot_record
from preflight.services.renaming import renamed, with_people
from preflight.services.restoring_pilot import write_pilot
from preflight.services.worked_out import keep_for_portfolio
from preflight.services.workspace import Workspace
from preflight.storage import assessments as assessment_rows
from preflight.storage import people as people_rows
from preflight.storage import projects as project_rows
from preflight.storage import questionnaires as questionnaire_rows
from preflight.storage import restored as restored_rows
from preflight.storage import scores as score_rows
from preflight.storage.engine import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was brought in: the project as it is here now, its assessments that were made, and those left alone."""

    project: Project
    made: tuple[Assessment, ...]
    here_already: tuple[Assessment, ...]


def preview_document(workspace: Workspace, person: Person, content: bytes) -> DocumentPreview:
    """What a document holds and what would be made of it. Writes nothing. Raises UnsoundFile with every problem of a
    file that is no sound document."""
    workspace.require(person, Operation.RESTORE, WHOLE)
    document = read_document(content)
    with workspace.reading(person, Operation.RESTORE, WHOLE) as connection:
        people = _people_here(connection, document.record)
        return preview_of(workspace, connection, document, people)


def restore_document(workspace: Workspace, person: Person, content: bytes, *, as_copy: bool = False) -> Restored:
    """Bring a document in, in one transaction: all of it or nothing.

    Without `as_copy` everything keeps its id, its versions and its moments. As a copy, the project and its assessments
    get new ids, and the project a free name. Raises UnsoundFile for a file that is no sound document, and Refused with
    every reason why it can't come in as it is.
    """
    workspace.require(person, Operation.RESTORE, WHOLE)
    document = read_document(content)
    with workspace.writing(person, Operation.RESTORE, WHOLE) as connection:
        people = _people_here(connection, document.record)
        problems = () if as_copy else preview_of(workspace, connection, document, people).problems
        if problems:
            raise Refused("\n".join(problems))
        for each in document.record.people:
            if not people_rows.people_of(connection, {people[each.id]}):
                people_rows.ensure_person(connection, replace(each, id=people[each.id]))
        record = with_people(document.record, people)
        if as_copy:
            record = renamed(record, name=free_name(project_rows.list_projects(connection), record.project.name))
        return _write(workspace, connection, record)


def _people_here(connection: Connection, record: ProjectRecord) -> Mapping[str, str]:
    """From the document's ids of people to theirs here; whoever is unknown here keeps theirs where it is free."""
    taken = {each.id for each in people_rows.people_of(connection, {each.id for each in record.people})}
    ids: dict[str, str] = {}
    for each in record.people:
        known = people_rows.find_person(connection, issuer=each.issuer, subject=each.subject)
        ids[each.id] = known.id if known else uuid4().hex if each.id in taken else each.id
    return ids


def _write(workspace: Workspace, connection: Connection, record: ProjectRecord) -> Restored:
    here = {each.id for each in assessment_rows.list_assessments(connection)}
    if project_here(connection, record.project.id) is None:
        project_rows.add_project(connection, record.project)
    for text in record.questionnaires:
        questionnaire_rows.keep_questionnaire(
            connection, text.digest, text.id, text.version, text.source, workspace.now()
        )
    new = [each for each in record.assessments if each.assessment.id not in here]
    for each in new:
        _write_assessment(connection, each)
    if record.pilot is not None and pilot_record(connection, record.project.id).empty:
        write_pilot(connection, record.project.id, record.pilot)
    return Restored(
        project=project_rows.get_project(connection, record.project.id),
        made=tuple(each.assessment for each in new),
        here_already=tuple(each.assessment for each in record.assessments if each.assessment.id in here),
    )


def _write_assessment(connection: Connection, record: AssessmentRecord) -> None:
    """As a draft first, then completed: the way that the database itself insists on."""
    assessment = record.assessment
    assessment_rows.add_assessment(
        connection, replace(assessment, phase=Phase.DRAFT, completed_at=None, completed_by=None)
    )
    restored_rows.put_restored_answers(connection, assessment.id, record.recorded, record.changes)
    restored_rows.put_restored_rooms(connection, assessment.id, record.rounds, record.agreed)
    if record.result is not None and assessment.completed_at is not None and assessment.completed_by is not None:
        score_rows.keep_score(connection, assessment.id, *record.result)
        assessment_rows.mark_completed(
            connection, assessment.id, at=assessment.completed_at, by=assessment.completed_by
        )
        answers = {name: each.answer for name, each in record.recorded.items()}
        blockers = record.result[1].blockers
        questionnaire = kept_questionnaire(connection, assessment)
        keep_for_portfolio(connection, assessment.id, questionnaire, answers, blockers, assessment.date)
