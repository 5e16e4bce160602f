"""Connections that only cost: half requests, endless messages, thousands of sockets. The others notice nothing."""

from __future__ import annotations

import asyncio
import os
import selectors
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from preflight.door import bounds
from preflight.door.bounds import BoundedHttp, BoundedWebSocket
from preflight.live import phone_routes
from preflight.live.channel import MOST_TABS
from tests.browser.server import ROOT
from tests.live.visitors import House, run
from tests.load.house import open_house
from tests.load.venue import Venue
from tests.security.room_client import BINARY, CLOSE, PING, TEXT, Phone, Raw, Screen, ask, frame, handshake
from tests.workshops import Workshop

pytestmark = pytest.mark.slow

SOCKETS = 2_000
VOTE = b'{"type":"vote","n":1,"question":"x","round":1,"said":{"choices":["2"]},"why":""}'


@pytest.fixture(scope="module")
def venue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Venue]:
    """A room that is being voted in, and a facilitator before it."""
    with open_house(tmp_path_factory.mktemp("besieged")) as opened, Screen(opened.urls[0], opened.room) as screen:
        screen.do("next")
        yield opened


@contextmanager
def nobody_else_notices(venue: Venue, *, most_median_s: float = 0.1) -> Iterator[Any]:
    """During the block the server is asked for its health again and again, and after it a phone votes."""
    took: list[float] = []
    over = threading.Event()

    def watch() -> None:
        while not (took and over.is_set()):
            started = time.perf_counter()
            assert ask(venue.urls[0], "/health", method="GET").status == 200
            took.append(time.perf_counter() - started)
            over.wait(0.01)

    with Phone(venue.urls[0], token=venue.token) as honest:
        honest.asked()
        watching = threading.Thread(target=watch, daemon=True)
        watching.start()
        try:
            yield took
            assert honest.vote({"choices": ["2"]})["type"] == "ack"
        finally:
            over.set()
            watching.join()
    assert statistics.median(took) < most_median_s
    assert max(took) < 1.0, "nothing held the event loop"


def memory_mb(venue: Venue) -> float:
    """What the server takes of it; nothing where the system does not say it in a file."""
    status = Path(f"/proc/{venue.processes[0]}/status")
    if not status.exists():
        return 0.0
    lines = status.read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


@contextmanager
def intruder(venue: Venue) -> Iterator[Raw]:
    """A phone of its own on a raw socket, past its first message."""
    with Phone(venue.urls[0], token=venue.token) as known:
        cookie, path = known.cookie, f"/live/phone/{known.room}"
    with Raw(venue.urls[0]) as raw:
        yield raw.open(path, cookie=cookie)


# --- half requests


def test_bodies_that_never_end_keep_nobody_out(venue: Venue) -> None:
    """Two hundred at once may join; who does not come to the end of what they say is not one of them."""
    url = venue.urls[0]
    head = ("POST /live/join HTTP/1.1", f"Host: {url[7:]}", f"Origin: {url}", "Content-Length: 99", "", "{")
    with ExitStack() as stack, nobody_else_notices(venue):
        for _ in range(250):
            stack.enter_context(Raw(url)).send("\r\n".join(head).encode())
        assert ask(url, "/live/join", {"token": venue.token}).status == 200


def test_a_body_that_does_not_come_is_given_up(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_routes, "_BODY_S", 0.05)
    sent: list[Any] = []

    async def never() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    async def visit(house: House) -> None:
        head = {"type": "http", "method": "POST", "path": "/live/join", "headers": [], "query_string": b""}
        await asyncio.wait_for(house.app(head, never, send), 5)

    run(visit, workshop)
    assert sent[0]["status"] == 408


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: ",
        handshake("http://x", "/slow")[:-2],
    ],
    ids=["nothing", "half a head", "half a second head", "half a handshake"],
)
def test_a_request_that_does_not_come_is_given_up(said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "REQUEST_S", 0.3)
    with bounded_server() as url, Raw(url) as raw:
        raw.send(said)
        assert raw.ended(within_s=4), "uvicorn alone would wait for ever"


def test_an_answer_that_takes_its_time_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "REQUEST_S", 0.1)
    with bounded_server() as url:
        assert ask(url, "/slow", method="GET").body == b"at last"


@contextmanager
def bounded_server() -> Iterator[str]:
    async def slow(_: Request) -> PlainTextResponse:
        await asyncio.sleep(0.4)
        return PlainTextResponse("at last")

    app = Starlette(routes=[Route("/slow", slow)])
    config = uvicorn.Config(app, port=0, http=BoundedHttp, ws=BoundedWebSocket, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    while not server.started:
        time.sleep(0.005)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = server.force_exit = True
    running.join()


# --- messages


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (frame(TEXT, length=1_000_000), 1009),
        (frame(TEXT, length=2**40), 1009),
        (frame(TEXT, VOTE * 1_000), 1009),
        (frame(TEXT, b"x" * 60_000, whole=False) + frame(0, b"x" * 60_000), 1009),
        (frame(TEXT, b"\xff\xfe"), 1007),
        (frame(TEXT, b'{"type":"ping","x":"' + b"x" * 20_000 + b'"}'), 1008),
        (frame(TEXT, b"[]"), 1008),
        (frame(0, b"a part of nothing"), 1002),
        (frame(3), 1002),
        (frame(PING, b"x" * 126), 1002),
        (b"\x81\x02{}", 1002),
    ],
    ids=[
        "a megabyte", "a terabyte", "many votes in one", "two parts", "no text", "too long", "no object",
        "a part of nothing", "a kind that is none", "a long ping", "without a mask",
    ],
)  # fmt: skip
def test_a_frame_that_can_t_be_ends_its_connection_alone(venue: Venue, said: bytes, code: int) -> None:
    with nobody_else_notices(venue), intruder(venue) as raw:
        raw.send(said)
        assert closing_code(raw) == code


def test_bytes_are_no_message(venue: Venue) -> None:
    with nobody_else_notices(venue), intruder(venue) as raw:
        raw.send(frame(BINARY, VOTE))
        assert raw.ended()


def closing_code(raw: Raw) -> int:
    """The code of the close frame that the server sends; states that come before it are thrown away."""
    seen = b""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        seen += raw.socket.recv(65_536)
        at = seen.rfind(bytes([0x80 | CLOSE]))
        if at >= 0 and len(seen) >= at + 4 and seen[at + 1] == len(seen) - at - 2:
            return int.from_bytes(seen[at + 2 : at + 4], "big")
    raise AssertionError("it was not closed")


def test_unfinished_messages_are_not_kept(venue: Venue) -> None:
    """Streamlit takes messages of 10 MB; a phone's is refused by its first bytes, before the rest is there."""
    before = memory_mb(venue)
    with nobody_else_notices(venue), ExitStack() as stack:
        for _ in range(20):
            raw = stack.enter_context(intruder(venue))
            raw.flood(frame(TEXT, b"x" * 60_000, length=9_000_000), 5_000_000)
            assert raw.ended()
    assert memory_mb(venue) - before < 30


@pytest.mark.parametrize(
    ("first", "flood"),
    [
        (b"", frame(PING, b"p" * 125)),
        (frame(TEXT, whole=False), frame(0, whole=False)),
        (b"", frame(0xA)),
        (b"", frame(TEXT, b"{}")),
        (b"", frame(TEXT, b'{"type":"role","role":"owns"}')),
        (b"", frame(TEXT, VOTE)),
    ],
    ids=["pings", "empty parts", "pongs", "empty messages", "roles", "votes"],
)
def test_a_flood_ends_at_once_though_nobody_reads_the_answers(venue: Venue, first: bytes, flood: bytes) -> None:
    """Ten thousand a second from one phone, three times over."""
    before = memory_mb(venue)
    with nobody_else_notices(venue):
        for _ in range(3):
            with intruder(venue) as raw:
                raw.send(first)
                assert raw.flood(flood * 5_000, 40_000_000) < 40_000_000
    assert memory_mb(venue) - before < 30


# --- many of them


def test_thousands_of_sockets_of_one_phone_leave_room_for_the_others(venue: Venue) -> None:
    url = venue.urls[0]
    with Phone(url, token=venue.token) as known:
        head = handshake(url, f"/live/phone/{known.room}", {"Cookie": f"preflight_phone={known.cookie}"})
    before = memory_mb(venue)
    with ExitStack() as stack, nobody_else_notices(venue):
        raws = open_many(stack, url, head, SOCKETS)
        assert wait_for_ends(raws, SOCKETS - MOST_TABS) == SOCKETS - MOST_TABS, "the newest are left"
    assert memory_mb(venue) - before < 150


def open_many(stack: ExitStack, url: str, head: bytes, count: int) -> list[Raw]:
    """As fast as the server takes them, ten at a time."""
    raws: list[Raw] = []
    for _ in range(count // 10):
        ten = [stack.enter_context(Raw(url)) for _ in range(10)]
        for raw in ten:
            raw.send(head)
        for raw in ten:
            assert raw.socket.recv(4096).startswith(b"HTTP/1.1 101")
        raws += ten
    return raws


def wait_for_ends(raws: list[Raw], wanted: int) -> int:
    """Read from all until the server has closed so many of them; how many that is when no more comes."""
    ended = 0
    with selectors.DefaultSelector() as selector:
        for raw in raws:
            selector.register(raw.socket, selectors.EVENT_READ)
        while ended < wanted and (ready := selector.select(timeout=10)):
            for key, _ in ready:
                said = key.fileobj.recv(65_536)  # type: ignore[union-attr]
                if not said or said.endswith(b"\x88\x02\x03\xe8"):
                    selector.unregister(key.fileobj)
                    ended += 1
    return ended


def test_thousands_who_are_nobody_are_told_so_and_gone(venue: Venue) -> None:
    url = venue.urls[0]
    head = handshake(url, f"/live/phone/{venue.room}", {"Cookie": f"preflight_phone={'x' * 43}"})
    with ExitStack() as stack, nobody_else_notices(venue):
        raws = open_many(stack, url, head, SOCKETS // 4)
        assert wait_for_ends(raws, len(raws)) == len(raws)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_server_asks_for_more_open_files_than_a_system_gives_by_itself() -> None:
    """macOS gives 256: that is a room of two hundred, and nobody after them would be let in."""
    program = (
        "import resource; from preflight.door.serving import allow_many_connections as allow;"
        "hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]; resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard));"
        "allow(); print(resource.getrlimit(resource.RLIMIT_NOFILE)[0], hard)"
    )
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    soft, hard = map(int, said.split())
    assert soft in (10_240, hard)


def test_a_handshake_that_can_t_be_read_is_not_kept_open(venue: Venue) -> None:
    with nobody_else_notices(venue):
        for headers in ({"X-Long": "x" * 9_000}, {f"X-{at}": "x" for at in range(200)}):
            with Raw(venue.urls[0]) as raw:
                raw.send(handshake(venue.urls[0], f"/live/phone/{venue.room}", headers))
                assert raw.ended()
