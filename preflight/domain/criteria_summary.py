"""What a project's success criteria say together. How one is said in words stands in criterion_words.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from preflight.domain.criterion import Criterion, CriterionStanding, standing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaSummary:
    """The criteria of a project by where they stand, each time in their order.

    `open` (not sealed), `sealed` and `withdrawn` are all of them, each once: a withdrawn one no longer counts as
    sealed. `unmeasured`, `met` and `missed` are all sealed ones, each once, by what holds now. `better` and
    `not_better` are the sealed ones that have a baseline and a measurement. `amended`, withdrawn ones among them, hold
    otherwise than they were sealed; `late` were added when others had been sealed already. `differing` are met as
    they hold now and missed as they were first sealed, or the other way round.
    """

    open: tuple[Criterion, ...]
    sealed: tuple[Criterion, ...]
    withdrawn: tuple[Criterion, ...]
    unmeasured: tuple[Criterion, ...]
    met: tuple[Criterion, ...]
    missed: tuple[Criterion, ...]
    better: tuple[Criterion, ...]
    not_better: tuple[Criterion, ...]
    amended: tuple[Criterion, ...]
    late: tuple[Criterion, ...]
    differing: tuple[Criterion, ...]


def criteria_summary(criteria: Sequence[Criterion]) -> CriteriaSummary:
    """A project's criteria by where they stand; the newest version and the newest measurement of each count."""
    standing = {each.id: standing_of(each) for each in criteria}

    def at(*wanted: CriterionStanding) -> tuple[Criterion, ...]:
        return tuple(each for each in criteria if standing[each.id] in wanted)

    measured = at(CriterionStanding.MET, CriterionStanding.MISSED)
    return CriteriaSummary(
        open=at(CriterionStanding.NOT_SEALED),
        sealed=at(CriterionStanding.NOT_MEASURED, CriterionStanding.MET, CriterionStanding.MISSED),
        withdrawn=at(CriterionStanding.WITHDRAWN),
        unmeasured=at(CriterionStanding.NOT_MEASURED),
        met=at(CriterionStanding.MET),
        missed=at(CriterionStanding.MISSED),
        better=tuple(each for each in measured if better_than_before(each)),
        not_better=tuple(each for each in measured if better_than_before(each) is False),
        amended=tuple(each for each in criteria if each.amended),
        late=tuple(each for each in criteria if each.late),
        differing=tuple(each for each in measured if standing_of(each, each.first) is not standing[each.id]),
    )


def better_than_before(criterion: Criterion) -> bool | None:
    """Whether the newest measurement is past the baseline in the right direction; None without one of the two."""
    measured = criterion.measured
    return None if measured is None else criterion.newest.terms.better_than_baseline(measured.value)
