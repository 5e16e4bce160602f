"""Several server processes on one PostgreSQL database: a killed one leaves nothing half, and holds nobody up."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

from preflight.domain.assessment import Answer
from preflight.storage import answers
from preflight.storage.engine import Database
from tests.storage.filled import begin, say

ROOT = Path(__file__).parents[2]
KILLS = 10

HOLD = """
import sys, time
from preflight.storage.engine import open_database
from tests.storage.filled import Answer, say
database = open_database(sys.argv[1])
with database.writing() as connection:
    say(connection, Answer(choices=("1",)))
    print("holding", flush=True)
    time.sleep(600)
"""
SAVE = """
import sys
from fractions import Fraction
from preflight.storage import answers
from preflight.storage.engine import open_database
from tests.storage.filled import Answer, a_project, projects, say
database = open_database(sys.argv[1])
with database.reading() as connection:
    found = answers.recorded_answer(connection, "first", "alpha.one")
version = found.version if found else 0
while True:
    with database.writing() as connection:
        say(connection, Answer(number=Fraction(version + 1)), seen=version)
        projects.update_project(connection, a_project(name=f"After save {version + 1}"))
    version += 1
    print(version, flush=True)
"""


@contextmanager
def process(program: str, url: str) -> Iterator[subprocess.Popen[str]]:
    """Another server process; killed in the end, if it is not before."""
    with subprocess.Popen([sys.executable, "-c", program, url], stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:
        try:
            yield running
        finally:
            running.kill()


def line_of(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    return running.stdout.readline()


def test_a_writer_that_is_killed_leaves_nothing_and_lets_the_next_one_in(
    server_database: Database, server_url: str
) -> None:
    begin(server_database)
    with process(HOLD, server_url) as other:
        assert line_of(other) == "holding\n"
        other.kill()
        before = time.monotonic()
        with server_database.writing() as connection:
            assert time.monotonic() - before < 5
            assert answers.recorded_answers(connection, "first") == {}
            assert answers.changes(connection, "first") == []
            say(connection, Answer(choices=("2",)))


def test_kills_lose_no_acknowledged_save(server_database: Database, server_url: str) -> None:
    """About 6 s: another process saves without pause and acknowledges; it is killed at some moment."""
    begin(server_database)
    acknowledged = 0
    for kill in range(KILLS):
        with process(SAVE, server_url) as other:
            for _ in range(1 + kill % 5):
                acknowledged = int(line_of(other))
            other.kill()
            while (line := line_of(other)).endswith("\n"):
                acknowledged = int(line)
        with server_database.writing() as connection:
            saved = answers.recorded_answer(connection, "first", "alpha.one")
            kept = answers.changes(connection, "first")
        assert saved is not None
        assert acknowledged <= saved.version <= acknowledged + 1, f"kill {kill}"
        assert [change.after.number for change in kept] == list(map(Fraction, range(1, saved.version + 1)))
    assert acknowledged >= KILLS


def test_processes_take_turns(server_database: Database, server_url: str) -> None:
    """While another process saves without pause, ours comes to its turn, and neither loses anything."""
    begin(server_database)
    with process(SAVE, server_url) as other:
        assert line_of(other) == "1\n"
        for seen in range(50):
            with server_database.writing() as connection:
                say(connection, Answer(number=Fraction(seen + 1)), seen=seen, question_id="alpha.two")
        other.kill()
    with server_database.reading() as connection:
        for question, least in (("alpha.one", 2), ("alpha.two", 50)):
            kept = answers.changes(connection, "first", question)
            assert [change.after.number for change in kept] == list(map(Fraction, range(1, len(kept) + 1)))
            assert len(kept) >= least
