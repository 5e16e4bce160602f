"""Streamlit's page and its scripts, as our visitors get them.

Streamlit sends its 2.7 MB of scripts as they lie on the disk. Here each file is compressed once, on a worker thread
when it is first asked for, and kept: its name carries a hash of its content, so the copy can't go stale. The page
itself loses its inline script (our content policy refuses it), the early loading of a font that is not ours, and
the words about agents; it gets our title.
"""

from __future__ import annotations

import asyncio
import gzip
import re
from pathlib import Path
from typing import Final

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLDER: Final = Path(streamlit.__file__).parent / "static"
_HASHED: Final = re.compile(r"/static/(?:js|css)/[A-Za-z0-9_.-]{1,120}\.[A-Za-z0-9_-]{6,12}\.(js|css)")
_TYPES: Final = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
_ASSETS: Final = ("/static/", "/app/static/", "/_stcore/", "/media/")
_FOREVER: Final = "public, max-age=31536000, immutable"
_PAGE_EDITS: Final = (
    (r"<!--.*?-->\s*", ""),
    (r"<script>\s*window\.prerenderReady = false\s*</script>\s*", ""),
    (r'<link\s+rel="preload"[^>]*as="font"[^>]*>\s*', ""),
    (r'<link rel="service-desc"[^>]*>\s*', ""),
    (r"<title>.*?</title>", "<title>Preflight</title>"),
    (r"<noscript>.*?</noscript>", "<noscript><p>Preflight needs JavaScript.</p></noscript>"),
)


def our_page(html: str) -> str:
    """Streamlit's index.html with what we change about it; everything else stays as it is."""
    for pattern, replacement in _PAGE_EDITS:
        html = re.sub(pattern, replacement, html, flags=re.DOTALL)
    return html


class PageFiles:
    """Answers Streamlit's hashed scripts and styles from memory, gzipped, and edits its page."""

    def __init__(self, app: ASGIApp, *, folder: Path = FOLDER) -> None:
        self._app = app
        self._folder = folder
        self._packed: dict[str, asyncio.Future[bytes]] = {}
        self._page = (folder / "index.html").read_bytes()
        self._our_page = our_page(self._page.decode("utf-8")).encode("utf-8")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        hashed = _HASHED.fullmatch(scope["path"])
        if hashed and _takes_gzip(scope) and (packed := await self._pack(scope["path"])):
            headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding", "Cache-Control": _FOREVER}
            await Response(packed, headers=headers, media_type=_TYPES[hashed[1]])(scope, receive, send)
        else:
            await self._app(_plain(scope), receive, self._editing(scope["path"], send))

    async def _pack(self, path: str) -> bytes | None:
        """The file's gzipped bytes, None where there is no such file. Packed once, however many ask at a time."""
        if path not in self._packed:
            file = self._folder / path.removeprefix("/")
            if not file.is_file():
                return None
            self._packed[path] = asyncio.ensure_future(run_in_threadpool(_gzipped, file))
        return await asyncio.shield(self._packed[path])

    def _editing(self, path: str, send: Send) -> Send:
        """Swap Streamlit's page for ours wherever it is the answer; set how long our own files are kept."""
        held: Message | None = None
        body = b""

        async def sending(message: Message) -> None:
            nonlocal held, body
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if path.startswith("/_stcore/bidi-components/"):
                    headers["Cache-Control"] = "no-cache"  # their names carry no hash
                elif path.startswith("/app/static/fonts/"):
                    headers["Cache-Control"] = _FOREVER
                if headers.get("content-length") == str(len(self._page)):
                    held = message
                    return
            elif held is not None:
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                if body == self._page:
                    body = self._our_page
                    _relabel(held, len(body))
                start, held = held, None
                await send(start)
                message = {"type": "http.response.body", "body": body}
            await send(message)

        return sending


def _plain(scope: Scope) -> Scope:
    """The request for a page as one that takes no gzip: a compressed page could not be told from any other answer."""
    if scope["path"].startswith(_ASSETS):
        return scope
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}


def _relabel(start: Message, length: int) -> None:
    headers = MutableHeaders(scope=start)
    headers["Content-Length"] = str(length)
    headers["Cache-Control"] = "no-cache"
    for name in ("ETag", "Last-Modified", "Accept-Ranges"):
        del headers[name]


def _gzipped(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), compresslevel=9, mtime=0)


def _takes_gzip(scope: Scope) -> bool:
    return "gzip" in Headers(scope=scope).get("accept-encoding", "")
