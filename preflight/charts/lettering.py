"""Labels in lines: wrapping by columns, and a close guess of how wide a text is, since nothing here can measure it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from preflight.charts.words import literal, printable

LABEL_WIDTH = 20
MOST_LINES = 4


@lru_cache(maxsize=2048)
def wrapped(text: str, width: int = LABEL_WIDTH, most_lines: int = MOST_LINES) -> tuple[str, ...]:
    """The label in lines of at most `width` columns (a wide letter takes two), not escaped; at least one line.

    Breaks at spaces, inside a word only where the word alone is too long. What `most_lines` can't hold ends in "…".
    """
    lines: list[str] = []
    line = ""
    for word in printable(text).split(" "):
        if line and columns(line) + 1 + columns(word) <= width:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        line = word
        while columns(line) > width:
            head = _fitting(line, width)
            lines.append(head)
            line = line[len(head) :]
    lines.append(line)
    if len(lines) > most_lines:
        last = lines[most_lines - 1]
        lines = [*lines[: most_lines - 1], f"{_fitting(last, width - 1).rstrip()}…"]
    return tuple(lines)


def literal_lines(text: str, width: int = LABEL_WIDTH, most_lines: int = MOST_LINES) -> str:
    """The label wrapped and literal, its lines joined by Plotly's `<br>`."""
    return "<br>".join(literal(line) for line in wrapped(text, width, most_lines))


@lru_cache(maxsize=4096)
def text_width(text: str, size: float) -> float:
    """About how wide the text stands in letters of this size, in the same unit; rather a little more than less."""
    return size * sum(map(_ems, text))


def columns(text: str) -> int:
    """How many columns the text takes: two for a wide letter, none for a mark that joins another, else one."""
    return len(text) if text.isascii() else sum(_columns_of(letter) for letter in text)


def _columns_of(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1


def _fitting(text: str, width: int) -> str:
    """The longest start of the text within the width, at least one letter with its marks."""
    taken = 0
    for place, letter in enumerate(text):
        taken += _columns_of(letter)
        if taken > width and place > 0:
            return text[:place]
    return text


def distinct(names: Sequence[str], *, taken: str) -> list[str]:
    """The names as columns of one table beside the column `taken`: a number after one that stood before."""
    seen = {taken}
    found = []
    for name in names:
        nth, candidate = 2, name
        while candidate in seen:
            candidate, nth = f"{name} ({nth})", nth + 1
        seen.add(candidate)
        found.append(candidate)
    return found


def _ems(letter: str) -> float:
    if letter in _NARROW:
        return 0.34
    if letter in _BROAD:
        return 0.92
    if letter.isascii():
        return 0.68 if letter.isupper() else 0.61 if letter.isdigit() else 0.57
    return 0.66 * _columns_of(letter)


_NARROW = frozenset(" !'|.,:;()[]ijlItfr/-")
_BROAD = frozenset("mwMW@%&")
