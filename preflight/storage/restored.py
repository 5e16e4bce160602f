"""An assessment as another database had it: its answers with their versions and changes, and what its rooms said."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, insert, select

from preflight.domain.assessment import AnswerChange, RecordedAnswer
from preflight.domain.consensus import Bar, Distribution, Group
from preflight.domain.questionnaire import Kind
from preflight.domain.record import RoundRecord
from preflight.domain.room import AgreedAnswer, Role
from preflight.storage.answer_json import canonical_json, decode_fraction, encode_answer, encode_fraction
from preflight.storage.export_tables import restored_agreed, restored_round
from preflight.storage.rounds import agreed_of
from preflight.storage.tables import answer, answer_change


def put_restored_answers(
    connection: Connection,
    assessment_id: str,
    recorded: Mapping[str, RecordedAnswer],
    changes: Sequence[AnswerChange],
) -> None:
    """Write a new draft's answers with their versions, moments and people, and their changes in the given order.

    Raises Immutable when the assessment is completed, NotFound when it or a person is not there.
    """
    answers = [
        {
            "assessment_id": assessment_id,
            "question_id": question_id,
            "version": each.version,
            "state": each.answer.state.value,
            "answer": encode_answer(each.answer),
            "at": each.at,
            "by": each.by,
        }
        for question_id, each in recorded.items()
    ]
    kept = [
        {
            "assessment_id": assessment_id,
            "question_id": each.question_id,
            "at": each.at,
            "by": each.by,
            "before": None if each.before is None else encode_answer(each.before),
            "after": encode_answer(each.after),
        }
        for each in changes
    ]
    if answers:
        connection.execute(insert(answer), answers)
    if kept:
        connection.execute(insert(answer_change), kept)


def put_restored_rooms(
    connection: Connection, assessment_id: str, rounds: Sequence[RoundRecord], agreed: Sequence[AgreedAnswer]
) -> None:
    """Write what the rooms of a new draft said. Raises Immutable when the assessment is completed."""
    shown = [
        {
            "assessment_id": assessment_id,
            "question_id": each.question_id,
            "round": each.number,
            "shown": encode_distribution(each.shown),
            "lines": each.lines,
        }
        for each in rounds
    ]
    said = [
        {
            "assessment_id": assessment_id,
            "question_id": each.question_id,
            "round": each.round,
            "said": encode_answer(each.said),
            "why": each.why,
            "at": each.at,
            "by": each.by,
        }
        for each in agreed
    ]
    if shown:
        connection.execute(insert(restored_round), shown)
    if said:
        connection.execute(insert(restored_agreed), said)


def restored_rounds(connection: Connection, assessment_id: str) -> list[RoundRecord]:
    """What the rooms of an assessment said before it was restored, by question and round; empty for all others."""
    wanted = select(restored_round).where(restored_round.c.assessment_id == assessment_id)
    return [
        RoundRecord(
            question_id=row.question_id, number=row.round, shown=decode_distribution(row.shown), lines=row.lines
        )
        for row in connection.execute(wanted.order_by(restored_round.c.question_id, restored_round.c.round))
    ]


def restored_agreed_answers(connection: Connection, assessment_id: str) -> dict[str, AgreedAnswer]:
    """From question id to what was agreed before the assessment was restored, in the order of agreeing."""
    wanted = select(restored_agreed).where(restored_agreed.c.assessment_id == assessment_id)
    rows = connection.execute(wanted.order_by(restored_agreed.c.at, restored_agreed.c.question_id))
    return {row.question_id: agreed_of(row) for row in rows}


def encode_distribution(shown: Distribution) -> str:
    """A distribution as one line of canonical JSON."""
    return canonical_json(
        {
            "kind": shown.kind.value,
            "bars": [
                {"id": bar.id, "label": bar.label, "count": bar.count, "number": bar.number} for bar in shown.bars
            ],
            "unknown": shown.unknown,
            "not_applicable": shown.not_applicable,
            "votes": shown.votes,
            "by_hand": shown.by_hand,
            "spread": None if shown.spread is None else encode_fraction(shown.spread),
            "lowest": shown.lowest,
            "highest": shown.highest,
            "groups": [
                {
                    "role": group.role.value,
                    "votes": group.votes,
                    "counts": list(group.counts),
                    "unknown": group.unknown,
                    "not_applicable": group.not_applicable,
                }
                for group in shown.groups
            ],
        }
    )


def decode_distribution(line: str) -> Distribution:
    """The distribution that `encode_distribution` wrote."""
    said: dict[str, Any] = json.loads(line)
    spread: Fraction | None = None if said["spread"] is None else decode_fraction(said["spread"])
    bars = tuple(Bar(**bar) for bar in said["bars"])
    groups = tuple(
        Group(**(group | {"role": Role(group["role"]), "counts": tuple(group["counts"])})) for group in said["groups"]
    )
    return Distribution(**(said | {"kind": Kind(said["kind"]), "spread": spread, "bars": bars, "groups": groups}))
