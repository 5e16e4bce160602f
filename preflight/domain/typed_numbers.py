"""Numbers as people type them: 92, 4.2, 1,800, 3,5, 1 800, −5, 92 %. Read exactly, and told how they were read."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from preflight.domain.errors import Invalid
from preflight.domain.wording import typed_number

MOST_DIGITS = 12
"""Before the point; after it there may be six."""

_DECIMALS = 6
_LONGEST = 200
_OF_NUMBERS = frozenset("0123456789.,+-'\u2019\N{MINUS SIGN}\N{EN DASH}")
_SPACED = re.compile(r"(?<=[0-9])[ \u00a0\u2009\u202f'\u2019](?=[0-9]{3}(?![0-9]))")
_PLAIN = re.compile(r"[0-9]+([.,][0-9]+)?")
_COMMA_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")
_POINT_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+,[0-9]+|[1-9][0-9]{0,2}(\.[0-9]{3}){2,}")
_EITHER_WAY = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


def read_number(typed: str, *, what: str, unit: str = "") -> Fraction:
    """The number that was typed, exactly. A comma before three digits is taken for thousands (1,800), any other single
    comma for a decimal comma (3,5); its unit may stand beside it. `what` names the field in the message.

    Raises Invalid for anything else, above 12 digits before the point, and above 6 behind it.
    """
    sign, digits = _bare(typed, unit)
    if _COMMA_THOUSANDS.fullmatch(digits):
        text = digits.replace(",", "")
    elif _POINT_THOUSANDS.fullmatch(digits):
        text = digits.replace(".", "").replace(",", ".")
    elif _PLAIN.fullmatch(digits):
        text = digits.replace(",", ".")
    else:
        raise Invalid(
            f"{what} should be one number, such as 9 or 92.5; “{typed.strip()}” is none. Its unit has its own field."
        )
    whole, _, decimals = text.partition(".")
    if len(whole) > MOST_DIGITS or len(decimals) > _DECIMALS:
        raise Invalid(
            f"{what} may have {MOST_DIGITS} digits, and {_DECIMALS} behind the point. Choose a larger or smaller unit."
        )
    return sign * Fraction(text)


def reading_told(typed: str, *, unit: str = "") -> str:
    """How a number was read that others would read a thousand times larger or smaller: "“1,800” was read as 1800.";
    empty for every other one."""
    if not _EITHER_WAY.fullmatch(_bare(typed, unit)[1]):
        return ""
    return f"“{typed.strip()}” was read as {typed_number(read_number(typed, what='The number', unit=unit))}."


def _bare(typed: str, unit: str) -> tuple[int, str]:
    """Its sign, and its digits and separators; without its unit, and with spaces between thousands closed."""
    text = "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in typed).strip()
    mark = unit.strip().casefold()
    if mark and len(text) <= _LONGEST:
        text = _without(mark, text)
    sign = -1 if text[:1] in {"-", "\N{MINUS SIGN}", "\N{EN DASH}"} else 1
    if sign < 0 or text[:1] == "+":
        text = text[1:].lstrip()
    return sign, _SPACED.sub("", text)


def _without(mark: str, text: str) -> str:
    """Without its unit. One such as 1/h or - is left where it may be a part of the number: 11/h, -5."""
    for place in range(len(text)):
        apart = mark[0] not in _OF_NUMBERS or text[place - 1 : place].isspace()
        if apart and text[place:].casefold() == mark:
            return text[:place].rstrip()
    for place in range(1, len(text) + 1):
        apart = mark[-1] not in _OF_NUMBERS
        if apart and text[:place].casefold() == mark:
            return text[place:].lstrip()
    return text
