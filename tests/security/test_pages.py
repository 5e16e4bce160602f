"""Pages run within the frame and only there, whatever a visitor asks for (THREATS A5, A6)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from preflight.ui.registry import PAGES
from tests.browser.server import ROOT, Server
from tests.security.wire import BADGE, Run, Wire

STYLE = "--pf-paper:light-dark"
"""The frame's style sheet; a page that ran without the frame would come without it."""

NAMES = sorted(entry.name for entry in PAGES)
TRICKS = (
    "home.py",
    "pages/home",
    "pages/home.py",
    "/pages/home.py",
    "../pages/home.py",
    "../../app.py",
    "/app.py",
    "app",
    "app.py",
    "main",
    "main.py",
    "preflight/ui/main.py",
    "%2e%2e/app.py",
    "..%2fpages%2fassess.py",
    "..\\pages\\home.py",
    "/etc/passwd",
    "file:///etc/passwd",
    "//evil.example/x",
    "assess/../home",
    "assess\0",
    "ASSESS",
    "assess.py",
    "_stcore",
    "x" * 100_000,
    "{0.__class__}",
    "<script>alert(1)</script>",
    "\u202eemoh",
    " ",
    ".",
    "..",
)
HASHES = (
    "",
    "0" * 32,
    "f" * 64,
    "home",
    "/pages/home.py",
    "../../app.py",
    "%2e%2e",
    "x" * 100_000,
    "\0",
    "a05c0ad6" * 3,
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(data=tmp_path_factory.mktemp("pages") / "data") as running:
        yield running


def within_the_frame(run: Run) -> None:
    assert run.finished
    assert not run.failed, run.text
    assert BADGE.encode() not in run.raw
    assert sorted(run.navigation) == ["", *sorted(set(NAMES) - {"home"})]
    assert STYLE in run.text


@pytest.mark.slow
def test_each_page_runs_within_the_frame_by_name_and_by_hash(server: Server) -> None:
    with Wire(server) as wire:
        known = wire.run().navigation
        for name, page_hash in known.items():
            by_name, by_hash = wire.run(page_name=name), wire.run(page_hash=page_hash)
            assert by_name.page == by_hash.page == page_hash
            within_the_frame(by_name)
            within_the_frame(by_hash)


@pytest.mark.slow
def test_no_other_name_or_hash_runs_anything_but_the_first_page(server: Server) -> None:
    with Wire(server) as wire:
        first = wire.run()
        for name in TRICKS:
            run = wire.run(page_name=name)
            within_the_frame(run)
            assert run.page == first.page, name[:80]
        for page_hash in HASHES:
            run = wire.run(page_hash=page_hash)
            within_the_frame(run)
            assert run.page == first.page, page_hash[:80]
    assert BADGE not in server.log


@pytest.mark.slow
@pytest.mark.parametrize("page", ["assess", "results", "history", ""])
def test_odd_addresses_show_a_screen_and_never_an_error(server: Server, page: str) -> None:
    odd = (
        "../../x",
        "%00",
        "a%00b",
        "%ED%A0%80",
        "%F0%9F%98%80",
        "' OR 1=1 --",
        "1;DROP TABLE assessment",
        "[]",
        "{}",
        "null",
        "-1",
        "x" * 1_000_000,
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "%E2%80%AE",
        "a&assessment=b",
        "",
    )
    with Wire(server) as wire:
        for value in odd:
            run = wire.run(page_name=page, query=f"assessment={value}&project={value}&question={value}&{value}")
            within_the_frame(run)
        within_the_frame(wire.run(page_name=page, query="&".join(f"assessment={n}" for n in range(10_000))))
        within_the_frame(wire.run(page_name=page, query="embed=true&embed_options=show_toolbar&_stcore=1"))
        within_the_frame(wire.run(page_name=page, query="%zz&=&&==%"))


@pytest.mark.slow
def test_a_fragment_that_is_not_there_runs_nothing(server: Server) -> None:
    with Wire(server) as wire:
        wire.run()
        for fragment in ("x", "0" * 32, "../../app.py", "x" * 100_000):
            wire.ask(page_name="assess", fragment=fragment)
            within_the_frame(wire.run(page_name="assess"))


@pytest.mark.slow
def test_the_code_and_the_data_are_not_to_be_had(server: Server) -> None:
    """Each route serves its own folder's assets; anything else is refused, or is the one page of the app."""
    page = server.get("/").body
    bases = ("/app/static/", "/_stcore/bidi-components/preflight.answer_cards/", "/static/", "/media/", "/")
    ways = (
        "../frame.py",
        "../../ui/frame.py",
        "%2e%2e/frame.py",
        "..%2fframe.py",
        "%2e%2e%2fframe.py",
        "..%5cframe.py",
        "....//frame.py",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "//etc/passwd",
        "frame.py",
        "__init__.py",
        "../__init__.py",
        "%00",
        "icon.svg%00.py",
        "fonts/../../frame.py",
        "..;/frame.py",
        "%c0%ae%c0%ae/frame.py",
        "app.py",
        "pages/home.py",
        "data/preflight.db",
        "preflight.db",
        ".git/config",
        ".streamlit/config.toml",
        "questionnaires/",
    )
    for base in bases:
        for way in ways:
            answer = server.get(base + way)
            assert answer.status in {200, 400, 403, 404}, (base + way, answer.status)
            if answer.status == 200:
                assert answer.body == page, base + way
            else:
                assert len(answer.body) < 200, base + way


@pytest.mark.slow
def test_the_open_folders_serve_what_lies_in_them_and_nothing_executable(server: Server) -> None:
    static = ROOT / "preflight" / "ui" / "static"
    served = [file for file in static.rglob("*") if file.is_file()]
    assert served
    assert {file.suffix for file in served} <= {".svg", ".woff2", ".txt", ".css", ".png"}
    for file in served:
        answer = server.get(f"/app/static/{file.relative_to(static).as_posix()}")
        assert answer.status == 200
        assert answer.body == file.read_bytes()
    for name in ("answer_cards.js", "card.js", "answer_cards.css"):
        answer = server.get(f"/_stcore/bidi-components/preflight.answer_cards/{name}")
        assert answer.body == (ROOT / "preflight" / "ui" / "components" / "assets" / name).read_bytes()
    folder = ROOT / "preflight" / "ui" / "components" / "assets"
    assert {file.suffix for file in folder.iterdir()} == {".js", ".css"}


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/", "/assess", "/results?assessment=x", "/history", "/pages/home.py"])
@pytest.mark.parametrize("encoding", ["", "gzip, deflate, br, zstd"])
def test_the_page_is_ours_at_each_of_its_addresses_however_it_is_asked_for(
    server: Server, path: str, encoding: str
) -> None:
    """A browser asks with `Accept-Encoding`, and gets the page without Streamlit's inline script too."""
    answer = server.get(path, {"Accept-Encoding": encoding, "Accept": "text/html"})
    body = gzip.decompress(answer.body) if answer.headers.get("content-encoding") == "gzip" else answer.body
    assert b"<title>Preflight</title>" in body
    assert b"prerenderReady" not in body


@pytest.mark.slow
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_there_is_no_upload_so_no_bomb_can_come_in_by_one(server: Server, method: str) -> None:
    """B3: no file but the questionnaires' folder is ever read; Streamlit's upload route is closed."""
    for path in ("/_stcore/upload_file", "/_stcore/upload_file/session/file", "/_stcore/upload_file/%2e%2e/x"):
        assert server.get(path, {"Origin": server.url}, method).status in {400, 403}, path
    sources = "".join(file.read_text(encoding="utf-8") for file in [*(ROOT / "pages").glob("*.py")])
    sources += "".join(file.read_text(encoding="utf-8") for file in (ROOT / "preflight").rglob("*.py"))
    assert not [name for name in ("file_uploader(", "camera_input(", "audio_input(", "accept_file") if name in sources]
