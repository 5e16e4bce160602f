"""Text in lines by the room it has, for SVG, which breaks none itself. Nothing is cut."""

from __future__ import annotations

from functools import lru_cache

from preflight.charts.lettering import text_width
from preflight.charts.words import printable


@lru_cache(maxsize=2048)
def broken(text: str, width: float, size: float) -> tuple[str, ...]:
    """The text in lines of at most this width in letters of this size; at least one line.

    Breaks at spaces, inside a word only where the word alone is too long.
    """
    lines: list[str] = []
    line = ""
    for whole in printable(text).split(" "):
        word = whole
        if line and text_width(f"{line} {word}", size) <= width:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        while len(word) > 1 and text_width(word, size) > width:
            head = next((end for end in range(len(word), 1, -1) if text_width(word[:end], size) <= width), 1)
            lines.append(word[:head])
            word = word[head:]
        line = word
    return (*lines, line)
