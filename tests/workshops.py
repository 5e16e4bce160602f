"""A workshop to test with: a questionnaire of every kind of question, a room on a draft of it, and people with phones.

workshop.do(next_question)                      a facilitator's step, from the version that stands now
ada = workshop.join("ada", role="builds")       a phone; its secret is made from the name
workshop.vote(ada, {"choices": ["2"]})          in the round on the wall
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from threading import Condition
from typing import Any
from uuid import uuid4

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.domain.project import Project
from preflight.domain.room import Participant, Room, Vote
from preflight.services.assessments import begin
from preflight.services.room_view import RoomView, room_now
from preflight.services.rooms import RoomPlace, get_room, open_room
from preflight.services.voting import Casting, Ticket, cast_vote, join_room
from preflight.services.workspace import Workspace, opened_workspace
from preflight.storage import projects
from preflight.storage.engine import Database
from tests.new_database import new_database

PATIENCE_S = 20
LEVEL, PARTS, DAYS, MORE, STORY, LAST = (
    "alpha.level", "alpha.parts", "alpha.days", "beta.more", "beta.story", "beta.last",
)  # fmt: skip
SHOWN_AT_FIRST = (LEVEL, PARTS, DAYS, STORY, LAST)
"""`beta.more` is asked only once the room agreed on the highest level of `alpha.level`."""

QUESTIONNAIRE = """\
format: 1
id: workshop
version: 1
title: "Before it goes live"
out_of: 4
scales:
  maturity:
    - {id: "0", points: 0, label: "Not considered"}
    - {id: "1", points: 1, label: "Known"}
    - {id: "2", points: 2, label: "Written down"}
    - {id: "3", points: 3, label: "Done"}
    - {id: "4", points: 4, label: "Checked"}
sections:
  - id: alpha
    title: "Alpha"
    questions:
      - id: alpha.level
        text: "How far is it?"
        why: "Because it counts."
        evidence: "The report."
        prompts: ["When did it last surprise you?"]
        scale: maturity
        critical: "2"
      - id: alpha.parts
        kind: multi
        text: "Which parts are there?"
        combine: sum
        options:
          - {id: crm, points: 1, label: "CRM"}
          - {id: erp, points: 2, label: "ERP"}
          - {id: neither, points: 0, label: "Neither", exclusive: true}
      - id: alpha.days
        kind: number
        text: "How many days does it take?"
        unit: "days"
        min: 0
        max: 100
        bands: [{from: 0, points: 0}, {from: 10, points: 4}]
  - id: beta
    title: "Beta"
    questions:
      - id: beta.more
        text: "And how is that kept?"
        show_if: "alpha.level:4"
        scale: maturity
      - id: beta.story
        kind: text
        text: "What is the story?"
      - id: beta.last
        text: "And at last?"
        scale: maturity
verdict:
  basis: weakest
  needs_coverage: 0.5
  bands:
    - {id: not-ready, title: "Not ready", from: 0}
    - {id: ready, title: "Ready", from: 0.75}
  cap: not-ready
"""


@dataclass
class Clock:
    """A second passes whenever somebody looks at it; the test moves it further."""

    day: date = date(2026, 3, 2)
    seconds: float = field(default=0)

    def now(self) -> datetime:
        self.seconds += 1
        return datetime.combine(self.day, time(9), UTC) + timedelta(seconds=self.seconds)

    def today(self) -> date:
        return self.day

    def pass_days(self, days: int) -> None:
        self.day += timedelta(days=days)


@dataclass
class Workshop:
    """An open room on a draft. `notes` are those that were published about it since it was opened."""

    workspace: Workspace
    clock: Clock
    project: Project
    assessment_id: str
    room_id: str
    heard: list[str] = field(default_factory=list)
    news: Condition = field(default_factory=Condition)

    def listen(self, note: str | None) -> None:
        if note is not None and self.room_id in note:
            with self.news:
                self.heard.append(note)
                self.news.notify_all()

    @property
    def notes(self) -> list[str]:
        """What was published about the room so far. On PostgreSQL it comes from the server, in order: once a note of
        our own is back, so are all before it."""
        mine = f"{uuid4().hex} {self.room_id}"
        self.workspace.database.notices.publish(mine)
        with self.news:
            assert self.news.wait_for(lambda: mine in self.heard, PATIENCE_S), "no note came back"
            self.heard.remove(mine)
            return list(self.heard)

    def forget_notes(self) -> None:
        """Begin anew with what is published from now on."""
        assert self.notes is not None
        self.heard.clear()

    @property
    def room(self) -> Room:
        """How the room stands."""
        return get_room(self.workspace, LOCAL_OWNER, self.room_id)

    @property
    def view(self) -> RoomView:
        """What everybody may see."""
        return room_now(self.workspace, self.room_id).view

    def do(self, step: Callable[..., Any], *arguments: Any, seen: int | None = None) -> Any:
        """A step of a facilitator who saw the newest version, unless another one is given."""
        place = RoomPlace(room_id=self.room_id, seen=self.room.version if seen is None else seen)
        return step(self.workspace, LOCAL_OWNER, place, *arguments)

    def ticket(self, name: str) -> Ticket:
        return Ticket(room_id=self.room_id, secret=f"secret of {name}")

    def join(self, name: str, role: str | None = None) -> Participant:
        return join_room(self.workspace, self.ticket(name), role).result(PATIENCE_S)

    def join_all(self, *names: str) -> list[Participant]:
        return [self.join(name) for name in names]

    def vote(
        self,
        participant: Participant,
        said: Mapping[str, object],
        *,
        question: str | None = None,
        number: int | None = None,
        n: int = 1,
        why: str = "",
    ) -> Vote:
        """In the round on the wall, unless another one is given."""
        room = self.room
        casting = Casting(
            question_id=question or room.question_id or "", round=number or room.round, n=n, said=said, why=why
        )
        return cast_vote(self.workspace, participant, casting).result(PATIENCE_S)


def level(number: int) -> dict[str, object]:
    """What a phone says that chooses a level, by its option's id."""
    return {"choices": [f"{number}"]}


@dataclass(frozen=True)
class Building:
    """A database that many workshops share, one after another: each statement is compiled once, which takes longer
    than to run it."""

    database: Database
    shelf: Shelf


@contextmanager
def a_building(folder: Path, url: str = "") -> Iterator[Building]:
    """In a SQLite file in this folder, unless the URL of another database is given."""
    (folder / "workshop.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
    shelf = Shelf(folder)
    url = url or new_database(folder / "preflight.db")
    opened = opened_workspace(url, shelf, owner=LOCAL_OWNER)
    yield Building(opened.database, shelf)
    opened.database.close()


@contextmanager
def a_workshop(building: Building) -> Iterator[Workshop]:
    """An open room, with nobody in it, on a draft in a project of its own."""
    clock = Clock()
    workspace = Workspace(database=building.database, shelf=building.shelf, now=clock.now, today=clock.today)
    entry = building.shelf.get("workshop")
    assert entry is not None
    project = Project(id=uuid4().hex, name="Invoice triage", created_at=clock.now(), created_by=LOCAL_OWNER.id)
    with building.database.writing() as connection:
        projects.add_project(connection, project)
        draft = begin(workspace, connection, LOCAL_OWNER, project_id=project.id, entry=entry)
    room = open_room(workspace, LOCAL_OWNER, draft.id, minutes=60)
    workshop = Workshop(workspace, clock, project, draft.id, room.id)
    end = workspace.database.notices.subscribe(workshop.listen)
    try:
        yield workshop
    finally:
        end()
        workspace.finish()
