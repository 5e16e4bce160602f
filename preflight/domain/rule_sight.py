"""What each rule of a recommendation sees, in plain sentences: nothing where it does not hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from preflight.domain.criteria_summary import criteria_summary
from preflight.domain.criterion import Criterion
from preflight.domain.criterion_words import target_words, value_words
from preflight.domain.deciding_facts import Facts, Place
from preflight.domain.figures import percent
from preflight.domain.wording import counted, day, listed

OLDEST: Final = 90
"""So many days an assessment carries a decision by itself; from the next day on it is too old."""


def _not_assessed(facts: Facts) -> list[str]:
    return [] if facts.assessed else ["No assessment has been completed."]


def _no_criteria(facts: Facts) -> list[str]:
    found = criteria_summary(facts.criteria)
    if found.sealed:
        return []
    if not facts.criteria:
        return ["No success criterion is written down."]
    if found.open:
        words = "One is" if len(found.open) == 1 else f"{counted(len(found.open)).capitalize()} are"
        return [f"{words} written down, but none is sealed."]
    return ["Every criterion that was sealed has been withdrawn."]


def _not_measured(facts: Facts) -> list[str]:
    return [f"“{each.newest.terms.metric}” has no measurement." for each in criteria_summary(facts.criteria).unmeasured]


def _worse_than_before(facts: Facts) -> list[str]:
    found = criteria_summary(facts.criteria)
    if found.better or not any(each in found.missed for each in found.not_better):
        return []
    return [
        f"{_came_out(each)}; before the pilot it was {value_words(terms.baseline, terms.unit)}."
        for each in found.not_better
        if (terms := each.newest.terms).baseline is not None
    ]


def _missed(facts: Facts) -> list[str]:
    found = []
    for each in criteria_summary(facts.criteria).missed:
        terms = each.newest.terms
        found.append(f"{_came_out(each)}; {target_words(terms)} is needed.")
    return found


def _came_out(criterion: Criterion) -> str:
    terms, measured = criterion.newest.terms, criterion.measured
    value = value_words(measured.value, terms.unit) if measured else "no figure"
    return f"“{terms.metric}” came out at {value}"


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
        return [found.verdict]
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
    met = len(criteria_summary(facts.criteria).met)
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
