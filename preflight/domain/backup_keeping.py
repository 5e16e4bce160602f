"""Which backups are kept: a rule such as “7 daily, 4 weekly, 12 monthly”, and what it leaves over."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

SCHEDULED: Final = "scheduled"
BY_HAND: Final = "by-hand"
BEFORE: Final = "before-"
"""So begins the label of a backup that was made before an upgrade or a restore."""

LEAST_BEFORE: Final = timedelta(days=90)
"""How long a backup from before an upgrade or a restore is kept at least."""

_PART: Final = re.compile(r"(\d{1,4}) +(daily|weekly|monthly)")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepRule:
    """Of the newest so many days, weeks and months that have backups, the newest backup each is kept."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12

    def __str__(self) -> str:
        return f"{self.daily} daily, {self.weekly} weekly, {self.monthly} monthly"


def read_keep_rule(text: str) -> KeepRule:
    """The rule as it is written; what is not named is 0. Raises ValueError with what is expected."""
    found: dict[str, int] = {}
    for part in text.split(","):
        match = _PART.fullmatch(part.strip())
        if match is None or match[2] in found:
            found.clear()
            break
        found[match[2]] = int(match[1])
    if not any(found.values()):
        raise ValueError("a rule like 7 daily, 4 weekly, 12 monthly, which keeps at least one")
    return KeepRule(**{"daily": 0, "weekly": 0, "monthly": 0} | found)


def left_over(
    backups: Iterable[T], rule: KeepRule, now: datetime, *, made_at: Callable[[T], datetime], label: Callable[[T], str]
) -> list[T]:
    """Those of one database's backups that need not be kept; days, weeks and months are those of UTC.

    Those that were made by hand stay, and so does the newest of all, whatever the rule says.
    """
    newest_first = sorted(backups, key=made_at, reverse=True)
    scheduled = [each for each in newest_first if label(each) == SCHEDULED or label(each).startswith(f"{SCHEDULED}-")]
    kept: set[int] = {id(each) for each in newest_first[:1] + scheduled[:1]}
    for count, period in ((rule.daily, _day), (rule.weekly, _week), (rule.monthly, _month)):
        seen: dict[Hashable, T] = {}
        for each in scheduled:
            seen.setdefault(period(made_at(each)), each)
        kept |= {id(each) for each in list(seen.values())[:count]}
    old = [each for each in newest_first if label(each).startswith(BEFORE) and now - made_at(each) > LEAST_BEFORE]
    return [each for each in (*scheduled, *old) if id(each) not in kept]


def _day(at: datetime) -> Hashable:
    return at.date()


def _week(at: datetime) -> Hashable:
    return at.isocalendar()[:2]


def _month(at: datetime) -> Hashable:
    return at.year, at.month
