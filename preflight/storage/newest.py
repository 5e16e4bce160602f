"""The newest completed assessment of each project, as a part of a larger query; private to this package."""

from __future__ import annotations

from sqlalchemy import Subquery, func, select

from preflight.domain.assessment import Phase
from preflight.storage.tables import assessment


def newest_completed() -> Subquery:
    """`project_id` and `assessment_id`: the latest date, then the latest completion; projects without are left out."""
    place = func.row_number().over(
        partition_by=assessment.c.project_id,
        order_by=(assessment.c.date.desc(), assessment.c.completed_at.desc(), assessment.c.id.desc()),
    )
    ranked = (
        select(assessment.c.project_id, assessment.c.id.label("assessment_id"), place.label("place"))
        .where(assessment.c.phase == Phase.COMPLETED.value)
        .subquery()
    )
    return select(ranked.c.project_id, ranked.c.assessment_id).where(ranked.c.place == 1).subquery("newest")
