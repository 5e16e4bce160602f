"""Streamlit's page and scripts: compressed once, edited, and nothing else touched."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.staticfiles import StaticFiles

from preflight.door import page_files
from preflight.door.page_files import FOLDER, PageFiles, our_page
from tests.door.asgi import ask, scope

SCRIPT = "/static/js/" + next((FOLDER / "static" / "js").glob("index.*.js")).name
INDEX = (FOLDER / "index.html").read_text(encoding="utf-8")


def test_a_script_comes_gzipped_and_is_kept_for_good() -> None:
    answer = ask(PageFiles(StaticFiles(directory=FOLDER)), scope(SCRIPT, accept_encoding="gzip, br"))
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.body) == (FOLDER / SCRIPT[1:]).read_bytes()


def test_a_script_is_compressed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[Path] = []
    real = page_files._gzipped
    monkeypatch.setattr(page_files, "_gzipped", lambda file: packed.append(file) or real(file))
    app = PageFiles(StaticFiles(directory=FOLDER))

    async def twice(asked: Any, receive: Any, send: Any) -> None:
        async def nowhere(message: Any) -> None:
            return None

        await app(asked, receive, nowhere)
        await app(asked, receive, send)

    assert ask(twice, scope(SCRIPT, accept_encoding="gzip")).status == 200
    assert len(packed) == 1


def test_who_takes_no_gzip_gets_the_plain_file() -> None:
    answer = ask(PageFiles(StaticFiles(directory=FOLDER)), scope(SCRIPT))
    assert "content-encoding" not in answer.headers
    assert answer.body == (FOLDER / SCRIPT[1:]).read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/static/js/../../index.html",
        "/static/js/..%2f..%2findex.12345678.js",
        "/static/js/nothing.12345678.js",
        "/static/js/sub/nothing.12345678.js",
        "/static/media/font.12345678.woff2",
    ],
)
def test_every_other_path_is_left_to_streamlit(path: str) -> None:
    reached: list[str] = []

    async def streamlit(asked: Any, receive: Any, send: Any) -> None:
        reached.append(asked["path"])
        await PlainTextResponse("x")(asked, receive, send)

    ask(PageFiles(streamlit), scope(path, accept_encoding="gzip"))
    assert reached == [path]


def test_the_page_loses_its_inline_script_and_what_we_do_not_use() -> None:
    page = our_page(INDEX)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    for gone in ("agent", "prerenderReady", 'as="font"', "<title>Streamlit"):
        assert gone in INDEX
        assert gone not in page
    assert "<title>Preflight</title>" in page
    assert re.findall(r'src="[^"]+"|href="\./static[^"]+\.(?:js|css)"', page) == re.findall(
        r'src="[^"]+"|href="\./static[^"]+\.(?:js|css)"', INDEX
    )


def test_streamlits_page_is_swapped_for_ours_wherever_it_is_the_answer() -> None:
    answer = ask(PageFiles(StaticFiles(directory=FOLDER, html=True)), scope("/"))
    assert answer.text == our_page(INDEX)
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["cache-control"] == "no-cache"
    assert "etag" not in answer.headers


def test_another_answer_of_the_same_length_passes_unchanged() -> None:
    text = "x" * len(INDEX.encode())
    assert ask(PageFiles(PlainTextResponse(text)), scope("/phone")).text == text


def test_the_page_behind_a_deep_link_is_ours_too_for_a_browser_that_takes_gzip() -> None:
    async def packing(asked: Any, receive: Any, send: Any) -> None:
        wants = dict(asked["headers"]).get(b"accept-encoding", b"")
        body = gzip.compress(INDEX.encode()) if b"gzip" in wants else INDEX.encode()
        await PlainTextResponse(body)(asked, receive, send)

    answer = ask(PageFiles(packing), scope("/history", accept_encoding="gzip"))
    assert answer.body == our_page(INDEX).encode()
