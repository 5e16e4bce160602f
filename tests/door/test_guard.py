"""The guard: exact Host and Origin, closed endpoints, headers on everything (THREATS A4, A15)."""

from __future__ import annotations

import time
from typing import Any

import pytest
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse

from preflight.door.guard import CONTENT_SECURITY_POLICY, SECURITY_HEADERS, Guard
from tests.door.asgi import ask, scope

PUBLIC = "https://preflight.example.org"


class Inside:
    """What stands behind the guard; remembers what reached it."""

    def __init__(self, response: Any = None) -> None:
        self.reached: list[dict[str, Any]] = []
        self._response = response or PlainTextResponse("inside")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.reached.append(scope)
        if scope["type"] == "http":
            await self._response(scope, receive, send)
        else:
            await send({"type": "websocket.accept"})


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8501", "localhost:8501", "LOCALHOST:8501", "[::1]:8501", "preflight.example.org"]
)
def test_our_own_names_are_let_in(host: str) -> None:
    inside = Inside()
    assert ask(Guard(inside, public_origins=[PUBLIC]), scope(host=host)).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8501",  # DNS rebinding
        "127.0.0.1:6666",
        "localhost",
        "localhost:8501.evil.example",
        "127.0.0.1.evil.example:8501",
        "user@127.0.0.1:8501",
        "127.0.0.1:8501, evil.example",
        "preflight.example.org:8501",
        "0.0.0.0:8501",
        "",
    ],
)
def test_every_other_host_is_refused_before_streamlit(host: str) -> None:
    inside = Inside()
    answer = ask(Guard(inside, public_origins=[PUBLIC]), scope(host=host))
    assert (answer.status, inside.reached) == (403, [])
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY


def test_two_hosts_are_refused() -> None:
    asked = scope()
    asked["headers"].append((b"host", b"127.0.0.1:8501"))
    assert ask(Guard(Inside()), asked).status == 403


def test_a_machine_in_the_network_may_use_the_address_it_reached() -> None:
    reached = ("192.168.1.5", 8501)
    assert ask(Guard(Inside(), host="0.0.0.0"), scope(server=reached)).status == 200
    assert ask(Guard(Inside(), host="0.0.0.0"), scope(server=reached, host="192.168.1.6:8501")).status == 403
    inside_ipv6 = scope(server=("::ffff:192.168.1.5", 8501), host="192.168.1.5:8501")
    assert ask(Guard(Inside(), host="::"), inside_ipv6).status == 200


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:8501", 101),
        (PUBLIC, 101),
        ("", 403),
        ("null", 403),
        ("http://localhost:6666", 403),
        ("http://localhost:8501", 403),  # another origin than the host that was asked
        ("https://127.0.0.1:8501", 403),
        ("http://127.0.0.1:8501.evil.example", 403),
        ("http://evil.example", 403),
        ("HTTP://127.0.0.1:8501/", 403),
        ("https://sub.preflight.example.org", 403),
    ],
)
def test_a_websocket_needs_exactly_our_origin(origin: str, status: int) -> None:
    inside = Inside()
    guard = Guard(inside, public_origins=[PUBLIC])
    assert ask(guard, scope("/_stcore/stream", kind="websocket", origin=origin)).status == status
    assert bool(inside.reached) == (status == 101)


def test_behind_a_proxy_that_rewrites_the_host_streamlit_sees_the_public_one() -> None:
    inside = Inside()
    ask(Guard(inside, public_origins=[PUBLIC]), scope("/_stcore/stream", kind="websocket", origin=PUBLIC))
    assert dict(inside.reached[0]["headers"])[b"host"] == b"preflight.example.org"


@pytest.mark.parametrize(
    ("method", "origin", "status"),
    [
        ("GET", "", 200),
        ("GET", "http://127.0.0.1:8501", 200),
        ("GET", "http://evil.example", 403),
        ("GET", "null", 403),
        ("POST", "http://127.0.0.1:8501", 200),
        ("POST", "", 403),
        ("PUT", "http://localhost:6666", 403),
        ("DELETE", "", 403),
    ],
)
def test_a_request_that_changes_something_needs_our_origin(method: str, origin: str, status: int) -> None:
    assert ask(Guard(Inside()), scope("/vote", method=method, origin=origin)).status == status


def test_streamlit_never_sees_an_origin_on_a_plain_request() -> None:
    inside = Inside()
    ask(Guard(inside), scope(origin="http://127.0.0.1:8501"))
    assert b"origin" not in dict(inside.reached[0]["headers"])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/_stcore/health", 200),
        ("/_stcore/host-config", 200),
        ("/_stcore/bidi-components/preflight.keys/index.js", 200),
        ("/_stcore/metrics", 404),
        ("/_stcore/script-health-check", 404),
        ("/_stcore/agent/interact", 404),
        ("/_stcore/agent/openapi.json", 404),
        ("/_stcore/agent/mcp", 404),
        ("/_stcore/message", 404),
        ("/_stcore/allowed-message-origins", 404),
        ("/_stcore/whatever-comes-next", 404),
        ("/_stcore/upload_file/session/file", 403),
        ("/results", 200),
    ],
)
def test_streamlits_endpoints_are_closed_unless_its_page_needs_them(path: str, status: int) -> None:
    assert ask(Guard(Inside()), scope(path)).status == status
    assert ask(Guard(Inside()), scope(f"/mounted{path}") | {"root_path": "/mounted"}).status == status


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_uploads_are_refused_even_from_our_own_page(method: str) -> None:
    inside = Inside()
    asked = scope("/_stcore/upload_file/session/file", method=method, origin="http://127.0.0.1:8501")
    assert (ask(Guard(inside), asked).status, inside.reached) == (403, [])


def test_every_answer_carries_the_security_headers_and_no_cors() -> None:
    inside = Inside(PlainTextResponse("x", headers={"Access-Control-Allow-Origin": "*", "X-Frame-Options": "ALLOW"}))
    headers = ask(Guard(inside), scope()).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert {name: headers[name.lower()] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "access-control-allow-origin" not in headers


def test_a_route_of_ours_may_bring_a_policy_of_its_own() -> None:
    inside = Inside(PlainTextResponse("x", headers={"Content-Security-Policy": "default-src 'none'"}))
    assert ask(Guard(inside), scope()).headers["content-security-policy"] == "default-src 'none'"


def test_a_failing_route_shows_a_reference_and_logs_the_rest(caplog: pytest.LogCaptureFixture) -> None:
    async def failing(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("postgresql://user:secret@db")

    answer = ask(Guard(failing), scope())
    assert answer.status == 500
    assert "secret" not in answer.text
    reference = answer.text.split("Reference ")[1].strip(".\n")
    assert reference in caplog.text
    assert "postgresql://user:secret@db" in caplog.text
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_cookie_that_takes_python_seconds_to_read_is_left_out(kind: str) -> None:
    inside = Inside()
    hostile = 'kept="a"; bomb="' + "\\\\" * 25_000 + '"; last=b'
    ask(Guard(inside), scope("/_stcore/stream", kind=kind, cookie=hostile, origin="http://127.0.0.1:8501"))
    (reached,) = inside.reached
    began = time.process_time()
    assert HTTPConnection(reached).cookies == {"kept": "a", "last": "b"}
    assert time.process_time() - began < 0.5
