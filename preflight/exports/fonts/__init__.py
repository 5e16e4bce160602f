"""The fonts that ship with the exports (tools/fonts.py makes them), and which letters they draw."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
HOUSE: Final = "Atkinson Hyperlegible Next"
FAMILIES: Final = (
    *(HOUSE, "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai"),
    *("Noto Sans CJK SC", "Noto Sans Symbols", "Noto Sans Symbols2", "Noto Sans Math", "Noto Emoji"),
)
"""What text is set in, the first that has a letter draws it; scripts not named here are found by their letters."""
STAND_IN: Final = "▯"


def visible(text: str) -> str:
    """The text with “▯” in place of every letter that no shipped font draws, so that none vanishes silently.

    White space, and signs that only steer how their neighbours are drawn, stay; letters and marks are composed (NFC).
    """
    if text.isascii() and text.isprintable():
        return text
    return _undrawn().sub(STAND_IN, unicodedata.normalize("NFC", text))


@lru_cache(maxsize=1)
def _undrawn() -> re.Pattern[str]:
    stretches = (FOLDER / "coverage.txt").read_text(encoding="ascii").split()
    return re.compile(f"[^{''.join(map(_stretch, [*stretches, *_STEERING]))}]")


def _stretch(written: str) -> str:
    return "-".join(f"\\U{int(end, 16):08x}" for end in written.split("-"))


_STEERING: Final = (
    *("9-A", "20", "A0", "AD", "34F", "61C", "180B-180E", "2000-200F", "2028-202F", "205F-2064", "2066-206F", "3000"),
    *("FE00-FE0F", "FEFF", "E0020-E007F", "E0100-E01EF"),
)
