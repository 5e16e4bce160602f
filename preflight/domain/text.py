"""Text from people, made safe to keep: what it may hold, how long it may be."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

from preflight.domain.errors import Invalid

NAME = 120
LINE = 300
NOTE = 4_000
URL = 2_000
MOST_MARKS = 30
"""Combining marks on one letter; more hold Python's normalisation for seconds (it is quadratic)."""
"""Accents and other marks on one letter; no language comes near (Unicode's Stream-Safe Text Format, UAX #15, 13).
Python normalises longer runs in quadratic time: 15 s of CPU for 100,000 marks."""

_WRITTEN_OUT = 4  # characters that NFC may make one of, as Greek letters with three marks: checked before it is made
_DROPPED = frozenset({"Cc", "Cs", "Co", "Cn"})
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_text(text: str, *, what: str, longest: int, lines: bool = False) -> str:
    """The text as it is kept: NFC, without control, private and unassigned characters or bidi overrides, trimmed.

    `lines` keeps line breaks (CRLF and CR become LF) and tabs. `what` names the field in the message.
    Raises Invalid above `longest` characters, or with more than MOST_MARKS marks on one letter; nothing is ever cut
    off silently. Cleaning twice changes nothing.
    """
    bare = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    _check_length(bare, what, longest, written_out=_WRITTEN_OUT)
    kept = "".join(_kept(character, lines) for character in bare)
    _check_marks(kept, what)
    clean = unicodedata.normalize("NFC", kept).strip()
    _check_marks(clean, what)
    _check_length(clean, what, longest)
    return clean


def clean_url(text: str, *, what: str = "The link") -> str:
    """A web address (http or https, with a host), or an empty string. Raises Invalid for anything else."""
    url = clean_text(text, what=what, longest=URL)
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(map(str.isspace, url))
    except ValueError:
        sound = False
    if not sound:
        raise Invalid(f"{what} should be a web address that starts with https:// or http://.")
    return url


def _check_length(text: str, what: str, longest: int, *, written_out: int = 1) -> None:
    if len(text) > longest * written_out:
        raise Invalid(f"{what} may have at most {longest:,} characters; this one has {len(text):,}.")


def _check_marks(text: str, what: str) -> None:
    if text.isascii():
        return
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > MOST_MARKS:
            raise Invalid(f"{what} piles more than {MOST_MARKS} marks on one letter; take some of them away.")


def _kept(character: str, lines: bool) -> str:
    if character in "\n\t":
        return character if lines else " "
    if character in _BIDI_CONTROLS or unicodedata.category(character) in _DROPPED:
        return ""
    return character
