"""A success criterion against the calendar: since when it is reached, and whether its day has passed without that."""

from __future__ import annotations

from datetime import date

from preflight.domain.criterion import Criterion, CriterionStanding, standing_of


def reached_on(criterion: Criterion) -> date | None:
    """The day since which each measurement that stands reaches the target as it holds now; None while the newest
    does not."""
    since = None
    for each in sorted(criterion.measurements, key=lambda one: (one.date, one.at)):
        if each.struck_at is not None:
            continue
        if not criterion.newest.terms.met_by(each.value):
            since = None
        elif since is None:
            since = each.date
    return since


def overdue_on(criterion: Criterion, day: date) -> bool:
    """Whether its day has passed without the target being reached; on the day itself it is not overdue yet."""
    waiting = {CriterionStanding.NOT_MEASURED, CriterionStanding.MISSED}
    return criterion.newest.terms.by_when < day and standing_of(criterion) in waiting
