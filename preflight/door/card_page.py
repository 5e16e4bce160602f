"""The look of the few pages that the door answers itself: one file, no other request, a content policy of its own."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from functools import cache
from pathlib import Path
from typing import Final

from preflight.charts.theme import DARK, LIGHT, css_variables

PHONES: Final = '<p class="phones"><span>Here with your phone to vote?</span> <a href="/join">Join the room</a></p>'
_FILE: Final = Path(__file__).with_suffix(".html")
_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@cache
def _frame() -> str:
    page = _FILE.read_text(encoding="utf-8")
    return page.replace("/*light*/", css_variables(LIGHT)).replace("/*dark*/", css_variables(DARK))


def card_page(title: str, card: str, *, below: str = PHONES) -> str:
    """The page in our colours, light and dark as the browser likes it. `title` is text; `card` and `below` are markup
    of ours, in which what comes from elsewhere is escaped already. A script in it goes to the end of the page."""
    scripts = "".join(f"<script>{each}</script>" for each in _SCRIPT.findall(card))
    page = _frame()
    for mark, text in {
        "<!--title-->": html.escape(title),
        "<!--card-->": _SCRIPT.sub("", card).strip(),
        "<!--below-->": below,
        "<!--script-->": scripts,
    }.items():
        page = page.replace(mark, text)
    return page


@cache
def card_policy(page: str, *, connects: bool = False) -> str:
    """Allows the page its own style and its own script by their hashes; `connects`: to ask this server too."""
    connecting = "'self'" if connects else "'none'"
    allowed = {tag: " ".join(_hashes_of(tag, page)) or "'none'" for tag in ("style", "script")}
    return (
        f"default-src 'none'; script-src {allowed['script']}; style-src {allowed['style']}; img-src data:; "
        f"connect-src {connecting}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _hashes_of(tag: str, page: str) -> list[str]:
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in found]
