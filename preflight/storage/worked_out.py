"""What a portfolio reads of completed assessments, worked out from their answers: blockers, and how evidence ages.

It says nothing new, so it may be written again at any time.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from preflight.domain.assessment import Phase
from preflight.domain.evidence_ageing import AgeingStep
from preflight.domain.verdict import Blocker
from preflight.storage.newest import newest_completed
from preflight.storage.portfolio_tables import assessment_blocker, evidence_ageing
from preflight.storage.tables import assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedOut:
    """What is read of one completed assessment; `steps` has at least the one of its day."""

    assessment_id: str
    blockers: tuple[Blocker, ...]
    steps: tuple[AgeingStep, ...]


def keep_worked_out(connection: Connection, found: Sequence[WorkedOut]) -> None:
    """Write what was worked out of completed assessments, over what was written before. An assessment that has gone in
    the meantime is passed over."""
    ids = [each.assessment_id for each in found]
    there = set(
        connection.scalars(
            select(assessment.c.id).where(assessment.c.id.in_(ids), assessment.c.phase == Phase.COMPLETED.value)
        )
    )
    for table in (assessment_blocker, evidence_ageing):
        connection.execute(delete(table).where(table.c.assessment_id.in_(ids)))
    blockers = [
        {"assessment_id": each.assessment_id, "question_id": one.question, "has": one.has, "needs": one.needs}
        for each in found
        for one in each.blockers
        if each.assessment_id in there
    ]
    steps = [
        {
            "assessment_id": each.assessment_id,
            "from_day": step.from_day,
            "evidenced": None if step.evidenced is None else float(step.evidenced),
            "sections": encode_sections({name: _plain(value) for name, value in step.sections}),
            "aged": step.aged,
        }
        for each in found
        for step in each.steps
        if each.assessment_id in there
    ]
    if blockers:
        connection.execute(insert(assessment_blocker), blockers)
    if steps:
        connection.execute(insert(evidence_ageing), steps)


def newest_not_worked_out(connection: Connection, *, most: int | None = None) -> list[str]:
    """The ids of the projects' newest completed assessments of which nothing was worked out yet; at most so many."""
    newest = newest_completed()
    wanted = (
        select(newest.c.assessment_id)
        .where(
            ~select(evidence_ageing.c.aged).where(evidence_ageing.c.assessment_id == newest.c.assessment_id).exists()
        )
        .order_by(newest.c.assessment_id)
    )
    return list(connection.scalars(wanted if most is None else wanted.limit(most)))


def kept_blockers(connection: Connection, assessment_ids: Collection[str]) -> dict[str, list[Blocker]]:
    """From assessment id to its blockers by question id; assessments without are left out."""
    rows = connection.execute(
        select(assessment_blocker)
        .where(assessment_blocker.c.assessment_id.in_(sorted(assessment_ids)))
        .order_by(assessment_blocker.c.assessment_id, assessment_blocker.c.question_id)
    )
    found: dict[str, list[Blocker]] = {}
    for row in rows:
        blocker = Blocker(question=row.question_id, has=row.has, needs=row.needs)
        found.setdefault(row.assessment_id, []).append(blocker)
    return found


def encode_sections(sections: Mapping[str, float | None]) -> str:
    """What is evidenced by top section, as a line of JSON."""
    return json.dumps(sections, ensure_ascii=False, separators=(",", ":"))


def decode_sections(line: str) -> dict[str, float | None]:
    """What `encode_sections` wrote."""
    found: dict[str, float | None] = json.loads(line)
    return found


def _plain(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]
