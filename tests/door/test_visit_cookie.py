"""The cookie of a visit: set with a page that has none, random, out of reach of scripts (THREATS A10, A12)."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from preflight.door.routes import middleware
from preflight.door.visit_cookie import VisitCookie
from preflight.exchange.visits import COOKIE
from preflight.settings import from_environment
from tests.browser.server import Answer
from tests.door.asgi import ask, scope
from tests.door.test_guard import Inside

PAGE = HTMLResponse("<p>page</p>")
KNOWN = "0123456789abcdef" * 2


def asked(response: Response = PAGE, path: str = "/results", **options: str) -> Answer:
    return ask(VisitCookie(Inside(response), https_hosts=["preflight.example.org"]), scope(path, **options))


def given(answer: Answer) -> str:
    return SimpleCookie(answer.headers.get("set-cookie", ""))[COOKIE].value


def test_a_page_brings_a_visit_that_no_script_can_read() -> None:
    morsel = SimpleCookie(asked().headers["set-cookie"])[COOKIE]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"], morsel["secure"]) == (True, "lax", "/", "")
    assert (morsel["max-age"], morsel["domain"]) == ("", "")
    assert len(morsel.value) == 32
    int(morsel.value, 16)


def test_each_visit_is_another() -> None:
    assert len({given(asked()) for _ in range(50)}) == 50


def test_a_page_that_was_there_before_keeps_its_visit() -> None:
    assert "set-cookie" not in asked(cookie=f"{COOKIE}={KNOWN}").headers


@pytest.mark.parametrize("value", ["", "short", KNOWN.upper(), KNOWN + "0", "../" + KNOWN[3:], "%00" * 10])
def test_what_is_no_visit_is_replaced(value: str) -> None:
    assert given(asked(cookie=f"{COOKIE}={value}")) != value


def test_by_https_it_travels_by_https_only() -> None:
    assert "secure" in asked(host="preflight.example.org").headers["set-cookie"].lower()
    assert "secure" in asked(host="PREFLIGHT.example.org").headers["set-cookie"].lower()


@pytest.mark.parametrize(
    ("response", "options"),
    [
        (PAGE, {"method": "POST"}),
        (PAGE, {"method": "HEAD"}),
        (PAGE, {"path": "/join"}),
        (PAGE, {"path": "/live/join"}),
        (HTMLResponse("", 403), {}),
        (HTMLResponse("", 304), {}),
        (PlainTextResponse("ok"), {"path": "/health"}),
        (JSONResponse({}), {"path": "/exports/x/standing"}),
    ],
)
def test_nothing_else_brings_one(response: Response, options: dict[str, str]) -> None:
    assert "set-cookie" not in asked(response, **options).headers


def test_a_page_behind_the_gate_is_none() -> None:
    token = "5f1d0c2b7a9e4836" * 2
    settings = from_environment({"PREFLIGHT_SHARE": "yes", "PREFLIGHT_SCREEN_TOKEN": token})
    app: object = Inside(PAGE)
    for each in reversed(middleware(settings)):
        app = each.cls(app, *each.args, **each.kwargs)  # type: ignore[arg-type, call-arg]
    answer = ask(app, scope("/", accept="text/html"))
    assert (answer.status, "set-cookie" in answer.headers) == (403, False)
