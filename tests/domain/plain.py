"""From the dictionaries that the YAML files hold to the domain, and from the domain's results back to dictionaries."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from preflight.domain.assessment import Answer, Answers, Evidence
from preflight.domain.questionnaire import (
    Aggregate,
    Basis,
    Combine,
    Kind,
    NumberBand,
    Question,
    Questionnaire,
    Risk,
    Section,
    Unanswered,
)
from preflight.domain.scoring import Score, SectionScore
from preflight.domain.verdict import Verdict
from tests import builders

Plain = dict[str, Any]


def questionnaire_of(plain: Plain) -> Questionnaire:
    rule = plain["verdict"]
    return builders.questionnaire(
        *(section_of(section) for section in plain["sections"]),
        aggregate=Aggregate(plain.get("aggregate", "mean")),
        unanswered=Unanswered(plain.get("unanswered", "leave-out")),
        evidence_days=plain.get("evidence_days", 180),
        verdict=builders.verdict_rule(
            *(builders.band(band["id"], band.get("from", 0), above=band.get("above")) for band in rule["bands"]),
            basis=Basis(rule.get("basis", "weakest")),
            cap=rule.get("cap"),
            needs_coverage=rule.get("needs_coverage", 0),
        ),
    )


def section_of(plain: Plain) -> Section:
    questions = [question_of(question) for question in plain.get("questions", [])]
    sections = [section_of(section) for section in plain.get("sections", [])]
    return builders.section(
        plain["id"],
        *questions,
        *sections,
        weight=plain.get("weight", 1),
        aggregate=Aggregate(plain.get("aggregate", "mean")),
        passes=plain.get("pass", 1),
        show_if=plain.get("show_if"),
    )


def question_of(plain: Plain) -> Question:
    bands = plain.get("bands", [])
    return builders.question(
        plain["id"],
        kind=Kind(plain.get("kind", "choice")),
        options=tuple(builders.option(one["id"], one.get("points")) for one in plain.get("options", [])),
        weight=plain.get("weight", 1),
        critical=plain.get("critical"),
        show_if=plain.get("show_if"),
        combine=Combine(plain["combine"]) if "combine" in plain else None,
        rules=tuple(
            builders.rule(
                rule["when"], Risk(rule["risk"]) if "risk" in rule else None, rule.get("points"), of=plain["id"]
            )
            for rule in plain.get("rules", [])
        ),
        bands=tuple(NumberBand(start=Fraction(band["from"]), points=Fraction(band["points"])) for band in bands),
    )


def answers_of(plain: Plain) -> Answers:
    return {question_id: answer_of(said) for question_id, said in plain.items()}


def answer_of(said: Any) -> Answer:
    if isinstance(said, str):
        return Answer(choices=(said,))
    chosen = (said["choice"],) if "choice" in said else tuple(said["choices"]) if "choices" in said else None
    return Answer(
        choices=chosen,
        number=Fraction(said["number"]) if "number" in said else None,
        text=said.get("text"),
        unknown=said.get("unknown", False),
        not_applicable=said.get("not_applicable"),
        note=said.get("note", ""),
        evidence=tuple(Evidence(**one) for one in said.get("evidence", [])),
    )


def plain_result(score: Score, verdict: Verdict) -> Plain:
    """The shape of the command line's `--json`, with exact numbers."""
    return {
        "score": {"fraction": score.fraction, "evidenced": score.evidenced, "coverage": score.coverage},
        "sections": [plain_section(section) for section in score.sections],
        "questions": {
            question_id: {
                "state": str(one.state),
                "fraction": one.fraction,
                "evidenced": one.evidenced,
                "risk": None if one.risk is None else str(one.risk),
            }
            for question_id, one in score.questions.items()
        },
        "verdict": {
            "band": verdict.band.id if verdict.band else None,
            "provisional": verdict.provisional,
            "weakest": verdict.weakest,
            "stage": verdict.stage,
            "next_stage": verdict.next_stage,
            "blockers": [{"question": one.question, "has": one.has, "needs": one.needs} for one in verdict.blockers],
        },
    }


def plain_section(section: SectionScore) -> Plain:
    return {
        "id": section.id,
        "fraction": section.fraction,
        "evidenced": section.evidenced,
        "coverage": section.coverage,
        "floor": {"fraction": section.floor.fraction, "questions": list(section.floor.questions)},
        "risks": {str(risk): count for risk, count in section.risks.items()},
        "sections": [plain_section(inner) for inner in section.sections],
    }
