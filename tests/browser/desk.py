"""Projects and assessments for a running server, put there by the services and read back past the screen.

with Desk(server, project="Invoice triage") as desk:
    draft = desk.draft(said={"operations.owner": "2"})
    page.goto(desk.assess_url(draft))
    ...
    assert desk.choice(draft, "operations.owner") == "3"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import TracebackType

from preflight.access.people import LOCAL_OWNER
from preflight.domain.assessment import Answer, AnswerChange
from preflight.domain.questionnaire import Questionnaire
from preflight.services import answering, assessments
from preflight.services.answering import Place
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.workspace import Workspace
from tests.beside import workspace_beside
from tests.browser.server import Server

MAIN = "pilot-to-production"


class Desk:
    """One project on a server; `said` maps question ids to option ids. Without a `database_url` it is the server's
    SQLite file; `url` is where people open it, when that is not the server's own address."""

    def __init__(self, server: Server, *, project: str, database_url: str = "", url: str = "") -> None:
        self.url = url or server.url
        self.workspace: Workspace = workspace_beside(server.data, database_url=database_url)
        self.project = create_project(self.workspace, LOCAL_OWNER, ProjectDetails(name=project))

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.workspace.database.close()

    def questionnaire(self, questionnaire_id: str = MAIN) -> Questionnaire:
        """A questionnaire of the shelf."""
        entry = self.workspace.shelf.get(questionnaire_id)
        assert entry is not None
        return entry.questionnaire

    def draft(
        self, questionnaire_id: str = MAIN, *, said: Mapping[str, str] | None = None, from_last: bool = False
    ) -> str:
        """Start a draft with these answers; its id."""
        return self._draft(self.workspace, questionnaire_id, said or {}, from_last)

    def completed(
        self, questionnaire_id: str = MAIN, *, said: Mapping[str, str] | None = None, days_ago: int = 0
    ) -> str:
        """A completed assessment; without `said`, every choice question at its third level."""
        then: date = self.workspace.today() - timedelta(days=days_ago)
        past = replace(self.workspace, today=lambda: then)
        questions = [q for q in self.questionnaire(questionnaire_id).questions() if q.kind.value == "choice"]
        answers = said or {q.id: q.options[min(2, len(q.options) - 1)].id for q in questions}
        draft = self._draft(past, questionnaire_id, answers, False)
        assessments.complete_assessment(past, LOCAL_OWNER, draft)
        return draft

    def complete(self, assessment: str) -> None:
        """Complete a draft as somebody else would."""
        assessments.complete_assessment(self.workspace, LOCAL_OWNER, assessment)

    def choose(self, assessment: str, question: str, option: str) -> None:
        """Choose as somebody else would: over whatever stands there now."""
        recorded = assessments.open_assessment(self.workspace, LOCAL_OWNER, assessment).recorded.get(question)
        place = Place(assessment_id=assessment, question_id=question, seen=recorded.version if recorded else 0)
        answering.choose(self.workspace, LOCAL_OWNER, place, [option])

    def answer(self, assessment: str, question: str) -> Answer:
        """What the database holds; an empty answer where there is none."""
        opened = assessments.open_assessment(self.workspace, LOCAL_OWNER, assessment)
        return opened.answers.get(question) or Answer()

    def choice(self, assessment: str, question: str) -> str | None:
        """The chosen option in the database."""
        return self.answer(assessment, question).choice

    def changes(self, assessment: str, question: str) -> list[AnswerChange]:
        """Every kept change of one answer."""
        found = answering.answer_changes(self.workspace, LOCAL_OWNER, assessment)
        return [change for change in found if change.question_id == question]

    def assess_url(self, assessment: str, question: str | None = None) -> str:
        """The deep link to a draft, or to one question of it."""
        return f"{self.url}/assess?assessment={assessment}" + (f"&question={question}" if question else "")

    def results_url(self, assessment: str) -> str:
        return f"{self.url}/results?assessment={assessment}"

    def path_url(self, assessment: str) -> str:
        return f"{self.url}/path?assessment={assessment}"

    def export_url(self, assessment: str) -> str:
        return f"{self.url}/export?assessment={assessment}"

    def history_url(self) -> str:
        return f"{self.url}/history?project={self.project.id}"

    def _draft(self, workspace: Workspace, questionnaire_id: str, said: Mapping[str, str], from_last: bool) -> str:
        draft = assessments.start_assessment(
            workspace,
            LOCAL_OWNER,
            project_id=self.project.id,
            questionnaire_id=questionnaire_id,
            from_last=from_last,
        )
        for question, option in said.items():
            place = Place(assessment_id=draft.id, question_id=question, seen=0)
            answering.choose(workspace, LOCAL_OWNER, place, [option])
        return draft.id
