"""What a portfolio is made of, read for all projects at once: a query for each kind of thing, however many there are.

Numbers are plain, from 0 to 1, None where nothing was scored.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from preflight.domain.assessment import Phase
from preflight.domain.decision import DecisionKind
from preflight.domain.pilot import StepKind
from preflight.domain.verdict import Blocker
from preflight.storage.decision_tables import decision, pilot_step
from preflight.storage.newest import newest_completed
from preflight.storage.portfolio_tables import assessment_blocker, evidence_ageing
from preflight.storage.tables import assessment, assessment_score, section_score
from preflight.storage.worked_out import decode_sections


class NewestRun(NamedTuple):
    """A project's newest completed assessment; `value` was held against the bands, `weakest` is a top section's id."""

    project_id: str
    assessment_id: str
    questionnaire_id: str
    questionnaire_version: int
    questionnaire_digest: str
    date: datetime.date
    value: float | None
    evidenced: float | None
    coverage: float | None
    band: str | None
    weakest: str | None
    provisional: bool


class PastValue(NamedTuple):
    """The value of a completed assessment that asked with the same questionnaire as its project's newest one."""

    project_id: str
    date: datetime.date
    value: float | None


class SectionValue(NamedTuple):
    """A top section of a newest assessment."""

    assessment_id: str
    section_id: str
    fraction: float | None
    evidenced: float | None
    coverage: float | None


class EvidenceNow(NamedTuple):
    """What is still evidenced of a newest assessment on the day that was asked for."""

    assessment_id: str
    evidenced: float | None
    sections: dict[str, float | None]
    aged: int


class Decided(NamedTuple):
    """The decision of a project that holds, and the latest day on which anything was decided of it."""

    project_id: str
    kind: DecisionKind
    decided_on: datetime.date
    latest: datetime.date


class Planned(NamedTuple):
    """The day on which a project's plan says that it is decided, and the first day of its own steps."""

    project_id: str
    decision: datetime.date
    start: datetime.date


def newest_runs(connection: Connection) -> list[NewestRun]:
    """Each project's newest completed assessment."""
    newest, run, kept = newest_completed(), assessment.c, assessment_score.c
    rows = connection.execute(
        select(
            run.project_id,
            run.id,
            run.questionnaire_id,
            run.questionnaire_version,
            run.questionnaire_digest,
            run.date,
            kept.value,
            kept.evidenced,
            kept.coverage,
            kept.band,
            kept.weakest,
            kept.provisional,
        )
        .select_from(newest)
        .join(assessment, run.id == newest.c.assessment_id)
        .join(assessment_score, kept.assessment_id == run.id)
    )
    return [NewestRun._make(row) for row in rows]


def past_values(connection: Connection, *, most: int) -> list[PastValue]:
    """The last so many values of each project, from the oldest to the newest."""
    run = assessment.c
    place = func.row_number().over(
        partition_by=run.project_id, order_by=(run.date.desc(), run.completed_at.desc(), run.id.desc())
    )
    newest = newest_completed()
    asked = assessment.alias("asked")
    ranked = (
        select(run.id, place.label("place"))
        .select_from(newest)
        .join(asked, asked.c.id == newest.c.assessment_id)
        .join(
            assessment,
            (run.project_id == newest.c.project_id) & (run.questionnaire_id == asked.c.questionnaire_id),
        )
        .where(run.phase == Phase.COMPLETED.value)
        .subquery()
    )
    rows = connection.execute(
        select(run.project_id, run.date, assessment_score.c.value)
        .select_from(ranked)
        .join(assessment, run.id == ranked.c.id)
        .join(assessment_score, assessment_score.c.assessment_id == ranked.c.id)
        .where(ranked.c.place <= most)
        .order_by(run.project_id, ranked.c.place.desc())
    )
    return [PastValue(*row) for row in rows]


def newest_sections(connection: Connection) -> list[SectionValue]:
    """The top sections of each newest assessment, in order."""
    newest, kept = newest_completed(), section_score.c
    rows = connection.execute(
        select(kept.assessment_id, kept.section_id, kept.fraction, kept.evidenced, kept.coverage)
        .select_from(newest)
        .join(section_score, kept.assessment_id == newest.c.assessment_id)
        .order_by(kept.assessment_id, kept.position)
    )
    return [SectionValue(*row) for row in rows]


def newest_blockers(connection: Connection) -> dict[str, list[Blocker]]:
    """From the id of a newest assessment to its blockers, as far as they were worked out."""
    newest, kept = newest_completed(), assessment_blocker.c
    rows = connection.execute(
        select(kept.assessment_id, kept.question_id, kept.has, kept.needs)
        .select_from(newest)
        .join(assessment_blocker, kept.assessment_id == newest.c.assessment_id)
        .order_by(kept.assessment_id, kept.question_id)
    )
    found: dict[str, list[Blocker]] = {}
    for assessment_id, question, has, needs in rows:
        found.setdefault(assessment_id, []).append(Blocker(question=question, has=has, needs=needs))
    return found


def evidence_on(connection: Connection, day: datetime.date) -> list[EvidenceNow]:
    """What is still evidenced of each newest assessment on this day, as far as it was worked out and has begun."""
    newest, kept = newest_completed(), evidence_ageing.c
    reached = (
        select(newest.c.assessment_id, func.max(kept.from_day).label("from_day"))
        .select_from(newest)
        .join(evidence_ageing, kept.assessment_id == newest.c.assessment_id)
        .where(kept.from_day <= day)
        .group_by(newest.c.assessment_id)
        .subquery()
    )
    rows = connection.execute(
        select(kept.assessment_id, kept.evidenced, kept.sections, kept.aged)
        .select_from(reached)
        .join(
            evidence_ageing,
            (kept.assessment_id == reached.c.assessment_id) & (kept.from_day == reached.c.from_day),
        )
    )
    return [EvidenceNow(row[0], row[1], decode_sections(row[2]), row[3]) for row in rows]


def plans(connection: Connection) -> dict[str, Planned]:
    """From project id to what its plan says of the decision; projects without a day for it are left out."""
    step = pilot_step.c
    starts = (
        select(step.project_id, func.min(step.first_day).label("start"))
        .where(step.kind != StepKind.OTHER.value)
        .group_by(step.project_id)
        .subquery()
    )
    rows = connection.execute(
        select(step.project_id, step.first_day, starts.c.start)
        .join(starts, starts.c.project_id == step.project_id)
        .where(step.kind == StepKind.DECISION.value)
    )
    return {row[0]: Planned(*row) for row in rows}


def decided(connection: Connection) -> list[Decided]:
    """The decision that holds of each project that has one."""
    later, latest = decision.alias("later"), decision.alias("latest")
    last_day = (
        select(latest.c.project_id, func.max(latest.c.decided_on).label("day")).group_by(latest.c.project_id).subquery()
    )
    rows = connection.execute(
        select(decision.c.project_id, decision.c.kind, decision.c.decided_on, last_day.c.day)
        .join(last_day, last_day.c.project_id == decision.c.project_id)
        .where(~select(later.c.id).where(later.c.supersedes == decision.c.id).exists())
    )
    return [Decided(row[0], DecisionKind(row[1]), row[2], row[3]) for row in rows]
