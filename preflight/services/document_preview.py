"""What a document would bring: what it holds, what of it is here already, and what keeps it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from preflight.catalog.importers.document import Document
from preflight.domain.assessment import Assessment
from preflight.domain.errors import NotFound
from preflight.domain.project import Project
from preflight.domain.record import AssessmentRecord, PilotRecord, ProjectRecord
from preflight.domain.wording import listed
from preflight.services.projects import free_name
from preflight.services.recording import pilot_record, project_record
from preflight.services.renaming import with_people
from preflight.services.workspace import Workspace
from preflight.storage import assessments as assessment_rows
from preflight.storage import projects as project_rows
from preflight.storage.engine import Connection


class Standing(StrEnum):
    """How an assessment of a document stands to what is here."""

    NEW = "new"
    SAME = "same"
    """It is here, just as the document has it."""
    DIFFERENT = "different"
    """It is here, and differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentPreview:
    """One assessment of a document. `answers`, `changes` and `rounds` are counted."""

    id: str
    title: str
    date: date
    completed: bool
    answers: int
    changes: int
    rounds: int
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPreview:
    """What a document holds and what bringing it in would do. `problems` are sentences for why it can't come in as it
    is; as a copy it always can. `notes` say what stays as it is here. With `brings_pilot`
    actions, criteria, a plan or decisions would be written, which stand nowhere here yet."""

    project: str
    project_here: bool
    exported_at: datetime
    people: tuple[str, ...]
    assessments: tuple[AssessmentPreview, ...]
    brings_pilot: bool
    problems: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def new(self) -> tuple[AssessmentPreview, ...]:
        """The assessments that would be made."""
        return tuple(each for each in self.assessments if each.standing is Standing.NEW)

    @property
    def nothing_to_do(self) -> bool:
        """Whether everything is here already."""
        return self.project_here and not self.problems and not self.new and not self.brings_pilot


def preview_of(
    workspace: Workspace, connection: Connection, document: Document, people: Mapping[str, str]
) -> DocumentPreview:
    """The preview within a transaction that is under way; `people` leads from the document's ids of people to ours."""
    record = with_people(document.record, people)
    here = project_here(connection, record.project.id)
    standings = {each.assessment.id: _standing(workspace, connection, each, record) for each in record.assessments}
    problems, notes = [], []
    if here is None:
        problems += _name_taken(connection, record.project)
    elif here.name != record.project.name:
        notes.append(f"The project is called “{here.name}” here, and stays as it is.")
    elif here != record.project:
        notes.append("What is said about the project differs here, and stays as it is.")
    brings = record.pilot if record.pilot is not None and not record.pilot.empty else None
    kept = pilot_record(connection, here.id) if here is not None else PilotRecord()
    if brings is not None and not kept.empty:
        if kept != brings:
            notes.append("Its actions, criteria, plan and decisions differ here, and stay as they are.")
        brings = None
    if brings is not None:
        notes.append(f"With it {_come(brings)}.")
    for each in record.assessments:
        problems += _obstacles(connection, each.assessment, standings[each.assessment.id], document, record)
    return DocumentPreview(
        project=record.project.name,
        project_here=here is not None,
        exported_at=document.exported_at,
        people=tuple(each.name for each in document.record.people),
        assessments=tuple(
            AssessmentPreview(
                id=each.assessment.id,
                title=_title(document, each.assessment),
                date=each.assessment.date,
                completed=each.assessment.completed,
                answers=len(each.recorded),
                changes=len(each.changes),
                rounds=len(each.rounds),
                standing=standings[each.assessment.id],
            )
            for each in record.assessments
        ),
        brings_pilot=brings is not None,
        problems=tuple(problems),
        notes=tuple(notes),
    )


def _come(pilot: PilotRecord) -> str:
    """What comes in beside the assessments: "come 3 actions and 1 decision"."""
    counts = (
        (len(pilot.actions), "action", "actions"),
        (len(pilot.criteria), "criterion", "criteria"),
        (len(pilot.steps), "step of its plan", "steps of its plan"),
        (len(pilot.systems), "system", "systems"),
        (len(pilot.decisions), "decision", "decisions"),
        (len(pilot.paths), "setting of its path", "settings of its path"),
    )
    told = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    return f"{'comes' if len(told) == 1 and told[0].startswith('1 ') else 'come'} {listed(told)}"


def _standing(
    workspace: Workspace, connection: Connection, wanted: AssessmentRecord, record: ProjectRecord
) -> Standing:
    try:
        found = assessment_rows.get_assessment(connection, wanted.assessment.id)
    except NotFound:
        return Standing.NEW
    (here,) = project_record(workspace, connection, found.project_id, [found]).assessments
    among = {each.assessment.id for each in record.assessments}
    based_on = found.based_on if found.based_on in among else None
    # Where somebody looked last is no part of what was said.
    here = replace(here, assessment=replace(found, based_on=based_on, last_question=wanted.assessment.last_question))
    return Standing.SAME if here == wanted else Standing.DIFFERENT


def _obstacles(
    connection: Connection, wanted: Assessment, standing: Standing, document: Document, record: ProjectRecord
) -> list[str]:
    called = f"“{_title(document, wanted)}” of {wanted.date.isoformat()}"
    if standing is Standing.DIFFERENT:
        return [f"{called} is here already, and differs. Bring the document in as a copy to have both."]
    if standing is Standing.SAME or wanted.completed:
        return []
    drafts = [
        *(each for each in assessment_rows.list_assessments(connection, wanted.project_id)),
        *(each.assessment for each in record.assessments),
    ]
    if any(
        each.id != wanted.id and not each.completed and each.questionnaire_id == wanted.questionnaire_id
        for each in drafts
    ):
        return [f"{called} is a draft, and the project has another of the same questionnaire; finish that one first."]
    return []


def _name_taken(connection: Connection, project: Project) -> list[str]:
    if free_name(project_rows.list_projects(connection), project.name) == project.name:
        return []
    return [f"There is another project called “{project.name}”. Rename that one, or bring the document in as a copy."]


def project_here(connection: Connection, project_id: str) -> Project | None:
    """The project of this id, None where there is none."""
    try:
        return project_rows.get_project(connection, project_id)
    except NotFound:
        return None


def _title(document: Document, assessment: Assessment) -> str:
    return document.questionnaires[assessment.questionnaire_digest].title
