"""Files on their way out of a real server: nobody gets another's, nothing stays behind (THREATS A4, A10, A12, A14)."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.server import Server
from tests.door.launcher import launcher
from tests.exchange.fake_worker import DIFFERS_AT, HEBREW, MIB_2, SECRET, big_file
from tests.security.exports_client import Visit, children, with_sample

pytestmark = pytest.mark.slow

_FAKE = """\
import functools, sys
import preflight.door.exchanging as exchanging
command = (sys.executable, "-m", "tests.exchange.fake_worker")
exchanging.Exchange = functools.partial(exchanging.Exchange, command=command)
"""


@pytest.fixture(scope="module")
def faked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server whose makers are the tests' own, and an assessment on it."""
    folder = tmp_path_factory.mktemp("faked")
    app = launcher(folder / "app")
    app.write_text(_FAKE + app.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "data").mkdir()
    _, assessment = with_sample(folder / "data")
    with Server(data=folder / "data", app=app, environ={"TMPDIR": str(folder)}) as server:
        yield server, assessment


def test_two_peoples_downloads_at_the_same_time_are_each_their_own(faked: tuple[Server, str]) -> None:
    """A12: 2 MiB each, the same but for one byte at 300 kB."""
    server, assessment = faked
    kinds = ["csv", "markdown"] * 3
    visits = [Visit.opened(server) for _ in kinds]
    found: dict[int, bytes] = {}

    def fetch(at: int) -> None:
        found[at] = visits[at].fetched({"format": kinds[at], "assessment": assessment})[1]

    threads = [threading.Thread(target=fetch, args=(at,)) for at in range(len(kinds))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [found[at] == big_file(kinds[at]) for at in range(len(kinds))] == [True] * len(kinds)
    assert found[0][:DIFFERS_AT] + found[0][DIFFERS_AT + 1 :] == found[1][:DIFFERS_AT] + found[1][DIFFERS_AT + 1 :]
    assert len(found[0]) == MIB_2


def test_a_ticket_is_good_once_and_for_its_visit_only(faked: tuple[Server, str]) -> None:
    server, assessment = faked
    ada, bob = Visit.opened(server), Visit.opened(server)
    ticket = json.loads(ada.order({"format": "deck", "assessment": assessment}).body)["ticket"]
    ada.until_ended(ticket)
    assert bob.ask("GET", f"/exports/{ticket}").status == 403
    assert Visit(server).ask("GET", f"/exports/{ticket}").status == 403
    assert ada.ask("HEAD", f"/exports/{ticket}").status == 405
    first = ada.ask("GET", f"/exports/{ticket}", Accept_Encoding="gzip", Range="bytes=0-1")
    assert (first.status, first.body) == (200, b"content")
    assert first.headers["cache-control"] == "no-store"
    assert first.headers["x-content-type-options"] == "nosniff"
    assert first.headers["content-security-policy"].endswith("sandbox")
    assert first.headers["content-disposition"].startswith("attachment; ")
    assert "access-control-allow-origin" not in first.headers
    assert [ada.ask("GET", f"/exports/{ticket}{path}").status for path in ("", "/standing")] == [404, 404]


def test_fifty_connections_at_once_fetch_a_ticket_once(faked: tuple[Server, str]) -> None:
    server, assessment = faked
    ada = Visit.opened(server)
    ticket = json.loads(ada.order({"format": "deck", "assessment": assessment}).body)["ticket"]
    ada.until_ended(ticket)
    together, answers = threading.Barrier(50), []

    def fetch() -> None:
        together.wait()
        answer = ada.ask("GET", f"/exports/{ticket}")
        answers.append((answer.status, answer.body if answer.status == 200 else b""))

    threads = [threading.Thread(target=fetch) for _ in range(50)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(answers) == [(200, b"content"), *[(404, b"")] * 49]


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://localhost:8501"])
def test_another_site_orders_nothing_brings_nothing_and_cancels_nothing(
    faked: tuple[Server, str], origin: str | None
) -> None:
    server, assessment = faked
    visit = Visit.opened(server)
    ticket = json.loads(visit.order({"format": "deck", "assessment": assessment}).body)["ticket"]
    assert visit.order({"format": "deck", "assessment": assessment}, origin=origin).status == 403
    assert visit.ask("POST", "/exports/warm", origin=origin).status == 403
    assert visit.bring("document", b"x", origin=origin).status == 403
    assert visit.ask("DELETE", f"/exports/{ticket}", origin=origin).status == 403
    assert visit.until_ended(ticket)["state"] == "ready"
    assert visit.ask("POST", "/exports", b"{}", Host="evil.example").status == 403


def test_what_is_nothing_of_ours_is_never_answered_with_a_page(faked: tuple[Server, str]) -> None:
    visit = Visit.opened(faked[0])
    for path in (
        "/exports",
        "/exports/",
        "/exports/x/y/z",
        "/exports/..%2f..%2fetc%2fpasswd",
        "/arrivals",
        "/arrivals/x",
    ):
        for method in ("GET", "PUT", "PATCH", "OPTIONS"):
            answer = visit.ask(method, path)
            assert answer.status in (400, 404, 405), (method, path)
            assert "text/html" not in answer.headers.get("content-type", ""), (method, path)


def test_an_error_reaches_the_browser_as_a_reference(faked: tuple[Server, str]) -> None:
    """A14: what the process beside the server has to say about it stands in the server's log."""
    server, assessment = faked
    visit = Visit.opened(server)
    ticket = json.loads(visit.order({"format": "json", "assessment": assessment}).body)["ticket"]
    sentence = visit.until_ended(ticket)["sentence"]
    assert SECRET not in sentence
    assert sentence.split("Reference ")[1].strip(".") in server.log
    assert SECRET in server.log


def test_names_in_every_script_come_through(faked: tuple[Server, str]) -> None:
    server, assessment = faked
    ready, _ = Visit.opened(server).fetched({"format": "deck", "assessment": assessment})
    assert ready["name"] == HEBREW


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("how", ["python", "streamlit"])
def test_the_process_ends_and_the_files_go_with_the_server(
    start_server: Callable[..., Server], tmp_path: Path, how: str
) -> None:
    server = start_server(environ={"TMPDIR": str(tmp_path)}, how=how)
    _, assessment = with_sample(server.data)
    visit = Visit.opened(server)
    ticket = json.loads(visit.order({"format": "json", "assessment": assessment}).body)["ticket"]
    assert visit.until_ended(ticket)["state"] == "ready"
    (worker,) = children(server.pid)
    command = Path(f"/proc/{worker}/cmdline").read_bytes()
    assert b"preflight.exchange.worker" in command
    assert str(server.data).encode() not in command
    assert len(list(tmp_path.glob("preflight-exchange-*/*"))) == 2
    server.stop()
    assert not Path(f"/proc/{worker}").exists()
    assert not list(tmp_path.glob("preflight-exchange-*"))
    assert "Traceback" not in server.log


def test_two_servers_on_one_database_share_no_ticket(start_server: Callable[..., Server], tmp_path: Path) -> None:
    """They share the browser's cookie, for it knows no ports."""
    first = start_server(environ={"TMPDIR": str(tmp_path)})
    _, assessment = with_sample(first.data)
    second = start_server(environ={"TMPDIR": str(tmp_path)}, data=first.data)
    ada = Visit.opened(first)
    same = Visit(second, ada.cookie)
    ticket = json.loads(ada.order({"format": "json", "assessment": assessment}).body)["ticket"]
    assert same.ask("GET", f"/exports/{ticket}/standing").status == 404
    assert "set-cookie" not in second.get("/", headers={"Cookie": f"preflight_visit={ada.cookie}"}).headers
    second.stop()
    assert ada.until_ended(ticket)["state"] == "ready"
    assert json.loads(ada.ask("GET", f"/exports/{ticket}").body)
