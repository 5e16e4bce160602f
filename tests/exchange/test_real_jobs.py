"""The real process with the real makers, on both databases: what it makes, keeps, and never says."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import NotAllowed, NotFound
from preflight.domain.project import Person
from preflight.exchange.order_json import order_document
from preflight.exchange.task import Task
from preflight.exchange.worker_process import WorkerProcess, worker_environ
from preflight.exports.chart_kinds import ChartKind, PictureSize
from preflight.exports.deck.house_template import house_template
from preflight.exports.orders import OF_AUDIT, OF_PORTFOLIO, OF_PROJECT, Format, Order
from preflight.services.projects import list_overviews
from preflight.services.sample import load_sample
from preflight.services.templates import templates
from preflight.services.workspace import Workspace
from preflight.settings import Settings
from tests.beside import on_server, workspace_beside

pytestmark = pytest.mark.slow
STRANGER = Person(id="x", issuer="https://id.example.org", subject="x", name="X")
STARTS = {
    Format.DECK: b"PK\x03\x04", Format.REPORT: b"%PDF-", Format.CHART: b"\x89PNG", Format.WORKBOOK: b"PK\x03\x04",
    Format.CSV: b"", Format.JSON: b"{", Format.MARKDOWN: b"#", Format.FORM: b"PK\x03\x04", Format.BUNDLE: b"PK\x03\x04",
}  # fmt: skip


def working(url: str, data: Path, go: Callable[[WorkerProcess, Workspace], Any]) -> None:
    """A process on the database with the sample project."""
    workspace = workspace_beside(data, database_url=url)
    if not list_overviews(workspace, LOCAL_OWNER):
        load_sample(workspace, LOCAL_OWNER)

    async def whole() -> None:
        environ = {**os.environ, **(on_server(url) if url.startswith("postgresql") else {})}
        worker = WorkerProcess(worker_environ(Settings(data=data, database_url=url), environ))
        try:
            async with worker.turn():
                await go(worker, workspace)
        finally:
            await worker.close()

    try:
        asyncio.run(whole())
    finally:
        workspace.database.close()


def newest(workspace: Workspace) -> str:
    (overview,) = list_overviews(workspace, LOCAL_OWNER)
    assert overview.newest is not None
    return overview.newest.id


def making(order: Order, to: Path, person: Person = LOCAL_OWNER) -> Task:
    return Task(kind="make", person=person, given={"order": order_document(order)}, to=to)


@pytest.mark.usefixtures("workspace")
def test_every_format_is_made_within_its_memory(tmp_path: Path) -> None:
    async def go(worker: WorkerProcess, workspace: Workspace) -> None:
        assessment = newest(workspace)
        for kind in (each for each in Format if each not in {*OF_PROJECT, *OF_PORTFOLIO, *OF_AUDIT}):
            order = Order(format=kind, assessment=assessment, history=kind is Format.BUNDLE)
            if kind is Format.CHART:
                order = Order(format=kind, assessment=assessment, chart=ChartKind.HEAT, size=PictureSize.ULTRA_HD)
            to = tmp_path / kind
            made = await worker.run(making(order, to), most_s=60)
            content = bytes_of(to)
            assert (len(content), content[: len(STARTS[kind])]) == (made["size"], STARTS[kind]), kind
            assert made["name"]
        print(status_of(worker.process_id))

    working(f"sqlite:///{tmp_path / 'preflight.db'}", tmp_path, go)


def bytes_of(file: Path) -> bytes:
    return file.read_bytes()


def a_template(folder: Path) -> Path:
    file = folder / "template"
    file.write_bytes(house_template())
    return file


def command_of(process: int | None) -> bytes:
    file = Path(f"/proc/{process}/cmdline")
    return file.read_bytes() if file.exists() else b""


def status_of(process: int | None) -> str:
    """Its peak of memory and of addresses."""
    if not sys.platform.startswith("linux"):
        return ""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return " ".join(line for line in lines if line.startswith(("VmPeak", "VmHWM")))


@pytest.mark.usefixtures("workspace")
def test_who_may_not_and_what_is_not_there_come_back_as_they_are(tmp_path: Path) -> None:
    async def go(worker: WorkerProcess, workspace: Workspace) -> None:
        order = Order(format=Format.CSV, assessment=newest(workspace))
        with pytest.raises(NotAllowed):
            await worker.run(making(order, tmp_path / "made", STRANGER), most_s=60)
        gone = Order(format=Format.CSV, assessment="nobody")
        with pytest.raises(NotFound):
            await worker.run(making(gone, tmp_path / "made"), most_s=60)

    working(f"sqlite:///{tmp_path / 'preflight.db'}", tmp_path, go)


def test_on_postgresql_it_makes_and_keeps_and_nobody_sees_the_password(postgres_url: str, tmp_path: Path) -> None:
    async def go(worker: WorkerProcess, workspace: Workspace) -> None:
        order = Order(format=Format.JSON, assessment=newest(workspace))
        made = await worker.run(making(order, tmp_path / "made"), most_s=60)
        assert made["size"] > 1_000
        template = a_template(tmp_path)
        given = {"path": str(template), "name": "Ours.potx", "assessment": None, "how": {}}
        kept = await worker.run(Task(kind="keep template", person=LOCAL_OWNER, given=given), most_s=60)
        assert [each.id for each in templates(workspace, LOCAL_OWNER)] == [kept["template"]]
        assert postgres_url.encode() not in command_of(worker.process_id)

    working(postgres_url, tmp_path, go)
