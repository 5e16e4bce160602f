"""The gate: phones come in by their addresses, everyone else by the screen token (THREATS A4, A11)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette._utils import get_route_path

from preflight.door.gate import ASKS, NOT_SHARED, TOO_MANY, WRONG, Gate
from preflight.door.guard import Guard, path_within
from preflight.door.routes import middleware
from preflight.door.screen_token import cookie_of
from preflight.settings import Settings, from_environment
from tests.browser.server import Answer
from tests.door.asgi import ask, scope
from tests.door.test_guard import Inside

TOKEN = "5f1d0c2b7a9e4836" * 2
COOKIE = "=".join(cookie_of(TOKEN))
ORIGIN = "http://127.0.0.1:8501"
PAGE = "text/html,*/*;q=0.8"
MANY = 200


def gated(inside: Any = None, **options: Any) -> Gate:
    return Gate(inside or Inside(), **{"token": TOKEN, **options})


def reaches(path: str, *, kind: str = "http", root: str = "", **options: Any) -> bool:
    """Whether a request gets past the gate."""
    inside = Inside()
    ask(gated(inside), scope(path, kind=kind, **options) | {"root_path": root})
    return bool(inside.reached)


PHONES = ["/health", "/join", "/join/", "/live/join"]
PHONE_SOCKETS = ["/live/phone/r1", "/live/phone/a-B_9/votes"]
SCREENS = [
    "/",
    "/results",
    "/history",
    "/_stcore/stream",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/bidi-components/preflight.keys/index.js",
    "/_stcore/upload_file/session/file",
    "/app/static/fonts/a.woff2",
    "/static/js/index.abcdef12.js",
    "/media/a.png",
    "/component/a/index.html",
    "/favicon.png",
    "/live/screen/r1",
    "/exports",
    "/exports/0123456789abcdef0123456789abcdef",
    "/exports/0123456789abcdef0123456789abcdef/standing",
    "/arrivals",
    "/arrivals/0123456789abcdef0123456789abcdef/accept",
    "/live",
    "/live/phone",
    "/live/phone/",
    "/live/phones/r1",
    "/live/join/",
    "/live/join/x",
    "/health/",
    "/healthz",
    "/whatever-comes-next",
]
DISGUISED = [
    "",
    "//join",
    "/join/../",
    "/join/..",
    "/join/../results",
    "/join/./x",
    "/join//x",
    "/join/..\\results",
    "/join\\x",
    "/join/x.js",
    "/join%2f..%2fresults",
    "/%6Aoin",  # once decoded already: this is a path with a percent sign
    "/JOIN",
    "/joinx",
    "/join\n",
    "/join\0",
    "/join;x",
    "/join?x",
    " /join",
    "/results/join",
    "/results/../join",
    "/live/phone/../screen/r1",
    "/live/phone/r1/../../screen/r1",
    "/live/phone/..",
    "/live//phone/r1",
    "/live/ＰＨＯＮＥ/r1",
    "/join/é",
    "join",
]


METHODS = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PROPFIND"]


@pytest.mark.parametrize("path", PHONES)
def test_phones_need_no_token(path: str) -> None:
    for method in METHODS:
        assert reaches(path, method=method)
        assert reaches(path, method=method, cookie="preflight_phone=abc")


@pytest.mark.parametrize("path", SCREENS + DISGUISED)
def test_everything_else_needs_the_cookie(path: str) -> None:
    for method in METHODS:
        assert not reaches(path, method=method)
        assert reaches(path, method=method, cookie=COOKIE)


@pytest.mark.parametrize("path", SCREENS + DISGUISED + PHONES + PHONE_SOCKETS)
def test_without_the_cookie_only_the_phones_websocket_is_opened(path: str) -> None:
    assert reaches(path, kind="websocket") is (path in PHONE_SOCKETS)
    assert reaches(path, kind="websocket", cookie=COOKIE)


@pytest.mark.parametrize("root", ["", "/join", "/tools", "/tools/", "/"])
def test_the_gate_and_the_router_read_the_same_path(root: str) -> None:
    for path in [
        "",
        "/",
        "/join",
        "/join/x",
        "/tools",
        "/tools/",
        "/tools/join",
        "/tools//join",
        "/toolsjoin",
        "//join",
    ]:
        asked = scope(path) | {"root_path": root}
        assert path_within(asked) == get_route_path(asked)


def test_a_mounted_app_is_gated_by_the_paths_inside_it() -> None:
    assert reaches("/tools/join", root="/tools")
    assert reaches("/tools/live/phone/r1", root="/tools", kind="websocket")
    assert not reaches("/tools/results", root="/tools")
    assert not reaches("/tools/join", root="/other")
    assert not reaches("/toolsjoin", root="/tools")
    assert not reaches("/join", root="/join")
    assert not reaches("/live/screen/r1", root="/live")


@pytest.mark.parametrize(
    "cookie",
    [
        COOKIE.split("=", maxsplit=1)[0] + "=",
        COOKIE[:-1],
        COOKIE + "0",
        COOKIE.upper(),
        COOKIE.split("=", maxsplit=1)[0] + "=" + TOKEN,
        "token=" + TOKEN,
        "preflight_screen=" + COOKIE.split("=", maxsplit=1)[1],
        "=".join(cookie_of("another-token-of-this-machine")),
        "=".join(cookie_of("")),
        COOKIE.split("=", maxsplit=1)[0] + "=\xe9",
        COOKIE.replace("=", "==", 1),
        COOKIE.replace("=", " ", 1),
    ],
)
def test_a_forged_cookie_opens_nothing(cookie: str) -> None:
    for kind in ("http", "websocket"):
        asked = scope("/_stcore/stream", kind=kind)
        asked["headers"].append((b"cookie", cookie.encode("latin-1")))
        inside = Inside()
        ask(gated(inside), asked)
        assert not inside.reached


def test_the_cookie_counts_beside_others() -> None:
    assert reaches("/", cookie=f"ajs=1; preflight_phone=abc; {COOKIE}; _xsrf=2|3")


def opened(query: str, path: str = "/results", gate: Gate | None = None, **options: Any) -> Answer:
    return ask(gate or gated(), scope(path, accept=PAGE, **options) | {"query_string": query.encode()})


@pytest.mark.parametrize(
    ("path", "query", "location"),
    [
        ("/", "token={}", "./"),
        ("/results", "token={}", "./results"),
        ("/results", "assessment=7&token={}&tab=a%26b", "./results?assessment=7&tab=a%26b"),
        ("/results", "token={}&empty=", "./results?empty="),
        ("/a/b", "token={}", "./b"),
        ("//evil.example/", "token={}", "./"),
        ("/https://evil.example", "token={}", "./evil.example"),
        ("/http:evil", "token={}", "./http%3Aevil"),
        ("/\\evil.example", "token={}", "./%5Cevil.example"),
        ("/x\r\nSet-Cookie: a=b", "token={}", "./x%0D%0ASet-Cookie%3A%20a%3Db"),
        ("/é", "token={}", "./%C3%A9"),
    ],
)
def test_the_link_sets_the_cookie_and_leads_to_the_same_page_without_the_token(
    path: str, query: str, location: str
) -> None:
    answer = opened(query.format(TOKEN), path)
    assert (answer.status, answer.headers["location"]) == (303, location)
    assert answer.headers["set-cookie"].startswith(COOKIE + ";")
    assert answer.headers["cache-control"] == "no-store"
    assert TOKEN not in str(answer.headers)


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites() -> None:
    answer = opened(f"token={TOKEN}")
    assert set(answer.headers["set-cookie"].split("; ")[1:]) == {
        "HttpOnly",
        "Max-Age=2592000",
        "Path=/",
        "SameSite=lax",
    }


def test_the_cookie_is_secure_where_people_come_by_https() -> None:
    settings = Settings(share=True, screen_token=TOKEN, public_origins=("https://a.org", "http://b:8080"))
    (options,) = [each.kwargs for each in middleware(settings) if each.cls is Gate]
    for host, secure in {"a.org": True, "A.ORG": True, "b:8080": False, "127.0.0.1:8501": False}.items():
        answer = opened(f"token={TOKEN}", gate=Gate(Inside(), **options), host=host)
        assert ("Secure" in answer.headers["set-cookie"]) is secure, host
    forwarded = opened(f"token={TOKEN}", gate=Gate(Inside(), **options), x_forwarded_proto="https")
    assert "Secure" not in forwarded.headers["set-cookie"], "anyone can write that header"


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN + "0", TOKEN.upper(), COOKIE.split("=")[1], "%ff", "%00"])
def test_a_wrong_link_asks_for_the_token_with_a_sentence(token: str) -> None:
    answer = opened(f"token={token}")
    assert (answer.status, "set-cookie" in answer.headers) == (403, False)
    assert WRONG in answer.text


def test_a_link_is_cleaned_up_where_the_cookie_is_there_already() -> None:
    for token in (TOKEN, "of-yesterday"):
        answer = opened(f"token={token}", cookie=COOKIE)
        assert (answer.status, answer.headers["location"]) == (303, "./results")


def test_the_token_counts_in_a_link_that_is_opened_and_nowhere_else() -> None:
    for method in ("HEAD", "POST", "PUT", "OPTIONS"):
        assert opened(f"token={TOKEN}", method=method).status == 403
    inside = Inside()
    asked = scope("/_stcore/stream", kind="websocket") | {"query_string": f"token={TOKEN}".encode()}
    assert ask(gated(inside), asked).status == 403
    assert inside.reached == []
    assert opened("token=anything", "/join").status == 200, "phones have tokens of their own"


def enter(gate: Gate, token: str, method: str = "POST") -> Answer:
    return ask(gate, scope(method=method, origin=ORIGIN, preflight_token=token))


def test_the_entered_token_sets_the_cookie() -> None:
    answer = enter(gated(), TOKEN)
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["set-cookie"].startswith(COOKIE + ";")
    assert enter(gated(), TOKEN, "GET").status == 403
    wrong = enter(gated(), "wrong")
    assert (wrong.status, wrong.text, "set-cookie" in wrong.headers) == (403, WRONG, False)


def test_wrong_tokens_run_out_and_the_right_one_still_opens(caplog: pytest.LogCaptureFixture) -> None:
    now = [100.0]
    gate = gated(clock=lambda: now[0])
    answers = [enter(gate, f"{number:032x}") for number in range(MANY)]
    assert [answer.status for answer in answers] == [403] * 20 + [429] * (MANY - 20)
    assert answers[-1].text == TOO_MANY
    assert TOO_MANY in opened("token=x", gate=gate).text
    assert len(caplog.records) == 20
    assert enter(gate, TOKEN).status == 204
    assert opened(f"token={TOKEN}", gate=gate).status == 303
    now[0] += 6
    assert [enter(gate, "x").status for _ in range(3)] == [403, 403, 429]
    now[0] += 3600
    assert [enter(gate, "x").status for _ in range(21)] == [403] * 20 + [429]


def test_a_person_gets_the_page_and_everything_else_a_sentence() -> None:
    answer = ask(gated(), scope(accept=PAGE))
    assert (answer.status, answer.headers["content-type"]) == (403, "text/html; charset=utf-8")
    assert "This is the facilitator's door" in answer.text
    assert 'href="/join"' in answer.text
    assert (ask(gated(), scope()).text, ask(gated(), scope(accept="*/*")).text) == (ASKS, ASKS)
    assert ask(gated(), scope(method="PUT", accept=PAGE)).text == ASKS
    for asked in (scope(accept=PAGE), scope(), scope(method="HEAD", accept=PAGE)):
        assert ask(gated(), asked).headers["cache-control"] == "no-store"


def test_the_page_needs_nothing_from_anywhere() -> None:
    answer = ask(gated(), scope(accept=PAGE))
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "/*" not in answer.text
    assert "<!--" not in answer.text
    for outside in ("src=", "http://", "https://", "@import", "url("):
        assert outside not in answer.text.replace("http://www.w3.org/2000/svg", "")
    assert len(answer.body) < 12_000


LAN = ("192.168.1.5", 8501)


@pytest.mark.parametrize(
    ("server", "status"),
    [
        (("127.0.0.1", 8501), 200),
        (("::1", 8501), 200),
        (("::ffff:127.0.0.1", 8501), 200),
        (("127.0.0.53", 8501), 200),
        (("/run/preflight.sock", None), 200),
        (LAN, 403),
        (("::ffff:192.168.1.5", 8501), 403),
        (("fd00::7", 8501), 403),
    ],
)
def test_a_server_of_this_machine_alone_asks_nothing_and_refuses_whoever_comes_from_outside(
    server: tuple[str, int], status: int
) -> None:
    """`uvicorn --host 0.0.0.0` listens on more than the settings say."""
    for path in ("/", "/join", "/health"):
        answer = ask(gated(token=""), scope(path) | {"server": server})
        assert (answer.status, answer.text == NOT_SHARED) == (status, status == 403)
    assert ask(gated(token=""), scope(kind="websocket") | {"server": server}).status == (101 if status == 200 else 403)


def test_an_empty_token_is_no_token() -> None:
    outside = {"server": LAN}
    assert ask(gated(token=""), scope(cookie="=".join(cookie_of(""))) | outside).status == 403
    assert ask(gated(token=""), scope() | outside | {"query_string": b"token="}).status == 403
    assert ask(gated(token=""), scope(method="POST", preflight_token="x") | outside).status == 403


@pytest.mark.parametrize(
    ("environ", "asks"),
    [
        ({}, False),
        ({"HOST": "localhost"}, False),
        ({"HOST": "::1"}, False),
        ({"PUBLIC_ORIGINS": "https://a.org"}, False),  # who comes in is up to the proxy on this machine
        ({"SCREEN_TOKEN": TOKEN}, False),
        ({"SHARE": "yes"}, True),
        ({"SHARE": "yes", "HOST": "127.0.0.1", "PUBLIC_ORIGINS": "https://a.org"}, True),
        ({"HOST": "0.0.0.0"}, True),
        ({"HOST": "::"}, True),
        ({"HOST": "192.168.1.5"}, True),
        ({"HOST": "my-laptop"}, True),
        ({"HOST": "0.0.0.0", "SHARE": "no"}, True),
        ({"HOST": "0.0.0.0", "PUBLIC_ORIGINS": "https://a.org"}, True),
    ],
)
def test_when_the_screens_ask_for_their_token(environ: dict[str, str], asks: bool, tmp_path: Path) -> None:
    settings = from_environment({f"PREFLIGHT_{name}": value for name, value in environ.items()})
    assert settings.asks_for_token is asks


def test_the_guard_answers_the_address_that_phones_are_told() -> None:
    settings = Settings(share=True, screen_token=TOKEN, join_address="http://box.local:8501")
    app: Any = Inside()
    for each in reversed(middleware(settings)):
        app = each.cls(app, **each.kwargs) if each.cls in (Guard, Gate) else app
    assert ask(app, scope("/join", host="box.local:8501")).status == 200
    assert ask(app, scope("/", host="box.local:8501")).text == ASKS
    assert ask(app, scope("/join", host="evil.example:8501")).status == 403
