"""Dossiers without a database, and what a PDF says when a second program reads it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from pypdf import PdfReader

from preflight.domain.assessment import NO_ANSWERS, Answers, Assessment, Phase, RecordedAnswer
from preflight.domain.comparison import Run, compare
from preflight.domain.findings import find
from preflight.domain.project import Project
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.scoring import score
from preflight.domain.verdict import decide
from preflight.exports.report.report_file import report_file
from preflight.services.assessments import OpenAssessment
from preflight.services.dossier import Dossier
from preflight.services.results import History, PastRun, Result
from preflight.services.room_record import QuestionRecord
from tests.builders import TODAY

MADE = datetime.combine(TODAY, time(9), UTC)


def dossier(
    questionnaire: Questionnaire,
    answers: Answers = NO_ANSWERS,
    *,
    completed: bool = True,
    before: Answers | None = None,
    runs: int = 0,
    records: tuple[QuestionRecord, ...] = (),
    **project: Any,
) -> Dossier:
    """What is known about an assessment on TODAY. `before` are the answers of a month ago, `runs` how many completed
    assessments with these answers the history has."""
    about = Project(**({"id": "p", "name": "Invoice triage", "created_at": MADE, "created_by": "ada"} | project))
    now = _opened(about, questionnaire, answers, _assessment(questionnaire, TODAY, completed=completed))
    previous = comparison = None
    if before is not None:
        previous = _assessment(questionnaire, TODAY - timedelta(days=30), completed=True)
        earlier = _opened(about, questionnaire, before, previous)
        comparison = compare(_run(earlier), _run(now))
    return Dossier(
        result=Result(
            open=now,
            findings=find(questionnaire, answers, now.score, now.verdict),
            previous=previous,
            last_answers=before or NO_ANSWERS,
            comparison=comparison,
        ),
        history=_history(now, runs) if runs else None,
        records=records,
        changes=(),
        names={"ada": "Ada"},
        on=TODAY,
    )


@dataclass(frozen=True)
class Read:
    """A PDF as pypdf reads it."""

    reader: PdfReader
    pages: tuple[str, ...]

    @property
    def text(self) -> str:
        """All its text without any white space: where lines break says nothing."""
        return squeezed("".join(self.pages))

    @property
    def root(self) -> Any:
        return self.reader.trailer["/Root"]

    def links(self) -> list[str]:
        """Where its links lead."""
        notes = [note.get_object() for page in self.reader.pages for note in page.get("/Annots") or ()]
        return [str(note["/A"]["/URI"]) for note in notes if "/URI" in note.get("/A", {})]

    def outline(self) -> list[str]:
        """The titles of its outline, in order."""
        return [str(each.title) for each in _flat(self.reader.outline)]

    def tags(self) -> list[str]:
        """The names of its structure elements, in reading order."""
        return [each.removeprefix("/") for each in _tags(self.root["/StructTreeRoot"])]


def read(of: Dossier) -> Read:
    """The report on a dossier."""
    return read_pdf(report_file(of).content)


def read_pdf(content: bytes) -> Read:
    reader = PdfReader(io.BytesIO(content))
    return Read(reader, tuple(page.extract_text() for page in reader.pages))


def squeezed(text: str) -> str:
    return "".join(text.split())


def _flat(outline: list[Any]) -> Iterator[Any]:
    for each in outline:
        if isinstance(each, list):
            yield from _flat(each)
        else:
            yield each


def _tags(element: Any) -> Iterator[str]:
    element = element.get_object() if hasattr(element, "get_object") else element
    if not isinstance(element, dict):
        return
    if "/S" in element:
        yield str(element["/S"])
    inside = element.get("/K", [])
    inside = inside.get_object() if hasattr(inside, "get_object") else inside
    for child in inside if isinstance(inside, list) else [inside]:
        yield from _tags(child)


def _assessment(questionnaire: Questionnaire, on: date, *, completed: bool) -> Assessment:
    return Assessment(
        id=on.isoformat(),
        project_id="p",
        questionnaire_id=questionnaire.id,
        questionnaire_version=questionnaire.version,
        questionnaire_digest="",
        date=on,
        phase=Phase.COMPLETED if completed else Phase.DRAFT,
        created_at=datetime.combine(on, time(9), UTC),
        created_by="ada",
        completed_at=datetime.combine(on, time(10), UTC) if completed else None,
        completed_by="ada" if completed else None,
    )


def _opened(project: Project, questionnaire: Questionnaire, answers: Answers, assessment: Assessment) -> OpenAssessment:
    found = score(questionnaire, answers, on=assessment.date)
    return OpenAssessment(
        assessment=assessment,
        project=project,
        questionnaire=questionnaire,
        recorded={name: RecordedAnswer(answer=each, version=1, at=MADE, by="ada") for name, each in answers.items()},
        last_time={},
        score=found,
        verdict=decide(questionnaire, answers, found, completed=assessment.completed),
    )


def _run(opened: OpenAssessment) -> Run:
    return Run(questionnaire=opened.questionnaire, answers=opened.answers, score=opened.score)


def _history(now: OpenAssessment, runs: int) -> History:
    """So many assessments a month apart, the last of them this one."""
    shared = tuple(question.id for question in now.questionnaire.questions())
    past = tuple(
        PastRun(
            assessment=_assessment(now.questionnaire, TODAY - timedelta(days=30 * ago), completed=True),
            questionnaire=now.questionnaire,
            score=now.score,
            verdict=now.verdict,
        )
        for ago in range(runs - 1, -1, -1)
    )
    return History(
        project=now.project, questionnaire=now.questionnaire, runs=past, shared=shared, asked=len(shared), others=()
    )
