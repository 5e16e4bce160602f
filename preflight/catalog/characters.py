"""Which characters a file may hold (THREATS.md B7): no controls, no overrides of direction, nothing without meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from preflight.domain.text import MOST_MARKS

_REFUSED = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls, except tab and line breaks
    "\u202a-\u202e\u2066-\u2069"  # bidirectional overrides: they make a text read as another one
    "\u2028\u2029"  # line breaks for YAML but not for editors: every later line number would be wrong
    "\ud800-\udfff"  # surrogates
    "\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufffe\uffff\U000f0000-\U0010ffff"  # private use, no characters, a BOM inside
    "]"
)

# Marks are no letters, digits or spaces; whether a run of such characters is one of marks, its Unicode class tells.
_MARKS_PERHAPS = re.compile(r"[^\w\s\x00-\x7f]{31,}")
"""Marks on one letter, as in Unicode's stream-safe text format (UAX 15). No language needs more, and composing a
text takes time that grows with the square of their number: 20,000 take 0.3 s."""


def refused_in(text: str) -> Iterator[tuple[int, str]]:
    """Each place (counted from 0) of a character that no file may hold, with its name for a message."""
    for found in _REFUSED.finditer(text):
        yield found.start(), character_name(found.group())


def first_refused(text: str) -> str | None:
    """The name of the first character that no file may hold, or None."""
    found = _REFUSED.search(text)
    return character_name(found.group()) if found else None


def has_flood_of_marks(text: str) -> bool:
    """Whether more than 30 combining marks follow one another."""
    return any(
        sum(unicodedata.combining(character) > 0 for character in found.group()) > MOST_MARKS
        for found in _MARKS_PERHAPS.finditer(text)
    )


def character_name(character: str) -> str:
    """`U+202E (right-to-left override)`; characters without a name show their number only."""
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X} ({name})" if name else f"U+{ord(character):04X}"
