"""Names that look alike: two that a reader can't tell apart on the wall should not both be there."""

from __future__ import annotations

import unicodedata
from typing import Final

# Letters of other scripts that are drawn like a Latin one (after Unicode's confusables, UTS #39). Within Latin nothing
# is held to be alike: the house's typeface is made to tell 1, l and I, and 0 and O, apart.
_CYRILLIC: Final = ("АВСЕНІЈКМОРЅТУҮХԚԜасеһіјӏорԛѕԝухүѵԁ", "ABCEHIJKMOPSTYYXQWacehijlopqswyxyvd")
_GREEK: Final = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγικνορυχ", "ABEZHIKMNOPTYXayikvopux")
_ARMENIAN: Final = ("ՕՍՏօոհսցզ", "OUSonhugq")
_CHEROKEE: Final = ("ᎪᏴᏟᎠᎬᎻᏆᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ", "ABCDEHIJKLMPRSTVWZ")
_OTHERS: Final = ("ıɑɡʼ’‘‐‑‒–—−", "iag'''------")
_LATIN: Final = {
    ord(other): latin
    for others, latins in (_CYRILLIC, _GREEK, _ARMENIAN, _CHEROKEE, _OTHERS)
    for other, latin in zip(others, latins, strict=True)
}
_NOT_SEEN: Final = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})
_SELECTORS: Final = frozenset(map(chr, [*range(0xFE00, 0xFE10), 0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0]))


def skeleton(name: str) -> str:
    """What is left of a name when case, width, spaces, what can't be seen and the script of look-alike letters are
    taken off. Two names with one skeleton look the same; it is for comparing only, never for showing."""
    seen = "".join(
        letter
        for letter in unicodedata.normalize("NFKC", name)
        if letter not in _SELECTORS and unicodedata.category(letter) not in _NOT_SEEN
    )
    return " ".join(unicodedata.normalize("NFKC", seen.translate(_LATIN)).casefold().split())


def look_alike(one: str, other: str) -> bool:
    """Whether nobody could tell these two names apart."""
    return one.casefold() == other.casefold() or skeleton(one) == skeleton(other)
