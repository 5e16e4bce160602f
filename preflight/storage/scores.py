"""Scores and verdicts, kept with each completed assessment so that old results are read, never computed again."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from sqlalchemy import Connection, delete, insert, select

from preflight.domain.scoring import Score
from preflight.domain.verdict import Verdict
from preflight.storage.score_json import decode_result, encode_result
from preflight.storage.tables import assessment_score, section_score


def keep_score(connection: Connection, assessment_id: str, score: Score, verdict: Verdict) -> None:
    """Keep a draft's score and verdict, exactly; an earlier one is replaced. Complete the draft right after.

    Raises Immutable when the assessment is completed, NotFound when it is not there.
    """
    for table in (assessment_score, section_score):
        connection.execute(delete(table).where(table.c.assessment_id == assessment_id))
    weakest = score.section(verdict.weakest) if verdict.weakest is not None else None
    connection.execute(
        insert(assessment_score).values(
            assessment_id=assessment_id,
            fraction=_plain(score.fraction),
            evidenced=_plain(score.evidenced),
            coverage=_plain(score.coverage),
            value=_plain(verdict.value),
            band=verdict.band.id if verdict.band else None,
            band_title=verdict.band.title if verdict.band else None,
            weakest=verdict.weakest,
            weakest_title=weakest.title if weakest else None,
            provisional=verdict.provisional,
            blockers=len(verdict.blockers),
            document=encode_result(score, verdict),
        )
    )
    sections = [
        {
            "assessment_id": assessment_id,
            "section_id": section.id,
            "position": position,
            "fraction": _plain(section.fraction),
            "evidenced": _plain(section.evidenced),
            "coverage": _plain(section.coverage),
        }
        for position, section in enumerate(score.sections)
    ]
    if sections:
        connection.execute(insert(section_score), sections)


def kept_score(connection: Connection, assessment_id: str) -> tuple[Score, Verdict] | None:
    """The kept score and verdict, exactly as they were; None for an assessment without."""
    return kept_scores(connection, [assessment_id]).get(assessment_id)


def kept_scores(connection: Connection, assessment_ids: Collection[str]) -> dict[str, tuple[Score, Verdict]]:
    """From assessment id to its kept score and verdict; assessments without are left out."""
    if not assessment_ids:
        return {}
    rows = connection.execute(
        select(assessment_score.c.assessment_id, assessment_score.c.document).where(
            assessment_score.c.assessment_id.in_(sorted(assessment_ids))
        )
    )
    return {row.assessment_id: decode_result(row.document) for row in rows}


def _plain(fraction: Fraction | None) -> float | None:
    return None if fraction is None else float(fraction)
