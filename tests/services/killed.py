"""A process that does what servers do as fast as it can, and says outside what was acknowledged; made to be killed.

    house = House(url, folder).make()
    house.killed(acknowledged=3, statements=None)   a process that writes, and says what it did, until it is killed
    house.check(whole=True)                         reopens, and holds what is there against all that was said

Three threads write: answers (choices, numbers, texts, notes), votes in a room, and what a facilitator does (rounds,
decisions, actions, renaming). Each acknowledgement goes into a pipe, which outlives the process.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, select

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.domain import audit
from preflight.domain.audit import AuditKey
from preflight.domain.decision import DecisionKind
from preflight.domain.errors import Conflict, Refused, StorageError
from preflight.services import answering, room_steps, rooms
from preflight.services.action_drafts import ActionDraft
from preflight.services.actions import make_actions
from preflight.services.answering import Place
from preflight.services.assessments import start_assessment
from preflight.services.decisions import DecisionDetails, recommendation_for, record_decision
from preflight.services.pilot_file import pilot_file_of
from preflight.services.projects import ProjectDetails, change_project, create_project
from preflight.services.rooms import RoomPlace
from preflight.services.trail import Trail, kept_head
from preflight.services.voting import Casting, Ticket, cast_vote, join_room
from preflight.services.workspace import Workspace, opened_workspace
from preflight.storage import answers as answer_rows
from preflight.storage import audit as audit_rows
from preflight.storage import rooms as room_rows
from preflight.storage.answer_json import encode_answer
from preflight.storage.decision_tables import action, decision
from preflight.storage.room_tables import vote
from preflight.storage.tables import answer, answer_change
from tests.workshops import DAYS, LAST, LEVEL, QUESTIONNAIRE, STORY

KEY = AuditKey(b"a key for the tests of kills, 32 bytes")
PHONES = 3
PATIENCE_S = 30
AGAIN_S = 0.05
Said = dict[str, Any]
Say = Callable[[Said], None]


@dataclass
class House:
    """A database with a draft and an open room, whoever serves it; `ledger` is what was acknowledged so far."""

    url: str
    folder: Path
    project: str = ""
    draft: str = ""
    room: str = ""
    secrets: tuple[str, ...] = tuple(f"secret {number}" for number in range(PHONES))
    ledger: Ledger = field(default_factory=lambda: Ledger())  # noqa: PLW0108
    warm: Workspace | None = None
    """With every statement compiled and no connection: each life would otherwise compile them anew, for longer than
    it takes to run them."""

    def make(self) -> House:
        """What the process works on."""
        (self.folder / "workshop.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
        workspace = self.open()
        self.project = create_project(workspace, LOCAL_OWNER, ProjectDetails(name="Invoice triage")).id
        draft = start_assessment(workspace, LOCAL_OWNER, project_id=self.project, questionnaire_id="workshop")
        self.draft, self.room = draft.id, rooms.open_room(workspace, LOCAL_OWNER, draft.id).id
        for secret in self.secrets:
            join_room(workspace, Ticket(room_id=self.room, secret=secret)).result(PATIENCE_S)
        seen = RoomPlace(room_id=self.room, seen=rooms.get_room(workspace, LOCAL_OWNER, self.room).version)
        room_steps.show_question(workspace, LOCAL_OWNER, seen, LEVEL)
        for work in (_answer, _vote, _facilitate, _facilitate):
            for _ in itertools.islice(work(workspace, self, lambda said: self.ledger.note(json.dumps(said) + "\n")), 5):
                pass
        workspace.finish()
        self.warm = workspace
        self._disconnect()
        return self

    def leave(self) -> None:
        """The end of it."""
        if self.warm is not None:
            self.warm.database.close()

    def again(self) -> Workspace:
        """The warm workspace, with connections of this process's own."""
        assert self.warm is not None
        return replace(self.warm)

    def _disconnect(self) -> None:
        assert self.warm is not None
        for engine in (self.warm.database._writer, self.warm.database._reader):
            engine.dispose()

    def open(self) -> Workspace:
        """As a server opens it, all its checks included."""
        trail = Trail(key=KEY, head_file=self.folder / "audit.head")
        return opened_workspace(self.url, Shelf(self.folder), owner=LOCAL_OWNER, trail=trail)

    def killed(self, *, acknowledged: int, statements: int | None, delay_s: float = 0.0) -> None:
        """One life of the process: it is killed after so many acknowledgements and so long, or kills itself after so
        many statements, in the middle of whatever it does."""
        with self.living(statements) as (child, log):
            if statements is None:
                for _ in range(acknowledged):
                    self.ledger.note(log.readline())
                time.sleep(delay_s)
                os.kill(child, signal.SIGKILL)
            for line in log:  # acknowledged before the kill took effect
                self.ledger.note(line)

    def living(self, statements: int | None = None) -> _Living:
        """The process, forked from this one, and its acknowledgements; waited for at the end of the block."""
        return _Living(self, statements)

    def check(self, *, whole: bool) -> None:
        """Reopen, and hold what is there against what was acknowledged; `whole` reads the audit trail to its end."""
        close(self.open())
        workspace = self.again()
        try:
            # Within the write lock: whoever was killed while it committed has come to an end.
            with workspace.database.writing() as connection:
                self.ledger.hold(connection, self)
                _check_head(connection, self.folder / "audit.head")
                if whole:
                    _check_trail(connection, self)
        finally:
            self._disconnect()


class _Living:
    def __init__(self, house: House, statements: int | None) -> None:
        self._house, self._statements = house, statements

    def __enter__(self) -> tuple[int, Any]:
        reading_end, writing_end = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            os.close(reading_end)
            work_until_killed(self._house, writing_end, self._statements)
        os.close(writing_end)
        self._log = os.fdopen(reading_end, "r", encoding="utf-8")
        return self._child, self._log

    def __exit__(self, *_: object) -> None:
        self._log.close()
        try:
            os.kill(self._child, signal.SIGKILL)
        finally:
            _, status = os.waitpid(self._child, 0)
        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL, "it ended by itself"


@dataclass
class Ledger:
    """The newest that was acknowledged of each thing. `count` is of all acknowledgements."""

    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    votes: dict[tuple[str, str, int], tuple[int, str]] = field(default_factory=dict)
    room: int = 0
    made: set[str] = field(default_factory=set)
    count: int = 0
    ahead: int = 0
    """How many answers stood in the database whose acknowledgement the kill had cut off."""

    def note(self, line: str) -> None:
        """One acknowledgement; half a line was none."""
        if not line.endswith("\n"):
            return
        self.count += 1
        match json.loads(line):
            case {"answer": str(question), "version": int(version), "said": str(said)}:
                self.answers[question] = (version, said)
            case {"vote": [str(who), str(question), int(number)], "n": int(n), "said": str(said)}:
                self.votes[who, question, number] = (n, said)
            case {"room": int(version)}:
                self.room = max(self.room, version)
            case {"made": str(made)}:
                self.made.add(made)
            case other:
                raise AssertionError(other)

    def hold(self, connection: Connection, house: House) -> None:
        """Nothing that was acknowledged is lost, and nothing stands there by half."""
        there = answer_rows.recorded_answers(connection, house.draft)
        changes = answer_rows.changes(connection, house.draft)
        for question, (version, said) in self.answers.items():
            found = there[question]
            assert found.version >= version, f"{question}: version {version} was acknowledged, {found.version} is there"
            assert found.version > version or encode_answer(found.answer) == said, question
            self.ahead += found.version > version
        for question, found in there.items():
            of_it = [change for change in changes if change.question_id == question]
            assert len(of_it) == found.version, f"{question}: {len(of_it)} changes of version {found.version}"
            assert of_it[-1].after == found.answer
        votes = {
            (row.participant_id, row.question_id, row.round): (row.n, row.said)
            for row in connection.execute(select(vote))
        }
        for place, (n, said) in self.votes.items():
            assert votes[place][0] >= n, place
            assert votes[place][0] > n or votes[place][1] == said, place
        assert room_rows.get_room(connection, house.room).version >= self.room
        there_are = {row.id for table in (action, decision) for row in connection.execute(select(table.c.id))}
        assert self.made <= there_are


def _check_head(connection: Connection, file: Path) -> None:
    """What is kept outside is kept after the commit: it may be behind, and is never ahead."""
    outside, newest = kept_head(file), audit_rows.head(connection)
    assert newest is not None
    assert outside is not None
    assert outside.seq <= newest.seq, "the head outside is ahead of the trail"
    event_there = next(audit_rows.events(connection, after=outside.seq - 1, batch=1))
    assert event_there.mac == outside.mac


def _check_trail(connection: Connection, house: House) -> None:
    """The chain is whole, and what it tells of answers, decisions and actions is what happened, no more and no less."""
    events = list(audit_rows.events(connection))
    faults = list(audit.faults(events, {KEY.id: KEY}, kept_head(house.folder / "audit.head")))
    assert not faults, faults[:3]
    told = [change for each in events for change in json.loads(each.detail).get("changes", [])]
    after = [(change["table"], change["after"]) for change in told if change["after"] is not None]
    versions = {
        (row["question_id"], row["version"]) for table, row in after if table == answer.name and "version" in row
    }
    there = answer_rows.recorded_answers(connection, house.draft)
    assert versions == {(name, number) for name, found in there.items() for number in range(1, found.version + 1)}
    kept = [row for table, row in after if table == answer_change.name]
    assert len(kept) == len(answer_rows.changes(connection, house.draft))
    for table in (decision, action):
        inserted = {row["id"] for name, row in after if name == table.name}
        assert inserted == {row.id for row in connection.execute(select(table.c.id))}


# In the process


def work_until_killed(house: House, log: int, statements: int | None) -> None:
    """Never returns: what goes wrong is told as a line that no ledger knows."""
    turn = threading.Lock()

    def say(said: Said) -> None:
        with turn:
            os.write(log, json.dumps(said).encode() + b"\n")

    try:
        workspace = house.again()
        if statements is not None:
            _kill_after(statements)
        workers = (_answer, _vote, _facilitate)
        threads = [threading.Thread(target=_going_on, args=(work, workspace, house, say)) for work in workers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    except BaseException:  # noqa: BLE001 - the parent must hear of it
        say({"failed": traceback.format_exc()})
    finally:
        os._exit(1)


def _kill_after(statements: int) -> None:
    left = iter(range(statements))

    def count(*_: object) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", count)


def _going_on(
    work: Callable[[Workspace, House, Say], Iterator[None]], workspace: Workspace, house: House, say: Say
) -> None:
    """Again and again; when the database is away, in a moment."""
    try:
        while True:
            try:
                for _ in work(workspace, house, say):
                    pass
            except StorageError:
                time.sleep(AGAIN_S)
    except BaseException:  # noqa: BLE001 - the parent must hear of it
        say({"failed": traceback.format_exc()})
        os._exit(1)


def _answer(workspace: Workspace, house: House, say: Say) -> Iterator[None]:
    with workspace.database.reading() as connection:
        seen = {name: found.version for name, found in answer_rows.recorded_answers(connection, house.draft).items()}
    for number in range(1_000_000):
        turn = sum(seen.values()) + number
        question, service, value = (
            (LEVEL, answering.choose, [str(turn % 5)]),
            (DAYS, answering.say_number, str(turn % 97)),
            (STORY, answering.say_text, f"Story {turn}"),
            (LAST, answering.write_note, f"Note {turn}"),
        )[number % 4]
        place = Place(assessment_id=house.draft, question_id=question, seen=seen.get(question, 0))
        kept = service(workspace, LOCAL_OWNER, place, value)  # type: ignore[operator]
        seen[question] = kept.version
        say({"answer": question, "version": kept.version, "said": encode_answer(kept.answer)})
        yield


def _vote(workspace: Workspace, house: House, say: Say) -> Iterator[None]:
    tickets = [Ticket(room_id=house.room, secret=secret) for secret in house.secrets]
    people = [join_room(workspace, ticket).result(PATIENCE_S) for ticket in tickets]
    for number in range(1_000_000):
        room = rooms.get_room(workspace, LOCAL_OWNER, house.room)
        n = time.monotonic_ns() // 1_000_000 % 2_000_000_000 + 1
        casting = Casting(question_id=LEVEL, round=room.round, n=n, said={"choices": [str(number % 5)]})
        waiting = [(each, cast_vote(workspace, each, casting)) for each in people]
        for each, future in waiting:
            try:
                kept = future.result(PATIENCE_S)
            except Refused:
                continue  # revealed meanwhile
            say({"vote": [each.id, LEVEL, room.round], "n": kept.n, "said": encode_answer(kept.said)})
        yield


def _facilitate(workspace: Workspace, house: House, say: Say) -> Iterator[None]:
    for number in range(1_000_000):
        room = rooms.get_room(workspace, LOCAL_OWNER, house.room)
        place = RoomPlace(room_id=house.room, seen=room.version)
        step = room_steps.vote_again if room.stage.value == "revealed" else room_steps.reveal
        say({"room": step(workspace, LOCAL_OWNER, place).version})
        if number % 5 == 0:
            for each in make_actions(workspace, LOCAL_OWNER, house.project, [ActionDraft(title=f"Action {number}")]):
                say({"made": each.id})
            say({"made": _decided(workspace, house, number).id})
            change_project(workspace, LOCAL_OWNER, house.project, ProjectDetails(name=f"Invoice triage {number}"))
        yield


def _decided(workspace: Workspace, house: House, number: int) -> Any:
    while True:
        file = pilot_file_of(workspace, LOCAL_OWNER, house.project)
        details = DecisionDetails(
            kind=DecisionKind.STOP,
            reasons=f"Reason {number}",
            decided_by="Zoë",
            decided_on=workspace.today() if workspace.today() > date.min else date.min,
            recommended_seen=recommendation_for(file),
            decision_seen=file.decision.id if file.decision else None,
            against_why="So it is",
        )
        try:
            return record_decision(workspace, LOCAL_OWNER, house.project, details)
        except Conflict:  # answers move what is recommended
            continue


def close(workspace: Workspace) -> None:
    workspace.finish()
    workspace.database.close()


def moments(count: int) -> Iterator[Said]:
    """When to kill: half of the time from outside at any moment, half inside a transaction; each time alike."""
    chance = random.Random(6)
    for number in range(count):
        inside = number % 2 == 1
        yield {
            "acknowledged": chance.randint(1, 12),
            "statements": chance.randint(1, 150) if inside else None,
            "delay_s": chance.choice((0.0, chance.uniform(0, 0.004))),
        }
