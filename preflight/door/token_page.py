"""The page that asks for the screen token: one file, no other request, and a content policy of its own."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from functools import cache
from pathlib import Path
from typing import Final

from preflight.charts.theme import DARK, LIGHT, css_variables

_FILE: Final = Path(__file__).with_suffix(".html")


@cache
def token_page(note: str = "") -> str:
    """The page in our colours, light and dark as the browser likes it; `note` says what was wrong with a token."""
    page = _FILE.read_text(encoding="utf-8")
    for mark, text in {
        "/*light*/": css_variables(LIGHT),
        "/*dark*/": css_variables(DARK),
        "<!--note-->": html.escape(note),
    }.items():
        page = page.replace(mark, text)
    return page


@cache
def token_page_policy() -> str:
    """Allows the page its own style and its own script by their hashes, and one thing more: to ask this server."""
    allowed = {tag: _hash_of(tag, token_page()) for tag in ("style", "script")}
    return (
        f"default-src 'none'; script-src {allowed['script']}; style-src {allowed['style']}; img-src data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _hash_of(tag: str, page: str) -> str:
    (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
