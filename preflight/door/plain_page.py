"""Pages that the door shows by itself: not found, something went wrong, busy. One file, no other request.

Whoever does not ask for a page (a script, a probe) gets the same as plain text.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Scope

from preflight.door.card_page import card_page, card_policy

_SCRIPT: Final = Path(__file__).with_suffix(".js")
_HOME: Final = '<p class="phones"><a href="/">Go to the first page</a></p>'
_REFRESH_S: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPage:
    """What a page says; `again` lets it try by itself until it gets another answer."""

    status: int
    heading: str
    text: str
    reference: str = ""
    again: bool = False


NOT_FOUND: Final = PlainPage(status=404, heading="Nothing is here", text="The address leads nowhere in Preflight.")
WENT_WRONG: Final = PlainPage(
    status=500,
    heading="Something went wrong",
    text="Nothing else is affected, and what was shown as saved is safe. If it happens again, pass on the reference.",
)


def plain_answer(scope: Scope, page: PlainPage, *, retry_s: int = 0) -> Response:
    """The answer to a request: a page for a browser, text for everything else."""
    headers = {"Cache-Control": "no-store"}
    if retry_s:
        headers["Retry-After"] = str(retry_s)
    if not wants_page(scope):
        reference = f" Reference {page.reference}." if page.reference else ""
        return PlainTextResponse(f"{page.heading}. {page.text}{reference}\n", page.status, headers)
    headers["Content-Security-Policy"] = _policy(replace(page, reference=""))
    return HTMLResponse(_document(page), page.status, headers)


def wants_page(scope: Scope) -> bool:
    """Whether a person looks at what is answered."""
    return scope.get("method") in ("GET", "HEAD") and "text/html" in Headers(scope=scope).get("accept", "")


def _document(page: PlainPage) -> str:
    card = f"<h1>{html.escape(page.heading)}</h1>\n<p>{html.escape(page.text)}</p>"
    if page.reference:
        card += f'\n<p class="note">Reference {html.escape(page.reference)}</p>'
    if not page.again:
        return card_page(page.heading, card, below=_HOME)
    # Not said aloud at each second: whoever listens hears of the page that opens.
    refresh = f'<noscript><meta http-equiv="refresh" content="{_REFRESH_S}"></noscript>'
    return card_page(
        page.heading, f"{card}\n{refresh}<script>{_script()}</script>", below='<p class="phones news"></p>'
    )


@cache
def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")


@cache
def _policy(page: PlainPage) -> str:
    return card_policy(_document(page), connects=page.again)
