"""`make share`, with a real server: phones get in, the screens ask for their token (THREATS A4, A11)."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from preflight.door.gate import ASKS, NOT_SHARED, WRONG
from preflight.door.screen_token import FILE_NAME, cookie_of
from preflight.settings import ROOT
from tests.browser.axe import grave_findings
from tests.browser.server import Server
from tests.door.handshake import handshake
from tests.door.test_in_the_browser import refusals
from tests.door.test_start import ended

SHARE = {"PREFLIGHT_SHARE": "yes"}
PAGE = {"Accept": "text/html"}


def token_of(server: Server) -> str:
    return (server.data / FILE_NAME).read_text(encoding="ascii").strip()


def cookie(server: Server) -> str:
    return "=".join(cookie_of(token_of(server)))


@pytest.fixture
def shared(start_server: Callable[..., Server]) -> Server:
    return start_server(environ=SHARE)


REFUSED = (
    "/",
    "/results",
    "/?embed=true",
    "/favicon.png",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/stream",
    "/_stcore/bidi-components/preflight.answer_cards/answer_cards.js",
    "/app/static/icon.svg",
    "/static/js/index.js",
    "/media/x.png",
    "/live/screen/x",
    "/JOIN",
    "/join/../results",
    "/join/%2e%2e/results",
    "/join%2f..%2fresults",
    "//join",
    "/%6Aoin/../results",
)


def test_without_the_token_a_visitor_gets_to_the_phones_addresses_only(shared: Server) -> None:
    for path in REFUSED:
        for headers in ({}, PAGE, {"Cookie": cookie(shared)[:-1] + "x"}, {"X-Forwarded-For": "127.0.0.1"}):
            answer = shared.get(path, headers)
            assert (path, answer.status) == (path, 403)
            assert answer.text == ASKS or "This is the facilitator's door" in answer.text
            assert "streamlit" not in answer.text.lower()
    assert shared.get("/health").text == "ok\n"
    for path in ("/join", "/%6Aoin", "/live/join"):
        assert shared.get(path).status != 403, path


def test_without_the_token_streamlit_sees_no_websocket(shared: Server) -> None:
    ours = (shared.url,)
    for path in ("/_stcore/stream", "/live/screen/x", f"/_stcore/stream?token={token_of(shared)}"):
        assert handshake(shared.port, origins=ours, path=path) == 403
    assert handshake(shared.port, origins=ours, cookie=cookie(shared)[:-1]) == 403
    assert handshake(shared.port, origins=ours, cookie=cookie(shared)) == 101
    assert handshake(shared.port, origins=("http://evil.example",), cookie=cookie(shared)) == 403


def test_what_is_printed_is_the_link_for_this_machine_and_where_phones_join(shared: Server) -> None:
    lines = shared.log.splitlines()
    assert f"Preflight is ready: {shared.url}/?token={token_of(shared)}  (Ctrl+C ends it)" in lines
    said = [line for line in lines if line.startswith("Phones")]
    assert len(said) == 1
    if found := re.fullmatch(r"Phones join at (http://\S+)/join", said[0]):
        address = urlsplit(found[1])
        assert address.port == shared.port
        assert f"On another machine: {found[1]}/?token={token_of(shared)}  (keep it to yourself)" in lines
    else:
        assert said[0] == "Phones can't join: this machine is in no network."
    link = shared.get(f"/results?token={token_of(shared)}", {"Cookie": cookie(shared)})
    assert (link.status, "streamlit" in link.text.lower()) == (200, True), "urllib has followed the 303"


def test_the_token_stays_the_same_and_out_of_the_repository(shared: Server) -> None:
    before = token_of(shared)
    shared.kill()
    shared.start()
    assert token_of(shared) == before
    if os.name != "nt":
        assert (shared.data / FILE_NAME).stat().st_mode & 0o777 == 0o600
    assert subprocess.run(["git", "check-ignore", "-q", f"data/{FILE_NAME}"], cwd=ROOT, check=False).returncode == 0


def test_a_token_that_is_given_is_the_one_and_is_not_kept(start_server: Callable[..., Server]) -> None:
    token = "the-token-of-all-our-servers"
    server = start_server(environ={**SHARE, "PREFLIGHT_SCREEN_TOKEN": token})
    assert f"{server.url}/?token={token}" in server.log
    assert server.get("/", {"Cookie": "=".join(cookie_of(token))}).status == 200
    assert not (server.data / FILE_NAME).exists()


@pytest.mark.parametrize(
    ("how", "environ", "arguments"),
    [
        ("uvicorn", SHARE, []),
        ("streamlit", SHARE, ["--server.address", "0.0.0.0"]),
        ("streamlit", {}, ["--server.address", "0.0.0.0"]),
        ("python", {"PREFLIGHT_HOST": "0.0.0.0"}, []),
    ],
)
def test_every_way_to_listen_for_others_has_the_gate(
    how: str, environ: dict[str, str], arguments: list[str], start_server: Callable[..., Server]
) -> None:
    server = start_server(how=how, environ=environ, arguments=arguments)
    assert (server.get("/").status, server.get("/").text) == (403, ASKS)
    assert server.get("/", {"Cookie": cookie(server)}).status == 200
    assert handshake(server.port, origins=(server.url,)) == 403
    if how != "uvicorn":  # which tells nobody its port
        assert f"{server.url}/?token={token_of(server)}" in server.log


def test_on_loopback_nothing_is_asked_and_no_token_is_made(server: Server) -> None:
    assert server.get("/").status == 200
    assert handshake(server.port, origins=(server.url,)) == 101
    assert not (server.data / FILE_NAME).exists()
    assert f"Preflight is ready: {server.url}  (Ctrl+C ends it)\n" in server.log


def test_uvicorn_that_listens_on_more_than_the_settings_say_opens_nothing(start_server: Callable[..., Server]) -> None:
    server = start_server(how="uvicorn", arguments=["--host", "0.0.0.0"])
    assert server.get("/").status == 200
    found = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=False).stdout.split()
    address = next((each for each in found if "." in each), None)
    if address is None:
        pytest.skip("this machine is in no network")
    server.url = f"http://{address}:{server.port}"
    for path in ("/", "/join", "/health"):
        assert (server.get(path).status, server.get(path).text) == (403, NOT_SHARED)


@pytest.mark.slow
def test_streamlit_run_on_loopback_says_that_nobody_can_join() -> None:
    process = ended(ROOT / "app.py", how="streamlit", environ=SHARE)
    assert process.returncode == 3
    assert process.stderr.strip().endswith("start with make share, or add --server.address 0.0.0.0.")


@pytest.mark.slow
@pytest.mark.parametrize("how", ["python", "uvicorn"])
def test_a_token_that_cannot_be_read_ends_the_start_with_its_sentence(how: str, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    process = ended(ROOT / "app.py", how=how, environ={**SHARE, "PREFLIGHT_DATA": str(tmp_path)})
    assert process.returncode == 3
    assert process.stderr.startswith(f"The screen token in {tmp_path / FILE_NAME} can't be used (")
    assert len(process.stderr.splitlines()) == 1


def opened(page: Any) -> None:
    """Wait for the first screen, drawn through Streamlit's WebSocket."""
    page.locator("[data-testid=stMain] h1, [data-testid=stMain] h2").first.wait_for()


def test_the_link_opens_the_screens_and_a_killed_server_asks_nothing_anew(shared: Server, page: Any) -> None:
    complaints = refusals(page)
    page.goto(f"{shared.url}/?token={token_of(shared)}")
    opened(page)
    assert page.url == f"{shared.url}/", "the token is gone from the address bar"
    assert complaints == []
    (kept,) = [each for each in page.context.cookies() if each["name"].startswith("preflight_screen_")]
    assert (kept["httpOnly"], kept["sameSite"], kept["path"], kept["secure"]) == (True, "Lax", "/", False)
    assert token_of(shared) not in kept["name"] + kept["value"]

    shared.kill()
    shared.start()
    page.get_by_test_id("stMain").wait_for()
    page.goto(f"{shared.url}/results")
    opened(page)
    expect(page.get_by_text("This is the facilitator's door")).to_have_count(0)


@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_door_asks_for_the_token_and_opens(
    colour_scheme: str, width: int, height: int, shared: Server, new_page: Callable[..., Any]
) -> None:
    page = new_page(viewport={"width": width, "height": height}, color_scheme=colour_scheme)
    complaints = refusals(page)
    page.goto(f"{shared.url}/history?token=of-another-server")
    note = page.get_by_role("alert")
    expect(note).to_have_text(WRONG)
    assert page.url == f"{shared.url}/history", "a wrong token need not stay on a shared screen either"
    page.reload()
    expect(note).to_be_empty()
    expect(page.get_by_role("link", name="Join the room")).to_have_attribute("href", "/join")
    assert page.evaluate(
        "document.documentElement.scrollWidth <= innerWidth && document.body.scrollHeight <= innerHeight"
    )
    picture(page, f"door-{width}-{colour_scheme}")

    field = page.get_by_label("Token")
    for wrong in ("wrong", "wröng 文 &?#"):
        field.fill(wrong)
        page.get_by_role("button", name="Open the screens").click()
        expect(note).to_have_text(WRONG)
    picture(page, f"door-{width}-{colour_scheme}-wrong")
    assert [text for text in complaints if "403" not in text] == []
    assert grave_findings(page) == []

    whole_link = f"http://192.168.1.20:8501/results?a=1&token={token_of(shared)}&b=2"
    field.fill(whole_link if width == 390 else f" {token_of(shared)} ")
    field.press("Enter")
    opened(page)
    assert page.url == f"{shared.url}/history"


def picture(page: Any, name: str) -> None:
    """Keep a picture for whoever wants to look, in the folder PICTURES."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_the_door_says_that_the_server_is_gone(shared: Server, page: Any) -> None:
    page.goto(shared.url)
    shared.kill()
    page.get_by_label("Token").fill("anything")
    page.get_by_role("button", name="Open the screens").click()
    expect(page.get_by_role("alert")).to_contain_text("Preflight does not answer.")
