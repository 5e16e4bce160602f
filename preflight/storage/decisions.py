"""Decisions: adding and reading them; the database lets none be changed."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from preflight.domain.decision import Condition, Decision, DecisionKind, Recommendation
from preflight.domain.errors import NotFound
from preflight.storage.answer_json import canonical_json
from preflight.storage.decision_tables import decision as table


def add_decision(connection: Connection, decision: Decision) -> None:
    """Add a decision that supersedes the newest one of its project. Raises Refused where it does not."""
    connection.execute(
        insert(table).values(
            id=decision.id,
            project_id=decision.project_id,
            kind=decision.kind.value,
            reasons=decision.reasons,
            decided_by=decision.decided_by,
            decided_on=decision.decided_on,
            recommended=decision.recommended.kind.value,
            rule=decision.recommended.rule,
            because=decision.recommended.because,
            against_why=decision.against_why,
            conditions=encode_conditions(decision.conditions),
            assessment_id=decision.assessment_id,
            supersedes=decision.supersedes,
            picture=decision.picture,
            at=decision.at,
            by=decision.by,
        )
    )


def get_decision(connection: Connection, decision_id: str) -> Decision:
    """One decision. Raises NotFound."""
    row = connection.execute(select(table).where(table.c.id == decision_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such decision.")
    return _decision(row)


def list_decisions(connection: Connection, project_id: str) -> list[Decision]:
    """A project's decisions, the first one first: each but that one supersedes the one before it."""
    rows = [_decision(row) for row in connection.execute(select(table).where(table.c.project_id == project_id))]
    after = {each.supersedes: each for each in rows}
    chain: list[Decision] = []
    found = after.get(None)
    while found is not None:
        chain.append(found)
        found = after.get(found.id)
    return chain


def newest_decisions(connection: Connection) -> dict[str, Decision]:
    """From project id to the decision that nothing has superseded."""
    superseded = select(table.c.supersedes).where(table.c.supersedes.is_not(None))
    rows = connection.execute(select(table).where(table.c.id.not_in(superseded)))
    return {row.project_id: _decision(row) for row in rows}


def encode_conditions(conditions: tuple[Condition, ...]) -> str:
    """Conditions as a line of canonical JSON."""
    return canonical_json(
        [
            {"text": each.text, "owner": each.owner, "due": each.due.isoformat() if each.due else None}
            for each in conditions
        ]
    )


def decode_conditions(line: str) -> tuple[Condition, ...]:
    """The conditions that `encode_conditions` wrote."""
    return tuple(
        Condition(text=each["text"], owner=each["owner"], due=date.fromisoformat(each["due"]) if each["due"] else None)
        for each in json.loads(line)
    )


def _decision(row: Row[*tuple[Any, ...]]) -> Decision:
    return Decision(
        id=row.id,
        project_id=row.project_id,
        kind=DecisionKind(row.kind),
        reasons=row.reasons,
        decided_by=row.decided_by,
        decided_on=row.decided_on,
        recommended=Recommendation(kind=DecisionKind(row.recommended), rule=row.rule, because=row.because),
        against_why=row.against_why,
        conditions=decode_conditions(row.conditions),
        assessment_id=row.assessment_id,
        supersedes=row.supersedes,
        picture=row.picture,
        at=row.at,
        by=row.by,
    )
