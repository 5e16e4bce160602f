"""Text as DrawingML: paragraphs and runs with their size, colour, direction, language and fonts.

Text from people becomes XML only here, by `_escaped`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import escape

from preflight.charts.words import printable
from preflight.exports.deck.theme import DeckTheme

EMU: Final = 12_700
"""English metric units of a point."""
LANGUAGE: Final = "en-GB"
NUMBER_FIELD: Final = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
_SCRIPTS: Final = (
    ("HIRAGANA", "ja-JP", "ea", "Yu Gothic"),
    ("KATAKANA", "ja-JP", "ea", "Yu Gothic"),
    ("HANGUL", "ko-KR", "ea", "Malgun Gothic"),
    ("CJK", "zh-CN", "ea", "Microsoft YaHei"),
    ("ARABIC", "ar-SA", "cs", "Arial"),
    ("HEBREW", "he-IL", "cs", "Arial"),
    ("THAI", "th-TH", "cs", "Leelawadee UI"),
    ("DEVANAGARI", "hi-IN", "cs", "Nirmala UI"),
)
"""How the names of a script's letters begin, its language, which font of a run draws it, and a font that has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How words look. `size` in points and `colour` are the placeholder's own where they are 0 and empty."""

    size: float = 0.0
    colour: str = ""
    strong: bool | None = None


def emu(points: float) -> int:
    return round(points * EMU)


def right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction is written from right to left (Unicode's rules P2 and P3)."""
    if text.isascii():
        return False
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((found for found in directions if found in {"L", "R", "AL"}), "L") != "L"


def clean(text: str) -> str:
    """The text on one line as any XML may hold it."""
    line = printable(text)
    return line if line.isascii() else "".join(letter for letter in line if ord(letter) & 0xFFFE != 0xFFFE)


def colour_xml(colour: str, theme: DeckTheme) -> str:
    """The colour by the name that the template has for it, so that it changes with the template; else as it is."""
    name = theme.scheme.get(colour)
    return f'<a:schemeClr val="{name}"/>' if name else f'<a:srgbClr val="{colour.removeprefix("#").upper()}"/>'


def runs_xml(text: str, look: Look, theme: DeckTheme, *, end: str = "") -> str:
    """The text as runs; a line break in it is a break. `end` stands after its last letter."""
    properties = _run_properties(text, look, theme)
    lines = [clean(part) for part in text.split("\n")]
    lines[-1] += end
    return "<a:br/>".join(f"<a:r>{properties}<a:t>{_escaped(line)}</a:t></a:r>" if line else "" for line in lines)


def slide_number_xml(number: int, look: Look, theme: DeckTheme) -> str:
    """The slide's number, which PowerPoint keeps right when slides are moved."""
    return f'<a:fld id="{NUMBER_FIELD}" type="slidenum">{_run_properties("", look, theme)}<a:t>{number}</a:t></a:fld>'


def paragraph_xml(
    runs: str,
    theme: DeckTheme,
    *,
    rtl: bool,
    before: float = 0.0,
    align: str = "",
    bullet: str = "",
    indent: float = 0.0,
) -> str:
    """A paragraph of runs. `bullet` is the colour of one, as XML; `before` and `indent` are in points."""
    # Other fonts stand taller than Arial, and what replaces a missing one taller still: LEADING is to hold for all.
    leading = 100 if theme.ornate else 90
    side = ' algn="r" rtl="1"' if rtl else f' algn="{align}"' if align else ""
    sign = f'<a:buClr>{bullet}</a:buClr><a:buFont typeface="Arial"/><a:buChar char="•"/>' if bullet else "<a:buNone/>"
    return (
        f'<a:p><a:pPr marL="{emu(indent)}" indent="{-emu(indent)}"{side}>'
        f'<a:lnSpc><a:spcPct val="{leading}000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(before * 100)}"/></a:spcBef><a:spcAft><a:spcPts val="0"/></a:spcAft>'
        f"{sign}</a:pPr>{runs}</a:p>"
    )


def _escaped(text: str) -> str:
    return escape(text)


def _run_properties(text: str, look: Look, theme: DeckTheme) -> str:
    language, fonts = _language_and_fonts(text)
    size = f' sz="{round(look.size * 100)}"' if look.size else ""
    strong = "" if look.strong is None else f' b="{int(look.strong)}"'
    fill = f"<a:solidFill>{colour_xml(look.colour, theme)}</a:solidFill>" if look.colour else ""
    return f'<a:rPr lang="{language}"{size}{strong} dirty="0">{fill}{fonts}</a:rPr>'


@lru_cache(maxsize=2048)
def _language_and_fonts(text: str) -> tuple[str, str]:
    """The language of the first script with one, and a font for each kind of letters that most fonts lack."""
    if text.isascii():
        return LANGUAGE, ""
    found: dict[str, tuple[str, str]] = {}
    names = {unicodedata.name(letter, "").split(" ")[0] for letter in set(text)}
    for start, language, kind, font in _SCRIPTS:
        if start in names:
            found.setdefault(kind, (language, font))
    fonts = "".join(f'<a:{kind} typeface="{found[kind][1]}"/>' for kind in ("ea", "cs") if kind in found)
    first = next(iter(found.values()), (LANGUAGE, ""))
    return first[0], fonts
