"""Text in a cell as what it is, text: nothing in it is a formula, a link, markup of the file or an escape."""

from __future__ import annotations

import re
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

LONGEST_CELL: Final = 32_767
"""What a cell holds, in UTF-16 units."""
CUT: Final = " … (cut here: a cell holds no more)"

_TOUCHING: Final = re.compile(r"_x[0-9a-fA-F]{4}_x[0-9a-fA-F]{4}_")
"""A file writes control characters as _x000D_, and so must escape what looks like one; xlsxwriter misses the second of
two that share an underscore. In pieces none of them looks like one."""
_WITHIN_ESCAPE: Final = re.compile(r"(?<=_)(?=x[0-9a-fA-F]{4}_)")
_LOOKS_RICH: Final = ("<r>", "</r>")
"""xlsxwriter takes a text between these for markup that it made itself, and writes it as it is."""


def write_text(sheet: Worksheet, row: int, column: int, text: str, style: Format | None = None) -> None:
    """Write the text letter by letter, an empty one as an empty cell; what no cell can hold is cut, and says so."""
    if not text:
        sheet.write_blank(row, column, None, style)
        return
    pieces = _pieces(_fitting(text))
    if len(pieces) == 1:
        sheet.write_string(row, column, pieces[0], style)
        return
    fragments: list[Any] = [pieces[0]]
    for piece in pieces[1:]:
        fragments += [piece] if style is None else [style, piece]
    sheet.write_rich_string(row, column, *fragments, *([style] if style is not None else []))


def _pieces(text: str) -> list[str]:
    """The text in pieces, each of which xlsxwriter writes as it is meant."""
    if _TOUCHING.search(text):
        return [piece for piece in _WITHIN_ESCAPE.split(text) if piece]
    if text.startswith(_LOOKS_RICH[0]) and text.endswith(_LOOKS_RICH[1]):
        return [text[:3], text[3:]]
    return [text]


def _fitting(text: str) -> str:
    if len(text) * 2 <= LONGEST_CELL or len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return text
    room = (LONGEST_CELL - len(CUT)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + CUT
