"""A success criterion as people say it: its numbers, its goal, and what a measurement says about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from preflight.domain.criterion import Criterion, CriterionStanding, CriterionTerms, Direction, Measurement, standing_of
from preflight.domain.criterion_days import overdue_on, reached_on
from preflight.domain.figures import MINUS
from preflight.domain.wording import apart, day, number_of

DIRECTION_WORDS = {Direction.AT_LEAST: "at least", Direction.AT_MOST: "at most"}
STANDING_WORDS = {
    CriterionStanding.NOT_SEALED: "Not sealed yet",
    CriterionStanding.NOT_MEASURED: "Not measured yet",
    CriterionStanding.MET: "Met",
    CriterionStanding.MISSED: "Missed",
    CriterionStanding.WITHDRAWN: "Withdrawn",
}


def number_words(number: Fraction) -> str:
    """A number as it is read out: 1,800 or 3.5 or −0.25. Six decimals at most; what was typed never has more."""
    exact = Decimal(abs(number.numerator)) / number.denominator
    words = f"{exact:,.6f}".rstrip("0").rstrip(".")
    return f"{MINUS}{words}" if number < 0 and words != "0" else words


def value_words(number: Fraction, unit: str) -> str:
    """A number with its unit: "9 minutes", "92 %"."""
    return f"{apart(number_words(number))} {unit}".strip()


def target_words(terms: CriterionTerms) -> str:
    """The target alone: "at most 9 minutes"."""
    return f"{DIRECTION_WORDS[terms.direction]} {value_words(terms.target, terms.unit)}"


def goal_words(terms: CriterionTerms) -> str:
    """From where to where: "from 45 to at most 9 minutes"; without a baseline "at most 9 minutes"."""
    if terms.baseline is None:
        return target_words(terms)
    return f"from {number_words(terms.baseline)} to {target_words(terms)}"


def terms_words(terms: CriterionTerms) -> str:
    """The whole goal in a line: "Handling time: from 45 to at most 9 minutes, by 30 March 2027"."""
    return f"{apart(terms.metric)}: {goal_words(terms)}, by {day(terms.by_when)}"


FIELDS = ("What is counted", "Goal", "By when", "How it is measured", "Business owner")
"""What a criterion says, in the order in which it is read; `Difference.what` is one of them."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What an amendment changed: the field as a noun, and its words before and after."""

    what: str
    before: str
    after: str


def differences(before: CriterionTerms, after: CriterionTerms) -> tuple[Difference, ...]:
    """Every field in which two versions differ, in the order in which a criterion is read."""
    said = (_said(before), _said(after))
    found = (Difference(what, *pair) for what, *pair in zip(FIELDS, *said, strict=True))
    return tuple(each for each in found if each.before != each.after)


def _said(terms: CriterionTerms) -> tuple[str, ...]:
    return terms.metric, goal_words(terms), day(terms.by_when), terms.how, terms.business_owner


def measurement_words(terms: CriterionTerms, measurement: Measurement) -> str:
    """What was measured and what it says: "8.5 minutes on 12 March 2027: met", "20 minutes on 2 March 2027: not met,
    but better than 45 before", "50 minutes on 2 March 2027: not met, and no better than 45 before"."""
    measured = f"{value_words(measurement.value, terms.unit)} on {day(measurement.date)}"
    if terms.met_by(measurement.value):
        return f"{measured}: met"
    better = terms.better_than_baseline(measurement.value)
    if better is None or terms.baseline is None:
        return f"{measured}: not met"
    return f"{measured}: not met, {'but' if better else 'and no'} better than {number_words(terms.baseline)} before"


def standing_words(criterion: Criterion, on: date) -> str:
    """Where it stands on a day: "Met", "Met, 12 days late", "Not met yet", "Missed", "Not measured, 3 days overdue"."""
    standing, terms = standing_of(criterion), criterion.newest.terms
    late = (on - terms.by_when).days
    if standing is CriterionStanding.MET:
        reached = reached_on(criterion)
        behind = 0 if reached is None else (reached - terms.by_when).days
        return f"Met, {number_of(behind, 'day')} late" if behind > 0 else STANDING_WORDS[standing]
    if standing is CriterionStanding.NOT_MEASURED and overdue_on(criterion, on):
        return f"Not measured, {number_of(late, 'day')} overdue"
    if standing is CriterionStanding.MISSED and late <= 0:
        return "Not met yet"
    return STANDING_WORDS[standing]
