"""A project that two years of monthly assessments have filled, made through the services with a clock that is moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.domain.assessment import Assessment
from preflight.domain.questionnaire import Kind, Question
from preflight.services.answering import Place, add_evidence, choose
from preflight.services.assessments import complete_assessment, start_assessment
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.workspace import Workspace
from preflight.settings import ROOT
from tests.beside import workspace_beside

QUESTIONNAIRE = "pilot-to-production"
RUNS = 24
DAYS_BETWEEN = 30
EVERY_THIRD = 3


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the measured pages open: drafts of two projects, every question answered as last time, and the questions."""

    draft: str
    other_draft: str
    questions: tuple[str, ...]

    def address(self, server: str, draft: str) -> str:
        """Where a draft is answered, at its first question."""
        return f"{server}/assess?assessment={draft}&question={self.questions[0]}"


def prepare(data: Path) -> Prepared:
    """Fill a new database in `data`: two projects with RUNS completed assessments and a draft each."""
    shelf = Shelf(ROOT / "questionnaires")
    entry = shelf.get(QUESTIONNAIRE)
    assert entry is not None, f"{QUESTIONNAIRE} is not on the shelf"
    questions = tuple(entry.questionnaire.questions())
    data.mkdir(parents=True, exist_ok=True)
    workspace = workspace_beside(data)
    try:
        draft = _project(workspace, "Invoice triage", questions)
        other_draft = _project(workspace, "Claims by mail", questions)
    finally:
        workspace.database.close()
    return Prepared(draft.id, other_draft.id, tuple(question.id for question in questions))


def _project(workspace: Workspace, name: str, questions: tuple[Question, ...]) -> Assessment:
    project = create_project(workspace, LOCAL_OWNER, ProjectDetails(name=name, team="Finance automation"))
    for run in range(RUNS):
        then = _as_of(workspace, workspace.today() - timedelta(days=DAYS_BETWEEN * (RUNS - run)))
        started = start_assessment(then, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUESTIONNAIRE)
        for number, question in enumerate(questions):
            _answer(then, started, question, number=number, run=run)
        complete_assessment(then, LOCAL_OWNER, started.id)
    return start_assessment(
        workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id=QUESTIONNAIRE, from_last=True
    )


def _as_of(workspace: Workspace, day: date) -> Workspace:
    moment = datetime.combine(day, time(10, 30), UTC)
    return replace(workspace, now=lambda: moment, today=lambda: day)


def _answer(workspace: Workspace, started: Assessment, question: Question, *, number: int, run: int) -> None:
    """It rises over the runs, each question in its own steps; each third answer has a piece of evidence."""
    assert question.kind is Kind.CHOICE, f"{question.id} is not answered with a level"
    place = Place(assessment_id=started.id, question_id=question.id, seen=0)
    level = min(len(question.options) - 1, (run + number % 7) // 7)
    saved = choose(workspace, LOCAL_OWNER, place, [question.options[level].id])
    if number % EVERY_THIRD == 0:
        seen = replace(place, seen=saved.version)
        text = f"Sample of {20 + number} cases"
        add_evidence(workspace, LOCAL_OWNER, seen, text=text, url="", dated=workspace.today())
