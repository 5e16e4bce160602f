"""C1: two editors of one answer. Without the version column and the write lock, 124 of 150 such saves were lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from preflight.domain.assessment import Answer
from preflight.domain.errors import Conflict
from preflight.storage import answers, projects
from preflight.storage.engine import Database, open_database
from tests.new_database import ON_BOTH
from tests.storage.filled import begin, fill, say, url_of

pytestmark = pytest.mark.slow

THREADS, SAVES = 6, 25


def save_one_more(database: Database) -> int:
    """Read the number, save it plus one over the version that was read; again after a conflict. Returns conflicts."""
    conflicts = 0
    while True:
        with database.reading() as connection:
            seen = answers.recorded_answer(connection, "first", "alpha.one")
        number = Fraction(0) if seen is None or seen.answer.number is None else seen.answer.number
        try:
            with database.writing() as connection:
                say(connection, Answer(number=number + 1), seen=0 if seen is None else seen.version)
        except Conflict:
            conflicts += 1
        else:
            return conflicts


def race(work: Callable[[int], int]) -> int:
    """Run `work` in each thread, all from the same moment on; returns the sum."""
    start = threading.Barrier(THREADS)

    def run(thread: int) -> int:
        start.wait()
        return work(thread)

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(run, range(THREADS)))


@pytest.mark.parametrize("processes", [1, 3])
def test_six_editors_lose_nothing(database: Database, another: Callable[[], Database], processes: int) -> None:
    """Three that are open stand for three processes: they share no lock of ours, only that of the database."""
    begin(database)
    doors = [database, *(another() for _ in range(processes - 1))]
    race(lambda thread: sum(save_one_more(doors[thread % processes]) for _ in range(SAVES)))
    with database.reading() as connection:
        last = answers.recorded_answer(connection, "first", "alpha.one")
        kept = answers.changes(connection, "first", "alpha.one")
    assert last is not None
    assert last.answer.number == last.version == THREADS * SAVES
    assert [change.after.number for change in kept] == list(range(1, THREADS * SAVES + 1))
    assert all(later.before == earlier.after for earlier, later in pairwise(kept))


def test_what_is_read_and_written_in_one_transaction_is_never_lost(
    database: Database, another: Callable[[], Database]
) -> None:
    """Without a version: only the write lock, which is held from BEGIN on in all processes, keeps them apart."""
    begin(database)
    doors = [database, another(), another()]

    def count(thread: int) -> int:
        for _ in range(SAVES):
            with doors[thread % len(doors)].writing() as connection:
                project = projects.get_project(connection, "pilot")
                counted = replace(project, summary=str(int(project.summary or 0) + 1))
                projects.update_project(connection, counted)
        return SAVES

    assert race(count) == THREADS * SAVES
    with database.reading() as connection:
        assert projects.get_project(connection, "pilot").summary == str(THREADS * SAVES)


def test_of_six_who_saw_the_same_one_wins_and_five_are_told(database: Database) -> None:
    begin(database)
    with database.writing() as connection:
        say(connection, Answer(number=Fraction(0)))
    told = threading.Semaphore(0)

    def save(thread: int) -> int:
        try:
            with database.writing() as connection:
                say(connection, Answer(number=Fraction(thread + 1)), seen=1)
        except Conflict:
            told.release()
            return 0
        return thread + 1

    winner = race(save)
    with database.reading() as connection:
        saved = answers.recorded_answer(connection, "first", "alpha.one")
    assert saved is not None
    assert saved.answer.number == winner
    assert saved.version == 2
    assert sum(told.acquire(blocking=False) for _ in range(THREADS)) == THREADS - 1


def test_readers_see_one_state_from_begin_to_end_while_others_write(database: Database) -> None:
    begin(database)
    with database.reading() as connection:
        before = answers.recorded_answers(connection, "first")
        with database.writing() as writer:
            say(writer, Answer(choices=("1",)))
        assert answers.recorded_answers(connection, "first") == before == {}
    with database.reading() as connection:
        assert list(answers.recorded_answers(connection, "first")) == ["alpha.one"]


@pytest.fixture(params=ON_BOTH)
def url_of_nothing(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where nothing is yet."""
    if request.param == "sqlite":
        return url_of(tmp_path / "preflight.db")
    return str(request.getfixturevalue("postgres_url"))


def test_processes_that_start_together_make_one_database(url_of_nothing: str) -> None:
    def start(_: int) -> int:
        with closing(open_database(url_of_nothing)) as database, database.reading() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM alembic_version").scalar_one())

    assert race(start) == THREADS
    with closing(open_database(url_of_nothing)) as database:
        fill(database)
