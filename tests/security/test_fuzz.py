"""Every reader and importer, given anything: it reads, or refuses in our own words, and comes to an end (B1 to B12).

In CI each reader gets a fixed set of a few examples of each kind. PREFLIGHT_FUZZ_MINUTES=30 goes on with new ones for
so long altogether (python -m pytest tests/security/test_fuzz.py -q); what it finds becomes a test of its own.
"""

from __future__ import annotations

import ast
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import preflight
from preflight.domain.errors import PreflightError
from preflight.exchange.replies import Unread
from tests.security.readers import READERS, Ground, Reader, a_ground
from tests.security.varied import Form, damaged, raw, structured

pytestmark = pytest.mark.slow

EXAMPLES = 100
"""Of each kind for a reader that costs 1."""
MINUTES = float(os.environ.get("PREFLIGHT_FUZZ_MINUTES", "0"))
HANGS_S = 30
KINDS = ("raw", "damaged", "structured")
HOUSE = Path(preflight.__file__).parent
NOT_FROM_OUTSIDE = {
    "exchange/task.py:read_task": "a line from the server to its own process",
    "exchange/task.py:read_refusal": "a line from that process to the server",
    "catalog/shelf.py:read_bytes": "gives the bytes to read_questionnaire",
}


FOUND = (
    ("head of the audit trail", b'{"seq": 7, "mac": ' + b"[" * 60_000),
    ("head of the audit trail", b'{"seq": Infinity, "mac": "ab"}'),
    ("manifest of a backup", b'{"preflight_backup": 1, "audit": {"seq": 1e999, "mac": ""}}'),
)
"""What the long runs found, so that it stays mended."""


class Given(bytes):
    """An input that is short to look at."""

    def __repr__(self) -> str:
        return re.sub(r"(.{1,6}?)\1{9,}", lambda run: f"{run[1]}⟨again and again⟩", super().__repr__())[:2_000]


class Hangs(BaseException):
    """A call that came to no end; no `except Exception` may hide it."""


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with a_ground(tmp_path_factory.mktemp("fuzz")) as made:
        yield made


def inputs(reader: Reader, kind: str, ground: Ground) -> st.SearchStrategy[bytes]:
    examples = reader.sound(ground)
    if kind == "raw":
        return raw()
    if kind == "damaged":
        return damaged(examples)
    return structured(reader.form, examples, reader.sign(ground) if reader.sign else None)


def hold(reader: Reader, ground: Ground, data: bytes) -> None:
    """It reads, or refuses with an error of ours that says something; within its time either way."""
    began = time.thread_time()
    try:
        with an_end():
            reader.read(ground, data)
    except (PreflightError, Unread) as refused:
        sentence = str(refused)
    else:
        sentence = "Read."
    assert sentence.strip()
    sentence.encode("utf-8", "surrogateescape" if reader.form is Form.WORDS else "strict")
    took = time.thread_time() - began
    assert took < reader.bound_s, f"{took:.1f} s of CPU for {len(data):,} bytes"


@contextmanager
def an_end() -> Iterator[None]:
    """Whatever hangs is interrupted, where the system can."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _interrupt)
    signal.setitimer(signal.ITIMER_REAL, HANGS_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise Hangs


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_whatever_comes_is_read_or_refused_in_our_words(ground: Ground, reader: Reader, kind: str) -> None:
    until = time.monotonic() + MINUTES * 60 / (len(READERS) * len(KINDS))
    strategy, turn = inputs(reader, kind, ground), 0
    while turn == 0 or time.monotonic() < until:

        @seed(time.time_ns() if MINUTES else 0)
        @settings(
            max_examples=max(3, EXAMPLES // reader.cost),
            deadline=None,
            database=None,
            derandomize=not MINUTES,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink] if MINUTES else [Phase.generate],
        )
        @given(strategy.map(Given))
        def run(data: bytes) -> None:
            hold(reader, ground, data)

        run()
        turn += 1


@pytest.mark.parametrize(("name", "data"), FOUND, ids=lambda each: each if isinstance(each, str) else "")
def test_what_was_found_once_stays_mended(ground: Ground, name: str, data: bytes) -> None:
    hold(next(reader for reader in READERS if reader.name == name), ground, data)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_what_it_begins_from_is_sound(ground: Ground, reader: Reader) -> None:
    """Else the damages would be done to what is refused at the first look anyway."""
    read = 0
    for example in reader.sound(ground):
        try:
            reader.read(ground, example)
            read += 1
        except (PreflightError, Unread):
            pass
    assert read


def test_every_reader_of_the_house_is_in_the_table(ground: Ground) -> None:
    """Each module of importers, and each function that is called read_… or parse…, runs when the rows read what is
    sound. A new one needs a row in tests/security/readers.py, or a reason here why nothing from outside reaches it."""
    ran = functions_run(ground)
    wanted = set(readers_of_the_house())
    missing = {each for each in wanted if each not in ran and each not in NOT_FROM_OUTSIDE}
    assert not missing, f"no row of the fuzz test reads with {sorted(missing)}"
    assert not set(NOT_FROM_OUTSIDE) - wanted, "an exception without its function"
    modules = {name.partition(":")[0] for name in ran}
    importers = {path.relative_to(HOUSE).as_posix() for path in (HOUSE / "catalog/importers").glob("*.py")}
    assert importers - modules <= {"catalog/importers/__init__.py"}


def readers_of_the_house() -> Iterator[str]:
    for path in HOUSE.rglob("*.py"):
        for each in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name.startswith(("read_", "parse")):
                yield f"{path.relative_to(HOUSE).as_posix()}:{each.name}"


def functions_run(ground: Ground) -> set[str]:
    """`module:function` of ours that ran while every row read what is sound."""
    ran: set[Any] = set()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            ran.add(frame.f_code)

    for reader in READERS:
        examples = reader.sound(ground)
        sys.setprofile(note)
        try:
            for example in examples:
                try:
                    reader.read(ground, example)
                except (PreflightError, Unread):
                    continue
        finally:
            sys.setprofile(None)
    house = f"{HOUSE}{os.sep}"
    return {
        f"{Path(code.co_filename).relative_to(HOUSE).as_posix()}:{code.co_name}"
        for code in ran
        if code.co_filename.startswith(house)
    }
