"""Text from people as the report takes it: letter by letter, without what no page can show; and links that may live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from preflight.charts.words import printable
from preflight.domain.errors import Invalid
from preflight.domain.text import clean_url

LONG = 1200
"""What has more characters than this in all may break over two pages: kept together, it could leave one half empty."""
_OVERRIDES = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


def told(text: str) -> str:
    """The text on one line, as it is; only control characters, and what would turn the line round, are gone."""
    return printable(text.translate(_OVERRIDES))


def paragraphs(text: str) -> list[str]:
    """The text line by line, without empty lines."""
    return [line for line in map(told, text.splitlines()) if line]


def living_link(url: str) -> str:
    """The address where a link may lead there (http or https, with a host), else an empty string."""
    try:
        return clean_url(url)
    except Invalid:
        return ""


def is_long(part: object, most: int = LONG) -> bool:
    """Whether all texts in a part of the report together have more than so many characters."""
    return _length(part) > most


def _length(part: object) -> int:
    if isinstance(part, str):
        return len(part)
    if isinstance(part, Mapping):
        return sum(map(_length, part.values()))
    return sum(map(_length, part)) if isinstance(part, Sequence) else 0
