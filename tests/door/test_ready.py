"""/ready: one word for each thing, soon, and never more work for the database than once a second."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
import time
from collections import namedtuple
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from preflight.domain.errors import StorageBusy, StorageError, StorageFull, StorageReadOnly
from preflight.door import ready
from preflight.door.draining import Draining
from preflight.door.ready import Readiness, disk_word

GOOD = {"server": "ok", "database": "ok", "migrations": "ok", "disk": "ok", "questionnaires": "ok"}


class Connection:
    def exec_driver_sql(self, _sql: str) -> Connection:
        return self

    def scalar_one_or_none(self) -> str:
        from preflight.storage.schema import OURS

        return OURS.head


class House:
    """A workspace whose database can be told to fail."""

    def __init__(self) -> None:
        self.reads = 0
        self.fails: Exception | None = None
        self.unwritable: Exception | None = None
        self.stuck: threading.Event | None = None
        self.asked: tuple[str, ...] = ("one",)
        self.database = self.shelf = self

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        self.reads += 1
        if self.stuck is not None:
            self.stuck.wait(5)
        if self.fails is not None:
            raise self.fails
        yield Connection()

    def prove_writable(self) -> None:
        if self.unwritable is not None:
            raise self.unwritable

    def entries(self) -> tuple[str, ...]:
        return self.asked


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def readiness(house: Any, tmp_path: Path, clock: Any = None, draining: Draining | None = None) -> Readiness:
    return Readiness(lambda: house, tmp_path, draining or Draining(), clock=clock or Clock())


@pytest.fixture(autouse=True)
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(500, 1000))


def usage(free: int, total: int) -> Any:
    return namedtuple("usage", "total used free")(total, total - free, free)


@pytest.mark.parametrize(
    ("fails", "unwritable", "asked", "differing"),
    [
        (None, None, ("one",), {}),
        (StorageError("gone: postgresql://secret"), None, ("one",), {"database": "gone"}),
        (StorageBusy("busy"), None, ("one",), {"database": "busy"}),
        (None, StorageBusy("busy"), ("one",), {"database": "busy"}),
        (None, StorageFull("full"), ("one",), {"database": "full"}),
        (None, StorageReadOnly("/srv/data"), ("one",), {"database": "read-only"}),
        (None, None, (), {"questionnaires": "none"}),
    ],
)
def test_each_thing_has_a_word_and_no_detail(
    fails: Any, unwritable: Any, asked: tuple[str, ...], differing: dict[str, str], tmp_path: Path
) -> None:
    house = House()
    house.fails, house.unwritable, house.asked = fails, unwritable, asked
    answer: Any = asyncio.run(readiness(house, tmp_path).answer(None))  # type: ignore[arg-type]
    bad = bool(differing) and differing != {"database": "busy"}
    assert answer.status_code == (503 if bad else 200)
    assert json.loads(answer.body) == {"ready": not bad, **GOOD, **differing}


@pytest.mark.parametrize(
    ("free", "total", "word"),
    [
        (500, 1000, "ok"),
        (99, 1000, "low"),
        (19, 1000, "full"),
        (99_000_000, 10**12, "full"),
        (200_000_000, 10**12, "low"),
    ],
)
def test_the_disk_has_a_word(free: int, total: int, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(free, total))
    assert disk_word(Path("/srv")) == word


def test_a_database_is_asked_once_a_second_however_often_somebody_asks(tmp_path: Path) -> None:
    house, clock = House(), Clock()

    async def many() -> None:
        asked = readiness(house, tmp_path, clock)
        await asyncio.gather(*(asked.words() for _ in range(500)))
        assert house.reads == 1
        clock.now += 0.9
        await asked.words()
        assert house.reads == 1
        clock.now += 0.2
        assert await asked.words() == GOOD
        assert house.reads == 2

    asyncio.run(many())


def test_a_database_that_hangs_lets_nobody_wait_and_is_told_in_the_end(tmp_path: Path) -> None:
    house, clock = House(), Clock()

    async def hanging() -> None:
        asked = readiness(house, tmp_path, clock)
        assert await asked.words() == GOOD
        house.stuck = threading.Event()
        clock.now += 2
        began = time.monotonic()
        assert await asked.words() == GOOD, "what was known"
        assert time.monotonic() - began < ready.WAIT_S + 0.5
        clock.now += ready.STALE_S
        assert (await asked.words())["database"] == "slow"
        house.stuck.set()
        asked.close()

    asyncio.run(hanging())


def test_a_server_that_ends_is_not_ready(tmp_path: Path) -> None:
    draining = Draining()
    asked = readiness(House(), tmp_path, draining=draining)

    async def ending() -> Any:
        assert (await asked.answer(None)).status_code == 200  # type: ignore[arg-type]
        draining.begin()
        return await asked.answer(None)  # type: ignore[arg-type]

    answer = asyncio.run(ending())
    assert answer.status_code == 503
    assert json.loads(answer.body)["server"] == "ending"
    assert "retry-after" in answer.headers
