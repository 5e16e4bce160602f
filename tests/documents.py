"""A project to export and restore: a completed assessment with two rooms, a draft that started from it, and a pilot.

with a_full_project(folder) as full:      full.workspace, full.project, full.completed, full.draft (ids)
with an_empty_workspace(folder) as workspace:
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.domain.audit import AuditKey
from preflight.domain.project import Person, Stage
from preflight.exports.document_json import json_file
from preflight.services import answering, room_steps, rooms
from preflight.services.answering import Place
from preflight.services.assessments import complete_assessment, open_assessment, start_assessment
from preflight.services.projects import ProjectDetails, change_project
from preflight.services.trail import Trail
from preflight.services.workspace import Workspace, opened_workspace
from preflight.storage.answer_json import canonical_json
from preflight.storage.people import ensure_person
from tests.beside import AUDIT_KEY
from tests.full_pilot import GUEST, ODD, begin_pilot, end_pilot
from tests.workshops import (
    DAYS,
    LAST,
    LEVEL,
    MORE,
    PARTS,
    STORY,
    Clock,
    Workshop,
    a_building,
    a_workshop,
    level,
)


@dataclass(frozen=True)
class FullProject:
    """Ids of what `a_full_project` made, in its workspace."""

    workspace: Workspace
    clock: Clock
    project: str
    completed: str
    draft: str

    def json(self, **scope: str) -> bytes:
        """The document of the project, or of `assessment=`."""
        return json_file(self.workspace, LOCAL_OWNER, **(scope or {"project": self.project})).content


@contextmanager
def a_full_project(folder: Path, url: str = "") -> Iterator[FullProject]:
    """One of everything that a document can hold."""
    with a_building(folder, url) as building, a_workshop(building) as workshop:
        yield fill(workshop)


def fill(workshop: Workshop) -> FullProject:
    """Of an open room on a draft, with nobody in it."""
    workspace, project_id, completed = workshop.workspace, workshop.project.id, workshop.assessment_id
    with workspace.database.writing() as connection:
        ensure_person(connection, GUEST)
    people = [workshop.join(f"p{number}", role) for number, role in enumerate(["builds"] * 5 + ["operates"] * 4)]
    workshop.do(room_steps.show_question, LEVEL)
    for number, each in enumerate(people):
        workshop.vote(each, level(number % 5), why=f"Line {9 - number}, “日本”" if number % 2 else "")
    workshop.do(room_steps.reveal)
    workshop.do(room_steps.vote_again)
    for each in people[:3]:
        workshop.vote(each, level(4), n=2)
    workshop.do(room_steps.agree, level(4), "We looked; it holds")
    workshop.do(room_steps.show_question, DAYS)
    for number, each in enumerate(people):
        workshop.vote(each, {"number": f"{number}.5"} if number else {"unknown": True})
    workshop.do(room_steps.reveal)
    workshop.do(room_steps.show_question, PARTS)
    workshop.vote(people[0], {"choices": ["crm", "erp"]}, why="Nobody may ever read this")
    workshop.do(rooms.close_room)
    again = rooms.open_room(workspace, LOCAL_OWNER, completed, minutes=30)
    later = Workshop(workspace, workshop.clock, workshop.project, completed, again.id)
    later.do(room_steps.show_question, LEVEL)
    later.vote(later.join("late"), level(3))
    later.do(room_steps.reveal)
    later.do(rooms.close_room)
    say(workspace, completed, MORE, answering.say_unknown, by=GUEST)
    say(workspace, completed, STORY, answering.say_text, ODD, by=GUEST)
    say(workspace, completed, STORY, answering.write_note, ODD)
    say(workspace, completed, LAST, answering.say_not_applicable, "Nobody waits for it")
    proof: dict[str, Any] = {"text": "Load test", "url": "https://example.org/a?b=c", "dated": date(2026, 2, 1)}
    say(workspace, completed, LEVEL, answering.add_evidence, **proof)
    complete_assessment(workspace, GUEST, completed)
    begin_pilot(workspace, project_id, completed)
    workshop.clock.pass_days(30)
    draft = start_assessment(
        workspace, LOCAL_OWNER, project_id=project_id, questionnaire_id="workshop", from_last=True
    ).id
    say(workspace, draft, LEVEL, answering.choose, ["1"], by=GUEST)
    say(workspace, draft, LEVEL, answering.choose, ["2"], by=GUEST)
    say(workspace, draft, DAYS, answering.say_number, "3,25")
    say(workspace, draft, PARTS, answering.choose, [])
    answering.remember_place(workspace, LOCAL_OWNER, draft, PARTS).result(10)
    details = ProjectDetails(
        name="Invoice “triage” 日本",
        summary=ODD,
        team="Team",
        owner="O'Neill",
        stage=Stage.PRODUCTIONISING,
        pilot_start=date(2025, 12, 31),
        tags=("eu", "a,b", '"quoted"'),
    )
    change_project(workspace, LOCAL_OWNER, project_id, details)
    end_pilot(workspace, project_id, draft)
    return FullProject(workspace, workshop.clock, project_id, completed, draft)


def say(
    workspace: Workspace,
    assessment_id: str,
    question: str,
    service: Callable[..., object],
    *said: object,
    by: Person = LOCAL_OWNER,
    **more: object,
) -> None:
    """One of the services of answering, over what is there."""
    found = open_assessment(workspace, by, assessment_id).recorded.get(question)
    place = Place(assessment_id=assessment_id, question_id=question, seen=found.version if found else 0)
    service(workspace, by, place, *said, **more)


@contextmanager
def an_empty_workspace(folder: Path, url: str = "") -> Iterator[Workspace]:
    """A new database without a questionnaire on its shelf, and a clock of its own."""
    folder.mkdir(exist_ok=True)
    trail = Trail(key=AuditKey(AUDIT_KEY))
    url = url or f"sqlite:///{(folder / 'empty.db').as_posix()}"
    opened = opened_workspace(url, Shelf(folder / "no shelf"), owner=LOCAL_OWNER, trail=trail)
    clock = Clock(day=date(2026, 4, 1), seconds=5_000)
    yield Workspace(database=opened.database, shelf=opened.shelf, now=clock.now, today=clock.today, trail=trail)
    opened.database.close()


def signed(document: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The document with its content changed and a checksum that is right again, as a skilled stranger would have it."""
    said = json.loads(document)
    change(said["content"])
    said["checksum"] = f"sha256:{hashlib.sha256(canonical_json(said['content']).encode()).hexdigest()}"
    return json.dumps(said, ensure_ascii=False).encode()
