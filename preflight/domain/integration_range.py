"""What the integrations would take: the team's own estimates, and beside them what production usually costs.

Teams underestimate a production deployment three to five times over; the range is that, and no forecast.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from preflight.domain.pilot import Confronting, Integration
from preflight.domain.wording import typed_number

CONFRONTING_WORDS: Final = {Confronting.CONFRONTED: "Confronted", Confronting.DEFERRED: "Deferred"}
LEAST_TIMES: Final = 3
MOST_TIMES: Final = 5


@dataclass(frozen=True, slots=True)
class UsualRange:
    """What usually comes of an estimate, in working days of one person: three to five times of it."""

    least: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationPicture:
    """The systems of a project, counted. Days are working days of one person.

    `estimate` is the sum of what was estimated, `deferred_estimate` that of the deferred systems alone, and `usual`
    what `estimate` usually becomes; None where no system has an estimate. A system without one counts in none of them
    and is named in `not_estimated`. `deferred_systems` names those that the pilot goes round.
    """

    systems: int
    confronted: int
    deferred: int
    deferred_systems: tuple[str, ...]
    not_estimated: tuple[str, ...]
    estimate: Fraction | None
    deferred_estimate: Fraction | None
    usual: UsualRange | None


def usual_range(estimate: Fraction) -> UsualRange:
    """Three to five times an estimate, exactly."""
    return UsualRange(estimate * LEAST_TIMES, estimate * MOST_TIMES)


def integration_picture(integrations: Sequence[Integration]) -> IntegrationPicture:
    """The systems counted and their estimates added up."""
    deferred = [each for each in integrations if each.confronting is Confronting.DEFERRED]
    total = _total(integrations)
    return IntegrationPicture(
        systems=len(integrations),
        confronted=len(integrations) - len(deferred),
        deferred=len(deferred),
        deferred_systems=tuple(each.system for each in deferred),
        not_estimated=tuple(each.system for each in integrations if each.estimate is None),
        estimate=total,
        deferred_estimate=_total(deferred),
        usual=None if total is None else usual_range(total),
    )


def days_words(days: Fraction) -> str:
    """A number of working days: "1 working day", "7.5 working days"."""
    return f"{typed_number(days)} working day{'' if days == 1 else 's'}"


def range_words(estimate: Fraction) -> str:
    """What usually comes of an estimate, in words: "30 to 50 working days"."""
    usual = usual_range(estimate)
    if usual.least == usual.most:
        return days_words(usual.least)
    return f"{typed_number(usual.least)} to {days_words(usual.most)}"


def _total(integrations: Sequence[Integration]) -> Fraction | None:
    estimates = [each.estimate for each in integrations if each.estimate is not None]
    return sum(estimates, Fraction()) if estimates else None
