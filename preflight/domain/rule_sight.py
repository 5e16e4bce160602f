"""What each rule of a recommendation sees, in plain sentences: nothing where it does not hold."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from preflight.domain.criterion import CriterionStanding, CriterionTerms, Direction, standing_of
from preflight.domain.deciding_facts import Facts, Place, counting
from preflight.domain.figures import percent
from preflight.domain.wording import counted, day, listed, typed_number

OLDEST: Final = 90
"""So many days an assessment carries a decision by itself; from the next day on it is too old."""


def figure_in_unit(value: Fraction, terms: CriterionTerms) -> str:
    """A measured value as it is said: "9 minutes"."""
    return f"{typed_number(value)} {terms.unit}"


def _not_assessed(facts: Facts) -> list[str]:
    return [] if facts.assessed else ["No assessment has been completed."]


def _no_criteria(facts: Facts) -> list[str]:
    if counting(facts.criteria):
        return []
    if not facts.criteria:
        return ["No success criterion is written down."]
    drafts = sum(not each.sealed for each in facts.criteria)
    if drafts:
        words = "One is" if drafts == 1 else f"{counted(drafts).capitalize()} are"
        return [f"{words} written down, but none is sealed."]
    return ["Every criterion that was sealed has been withdrawn."]


def _not_measured(facts: Facts) -> list[str]:
    return [
        f"“{each.newest.terms.metric}” has no measurement."
        for each in counting(facts.criteria)
        if standing_of(each) is CriterionStanding.NOT_MEASURED
    ]


def _worse_than_before(facts: Facts) -> list[str]:
    compared = [
        (each.newest.terms, each.measured.value, better)
        for each in counting(facts.criteria)
        if each.measured and (better := each.newest.terms.better_than_baseline(each.measured.value)) is not None
    ]
    missed = any(not terms.met_by(value) for terms, value, _ in compared)
    if not missed or any(better for _, _, better in compared):
        return []
    return [
        f"“{terms.metric}” came out at {figure_in_unit(value, terms)}; before the pilot it was "
        f"{figure_in_unit(terms.baseline or Fraction(0), terms)}."
        for terms, value, _ in compared
    ]


def _missed(facts: Facts) -> list[str]:
    found = []
    for each in counting(facts.criteria):
        if standing_of(each) is CriterionStanding.MISSED and each.measured:
            terms = each.newest.terms
            way = "at least" if terms.direction is Direction.AT_LEAST else "at most"
            found.append(
                f"“{terms.metric}” came out at {figure_in_unit(each.measured.value, terms)}; {way} "
                f"{figure_in_unit(terms.target, terms)} is needed."
            )
    return found


def _blocked(facts: Facts) -> list[str]:
    found = facts.assessed
    if found is None or (found.place is not Place.WORST and not found.blockers):
        return []
    return [found.verdict, *found.blockers]


def _thin(facts: Facts) -> list[str]:
    found = facts.assessed
    if found is None:
        return []
    if found.place is Place.NONE:
        return [found.verdict if found.coverage in {None, 0} else "The questionnaire gives no verdict to decide by."]
    if not found.provisional:
        return []
    return [f"{percent(found.coverage)} of the questionnaire is covered; a firm verdict needs {percent(found.needed)}."]


def _conditions(facts: Facts) -> list[str]:
    found = facts.assessed
    if found is None:
        return []
    said = [found.verdict] if found.place is Place.BETWEEN else []
    said += [f"An earlier condition is open: {each}" for each in facts.open_conditions]
    if facts.deferred:
        noun = "system is" if len(facts.deferred) == 1 else "systems are"
        said.append(f"{counted(len(facts.deferred)).capitalize()} {noun} deferred: {listed(facts.deferred)}.")
    if not facts.review_planned:
        said.append("No review by security and compliance is planned.")
    elif facts.review_done_on is None:
        said.append("The review by security and compliance is not done.")
    age = (facts.today - found.on).days
    if age > OLDEST:
        said.append(f"The newest assessment is {age} days old, of {day(found.on)}.")
    return said


def _ready(facts: Facts) -> list[str]:
    """What there is to say when no rule before holds: all of it is there."""
    met = len(counting(facts.criteria))
    said = [facts.assessed.verdict] if facts.assessed else []
    said.append("The one criterion is met." if met == 1 else f"All {met} criteria are met.")
    if facts.review_done_on:
        said.append(f"The review by security and compliance was done on {day(facts.review_done_on)}.")
    said.append(f"{_systems(facts.systems)} No condition is open.")
    return said


def _systems(count: int) -> str:
    if count == 0:
        return "No system is listed."
    return "The one system was confronted." if count == 1 else f"All {count} systems were confronted."


SIGHTS: Final[dict[str, Callable[[Facts], list[str]]]] = {
    "not-assessed": _not_assessed,
    "no-criteria": _no_criteria,
    "not-measured": _not_measured,
    "worse-than-before": _worse_than_before,
    "missed": _missed,
    "blocked": _blocked,
    "thin": _thin,
    "conditions": _conditions,
    "ready": _ready,
}
