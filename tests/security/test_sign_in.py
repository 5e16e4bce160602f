"""Who is signed in, against a provider that runs here: what ends a sign-in, and what never was one (THREATS A5, A6, A8,
A12, A18). The clock of idle and longest is the test's in tests/services/test_signing_in.py."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.exceptions import InvalidStatus

from preflight.access.people import LOCAL_OWNER
from preflight.access.sign_in_cookie import NAME
from preflight.domain.project import Person
from preflight.domain.roles import ProjectRole
from preflight.exchange.visits import COOKIE
from preflight.services.projects import list_overviews, list_projects
from preflight.services.workspace import Workspace
from preflight.storage.audit import events
from preflight.storage.login_sessions import find_login_session, see_login_session
from preflight.storage.people import find_person, set_disabled
from preflight.storage.roles import give_role, take_role
from preflight.ui.registry import PAGES
from tests.beside import workspace_beside
from tests.browser.server import ROOT, Server
from tests.door.blackhole import BlackHole
from tests.door.handshake import handshake
from tests.provider import SECRET, Provider, Somebody, a_provider, heading
from tests.security.exports_client import with_sample
from tests.security.wire import Run, Wire, widget

pytestmark = pytest.mark.slow

PEOPLE = {
    "ada": {"name": "Ada Marković", "email": "ada@example.com", "groups": ["admins"]},
    "tom": {"name": "Tom Okafor", "groups": ["teams"]},
    "eve": {"name": "Eve <b>Horne</b>", "email": "ada@example.com", "groups": ["lookers"]},
    "nia": {"name": "Nia Lindqvist", "groups": ["strangers"]},
    "bo": {"name": "Bo", "groups": []},
    "kim": {"name": "Kim", "groups": ["teams"]},
}
ENDED = "You are signed out"
NO_ROLE = "nothing is shared with you yet"
OUTSIDE = 'class="pf-outside"'


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with a_provider(PEOPLE) as found:
        yield found


@pytest.fixture(scope="module")
def server(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with provider.server(tmp_path_factory.mktemp("sign-in") / "data") as running:
        with_sample(running.data)
        yield running


@contextmanager
def beside(server: Server) -> Iterator[Workspace]:
    """The database of the server."""
    workspace = workspace_beside(server.data)
    try:
        yield workspace
    finally:
        workspace.database.close()


def person(server: Server, provider: Provider, subject: str) -> Person:
    with beside(server) as workspace, workspace.database.reading() as connection:
        found = find_person(connection, issuer=provider.url, subject=subject)
    assert found is not None
    return found


def told(server: Server) -> list[tuple[str, str, str, str]]:
    """Operation, outcome, person and address of each event."""
    with beside(server) as workspace, workspace.database.reading() as connection:
        return [(each.operation, each.outcome, each.person, each.address) for each in events(connection)]


def newest_of_sample(server: Server) -> str:
    """The id of an assessment that a file can be made of."""
    with beside(server) as workspace:
        (overview,) = list_overviews(workspace, LOCAL_OWNER)
    assert overview.newest is not None
    return overview.newest.id


def ordered(somebody: Somebody, assessment: str) -> str:
    """The ticket of a file."""
    answer = somebody.post("/exports", json={"format": "markdown", "assessment": assessment})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["ticket"])


def ended(somebody: Somebody, ticket: str) -> dict[str, Any]:
    """How the making of a file ended."""
    deadline = time.monotonic() + 60
    while (said := somebody.get(f"/exports/{ticket}/standing").json())["state"] not in ("ready", "failed"):
        assert time.monotonic() < deadline
    return dict(said)


def words(run: Run) -> str:
    """Everything that came over the wire."""
    return run.raw.decode("utf-8", "replace")


def shows_a_page(run: Run) -> bool:
    """Whether the run drew more than the words for somebody outside."""
    assert not run.failed
    return OUTSIDE not in words(run)


def test_a_sign_in_ends_everywhere_at_once(server: Server, provider: Provider) -> None:
    """Sign in, sign out, copied cookie, second tab: one sequence."""
    ada = Somebody(server).signs_in("ada")
    thief = ada.copied()
    assert thief.get("/").status_code == 200  # a copied cookie is the cookie: that is why it can be ended
    with Wire(server, cookie=ada.header) as tab, Wire(server, cookie=ada.header) as second:
        for each in (tab, second):
            assert shows_a_page(each.run(page_name="portfolio"))
        back = ada.get("/auth/logout")
        assert back.is_redirect
        assert back.headers["location"].startswith(f"{provider.url}/oauth2/end_session")
        assert NAME not in ada.cookies
        for each in (tab, second):
            for name in ("", "portfolio", "export"):
                run = each.run(page_name=name)
                assert not shows_a_page(run)
                assert ENDED in words(run)
                assert "Every pilot in one view" not in words(run)
    page = thief.get("/portfolio")
    assert (page.status_code, heading(page)) == (401, ENDED)
    assert thief.post("/exports", json={"format": "form"}).status_code == 401
    assert ENDED in thief.post("/arrivals?kind=document", content=b"{}").json()["sentence"]
    with Wire(server, cookie=thief.header) as copied:
        assert not shows_a_page(copied.run(page_name="home"))
    events_of_ada = [(what, how) for what, how, who, _ in told(server) if who == "Ada Marković"]
    assert ("sign_in", "done") in events_of_ada
    assert ("sign_out", "done") in events_of_ada


def test_sign_out_everywhere_ends_the_other_browsers_too(server: Server) -> None:
    desk, laptop = (Somebody(server).signs_in("kim") for _ in range(2))
    with Wire(server, cookie=desk.header) as tab:
        run = tab.run()
        tab.run(widgets=[widget(run.widget("sign_out_everywhere"), trigger_value=True)])
        assert not shows_a_page(tab.run())
    for each in (desk, laptop):
        assert heading(each.get("/")) == ENDED


def test_a_group_that_was_taken_counts_from_the_next_sign_in(server: Server, provider: Provider) -> None:
    tom = Somebody(server).signs_in("tom")
    with Wire(server, cookie=tom.header) as tab:
        assert shows_a_page(tab.run(page_name="portfolio"))
    provider.knows("tom", {"name": "Tom Okafor", "groups": ["strangers"]})
    before = tom.copied()
    tom.http.cookies.delete(NAME, domain="127.0.0.1", path="/")  # the browser lost it; the provider knows him still
    assert tom.arrives("tom").status_code == 302
    with Wire(server, cookie=tom.header) as tab:
        run = tab.run(page_name="portfolio")
        assert not shows_a_page(run)
        assert NO_ROLE in words(run)
    assert before.get("/").status_code == 200  # another sign-in, which ends by itself or by an administrator
    provider.knows("tom", PEOPLE["tom"])


def test_whoever_signs_in_again_in_a_browser_ends_the_sign_in_that_it_had(server: Server) -> None:
    bo = Somebody(server).signs_in("bo")
    old = bo.copied()
    with beside(server) as workspace, workspace.database.writing() as connection:
        session = find_login_session(connection, bo.digest)
        assert session is not None
        see_login_session(connection, bo.digest, session.seen_at)
    asking = bo.get("/sign-in?to=/portfolio")
    assert asking.headers["location"] == "/portfolio"  # signed in already: nothing to do
    token = Somebody(server).get("/sign-in").headers["location"]
    bo.get(token)
    assert bo.get(bo.comes_back(bo.get(token).headers["location"], "bo")).status_code == 302
    assert heading(old.get("/")) == ENDED
    assert bo.get("/").status_code == 200


def test_a_changed_role_and_a_disabled_person_act_at_the_next_click(server: Server, provider: Provider) -> None:
    nia = Somebody(server).signs_in("nia")
    who = person(server, provider, "nia")
    with beside(server) as workspace, Wire(server, cookie=nia.header) as tab:
        (sample, *_) = list_projects(workspace, LOCAL_OWNER)
        assert NO_ROLE in words(tab.run(page_name="results"))
        with workspace.database.writing() as connection:
            give_role(connection, sample.id, who.id, ProjectRole.VIEWER, at=workspace.now(), by=LOCAL_OWNER.id)
        run = tab.run(page_name="results")
        assert shows_a_page(run)
        assert sample.name in words(run)
        with workspace.database.writing() as connection:
            take_role(connection, sample.id, who.id)
        run = tab.run(page_name="results")
        assert NO_ROLE in words(run)
        assert sample.name not in words(run)
        with workspace.database.writing() as connection:
            set_disabled(connection, who.id, workspace.now())
        run = tab.run(page_name="results")
        assert "administrator has disabled your access" in words(run)
        page = nia.get("/")
        assert (page.status_code, heading(page)) == (403, "You can’t use Preflight any more")
        refused = Somebody(server).arrives("nia")
        assert (refused.status_code, heading(refused)) == (403, "You can’t use Preflight any more")
        assert "set-cookie" not in refused.headers or NAME not in refused.headers["set-cookie"]
        with workspace.database.writing() as connection:
            set_disabled(connection, who.id, None)


def test_an_unused_sign_in_runs_out_in_every_tab(server: Server) -> None:
    eve = Somebody(server).signs_in("eve")
    with Wire(server, cookie=eve.header) as tab:
        run = tab.run(page_name="portfolio")
        assert shows_a_page(run)
        assert "<b>Horne</b>" not in words(run)  # her name is text
        with beside(server) as workspace, workspace.database.writing() as connection:
            see_login_session(connection, eve.digest, workspace.now() - timedelta(minutes=61))
        assert "Your sign-in has run out" in words(tab.run(page_name="portfolio"))
    assert heading(eve.get("/")) == "Your sign-in has run out"
    assert eve.post("/exports", json={}).status_code == 401
    assert ("sign_in_run_out", "done") in [(what, how) for what, how, _, _ in told(server)]


def test_nobody_without_a_sign_in_starts_so_much_as_a_run(server: Server) -> None:
    """Not by a page's name, nor by its hash, nor with a cookie that anybody made, be it signed with the secret."""
    claims = {"is_logged_in": True, "iss": "x", "sub": "ada", "origin": server.url, "iat": time.time()}
    forged = create_signed_value(SECRET, NAME, json.dumps(claims)).decode()
    real = Somebody(server).signs_in("ada")
    tampered = {NAME: real.cookies[NAME][:-1] + ("A" if real.cookies[NAME][-1] != "A" else "B")}
    spaced = {NAME: real.cookies[NAME] + "="}
    for cookies in ({}, {NAME: forged}, tampered, spaced, {NAME: "x"}, {COOKIE: "0" * 32}):
        somebody = Somebody(server, cookies)
        with pytest.raises(InvalidStatus), Wire(server, cookie=somebody.header):
            pass
        for path in ("/_stcore/stream", "/live/screen/3f9a"):
            assert handshake(server.port, origins=(server.url,), path=path, cookie=somebody.header) == 403
        for path in ("/", "/portfolio", "/pages/portfolio.py", "/media/x", "/nothing", *(f"/{p.name}" for p in PAGES)):
            page = somebody.get(path)
            assert (page.status_code, heading(page)) == (401, "Sign in to Preflight"), path
            assert "stApp" not in page.text
        for path in ("/exports", "/exports/warm", "/arrivals?kind=template"):
            assert somebody.post(path, json={}).status_code == 401
        assert somebody.get(f"/exports/{'0' * 32}/standing").status_code == 401
        assert somebody.get("/_stcore/metrics").status_code in (401, 404)
    assert real.get("/").status_code == 200


def test_a_page_that_is_named_or_hashed_shows_nothing_to_an_outsider(server: Server) -> None:
    with Wire(server, cookie=Somebody(server).signs_in("bo").header) as tab:
        hashes = tab.run().navigation
        assert set(hashes) >= {"", "portfolio"}
        for entry in PAGES:
            if entry.for_everybody:
                continue
            named = tab.run(page_name=entry.name)
            hashed = tab.run(page_hash=hashes["" if entry.default else entry.name])
            for run in (named, hashed):
                assert not shows_a_page(run), entry.name
                assert NO_ROLE in words(run)


def test_phones_need_no_sign_in(server: Server) -> None:
    phone = Somebody(server)
    assert phone.get("/join").status_code == 200
    assert phone.get("/health").status_code == 200
    assert phone.post("/live/join", json={"code": "ABCDEFGH"}).status_code not in (401, 403)


def test_a_file_is_for_the_sign_in_that_ordered_it(server: Server) -> None:
    ada, tom = Somebody(server).signs_in("ada"), Somebody(server).signs_in("tom")
    tom.http.cookies.set(COOKIE, ada.cookies[COOKIE], domain="127.0.0.1", path="/")  # he copied that one as well
    ticket = ordered(ada, newest_of_sample(server))
    assert tom.get(f"/exports/{ticket}/standing").status_code == 403
    said = ended(ada, ticket)
    assert said["state"] == "ready", said["sentence"]
    assert tom.get(f"/exports/{ticket}").status_code == 403
    gone = ada.copied()
    gone.http.cookies.set(COOKIE, ada.cookies[COOKIE], domain="127.0.0.1", path="/")
    ada.get("/auth/logout")
    assert gone.get(f"/exports/{ticket}").status_code == 401


def test_whoever_is_denied_reads_so(server: Server) -> None:
    somebody = Somebody(server)
    back = somebody.comes_back(somebody.goes_to_the_provider(), "ada", action="deny")
    page = somebody.get(back)
    assert (page.status_code, heading(page)) == (403, "You were not signed in")
    assert "access_denied" not in page.text
    assert told(server)[-1][:2] == ("sign_in", "refused")


def test_a_callback_that_nobody_asked_for_begins_nothing(server: Server) -> None:
    ada, other = Somebody(server), Somebody(server)
    back = ada.comes_back(ada.goes_to_the_provider(), "ada")
    other.goes_to_the_provider()
    for address in (
        back,  # somebody else's: a sign-in that was begun in one browser ends in no other
        "/oauth2callback?state=none&code=x",
        "/oauth2callback?code=x",
        "/oauth2callback?error=%3Cscript%3Ealert(1)%3C%2Fscript%3E&error_description=%0d%0ax",
    ):
        page = other.get(address)
        assert page.status_code in (400, 403), address
        assert heading(page) in ("This sign-in was not finished", "You were not signed in")
        assert "<script>alert" not in page.text
        assert NAME not in other.cookies
    assert ada.get(back).status_code == 302
    assert heading(ada.copied().get(back)) == "This sign-in was not finished"  # nor is it one twice


def test_a_token_that_is_not_fresh_begins_nothing(server: Server, provider: Provider) -> None:
    provider.knows("old", {"name": "Old", "groups": ["admins"], "iat": int(time.time()) - 3_000})
    old = Somebody(server)
    page = old.arrives("old")
    assert page.status_code in (400, 403)
    assert NAME not in old.cookies
    assert heading(old.get("/")) == "Sign in to Preflight"


def test_another_host_gets_no_way_in(server: Server) -> None:
    somebody = Somebody(server)
    for path in ("/", "/sign-in", "/auth/login", "/oauth2callback?state=x&code=y"):
        assert somebody.get(path, Host="evil.example").status_code == 403
    # Another name of this machine is led to the one address of the sign-in.
    here = somebody.get("/sign-in?to=/portfolio", Host=f"localhost:{server.port}")
    assert here.headers["location"] == f"{server.url}/sign-in?to=%2Fportfolio"


def test_another_site_can_sign_nobody_out(server: Server) -> None:
    ada = Somebody(server).signs_in("ada")
    assert ada.get("/auth/logout", Sec_Fetch_Site="cross-site").headers["location"] == "/"
    assert ada.get("/").status_code == 200


def test_the_same_mail_is_not_the_same_person(server: Server, provider: Provider) -> None:
    Somebody(server).signs_in("ada")
    Somebody(server).signs_in("eve")
    assert person(server, provider, "ada").id != person(server, provider, "eve").id


def test_a_header_says_nothing_about_who_or_where_somebody_is(server: Server) -> None:
    claimed = {"X_Forwarded_For": "198.51.100.7", "X_Forwarded_User": "ada", "Remote_User": "ada", "X_Email": "a@b.c"}
    assert heading(Somebody(server).get("/", **claimed)) == "Sign in to Preflight"
    ada = Somebody(server)
    ada.http.headers["X-Forwarded-For"] = "198.51.100.7"
    ada.signs_in("ada")
    signed_in = [address for what, _, who, address in told(server) if what == "sign_in" and who == "Ada Marković"]
    assert signed_in[-1] == "127.0.0.1"
    assert "198.51.100.7" not in {address for *_, address in told(server)}


def test_a_provider_that_is_down_is_a_page_that_says_so(tmp_path: Path) -> None:
    with a_provider(PEOPLE) as there:
        pass
    with there.server(tmp_path / "data") as alone:
        somebody = Somebody(alone)
        page = somebody.get(somebody.get("/sign-in?to=/portfolio").headers["location"])
        assert (page.status_code, heading(page)) == (502, "The sign-in service does not answer")
        assert alone.get("/join").status == 200
        with a_provider(PEOPLE, port=there.port):
            asking = somebody.goes_to_the_provider("/sign-in?to=/portfolio")
            back = somebody.comes_back(asking, "ada")
        # … and once more on the way back
        page = somebody.get(back)
        assert page.status_code == 400
        assert heading(page) == "This sign-in was not finished"
        with a_provider(PEOPLE, port=there.port):
            assert somebody.arrives("ada", "/sign-in?to=/portfolio").headers["location"] == "/portfolio"
            assert isinstance(somebody.get("/portfolio"), httpx.Response)


def test_a_walk_through_a_sign_in_reaches_the_provider_and_nobody_else(tmp_path: Path) -> None:
    with a_provider(PEOPLE) as there, BlackHole(tmp_path / "hole") as hole:
        environ = hole.environ(ROOT) | {"NO_PROXY": "localhost", "no_proxy": "localhost"}
        with there.server(tmp_path / "data", **environ) as watched:
            with_sample(watched.data)
            ada = Somebody(watched).signs_in("ada")
            with Wire(watched, cookie=ada.header) as tab:
                for page in PAGES:
                    if not page.for_everybody:
                        assert shows_a_page(tab.run(page_name=page.name))
            assert ended(ada, ordered(ada, newest_of_sample(watched)))["state"] == "ready"
            assert ada.get("/auth/logout").is_redirect
        assert (hole.connections, hole.direct) == (0, [])
        assert hole.ports == {there.port}
