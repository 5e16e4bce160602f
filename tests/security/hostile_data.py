"""A data folder in which everything that people and questionnaires can say is a payload."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from preflight.access.people import LOCAL_OWNER
from preflight.domain.project import Project, Stage
from preflight.domain.text import LINE, NAME
from preflight.services import answering
from preflight.services.answering import Place
from preflight.services.assessments import complete_assessment, open_assessment, start_assessment
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.workspace import Workspace
from tests.beside import workspace_beside
from tests.security.payloads import UNSOUND, Texts, questionnaire

RUNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """Where it lies, and what was said in it."""

    data: Path
    questionnaires: Path
    asked: Texts
    said: Texts
    project: str
    draft: str
    completed: tuple[str, ...]
    evidence_links: tuple[str, ...]

    @property
    def environ(self) -> dict[str, str]:
        return {"PREFLIGHT_QUESTIONNAIRES": str(self.questionnaires)}


def make_hostile(folder: Path, listener: str) -> Hostile:
    """A project with three completed assessments and a draft, and another with one, all of them payloads."""
    asked, said, links = Texts(listener), Texts(listener), []
    shelf, data = folder / "questionnaires", folder / "data"
    shelf.mkdir()
    data.mkdir()
    (shelf / "hostile.yaml").write_text(questionnaire(asked), encoding="utf-8")
    (shelf / "<img src=x onerror=alert(1)> ![x](y) [l](javascript:z).yaml").write_text(
        UNSOUND.replace("{port}", listener.rpartition(":")[2]), encoding="utf-8"
    )
    workspace = workspace_beside(data, questionnaires=shelf)
    today = date.today()  # noqa: DTZ011 - the server reckons in local days too

    def say(name: str, longest: int = LINE) -> str:
        return said(name, longest=longest)

    def project(name: str) -> Project:
        details = ProjectDetails(
            name=say(f"{name}.name", NAME),
            summary=say(f"{name}.summary", 4000),
            team=say(f"{name}.team"),
            owner=say(f"{name}.owner"),
            stage=Stage.PILOT,
            tags=tuple(say(f"{name}.tag.{number}", 40) for number in (1, 2)),
        )
        return create_project(workspace, LOCAL_OWNER, details)

    def answer(then: Workspace, draft: str, run: int) -> None:
        for number, question in enumerate(open_assessment(then, LOCAL_OWNER, draft).questionnaire.questions()):
            recorded = open_assessment(then, LOCAL_OWNER, draft).recorded.get(question.id)
            seen = recorded.version if recorded else 0
            name = f"{run}.{question.id}"

            def place(seen: int = seen, question: str = question.id) -> Place:
                return Place(assessment_id=draft, question_id=question, seen=seen)

            match question.kind.value, (number + run) % 6:
                case "number", _:
                    seen = answering.say_number(then, LOCAL_OWNER, place(seen), str(run * 2)).version
                case "text", _:
                    seen = answering.say_text(then, LOCAL_OWNER, place(seen), say(f"{name}.text")).version
                case "multi", _:
                    seen = answering.choose(then, LOCAL_OWNER, place(seen), [str(run % 3)]).version
                case _, 5:
                    reason = say(f"{name}.reason")
                    seen = answering.say_not_applicable(then, LOCAL_OWNER, place(seen), reason).version
                case _, rest:
                    seen = answering.choose(then, LOCAL_OWNER, place(seen), [str(rest % 4)]).version
            seen = answering.write_note(then, LOCAL_OWNER, place(seen), say(f"{name}.note")).version
            link = f"{listener}/evidence-{run}-{number}?\"'><img/src=x/onerror=alert(1)>"
            links.append(link)
            answering.add_evidence(
                then, LOCAL_OWNER, place(seen), text=say(f"{name}.evidence"), url=link, dated=then.today()
            )

    def run_of(project_id: str, ago: int, run: int) -> tuple[Workspace, str]:
        day = today - timedelta(days=ago)
        then = replace(workspace, now=lambda: datetime.combine(day, time(9), UTC), today=lambda: day)
        draft = start_assessment(then, LOCAL_OWNER, project_id=project_id, questionnaire_id="hostile")
        answer(then, draft.id, run)
        return then, draft.id

    first, second = project("first"), project("second")
    completed = []
    for run in range(RUNS):
        then, made = run_of(first.id, (RUNS - run) * 30, run)
        completed.append(complete_assessment(then, LOCAL_OWNER, made).id)
    then, other = run_of(second.id, 5, 1)
    complete_assessment(then, LOCAL_OWNER, other)
    _, draft = run_of(first.id, 0, 4)
    workspace.database.close()
    return Hostile(
        data=data,
        questionnaires=shelf,
        asked=asked,
        said=said,
        project=first.id,
        draft=draft,
        completed=tuple(completed),
        evidence_links=tuple(links),
    )
