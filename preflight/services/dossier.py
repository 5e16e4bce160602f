"""All that is known about an assessment, read at one moment: what every export is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from preflight.access.about import SOME, About
from preflight.access.permissions import Operation
from preflight.domain.assessment import AnswerChange, Assessment
from preflight.domain.paths.improvement import NoPath, Path, paths_up
from preflight.domain.project import Person, Project
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.scoring import Score
from preflight.domain.verdict import Verdict
from preflight.services.answering import answer_changes
from preflight.services.assessments import OpenAssessment
from preflight.services.paths import efforts_of
from preflight.services.pilot_file import PilotFile, pilot_file_of
from preflight.services.projects import in_order
from preflight.services.results import History, Result, history_of, names_of, result_of
from preflight.services.room_record import QuestionRecord, room_record
from preflight.services.workspace import Workspace
from preflight.storage import assessments as assessment_rows
from preflight.storage import path_settings as setting_rows
from preflight.storage import projects as project_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One assessment with everything beside it. `history` is None while the project has no completed assessment.

    `records` are what its rooms said, the largest disagreement first; `changes` every kept change of an answer, the
    oldest first; `names` the names of everybody who is named by an id; `pilot` is what the project keeps beside its
    assessments; `find_paths` works out the ways to a better verdict once they are asked for; `on` is the day on which
    it was read.
    """

    result: Result
    history: History | None
    records: tuple[QuestionRecord, ...]
    changes: tuple[AnswerChange, ...]
    names: Mapping[str, str]
    pilot: PilotFile
    find_paths: Callable[[], tuple[Path | NoPath, ...]]
    on: date

    @property
    def open(self) -> OpenAssessment:
        return self.result.open

    @property
    def assessment(self) -> Assessment:
        return self.result.open.assessment

    @property
    def project(self) -> Project:
        return self.result.open.project

    @property
    def questionnaire(self) -> Questionnaire:
        return self.result.open.questionnaire

    @property
    def score(self) -> Score:
        return self.result.open.score

    @property
    def verdict(self) -> Verdict:
        return self.result.open.verdict

    @property
    def paths(self) -> tuple[Path | NoPath, ...]:
        """The cheapest way to each better verdict, the next one first, with the efforts and locks of the project."""
        return self.find_paths()

    @property
    def voters(self) -> int:
        """The most votes that any revealed round had; 0 where there was no room."""
        return max((each.shown.votes for record in self.records for each in record.rounds), default=0)


def dossier_of(workspace: Workspace, person: Person, assessment_id: str) -> Dossier:
    """Everything about one assessment, completed or a draft. Raises NotFound."""
    with workspace.reading(person, Operation.EXPORT, About("assessment", assessment_id)) as connection:
        one = assessment_rows.get_assessment(connection, assessment_id)
        setting = setting_rows.get_path_setting(connection, one.project_id, one.questionnaire_id)
    result = result_of(workspace, person, assessment_id)
    found, today = result.open, workspace.today()
    changes = tuple(answer_changes(workspace, person, assessment_id))
    people = {each.by for each in changes} | {found.assessment.created_by, found.project.created_by}
    people |= {each.by for each in found.recorded.values()}
    people |= {found.assessment.completed_by} - {None}  # type: ignore[arg-type]
    return Dossier(
        result=result,
        history=history_of(workspace, person, found.project.id, questionnaire_id=found.questionnaire.id, joined=False),
        records=room_record(workspace, person, assessment_id),
        changes=changes,
        names=names_of(workspace, person, people),
        pilot=pilot_file_of(workspace, person, found.project.id),
        find_paths=cache(
            partial(
                paths_up,
                found.questionnaire,
                found.answers,
                on=found.assessment.date if found.assessment.completed else today,
                efforts=efforts_of(setting),
                locked=setting.locked,
            )
        ),
        on=today,
    )


def assessments_to_export(
    workspace: Workspace, person: Person, project_id: str | None = None
) -> tuple[Assessment, ...]:
    """The assessments of a project, or of all projects, from the oldest to the newest. Raises NotFound."""
    about = SOME if project_id is None else About("project", project_id)
    with workspace.reading(person, Operation.EXPORT, about) as connection:
        if project_id is not None:
            project_rows.get_project(connection, project_id)
        seen = workspace.seen(connection, person, Operation.EXPORT)
        found = assessment_rows.list_assessments(connection, project_id)
    return tuple(sorted((each for each in found if seen is None or each.project_id in seen), key=in_order))
