"""The process beside the server: what it knows, how it steps back, and when it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import Invalid, NotFound, PreflightError, StorageBusy, UnsoundFile
from preflight.exchange.task import Task, read_refusal, read_task, refusal_document, task_document
from preflight.exchange.worker_process import WORKER, WorkerProcess, WorkFailed, worker_environ
from preflight.settings import ROOT, Settings, from_environment
from tests.exchange.fake_worker import MEMORY_BYTES
from tests.exchange.house import FAKE

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


def working(go: Callable[[WorkerProcess], Awaitable[None]], **options: float) -> None:
    async def whole() -> None:
        worker = WorkerProcess(os.environ, command=FAKE, **options)
        try:
            await go(worker)
        finally:
            await worker.close()
        assert worker.process_id is None

    asyncio.run(whole())


def made(kind: str, to: Path) -> Task:
    return Task(kind="make", person=LOCAL_OWNER, given={"order": {"format": kind}}, to=to)


async def do(worker: WorkerProcess, task: Task, *, most_s: float = 20) -> object:
    async with worker.turn():
        return await worker.run(task, most_s=most_s)


def test_a_task_comes_through_as_it_was() -> None:
    task = Task(kind="make", person=LOCAL_OWNER, given={"order": {"format": "דוח\n\0"}}, to=Path("/x/y"))
    assert read_task(task_document(7, task), task.progress) == task


@pytest.mark.parametrize(
    "error",
    [
        Invalid("no"),
        NotFound("gone"),
        StorageBusy("busy"),
        UnsoundFile(["a", "b"]),
        PreflightError("x"),
        WorkFailed("y"),
    ],
)
def test_a_refusal_comes_through_as_it_was(error: PreflightError) -> None:
    found = read_refusal(refusal_document(error))
    assert str(found) == str(error)
    assert isinstance(found, PreflightError)
    if not isinstance(error, WorkFailed):
        assert type(found) is type(error)


def test_no_other_class_is_made_of_a_refusal() -> None:
    for name in ("Sequence", "annotations", "__name__", "os.system", "print"):
        assert type(read_refusal({"refused": name, "sentence": "x", "problems": []})) is PreflightError


def test_it_knows_the_database_and_not_the_token_of_the_screens() -> None:
    token, url = "5f1d0c2b7a9e4836" * 2, "postgresql://ada:secret@db/preflight"
    settings = Settings(database_url=url, screen_token=token)
    known = worker_environ(settings, {"PATH": "/bin", "PREFLIGHT_SCREEN_TOKEN": token, "PREFLIGHT_DATABASE_URL": "x"})
    assert known["PREFLIGHT_DATABASE_URL"] == url
    assert known["PATH"] == "/bin"
    assert token not in known.values()
    assert all("secret" not in each for each in WORKER)


def test_it_knows_who_may_do_what_and_signs_the_trail_and_has_no_secret_of_the_sign_in() -> None:
    needed = {
        "PREFLIGHT_OIDC_URL": "https://login.example.com/.well-known/openid-configuration",
        "PREFLIGHT_ROLES": "admins=administrator",
        "PREFLIGHT_ROLES_CLAIM": "groups",
        "PREFLIGHT_AUDIT_KEY": "5f" * 32,
    }
    secrets = {
        "PREFLIGHT_OIDC_CLIENT_SECRET": "told to nobody",
        "PREFLIGHT_COOKIE_SECRET": "5f1d0c2b7a9e4836" * 2,
        "STREAMLIT_SERVER_COOKIE_SECRET": "5f1d0c2b7a9e4836" * 2,
    }
    known = worker_environ(from_environment(needed | secrets), needed | secrets)
    assert not set(secrets.values()) & set(known.values())
    found = from_environment(known)
    assert found.signing_in, "else the local owner might do everything"
    assert found.audit_key == (bytes.fromhex("5f" * 32),)
    assert str(found.roles) == "admins=administrator"


def limit_of_memory(process: int | None) -> list[str]:
    """Of addresses, now and at most, in bytes."""
    lines = Path(f"/proc/{process}/limits").read_text(encoding="ascii").splitlines()
    return next(line.split()[3:5] for line in lines if "address" in line)


@pytest.mark.slow
@LINUX
def test_it_steps_back_and_its_memory_has_an_end(tmp_path: Path) -> None:
    async def go(worker: WorkerProcess) -> None:
        await do(worker, made("deck", tmp_path / "made"))
        process = worker.process_id
        assert os.getpriority(os.PRIO_PROCESS, process or 0) >= 10
        assert limit_of_memory(process) == [str(MEMORY_BYTES)] * 2

    working(go)


@pytest.mark.slow
def test_one_that_nobody_needs_ends_and_comes_back(tmp_path: Path) -> None:
    async def go(worker: WorkerProcess) -> None:
        await do(worker, made("deck", tmp_path / "first"))
        assert worker._process is not None
        await asyncio.wait_for(worker._process.wait(), 20)
        assert worker.process_id is None
        await do(worker, made("deck", tmp_path / "second"))
        assert (tmp_path / "second").read_bytes() == b"content"

    working(go, idle_s=0.01)


@pytest.mark.slow
@LINUX
@pytest.mark.parametrize(("name", "stays"), [("hoarder", False), ("stubborn", False), ("heavy", True), ("good", True)])
def test_one_that_a_task_leaves_too_large_ends_and_the_next_is_new(tmp_path: Path, name: str, stays: bool) -> None:
    (tmp_path / "brought").write_bytes(b"abc")
    given = {"path": str(tmp_path / "brought"), "name": name, "assessment": None}

    async def go(worker: WorkerProcess) -> None:
        await do(worker, made("deck", tmp_path / "first"))
        first = worker.process_id
        with suppress(Invalid):
            await do(worker, Task(kind="read document", person=LOCAL_OWNER, given=given))
        assert worker.process_id == (first if stays else None)
        await do(worker, made("deck", tmp_path / "second"))
        assert (worker.process_id == first) is stays

    working(go)


@pytest.mark.slow
def test_a_task_that_is_cancelled_takes_its_process_along(tmp_path: Path) -> None:
    async def go(worker: WorkerProcess) -> None:
        begun = asyncio.Event()
        endless = made("report", tmp_path / "endless")
        told = Task(kind=endless.kind, person=endless.person, given=endless.given, to=endless.to,
                    progress=lambda *_: begun.set())  # fmt: skip
        task = asyncio.create_task(do(worker, told))
        await asyncio.wait_for(begun.wait(), 20)
        process = worker.process_id
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert worker.process_id is None
        assert process is not None
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)

    working(go)


@pytest.mark.slow
def test_a_command_that_can_not_start_fails_the_task_alone(tmp_path: Path) -> None:
    async def go() -> None:
        worker = WorkerProcess(os.environ, command=(sys.executable, "-c", "raise SystemExit(3)"))
        with pytest.raises(WorkFailed):
            await do(worker, made("deck", tmp_path / "made"))
        await worker.close()

    asyncio.run(go())


_SERVER = """
import asyncio, os
from preflight.exchange.worker_process import WorkerProcess
from tests.exchange.test_worker_process import FAKE, do, made
from pathlib import Path
import dataclasses

async def go():
    worker = WorkerProcess(os.environ, command=FAKE)
    endless = made("report", Path("/nowhere"))
    await do(worker, dataclasses.replace(endless, progress=lambda *_: print(worker.process_id, flush=True)))

asyncio.run(go())
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="has no SIGKILL")
def test_a_server_that_is_killed_leaves_no_process_behind() -> None:
    """In the middle of a file too."""
    with subprocess.Popen([sys.executable, "-c", _SERVER], cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        worker = int(server.stdout.readline())
        server.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while _runs(worker):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not (stat.exists() and ") Z " in stat.read_text(encoding="ascii", errors="replace"))
