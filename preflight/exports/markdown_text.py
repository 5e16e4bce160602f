"""Text from people inside Markdown: it is read letter by letter, and nothing in it comes alive.

What CommonMark and GitHub's dialect know as markup bears a backslash, or is an entity where that is safer. Mentions,
numbers of issues, addresses and emoji names are found in the finished page, behind every escape, so a zero-width space
parts them. The same text in a table's cell and in a list; it stays on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from preflight.charts.words import printable

_PART: Final = "\u200b"
_LIVES: Final = re.compile(
    r"(?:@|#)(?=\w)|:(?=//)|www(?=\.)|:(?=[\w+-]+:)|(?:mailto|xmpp|javascript|data)(?=:)", re.IGNORECASE
)
_ENTITIES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MARKUP: Final = re.compile(r"[\\`*_\[\]|~${}^]")
_AT_START: Final = re.compile(r"[#+\-=!:]|\d+(?=[.)](?:\s|$))")


def markdown_text(text: str) -> str:
    """The text as Markdown that shows it."""
    parted = _LIVES.sub(lambda found: found.group() + _PART, printable(text))
    escaped = _MARKUP.sub(lambda found: "\\" + found.group(), parted).translate(_ENTITIES)
    start = _AT_START.match(escaped)
    if start is None:
        return escaped
    digits = start.group().isdigit()
    return f"{start.group()}\\{escaped[start.end() :]}" if digits else f"\\{escaped}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: int = 0) -> str:
    """A table of texts as they are; the last `numbers` columns are set to the right."""
    ways = [":--"] * (len(head) - numbers) + ["--:"] * numbers
    lines = [head, ways, *([markdown_text(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def bullets(texts: Iterable[str]) -> Iterator[str]:
    """A list of texts as they are, as one block; none for none."""
    lines = [f"- {markdown_text(each)}" for each in texts]
    if lines:
        yield "\n".join(lines)
