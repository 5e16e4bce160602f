"""Files on their way in to a real server: a flood stays outside, a bomb beside it (THREATS A13, B3, B4, B12)."""

from __future__ import annotations

import io
import json
import sys
import threading
import time
import zipfile
from collections.abc import Iterator

import pytest

from preflight.exchange.visits import NO_VISIT
from tests.browser.server import Server
from tests.security.exports_client import Visit, children, memory_bytes, with_draft

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc"),
]
MB = 1_000_000
MOST_MEMORY = 20 * MB


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server with the sample project and a draft in it; its process beside it is warm."""
    folder = tmp_path_factory.mktemp("house")
    (folder / "data").mkdir()
    assessment = with_draft(folder / "data")
    with Server(data=folder / "data", environ={"TMPDIR": str(folder)}) as server:
        Visit.opened(server).fetched({"format": "json", "assessment": assessment})
        yield server, assessment


def zeros(size: int) -> Iterator[bytes]:
    for _ in range(0, size, 65_536):
        yield b"\0" * 65_536


def together(count: int, ask: object) -> None:
    threads = [threading.Thread(target=ask) for _ in range(count)]  # type: ignore[arg-type]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def deflated(name: str, size: int) -> bytes:
    """A package with one part of so many zeros."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open(name, "w", force_zip64=True) as part:
            for _ in range(0, size, MB):
                part.write(b"0" * MB)
    return made.getvalue()


BOMBS = {
    "a deck that grows a thousand times": ("template", lambda: deflated("ppt/presentation.xml", 300 * MB)),
    "no deck at all": ("template", lambda: b"PK\x03\x04" + b"\0" * MB),
    "a form that grows a thousand times": ("answers", lambda: deflated("xl/worksheets/sheet1.xml", 300 * MB)),
    "commas": ("answers", lambda: b"," * (2 * MB)),
    "quotes": ("answers", lambda: b'"' * (2 * MB)),
    "lines": ("answers", lambda: b"\n" * (2 * MB)),
    "brackets": ("document", lambda: b"[" * (20 * MB)),
    "a list without end": ("document", lambda: b"[" + b"0," * (20 * MB) + b"0]"),
    "objects": ("document", lambda: b'{"a":' * (4 * MB)),
    "a number": ("document", lambda: b"9" * (20 * MB)),
    "one long text": ("document", lambda: b'"' + b"x" * (40 * MB) + b'"'),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_and_the_server_never_feels_it(house: tuple[Server, str], bomb: str) -> None:
    server, assessment = house
    kind, made = BOMBS[bomb]
    content = made()
    before, waits = memory_bytes(server.pid), []
    over = threading.Event()

    def asking() -> None:
        while not over.is_set():
            started = time.perf_counter()
            assert server.get("/health").status == 200
            waits.append(time.perf_counter() - started)

    thread = threading.Thread(target=asking)
    thread.start()
    started = time.perf_counter()
    try:
        answer = Visit.opened(server).bring(kind, content, assessment=assessment if kind == "answers" else "")
    finally:
        took = time.perf_counter() - started
        over.set()
        thread.join()
    assert answer.status == 422, answer.text
    said = json.loads(answer.body)
    print(bomb, said, f"{took:.2f} s, /health at most {max(waits) * 1000:.0f} ms")
    assert len(said["sentence"]) < 300
    assert "Traceback" not in said["sentence"]
    assert memory_bytes(server.pid) - before < MOST_MEMORY
    assert max(waits) < 1
    ready, _ = Visit.opened(server).fetched({"format": "json", "assessment": assessment})
    assert ready["size"] > 1_000
    assert len(children(server.pid)) == 1


def test_a_flood_without_a_visit_is_refused_and_takes_no_memory(house: tuple[Server, str]) -> None:
    """A13: fifty uploads at a time, of 2 MB each."""
    server, _ = house
    answers: list[tuple[int, str]] = []

    def flood() -> None:
        answer = Visit(server).bring("document", b"x" * (2 * MB))
        answers.append((answer.status, json.loads(answer.body)["sentence"]))

    before = memory_bytes(server.pid)
    together(50, flood)
    assert set(answers) == {(403, NO_VISIT)}
    assert len(answers) == 50
    assert memory_bytes(server.pid) - before < MOST_MEMORY
    assert Visit(server).ask("PUT", "/_stcore/upload_file/session/file", b"x").status == 403


def test_a_flood_with_made_up_visits_is_held_to_a_budget_and_takes_no_memory(house: tuple[Server, str]) -> None:
    server, _ = house
    statuses: list[int] = []
    numbers = iter(range(1_000))

    def flood() -> None:
        try:
            statuses.append(
                Visit(server, f"{next(numbers):032x}")
                .bring("document", zeros(10 * MB), Content_Length=str(10 * MB))
                .status
            )
        except OSError:
            statuses.append(0)  # hung up on

    before = memory_bytes(server.pid)
    together(50, flood)
    assert set(statuses) <= {0, 422, 429}
    assert statuses.count(422) <= 32
    assert statuses.count(429) >= 10
    assert memory_bytes(server.pid) - before < MOST_MEMORY
    assert server.healthy()
