"""Days as people and programs write them, read where only one day can be meant."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from preflight.catalog.importers.row_problems import quoted
from preflight.domain.errors import Invalid
from preflight.domain.wording import MONTHS

ALLOWED: Final = "write it as 2026-11-20"
FIRST, LAST = date(1970, 1, 1), date(2100, 12, 31)
"""A bare number that counts to a day outside these was never meant as a day."""

_LONGEST: Final = 40
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ]00:00(?::00)?(?:\.0+)?)?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})([-./])\s?(\d{1,2})\2\s?(\d{4})")
_NAMED: Final = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|\.)?\s+([a-z]+)\.?|([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?),?\s+(\d{4})"
)
_SHORTEST_MONTH: Final = 3


def day_of(value: object, epoch: datetime) -> date:
    """The day of a cell: a date, a serial number that counts from `epoch`, or text. Raises Invalid.

    12.3.2026 is the 12th of March wherever a point parts the numbers; 3/12/2026 could be either, and is refused.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_serial(value, epoch)
    if isinstance(value, str):
        return _of_text(value.strip())
    raise Invalid(f"{quoted(str(value))} is no day; {ALLOWED}.")


def _of_serial(value: float, epoch: datetime) -> date:
    earliest, latest = ((each - epoch.date()).days for each in (FIRST, LAST))
    if not earliest <= value < latest + 1:
        raise Invalid(f"{value:g} is no day; {ALLOWED}.")
    return (epoch + timedelta(days=int(value))).date()


def _of_text(text: str) -> date:
    plain = text.casefold()
    if len(plain) <= _LONGEST:
        if found := _YEAR_FIRST.fullmatch(plain):
            year, month, day = map(int, found.groups())
            return _day(year, month, day, text)
        if found := _YEAR_LAST.fullmatch(plain):
            return _year_last(int(found[1]), int(found[3]), int(found[4]), found[2], text)
        if found := _NAMED.fullmatch(plain):
            return _day(int(found[5]), _month(found[2] or found[3]), int(found[1] or found[4]), text)
        if re.fullmatch(r"\d{4,5}(\.0+)?", plain):
            raise Invalid(f"{quoted(text)} is a bare number; {ALLOWED}.")
    raise Invalid(f"{quoted(text)} is no day; {ALLOWED}.")


def _year_last(first: int, second: int, year: int, sign: str, text: str) -> date:
    if sign == "." or first == second or first > 12:
        return _day(year, second, first, text)
    if second > 12:
        return _day(year, first, second, text)
    raise Invalid(f"{quoted(text)} could be two different days; {ALLOWED}.")


def _month(word: str) -> int:
    """The month's number; 0, which is none, for a word that begins no English month."""
    names = [name.casefold() for name in MONTHS]
    fitting = [number for number, name in enumerate(names, 1) if name.startswith(word)]
    if word == "sept":
        fitting = [9]
    return fitting[0] if len(fitting) == 1 and len(word) >= _SHORTEST_MONTH else 0


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Invalid(f"{quoted(text)} is not in the calendar; {ALLOWED}.") from None
