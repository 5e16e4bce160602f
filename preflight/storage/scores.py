"""Scores and verdicts, kept with each completed assessment so that old results are read, never computed again."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Connection, delete, func, insert, select

from preflight.domain.assessment import Phase
from preflight.domain.scoring import Score
from preflight.domain.verdict import Verdict
from preflight.storage.score_json import decode_result, encode_result
from preflight.storage.tables import assessment, assessment_score, section_score


@dataclass(frozen=True, slots=True, kw_only=True)
class NewestResult:
    """What a project's newest completed assessment came to, in plain numbers from 0 to 1 (None: nothing was scored).

    `value` was held against the bands; `weakest` is a top section's id; `blockers` are counted.
    """

    project_id: str
    assessment_id: str
    questionnaire_id: str
    questionnaire_version: int
    date: datetime.date
    fraction: float | None
    evidenced: float | None
    coverage: float | None
    value: float | None
    band: str | None
    band_title: str | None
    weakest: str | None
    weakest_title: str | None
    provisional: bool
    blockers: int


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


def newest_results(connection: Connection) -> dict[str, NewestResult]:
    """From project id to what its newest completed assessment came to, in one query; the newest has the latest date,
    then the latest completion. Projects without one are left out."""
    place = func.row_number().over(
        partition_by=assessment.c.project_id,
        order_by=(assessment.c.date.desc(), assessment.c.completed_at.desc(), assessment.c.id.desc()),
    )
    ranked = select(assessment.c.id, place.label("place")).where(assessment.c.phase == Phase.COMPLETED.value).subquery()
    names = ("fraction", "evidenced", "coverage", "value", "band", "band_title", "weakest", "weakest_title")
    rows = connection.execute(
        select(
            assessment.c.project_id,
            assessment.c.id.label("assessment_id"),
            assessment.c.questionnaire_id,
            assessment.c.questionnaire_version,
            assessment.c.date,
            *(assessment_score.c[name] for name in (*names, "provisional", "blockers")),
        )
        .join(ranked, ranked.c.id == assessment.c.id)
        .join(assessment_score, assessment_score.c.assessment_id == assessment.c.id)
        .where(ranked.c.place == 1)
    ).mappings()
    return {row["project_id"]: NewestResult(**row) for row in rows}


def _plain(fraction: Fraction | None) -> float | None:
    return None if fraction is None else float(fraction)
