"""The success criteria as slides and wiki tell them: a row each, and in sentences what a row has no room for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from preflight.charts.words import day as short_day
from preflight.domain.criteria_summary import criteria_summary
from preflight.domain.criterion import Criterion, CriterionTerms, standing_of
from preflight.domain.criterion_words import STANDING_WORDS, standing_words, target_words, value_words
from preflight.domain.wording import apart, day

NONE = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionTold:
    """A criterion in words; `amended` is an en dash where it holds as it was sealed."""

    metric: str
    before: str
    sealed: str
    amended: str
    measured: str
    stands: str


def criterion_told(criterion: Criterion, on: date) -> CriterionTold:
    """A criterion as it stands on a day."""
    terms, measured = criterion.newest.terms, criterion.measured
    amended = _target(terms) if criterion.amended else NONE
    return CriterionTold(
        metric=terms.metric,
        before=NONE if terms.baseline is None else value_words(terms.baseline, terms.unit),
        sealed=_target(criterion.first.terms),
        amended="Withdrawn" if criterion.withdrawn else amended,
        measured=f"{apart(value_words(measured.value, terms.unit))}, {short_day(measured.date)}" if measured else NONE,
        stands=standing_words(criterion, on),
    )


def amendments_told(criteria: Sequence[Criterion]) -> Iterator[str]:
    """Each change since the sealing with its reason, and what the measurement would say without it."""
    for each in criteria:
        for version in each.versions[1:]:
            what = "withdrawn" if version.withdrawn else "amended"
            on = day(version.at.astimezone().date())
            yield f"“{each.first.terms.metric}” was {what} on {on}: {version.reason}"
    for each in criteria_summary(criteria).differing:
        first = STANDING_WORDS[standing_of(each, each.first)].lower()
        yield f"As it was sealed, “{each.first.terms.metric}” would be {first}."


def _target(terms: CriterionTerms) -> str:
    return f"{apart(target_words(terms))} by {short_day(terms.by_when)}"
