"""A score with its verdict as one JSON document, and back, exactly: old results are read, never computed again.

`format` counts changes of this document. Questions and sections are lists, so that their order is kept.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from preflight.domain.assessment import State
from preflight.domain.points import QuestionScore
from preflight.domain.questionnaire import Band, Risk
from preflight.domain.scoring import Floor, Score, SectionScore
from preflight.domain.verdict import Blocker, Verdict
from preflight.storage.answer_json import canonical_json, decode_fraction, encode_fraction

FORMAT = 1


def encode_result(score: Score, verdict: Verdict) -> str:
    """The document of a score and its verdict."""
    return canonical_json({"format": FORMAT, "score": _score_said(score), "verdict": _verdict_said(verdict)})


def decode_result(document: str) -> tuple[Score, Verdict]:
    """The score and verdict that `encode_result` wrote."""
    said = json.loads(document)
    return _score(said["score"]), _verdict(said["verdict"])


def _score_said(score: Score) -> dict[str, Any]:
    return {
        "fraction": _told(score.fraction),
        "evidenced": _told(score.evidenced),
        "coverage": _told(score.coverage),
        "out_of": encode_fraction(score.out_of),
        "sections": [_section_said(section) for section in score.sections],
        "questions": [[name, _question_said(question)] for name, question in score.questions.items()],
    }


def _score(said: dict[str, Any]) -> Score:
    return Score(
        fraction=_read(said["fraction"]),
        evidenced=_read(said["evidenced"]),
        coverage=_read(said["coverage"]),
        out_of=decode_fraction(said["out_of"]),
        sections=tuple(_section(section) for section in said["sections"]),
        questions={name: _question(question) for name, question in said["questions"]},
    )


def _section_said(section: SectionScore) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title,
        "fraction": _told(section.fraction),
        "evidenced": _told(section.evidenced),
        "coverage": _told(section.coverage),
        "out_of": encode_fraction(section.out_of),
        "floor": {"fraction": _told(section.floor.fraction), "questions": list(section.floor.questions)},
        "risks": {risk.value: count for risk, count in section.risks.items()},
        "sections": [_section_said(inner) for inner in section.sections],
    }


def _section(said: dict[str, Any]) -> SectionScore:
    return SectionScore(
        id=said["id"],
        title=said["title"],
        fraction=_read(said["fraction"]),
        evidenced=_read(said["evidenced"]),
        coverage=_read(said["coverage"]),
        out_of=decode_fraction(said["out_of"]),
        floor=Floor(fraction=_read(said["floor"]["fraction"]), questions=tuple(said["floor"]["questions"])),
        risks={risk: said["risks"][risk.value] for risk in Risk if risk.value in said["risks"]},
        sections=tuple(_section(inner) for inner in said["sections"]),
    )


def _question_said(question: QuestionScore) -> dict[str, Any]:
    return {
        "id": question.id,
        "state": question.state.value,
        "scored": question.scored,
        "fraction": _told(question.fraction),
        "evidenced": _told(question.evidenced),
        "risk": None if question.risk is None else question.risk.value,
    }


def _question(said: dict[str, Any]) -> QuestionScore:
    return QuestionScore(
        id=said["id"],
        state=State(said["state"]),
        scored=said["scored"],
        fraction=_read(said["fraction"]),
        evidenced=_read(said["evidenced"]),
        risk=None if said["risk"] is None else Risk(said["risk"]),
    )


def _verdict_said(verdict: Verdict) -> dict[str, Any]:
    band = verdict.band
    return {
        "band": None
        if band is None
        else {"id": band.id, "title": band.title, "start": encode_fraction(band.start), "exclusive": band.exclusive},
        "provisional": verdict.provisional,
        "weakest": verdict.weakest,
        "blockers": [[blocker.question, blocker.has, blocker.needs] for blocker in verdict.blockers],
        "capped": verdict.capped,
        "value": _told(verdict.value),
        "stage": verdict.stage,
        "next_stage": verdict.next_stage,
    }


def _verdict(said: dict[str, Any]) -> Verdict:
    band = said["band"]
    return Verdict(
        band=None
        if band is None
        else Band(
            id=band["id"], title=band["title"], start=decode_fraction(band["start"]), exclusive=band["exclusive"]
        ),
        provisional=said["provisional"],
        weakest=said["weakest"],
        blockers=tuple(Blocker(question=question, has=has, needs=needs) for question, has, needs in said["blockers"]),
        capped=said["capped"],
        value=_read(said["value"]),
        stage=said["stage"],
        next_stage=said["next_stage"],
    )


def _told(fraction: Fraction | None) -> str | None:
    return None if fraction is None else encode_fraction(fraction)


def _read(text: str | None) -> Fraction | None:
    return None if text is None else decode_fraction(text)
