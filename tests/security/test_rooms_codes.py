"""Guessing a room's code, and getting in from another site (THREATS A4, A11, A19)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from preflight.domain.room import CODE_SYMBOLS, new_code, read_code
from preflight.live.join_budget import ALTOGETHER, PER_ADDRESS, JoinBudget
from preflight.services import rooms
from tests.browser.server import Server
from tests.live.visitors import House, Phone, run
from tests.load.house import open_house, open_venue, sqlite_url
from tests.load.venue import Venue
from tests.security.room_client import Line, Raw, ask, handshake
from tests.security.room_client import Phone as RealPhone
from tests.workshops import Workshop


@pytest.fixture(scope="module")
def venue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Venue]:
    with open_house(tmp_path_factory.mktemp("codes")) as opened:
        yield opened


# --- guessing


@pytest.mark.slow
def test_a_forged_address_in_a_header_makes_no_new_guesser(tmp_path: Path) -> None:
    """Forty guesses are looked at, whoever the headers say that they come from; then even the right code waits."""
    chance = Random(1)
    with open_house(tmp_path) as venue:
        url, statuses = venue.urls[0], []
        for at in range(int(PER_ADDRESS) + 20):
            elsewhere = f"10.1.{at}.{chance.randrange(256)}"
            headers = {
                "X-Forwarded-For": f"{elsewhere}, 203.0.113.{at}",
                "Forwarded": f"for={elsewhere}",
                "X-Real-IP": elsewhere,
                "CF-Connecting-IP": elsewhere,
                "True-Client-IP": elsewhere,
                "X-Client-IP": elsewhere,
            }
            statuses.append(ask(url, "/live/join", {"code": new_code(chance.randrange)}, headers).status)
        assert set(statuses[: int(PER_ADDRESS)]) == {404}
        assert statuses.count(404) <= PER_ADDRESS + 3, "half a guess a second comes back"
        assert statuses[-1] == 429
        waiting = ask(url, "/live/join", {"code": venue.code})
        assert waiting.status == 429
        assert int(waiting.headers["retry-after"]) >= 1
        assert RealPhone(url, token=venue.token).number == 1, "the QR code lets in all the same"


def test_one_ipv6_network_is_one_guesser() -> None:
    """Whoever has one address of it has 2**64."""
    budget = JoinBudget(lambda: 1000.0)

    def looked_at(addresses: Iterator[str] | list[str]) -> int:
        found = 0
        for address in addresses:
            if not budget.wait_s(address):
                budget.count_wrong(address)
                found += 1
        return found

    assert looked_at([f"2001:db8:0:1::{at:x}" for at in range(300)]) == PER_ADDRESS
    assert looked_at([f"2001:db8:0:2:{at:x}::1" for at in range(300)]) == PER_ADDRESS
    assert looked_at([f"fe80::{at:x}%eth{at}" for at in range(300)]) == PER_ADDRESS
    assert looked_at([form for _ in range(300) for form in ("192.0.2.7", "::ffff:192.0.2.7")]) == PER_ADDRESS
    assert looked_at([f"2001:db8:{at:x}::1" for at in range(10_000)]) == ALTOGETHER - 4 * PER_ADDRESS


@pytest.mark.parametrize(
    "typed",
    [
        "ＡＢＣＤ２３４５",  # full width
        "АBCD2345",  # a Cyrillic A
        "ABСD2345",  # a Cyrillic S
        "ΑBCD2345",  # a Greek Alpha
        "ABCD２345",
        "ABCD²345",
        "ABCD𝟐345",
        "𝐀𝐁𝐂𝐃2345",
        "ⒶⒷⒸⒹ2345",
        "A\u0301BCD2345",
        "ABCD٢345",
        "ABCD2345ß",
        "ABCD234\ud800",
        "______________ABCD2345___________",
        "' OR 1=1 --",
        "%%%%%%%%",
        "ABCD2345; DROP TABLE room",
    ],
)
def test_what_only_looks_like_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_however_a_code_is_spelled_it_is_one_of_its_own_symbols() -> None:
    """No spelling stands for several codes: it is read as 31 symbols allow, and reading that again changes nothing."""
    chance = Random(3)
    marks = [*CODE_SYMBOLS, *CODE_SYMBOLS.lower(), *"-–_. \u200b\u00adſßﬁıΑ０"]
    for _ in range(5_000):
        typed = "".join(chance.choice(marks) for _ in range(chance.randrange(7, 14)))
        read = read_code(typed)
        assert read is None or (set(read) <= set(CODE_SYMBOLS) and read_code(read) == read and len(read) == 8)


def test_a_code_tells_before_the_door_whether_its_room_is_over_and_nothing_more(workshop: Workshop) -> None:
    """That a code was valid once may be known: it lets nobody in, and of 31^8 codes no guess will meet one."""

    async def visit(house: House) -> None:
        room = workshop.room
        told: dict[str, Any] = {"wrong": await Phone(house).join(code="ABCD2345")}
        workshop.do(rooms.lock_room, True)
        told["locked"] = await Phone(house).join(code=room.code)
        workshop.do(rooms.close_room)
        told["closed"] = await Phone(house).join(code=room.code)
        told["closed, by its token"] = await Phone(house).join(token=room.token)
        assert [answer.status for answer in told.values()] == [404, 403, 410, 410]
        for answer in told.values():
            assert list(answer.said) == ["sentence"]
            for secret in (room.id, room.token, room.code, workshop.project.name, workshop.project.name[:14]):
                assert secret not in answer.body.decode()
            assert answer.cookie is None

    run(visit, workshop)


def test_guesses_that_are_under_way_at_once_are_all_paid_for(workshop: Workshop) -> None:
    async def visit(house: House) -> None:
        chance = Random(5)
        codes = [new_code(chance.randrange) for _ in range(300)]
        answers = await asyncio.gather(*(Phone(house).join(code=code) for code in codes))
        found = [answer.status for answer in answers]
        assert set(found) <= {404, 429, 503}
        assert found.count(404) <= 200, "no more than may join at a time"
        assert (await Phone(house).join(code=workshop.room.code)).status == 429
        await asyncio.sleep(0)
        assert (await Phone(house).join()).status == 200

    run(visit, workshop)


# --- other sites


FOREIGN: tuple[dict[str, str | None], ...] = (
    {"Origin": None},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://evil.example"},
    {"Origin": "http://127.0.0.1"},
    {"Origin": "http://127.0.0.1:6666"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "chrome-extension://abcdefgh"},
    {"Origin": None, "Referer": "http://127.0.0.1/join"},
    {"Host": "evil.example"},
)


@pytest.mark.slow
@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_no_other_site_joins_a_phone_or_speaks_for_it(venue: Venue, headers: dict[str, str | None]) -> None:
    url = venue.urls[0]
    with RealPhone(url, token=venue.token).line:
        pass
    known = RealPhone(url, token=venue.token)
    cookie = {"Cookie": f"preflight_phone={known.cookie}"}
    reply = ask(url, "/live/join", {"token": venue.token}, {**cookie, **headers})
    assert reply.status == 403
    assert "set-cookie" not in reply.headers
    assert "access-control-allow-origin" not in reply.headers
    for path in (f"/live/phone/{known.room}", f"/live/screen/{known.room}"):
        with Raw(url) as raw:
            raw.send(handshake(url, path, {**cookie, **headers}))
            assert raw.socket.recv(4096).startswith(b"HTTP/1.1 403")
    known.line.close()


@pytest.mark.slow
@pytest.mark.parametrize("origin", ["https", "other name"])
def test_an_origin_is_exactly_ours(venue: Venue, origin: str) -> None:
    url = venue.urls[0]
    forged = url.replace("http", "https") if origin == "https" else url.replace("127.0.0.1", "localhost")
    assert ask(url, "/live/join", {"token": venue.token}, {"Origin": forged}).status == 403


@pytest.mark.slow
def test_what_a_phone_is_sent_is_kept_by_nobody_framed_by_nobody_and_read_by_no_script(venue: Venue) -> None:
    url = venue.urls[0]
    page = ask(url, "/join", method="GET")
    policy = page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe" not in policy
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-cache"
    assert "set-cookie" not in page.headers
    joined = ask(url, "/live/join", {"token": venue.token})
    assert joined.headers["cache-control"] == "no-store"
    attributes = {each.strip().lower() for each in joined.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/live"} <= attributes
    assert not [each for each in attributes if each.startswith("domain")]
    for refused in (ask(url, "/live/join", {"code": "ABCD2345"}), ask(url, "/live/join", [])):
        assert refused.headers["cache-control"] == "no-store"
        assert refused.headers["referrer-policy"] == "no-referrer"
    for method in ("GET", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert ask(url, "/live/join", method=method).body == b"Not found.\n", "not Streamlit's page"


@pytest.mark.slow
def test_on_a_shared_server_a_phone_opens_no_screen(tmp_path: Path) -> None:
    """Its cookie is for its votes: whoever is in the room can't reveal, remove or read who has voted."""
    data = tmp_path / "data"
    data.mkdir()
    server = Server(data=data, environ={"PREFLIGHT_SHARE": "yes"})
    venue = open_venue(sqlite_url(data), server.url, servers=[server])
    with server, RealPhone(server.url, token=venue.token) as phone:
        phone.asked("lobby")
        cookie = {"Cookie": f"preflight_phone={phone.cookie}; preflight_screen_00000000={phone.cookie}"}
        for path in (
            f"/live/screen/{venue.room}",
            f"/live/phone/../screen/{venue.room}",
            f"/live/phone/%2e%2e/screen/{venue.room}",
            f"/live//screen/{venue.room}",
            f"/join/../live/screen/{venue.room}",
            "/_stcore/stream",
        ):
            with Raw(server.url) as raw:
                raw.send(handshake(server.url, path, cookie))
                assert raw.socket.recv(4096).startswith(b"HTTP/1.1 403"), path
        for path in ("/", f"/workshop?room={venue.room}", f"/results?assessment={venue.assessment}", "/assess"):
            assert ask(server.url, path, headers=cookie, method="GET").status == 403
        with Line(server.url, f"/live/phone/{venue.room}", cookie=phone.cookie) as line:
            line.send({"type": "do", "n": 1, "seen": 1, "what": "next"})
            line.send({"type": "ping"})
            line.next(lambda message: message["type"] == "pong")
            assert {message["type"] for message in line.heard} == {"state", "pong"}, "a command is nothing on a phone"
