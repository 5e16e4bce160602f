"""Filled examples of a measurable criterion, for whoever wrote a hope: near to what they meant, with their names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from preflight.domain.criterion import Direction
from preflight.domain.hopes import names_somebody
from preflight.domain.measurable import TermsDraft

DAYS_AHEAD = 90
SOMEBODY = "Ada Lindqvist"


@dataclass(frozen=True, slots=True)
class _Pattern:
    about: str
    draft: TermsDraft


def example_for(draft: TermsDraft, *, on: date) -> TermsDraft:
    """A measurable criterion near to what the draft hopes for, with the draft's owner and day where it has them."""
    named = draft.business_owner if names_somebody(draft.business_owner) else SOMEBODY
    when = draft.by_when if draft.by_when and draft.by_when >= on else on + timedelta(days=DAYS_AHEAD)
    words = draft.metric.casefold()
    near = next((each for each in _PATTERNS if re.search(each.about, words)), _PATTERNS[-1])
    return replace(near.draft, business_owner=named, by_when=when)


def examples(*, on: date) -> tuple[TermsDraft, TermsDraft]:
    """Two examples of different kinds: a share that is to rise and a time that is to fall."""
    return example_for(TermsDraft(metric="quality"), on=on), example_for(TermsDraft(metric="fast"), on=on)


def _pattern(about: str, metric: str, unit: str, baseline: str, target: str, way: Direction, how: str) -> _Pattern:
    draft = TermsDraft(metric=metric, unit=unit, baseline=baseline, target=target, direction=way, how=how)
    return _Pattern(about, draft)


_UP, _DOWN = Direction.AT_LEAST, Direction.AT_MOST
_PATTERNS = (
    _pattern(
        r"servic|support|fast|quick|speed|smooth|slow",
        "Average handling time",
        "minutes",
        "45",
        "9",
        _DOWN,
        "Time stamps of the ticket system, all tickets of a week",
    ),
    _pattern(
        r"satisf|happ|friendl|experienc|delight|usab|eas(?:y|ier)|pleas",
        "Customer satisfaction (CSAT)",
        "points of 5",
        "3.8",
        "4.2",
        _UP,
        "One question after each call, at least 200 answers",
    ),
    _pattern(
        r"efficien|productiv|cost|benefit|value|optimi|streamlin|autom",
        "Cases closed per person",
        "cases a day",
        "18",
        "26",
        _UP,
        "Count of the case system, four ordinary weeks",
    ),
    _pattern(
        r"reliab|robust|perform|seamless|stable",
        "Answers that came within 5 seconds",
        "%",
        "81",
        "99",
        _UP,
        "Log of the gateway, every request of a week",
    ),
    _pattern(
        "",
        "Invoices processed correctly",
        "%",
        "71",
        "92",
        _UP,
        "Sample of 200 a week, checked by hand against the booking",
    ),
)
