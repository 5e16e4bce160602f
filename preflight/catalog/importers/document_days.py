"""Days and figures as people write them down: within the years, and as exact, as the services take."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

from preflight.catalog.importers.json_value import Value

_YEARS: Final = range(1970, 2101)
_LARGEST: Final = 10**12
_DECIMALS: Final = 10**6


def a_day(value: Value) -> date:
    """A calendar day between 1970 and 2100. Raises Wrong."""
    day = value.day()
    return day if day.year in _YEARS else value.wrong(f"a day lies between {_YEARS[0]} and {_YEARS[-1]}")


def a_figure(value: Value) -> Fraction:
    """A number of at most 12 digits before the point and 6 behind it. Raises Wrong."""
    number = value.fraction(-_LARGEST, _LARGEST)
    if abs(number) >= _LARGEST:
        value.wrong("a number has at most 12 digits before the point")
    return number if _DECIMALS % number.denominator == 0 else value.wrong("a number has six digits behind the point")
