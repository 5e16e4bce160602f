"""The disk fails while people vote: no vote is acknowledged that is not kept, and none that was made is lost."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.domain.errors import StorageError
from preflight.services import room_steps
from preflight.services.assessments import start_assessment
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.rooms import open_room
from preflight.services.workspace import Workspace
from preflight.storage.engine import open_database
from preflight.storage.people import ensure_person
from tests.live.visitors import House, Phone, run
from tests.workshops import LEVEL, QUESTIONNAIRE, STORY, Clock, Workshop

pytestmark = pytest.mark.slow

VOTE = {"type": "vote", "n": 1, "question": LEVEL, "round": 1, "said": {"choices": ["2"]}, "why": ""}


@contextlib.contextmanager
def a_workshop_on(folder: Path, *, busy_timeout_ms: int = 5_000) -> Iterator[tuple[Workshop, Path]]:
    """A workshop in a database of its own, with its file."""
    file = folder / "preflight.db"
    (folder / "workshop.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
    clock = Clock()
    database = open_database(f"sqlite:///{file.as_posix()}", busy_timeout_ms=busy_timeout_ms)
    with database.writing() as connection:
        ensure_person(connection, LOCAL_OWNER)
    workspace = Workspace(database=database, shelf=Shelf(folder), now=clock.now, today=clock.today)
    project = create_project(workspace, LOCAL_OWNER, ProjectDetails(name="Faults"))
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id="workshop")
    room = open_room(workspace, LOCAL_OWNER, draft.id)
    workshop = Workshop(workspace, clock, project, draft.id, room.id)
    workshop.do(room_steps.next_question)
    try:
        yield workshop, file
    finally:
        workspace.finish()
        database.close()


class Lock:
    """Another process that holds the database."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)

    def take(self) -> None:
        self._connection.execute("BEGIN EXCLUSIVE")

    def votes(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM vote").fetchone()[0])

    def release(self) -> None:
        self._connection.execute("ROLLBACK")

    def close(self) -> None:
        self._connection.close()


def test_a_lock_that_is_released_in_time_only_takes_time(tmp_path: Path) -> None:
    with a_workshop_on(tmp_path) as (workshop, file):
        lock = Lock(file)

        async def visit(house: House) -> None:
            ada, bob = Phone(house), Phone(house)
            await ada.join()
            async with ada.connected() as wire, house.screen() as wall:
                await wire.next("state")
                await wall.next("room")
                lock.take()
                await wire.say({**VOTE, "why": "because"})
                joining = asyncio.create_task(bob.join())
                pressing = asyncio.create_task(reveal(wall, workshop.room.version))
                assert await wire.quiet(0.5) == [], "neither acknowledged nor refused nor closed"
                assert not joining.done()
                assert not pressing.done()
                assert (await house.ask("/join", method="GET")).status == 200
                assert lock.votes() == 0
                lock.release()
                assert (await joining).status == 200
                assert (await pressing)["type"] == "done"
                answer = await wire.next(n=1)
            assert workshop.view.revealed[LEVEL][0].shown.votes == (answer["type"] == "ack"), "one or the other"

        run(visit, workshop)
        lock.close()


async def reveal(wall: Any, seen: int, n: int = 5) -> dict[str, Any]:
    found: dict[str, Any] = await wall.ask({"type": "do", "n": n, "seen": seen, "what": "reveal"})
    return found


def test_a_lock_that_stays_is_told_to_the_facilitator_and_the_vote_gets_in_afterwards(tmp_path: Path) -> None:
    with a_workshop_on(tmp_path, busy_timeout_ms=30) as (workshop, file):
        lock = Lock(file)

        async def visit(house: House) -> None:
            ada, bob = Phone(house), Phone(house)
            await ada.join()
            async with house.screen() as wall:
                await wall.next("room")
                async with ada.connected() as wire:
                    await wire.next("state")
                    lock.take()
                    await wire.say(VOTE)
                    assert await wire.ended() == 1000, "dropped: the phone comes back with its vote by itself"
                    assert {each["type"] for each in wire.heard} == {"state"}, "neither ack nor refused"
                trouble = await wall.next("trouble")
                assert trouble["sentence"].startswith("Votes can’t be saved; phones try again.")
                assert "Another process holds the database" in trouble["sentence"]
                refused = await reveal(wall, workshop.room.version)
                assert (refused["type"], "Nothing was written" in refused["sentence"]) == ("refused", True)
                assert (await bob.join()).status == 503
                async with ada.connected() as wire:
                    assert (await wire.next("state"))["vote"] is None, "who reads may read on"
                lock.release()
                async with ada.connected() as wire:
                    await wire.next("state")
                    assert (await wire.ask(VOTE))["type"] == "ack"
                await wall.next("count", voted=1)
                assert (await reveal(wall, workshop.room.version, n=6))["type"] == "done"
                assert (await bob.join()).status == 200
            assert workshop.view.revealed[LEVEL][0].shown.votes == 1

        run(visit, workshop)
        lock.close()


def test_a_full_disk_keeps_what_was_acknowledged_and_takes_the_rest_when_there_is_room(tmp_path: Path) -> None:
    with a_workshop_on(tmp_path) as (workshop, _):

        async def visit(house: House) -> None:
            phones = [Phone(house) for _ in range(40)]
            for phone in phones:
                await phone.join()
            limit_pages(workshop, None)
            async with house.screen() as wall:
                await wall.next("room")
                acknowledged = [phone for phone in phones if await votes(phone)]
                refused = [phone for phone in phones if phone not in acknowledged]
                assert refused, "forty reasons of 200 letters did not fit"
                assert len(workshop.view.voters) == len(acknowledged)
                assert "no space is left" in (await wall.next("trouble"))["sentence"]
                limit_pages(workshop, 1_000_000)  # a step is told in the audit trail, which takes room too
                workshop.do(room_steps.show_question, STORY)
                limit_pages(workshop, None)
                command = {"type": "do", "n": 5, "seen": workshop.room.version, "what": "agree"}
                answer = await wall.ask(command | {"said": {"text": "x" * 4_000}, "why": ""})
                assert answer["type"] == "refused"
                assert answer["sentence"].startswith("Not saved: no space is left")
                assert (workshop.view.agreed, workshop.view.revealed) == ({}, {}), "all of it was undone"
                limit_pages(workshop, 1_000_000)
                workshop.do(room_steps.show_question, LEVEL)
                assert all([await votes(phone) for phone in refused])
                await wall.next("count", voted=len(phones))

        run(visit, workshop)
        workshop.do(room_steps.reveal)
        assert workshop.view.revealed[LEVEL][0].shown.votes == 40


async def votes(phone: Phone) -> bool:
    """Connect and send the vote: whether it was acknowledged. It is never refused, only the connection goes."""
    async with phone.connected() as wire:
        await wire.next("state")
        await wire.say({**VOTE, "why": "w" * 200})
        with contextlib.suppress(AssertionError):  # closed before it
            await wire.next("ack")
        told = {each["type"] for each in wire.heard}
        assert "refused" not in told
        return "ack" in told


def limit_pages(workshop: Workshop, most: int | None) -> None:
    """Let the database take so many pages, or (None) no more than it has."""
    with workshop.workspace.database.writing() as connection:
        pages = most or connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


@pytest.mark.parametrize("after", ["a lock", "a full disk"])
def test_the_writer_goes_on_after_a_fault(tmp_path: Path, after: str) -> None:
    """One transaction that failed leaves no lock and no thread behind."""
    with a_workshop_on(tmp_path, busy_timeout_ms=20) as (workshop, file):
        ada = workshop.join("ada")
        if after == "a lock":
            lock = Lock(file)
            lock.take()
        else:
            limit_pages(workshop, None)
        failed = 0
        for n in range(1, 60 if after == "a full disk" else 5):
            try:
                workshop.join(f"p{n}")
            except StorageError:
                failed += 1
        assert failed > 0
        joined = len(workshop.view.people)
        if after == "a lock":
            lock.release()
            lock.close()
        limit_pages(workshop, 1_000_000)
        for n in range(1, 20):
            workshop.vote(ada, {"choices": [f"{n % 5}"]}, n=n)
        assert workshop.join("late").number == joined + 1
