"""Criteria for the tests: the smallest sound one, with only what a test is about said.

a_criterion(10, 9)                       sealed, and measured twice (values in the criterion's unit)
a_criterion(11, amended=terms(target="12"))
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from preflight.domain.assessment import Evidence
from preflight.domain.criterion import Criterion, CriterionTerms, CriterionVersion, Direction, Measurement

SEALED_ON = date(2027, 1, 12)
BY_WHEN = date(2027, 3, 30)


def terms(*, target: str = "9", baseline: str | None = "45", **said: Any) -> CriterionTerms:
    """Handling time: from 45 to at most 9 minutes, by 30 March 2027."""
    said.setdefault("direction", Direction.AT_MOST)
    said.setdefault("metric", "Handling time")
    said.setdefault("by_when", BY_WHEN)
    return CriterionTerms(
        unit=said.pop("unit", "minutes"),
        baseline=None if baseline is None else Fraction(baseline),
        target=Fraction(target),
        how="Time stamps of the ticket system",
        business_owner="Ada Lindqvist",
        **said,
    )


def measurement(value: str | float, day: int, *, struck: bool = False) -> Measurement:
    """What was measured `day` days after sealing."""
    on = SEALED_ON + timedelta(days=day)
    at = datetime.combine(on, time(12), UTC)
    return Measurement(
        id=f"m{day}",
        criterion_id="c",
        value=Fraction(value),
        date=on,
        evidence=Evidence(text="Export", date=on),
        at=at,
        by="ada",
        struck_at=at if struck else None,
        struck_by="ada" if struck else None,
        struck_why="A digit too many" if struck else "",
    )


def a_criterion(
    *values: str | float,
    first: CriterionTerms | None = None,
    amended: CriterionTerms | None = None,
    withdrawn: bool = False,
    sealed: bool = True,
    late: bool = False,
    every: int = 10,
    name: str = "c",
) -> Criterion:
    """A criterion whose values were measured `every` so many days, the first on the day of sealing."""
    at = datetime.combine(SEALED_ON, time(12), UTC)
    said = [first or terms()]
    said += [amended] if amended else [said[0]] if withdrawn else []
    versions = tuple(
        CriterionVersion(
            number=number,
            terms=each,
            reason="Agreed so" if number > 1 or late else "",
            withdrawn=withdrawn and number == len(said),
            at=at + timedelta(days=number - 1),
            by="ada",
        )
        for number, each in enumerate(said, 1)
    )
    return Criterion(
        id=name,
        project_id="p",
        versions=versions,
        late=late,
        sealed_at=at if sealed else None,
        sealed_by="ada" if sealed else None,
        measurements=tuple(measurement(value, place * every) for place, value in enumerate(values)),
    )
