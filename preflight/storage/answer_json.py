"""An answer as one line of canonical JSON, and back, exactly.

Only what differs from an empty answer is written, keys in order, without spaces; numbers are "n/d" so that no
fraction is ever rounded. Equal answers have equal lines.
"""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

from preflight.domain.assessment import Answer, Evidence


def encode_answer(answer: Answer) -> str:
    """The answer's canonical line."""
    said: dict[str, Any] = {}
    if answer.choices is not None:
        said["choices"] = list(answer.choices)
    if answer.number is not None:
        said["number"] = encode_fraction(answer.number)
    if answer.text is not None:
        said["text"] = answer.text
    if answer.unknown:
        said["unknown"] = True
    if answer.not_applicable is not None:
        said["not_applicable"] = answer.not_applicable
    if answer.note:
        said["note"] = answer.note
    if answer.evidence:
        said["evidence"] = [_evidence_said(evidence) for evidence in answer.evidence]
    return canonical_json(said)


def decode_answer(line: str) -> Answer:
    """The answer that `encode_answer` wrote."""
    said = json.loads(line)
    choices, number = said.get("choices"), said.get("number")
    return Answer(
        choices=None if choices is None else tuple(choices),
        number=None if number is None else decode_fraction(number),
        text=said.get("text"),
        unknown=said.get("unknown", False),
        not_applicable=said.get("not_applicable"),
        note=said.get("note", ""),
        evidence=tuple(_evidence(each) for each in said.get("evidence", ())),
    )


def canonical_json(value: Any) -> str:
    """One line of JSON that is the same for equal values: keys sorted, no spaces, text as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def encode_fraction(fraction: Fraction) -> str:
    """An exact "n/d", the denominator always written."""
    return f"{fraction.numerator}/{fraction.denominator}"


def decode_fraction(text: str) -> Fraction:
    """The fraction that `encode_fraction` wrote."""
    numerator, _, denominator = text.partition("/")
    return Fraction(int(numerator), int(denominator))


def _evidence_said(evidence: Evidence) -> dict[str, str]:
    day = None if evidence.date is None else evidence.date.isoformat()
    parts = {"id": evidence.id, "text": evidence.text, "url": evidence.url, "date": day}
    return {name: part for name, part in parts.items() if part}


def _evidence(said: dict[str, str]) -> Evidence:
    day = said.get("date")
    return Evidence(
        id=said.get("id", ""),
        text=said.get("text", ""),
        url=said.get("url", ""),
        date=None if day is None else date.fromisoformat(day),
    )
