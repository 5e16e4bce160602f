"""The page that asks for the screen token."""

from __future__ import annotations

import html
from functools import cache
from pathlib import Path
from typing import Final

from preflight.door.card_page import card_page, card_policy

_FILE: Final = Path(__file__).with_suffix(".html")


@cache
def token_page(note: str = "") -> str:
    """`note` says what was wrong with a token."""
    card = _FILE.read_text(encoding="utf-8").replace("<!--note-->", html.escape(note))
    return card_page("The facilitator's door", card)


@cache
def token_page_policy() -> str:
    """Allows the page one thing more than its own style and script: to ask this server."""
    return card_policy(token_page(), connects=True)
