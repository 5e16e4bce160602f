"""From a typst text and data to a PDF or a PNG. People's text comes in as data only, never as markup."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final, Literal

import typst

from preflight.domain.errors import PreflightError
from preflight.exports.fonts import FAMILIES, FOLDER, visible

_NO_DATE: Final = date(2000, 1, 1)
_PREAMBLE: Final = f"""\
#let data = json(bytes(sys.inputs.data))
#set text(font: ({json.dumps(FAMILIES)[1:-1]}), fallback: true)
#let picture(it, alt: none) = box(width: it.width * 1pt, height: it.height * 1pt, {{
  place(top + left, image(bytes(it.drawing), format: "svg", width: it.width * 1pt, alt: alt))
  for one in it.words {{
    let set-in(..more) = text(
      size: one.size * 1pt, weight: one.weight, cjk-latin-spacing: none, overhang: false,
      dir: if one.rtl {{ rtl }} else {{ ltr }}, top-edge: "baseline", bottom-edge: "baseline", ..more, one.text)
    let words = set-in(fill: rgb(one.fill))
    context {{
      let wide = measure(words).width
      let left = one.x * 1pt - wide * one.anchor
      let at = place.with(top + std.left, dx: left, dy: one.y * 1pt)
      if one.halo != none {{
        // A ground, not the words once more: whoever reads the text of a PDF must not find them twice.
        let edge = one.halo-width * 0.5pt
        let ground = rect(
          width: wide + 2 * edge, height: one.size * 0.72pt + 2 * edge, radius: edge + 1pt,
          fill: rgb(one.halo).transparentize(15%), stroke: none)
        place(top + std.left, dx: left - edge, dy: (one.y - one.size * 0.72) * 1pt - edge, ground)
      }}
      at(box(width: wide, words))
    }}
  }}
}})
"""


def typeset(
    source: str,
    data: Mapping[str, object],
    *,
    form: Literal["pdf", "png"],
    ppi: float = 144,
    standard: str | None = None,
    transparent: bool = False,
    on: date | None = None,
) -> bytes:
    """The text set with the shipped fonts: a PDF (tagged; `standard` as typst names it, "ua-1"), or a PNG of page one.

    The text finds the data as `data`, and `picture(it, alt: …)` for what `words.picture_of` made. Letters that no font
    draws stand as “▯”. `ppi` counts PNG pixels an inch; `transparent` leaves out a page's ground. The same text and
    data give the same bytes: `on` is the day a PDF is dated with. Only the fonts are
    read from disk, and nothing from the network.
    Raises PreflightError.
    """
    ground = "#set page(fill: none)\n" if transparent else ""
    dated = on or _NO_DATE
    try:
        made = typst.Compiler(
            font_paths=_fonts(),
            ignore_system_fonts=True,
            root=FOLDER,  # a folder that is there and holds nothing of anybody's; all that a text could read
            package_path=FOLDER,
            package_cache_path=FOLDER,
        ).compile(
            f"{_PREAMBLE}{ground}{source}".encode(),
            format=form,
            ppi=ppi,
            sys_inputs={"data": json.dumps(_drawn(data), ensure_ascii=False)},
            pdf_standards=standard,  # type: ignore[arg-type]
            timestamp=datetime(dated.year, dated.month, dated.day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise PreflightError(f"This document can't be set: {error.message}") from error
    pages = made if isinstance(made, list) else [made]
    return pages[0] or b""


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Read once in a process; 15 ms."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])


def _drawn(value: object) -> object:
    """The data with every text `visible`; keys stay."""
    if isinstance(value, str):
        return visible(_without_empty_words(value))
    if isinstance(value, Mapping):
        return {name: _drawn(one) for name, one in value.items()}
    if isinstance(value, Sequence):
        return [_drawn(one) for one in value]
    return value


_UNSEEN: Final = (
    "\u00ad\u034f\u061c\u180b-\u180e\u200c-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff"
    "\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
_EMPTY_WORD: Final = re.compile(f"(?<=[\\s\u200b])[{_UNSEEN}]+(?=[\\s\u200b])")
_PARTED_ANEW: Final = re.compile("\u200b{2,}")
_BEFORE_A_MARK: Final = re.compile("\u200b+(.)", re.DOTALL)


def _without_empty_words(text: str) -> str:
    """The text without words of which nothing is seen: any number of them fits on a line, and typst tries them all.

    Of a note of 4,000 characters that takes minutes. Marks on a space without width stand on one with it, for the same
    reason.
    """
    if text.isascii():
        return text
    parted = _BEFORE_A_MARK.sub(
        lambda found: f"\u200b\u00a0{found[1]}" if unicodedata.category(found[1]).startswith("M") else found[0], text
    )
    return _PARTED_ANEW.sub("\u200b", _EMPTY_WORD.sub("", parted))
