"""The sample project: six assessments over a year, and what grew beside them. Removed in one click."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

from preflight.access.about import WHOLE
from preflight.access.permissions import Operation
from preflight.domain.assessment import Answer, Evidence
from preflight.domain.errors import NotFound, Refused
from preflight.domain.project import Person, Project, Stage
from preflight.domain.scoring import score
from preflight.services import sample_story as story
from preflight.services.assessments import begin, finish
from preflight.services.projects import free_name, own
from preflight.services.sample_way import add_way
from preflight.services.workspace import Workspace
from preflight.storage import answers as answer_rows
from preflight.storage import people as people_rows
from preflight.storage import projects as project_rows


def load_sample(workspace: Workspace, person: Person) -> Project:
    """Add the sample project with its six completed assessments, its plan and its actions, all or nothing.

    Raises Refused when it is here already, NotFound when its questionnaire is not on the shelf.
    """
    entry = workspace.shelf.get(story.QUESTIONNAIRE)
    if entry is None:
        raise NotFound(f"The sample needs the questionnaire “{story.QUESTIONNAIRE}”, which is not on the shelf.")
    today = workspace.today()
    with workspace.writing(person, Operation.START_PROJECTS, WHOLE) as connection:
        people_rows.ensure_person(connection, person)
        if any(project.sample for project in project_rows.list_projects(connection)):
            raise Refused("The sample is here already.")
        project = Project(
            id=uuid4().hex,
            name=free_name(project_rows.list_projects(connection), story.NAME),
            summary=story.SUMMARY,
            team=story.TEAM,
            owner=story.OWNER,
            stage=Stage.PILOT,
            pilot_start=today - story.AGO[0] - story.PILOT_BEFORE_FIRST,
            tags=story.TAGS,
            sample=True,
            created_at=workspace.now(),
            created_by=person.id,
        )
        project_rows.add_project(connection, project)
        own(workspace, connection, person, project.id)
        runs = []
        for run, ago in enumerate(story.AGO):
            then = _as_of(workspace, today - ago)
            draft = begin(then, connection, person, project_id=project.id, entry=entry)
            for question_id, answer in _answers(run, today):
                answer_rows.put_answer(
                    connection,
                    assessment_id=draft.id,
                    question_id=question_id,
                    answer=answer,
                    seen=0,
                    at=then.now(),
                    by=person.id,
                )
            finish(then, connection, person, draft.id)
            runs.append((draft.id, score(entry.questionnaire, dict(_answers(run, today)), on=then.today())))
        add_way(workspace, connection, person, project, runs)
    return project


def _as_of(workspace: Workspace, day: date) -> Workspace:
    moment = datetime.combine(day, time(10, 30), UTC)
    return replace(workspace, now=lambda: moment, today=lambda: day)


def _answers(run: int, today: date) -> list[tuple[str, Answer]]:
    return [(name, _answer(name, said[run], run, today)) for name, said in story.ANSWERS.items() if said[run] != "-"]


def _answer(question_id: str, said: str, run: int, today: date) -> Answer:
    notes = story.NOTES.get(question_id, {})
    note = next((notes[past] for past in range(run, -1, -1) if past in notes), "")
    answer = Answer(note=note, evidence=_evidence(question_id, run, today))
    return replace(answer, unknown=True) if said == "u" else replace(answer, choices=(said,))


def _evidence(question_id: str, run: int, today: date) -> tuple[Evidence, ...]:
    if question_id not in story.EVIDENCE or run < story.EVIDENCE[question_id][0]:
        return ()
    first, age, text = story.EVIDENCE[question_id]
    given = run - (run - first) % (story.LASTS_RUNS + 1)
    return (Evidence(id=uuid4().hex, text=text, date=today - story.AGO[given] - timedelta(days=age)),)
