"""What stands round the sign-in: settings that go together, cookies that stay on https, proxies that are believed, and
addresses that stay here (THREATS A9, A10, A11)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from preflight.door.routes import middleware
from preflight.door.sign_in import places
from preflight.door.sign_in.configuration import secrets
from preflight.door.sign_in.cookies import SecureCookies
from preflight.door.sign_in.way import SignInWay
from preflight.exchange.visits import address_of
from preflight.services.workspace import Workspace
from preflight.settings import UnsoundSettings, from_environment
from preflight.settings.sign_in import sign_in_problems
from tests.browser.server import Server, ServerDidNotStart
from tests.door.asgi import ask, scope

SOUND = {
    "PREFLIGHT_OIDC_URL": "https://login.example.com/.well-known/openid-configuration",
    "PREFLIGHT_OIDC_CLIENT_ID": "preflight",
    "PREFLIGHT_OIDC_CLIENT_SECRET": "of the client",
    "PREFLIGHT_COOKIE_SECRET": "wq8Zk3vB9qLw8Xn2TfH6mRj4PsY7cGd1UaEoiQx5KtN0",
    "PREFLIGHT_PUBLIC_ORIGINS": "https://preflight.example.com,https://other.example.com",
}


def test_settings_that_go_together_become_streamlits_sign_in() -> None:
    settings = from_environment(SOUND | {"PREFLIGHT_OIDC_SCOPES": "groups  offline"})
    assert sign_in_problems(settings) == ()
    assert not settings.asks_for_token
    assert secrets(settings) == {
        "auth": {
            "redirect_uri": "https://preflight.example.com/oauth2callback",
            "cookie_secret": SOUND["PREFLIGHT_COOKIE_SECRET"],
            "client_id": "preflight",
            "client_secret": "of the client",
            "server_metadata_url": SOUND["PREFLIGHT_OIDC_URL"],
            "client_kwargs": {"scope": "openid profile email groups offline", "prompt": "select_account"},
        }
    }
    assert secrets(from_environment({})) is None


def test_on_this_machine_alone_http_will_do() -> None:
    settings = from_environment(SOUND | {"PREFLIGHT_PUBLIC_ORIGINS": "", "PREFLIGHT_PORT": "8600"})
    assert sign_in_problems(settings) == ()
    assert settings.sign_in_address == "http://127.0.0.1:8600"


@pytest.mark.parametrize("missing", [name for name in SOUND if name != "PREFLIGHT_PUBLIC_ORIGINS"])
def test_each_setting_that_is_missing_is_named(missing: str) -> None:
    """Also the provider's address: who forgot that one must not open the screens to everybody."""
    (said,) = sign_in_problems(from_environment(SOUND | {missing: ""}))
    assert said.startswith(f"{missing} is missing")


@pytest.mark.parametrize(
    "origins", ["http://preflight.example.com", "https://preflight.example.com,http://192.168.1.20:8501"]
)
def test_plain_http_but_for_this_machine_is_refused(origins: str) -> None:
    (said,) = sign_in_problems(from_environment(SOUND | {"PREFLIGHT_PUBLIC_ORIGINS": origins}))
    assert "is plain http" in said


@pytest.mark.parametrize(
    "secret",
    ["short", "a" * 64, "change-me-change-me-change-me-1234567890", "This is a sample of a SECRET, 0123456789 abc"],
)
def test_a_short_secret_or_a_samples_is_refused_and_not_repeated(secret: str) -> None:
    with pytest.raises(UnsoundSettings, match="PREFLIGHT_COOKIE_SECRET must be at least 32 characters") as refused:
        from_environment(SOUND | {"PREFLIGHT_COOKIE_SECRET": secret})
    assert secret not in str(refused.value)


@pytest.mark.parametrize("given", ["*", "0.0.0.0/0", "::/0", "10.0.0.1/8", "proxy", ","])
def test_proxies_are_addresses_and_never_everybody(given: str) -> None:
    with pytest.raises(UnsoundSettings, match="PREFLIGHT_TRUSTED_PROXIES"):
        from_environment({"PREFLIGHT_TRUSTED_PROXIES": given})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"PREFLIGHT_COOKIE_SECRET": ""}, "PREFLIGHT_COOKIE_SECRET is missing"),
        ({"PREFLIGHT_PUBLIC_ORIGINS": "http://preflight.example.com"}, "is plain http"),
    ],
)
def test_the_server_does_not_start_with_a_sign_in_that_is_not_safe(
    tmp_path: Path, change: dict[str, str], says: str
) -> None:
    with pytest.raises(ServerDidNotStart, match=says) as ended:
        Server(data=tmp_path / "data", environ=SOUND | change).start()
    assert "exit code 3" in str(ended.value)
    assert "Traceback" not in str(ended.value)


async def _sets(scope: Scope, receive: Receive, send: Send) -> None:
    response = Response("x")
    response.set_cookie("_streamlit_user", "a", httponly=True, samesite="lax")
    response.set_cookie("_streamlit_user_1", "b", httponly=True, samesite="lax", secure=True)
    response.set_cookie("_streamlit_session", "c", samesite="lax")
    response.set_cookie("ours", "d")
    await response(scope, receive, send)


def _set_by(host: str) -> list[str]:
    sent: list[Any] = []

    async def run() -> None:
        async def receive() -> Any: ...

        async def send(message: Any) -> None:
            sent.append(message)

        await SecureCookies(_sets, https_hosts=["preflight.example.com"])(scope(host=host), receive, send)

    import asyncio

    asyncio.run(run())
    return [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]


def test_streamlits_cookies_never_travel_over_plain_http_where_there_is_https() -> None:
    user, part, session, ours = _set_by("preflight.example.com")
    for cookie in (user, part, session):
        assert cookie.count("Secure") == 1
    assert "HttpOnly" in user
    assert "SameSite=lax" in user
    assert "Secure" not in ours  # each of ours says it itself
    assert not any("Secure" in cookie for cookie in _set_by("127.0.0.1:8501")[:1])


async def _says_the_address(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(address_of(HTTPConnection(scope)))(scope, receive, send)


@pytest.mark.parametrize(
    ("trusted", "peer", "header", "address"),
    [
        ("", "127.0.0.1", "198.51.100.7", "127.0.0.1"),
        ("", "203.0.113.9", "198.51.100.7", "203.0.113.9"),
        ("10.0.0.0/8", "203.0.113.9", "198.51.100.7", "203.0.113.9"),
        ("10.0.0.0/8", "10.1.2.3", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.0/8", "10.1.2.3", "192.0.2.66, 198.51.100.7", "198.51.100.7"),  # the first one somebody made up
        ("10.0.0.0/8", "10.1.2.3", "192.0.2.66, 198.51.100.7, 10.9.9.9", "198.51.100.7"),
        ("10.0.0.5", "10.0.0.6", "198.51.100.7", "10.0.0.6"),
        ("10.0.0.5", "10.0.0.5", "", "10.0.0.5"),
    ],
)
def test_where_a_request_comes_from_is_what_the_connection_says(
    trusted: str, peer: str, header: str, address: str
) -> None:
    """Without a proxy that is named in the settings, a header that says otherwise is nothing."""
    settings = from_environment({"PREFLIGHT_TRUSTED_PROXIES": trusted})
    (proxies,) = (each for each in middleware(settings) if each.cls is ProxyHeadersMiddleware)
    app = proxies.cls(_says_the_address, *proxies.args, **proxies.kwargs)
    asked = scope(x_forwarded_for=header) | {"client": (peer, 40_000), "scheme": "http"}
    assert ask(app, asked).text == address


@pytest.mark.parametrize(
    ("given", "goes_to"),
    [
        ("/", "/"),
        ("/assess?assessment=3f9a", "/assess?assessment=3f9a"),
        ("//evil.example/x", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("evil", "/"),
        ("", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
        ("/\tevil", "/"),
        ("/sign-in?to=/sign-in", "/"),
        ("/auth/logout", "/"),
        ("/./auth/logout", "/"),
        ("/assess/%2E./auth/logout", "/"),
        ("/.//evil.example", "/"),
        ("/assess/..", "/"),
        ("/assess?kept=a.b/...x", "/assess?kept=a.b/...x"),
        ("/oauth2callback?code=1", "/"),
        ("/" + "x" * 2_000, "/"),
        ("/ü", "/"),
    ],
)
def test_nobody_is_led_to_another_site(given: str, goes_to: str) -> None:
    assert places.own_place(given) == goes_to


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS"])
@pytest.mark.parametrize("path", [places.CALLBACK, places.LOGIN, places.LOGOUT])
def test_the_steps_of_a_sign_in_are_taken_by_get_alone(path: str, method: str) -> None:
    """Streamlit takes a HEAD as a GET: it would set a cookie without a session, and forget one whose session lasts."""

    def nobody() -> Workspace:
        raise AssertionError

    way = SignInWay(_sets, workspace=nobody, address="http://127.0.0.1:8501")
    answer = ask(way, scope(path, method=method))
    assert (answer.status, answer.headers["allow"]) == (405, "GET")
    assert "set-cookie" not in answer.headers


def test_the_page_that_was_asked_for_is_the_one_that_somebody_comes_back_to() -> None:
    asked = scope("/assess") | {"query_string": b"assessment=3f9a&x=%C3%BC"}
    assert places.asked_for(asked) == "/assess?assessment=3f9a&x=%C3%BC"
    assert places.way_to_sign_in("/") == "/sign-in"
    assert places.way_to_sign_in("/assess?a=1&b=2") == "/sign-in?to=%2Fassess%3Fa%3D1%26b%3D2"
