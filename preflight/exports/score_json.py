"""A score as the JSON document of section 4 of the questionnaire format."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from preflight.domain.questionnaire import Questionnaire, Risk
from preflight.domain.scoring import Score, SectionScore
from preflight.domain.verdict import Verdict

_RISKS = (Risk.HIGH, Risk.MEDIUM, Risk.NONE, Risk.UNDEFINED)


def score_document(questionnaire: Questionnaire, score: Score, verdict: Verdict) -> dict[str, Any]:
    """The document, ready for `json.dumps`. Fractions are floats from 0 to 1, or None where there is none."""
    return {
        "questionnaire": {"id": questionnaire.id, "version": questionnaire.version},
        "score": {
            "fraction": _number(score.fraction),
            "shown": _shown(score.fraction, score.out_of),
            "out_of": _whole_or_not(score.out_of),
            "coverage": _number(score.coverage),
            "evidenced": _number(score.evidenced),
        },
        "sections": _sections(score.sections),
        "questions": {
            question_id: {
                "state": question.state.value,
                "fraction": _number(question.fraction),
                "risk": None if question.risk is None else question.risk.value,
            }
            for question_id, question in score.questions.items()
        },
        "verdict": {
            "band": None if verdict.band is None else verdict.band.id,
            "title": None if verdict.band is None else verdict.band.title,
            "provisional": verdict.provisional,
            "weakest": verdict.weakest,
            "stage": verdict.stage,
            "next_stage": verdict.next_stage,
            "blockers": [
                {"question": blocker.question, "has": blocker.has, "needs": blocker.needs}
                for blocker in verdict.blockers
            ],
        },
    }


def _sections(sections: Sequence[SectionScore]) -> list[dict[str, Any]]:
    return [
        {
            "id": section.id,
            "title": section.title,
            "fraction": _number(section.fraction),
            "shown": _shown(section.fraction, section.out_of),
            "out_of": _whole_or_not(section.out_of),
            "coverage": _number(section.coverage),
            "evidenced": _number(section.evidenced),
            "floor": {"fraction": _number(section.floor.fraction), "questions": list(section.floor.questions)},
            "risks": {risk.value: section.risks[risk] for risk in _RISKS},
            "sections": _sections(section.sections),
        }
        for section in sections
    ]


def _number(fraction: Fraction | None) -> float | None:
    """The nearest float, which has more than the six decimals that the format asks for."""
    return None if fraction is None else float(fraction)


def _shown(fraction: Fraction | None, out_of: Fraction) -> float | None:
    return None if fraction is None else float(fraction * out_of)


def _whole_or_not(number: Fraction) -> int | float:
    return number.numerator if number.denominator == 1 else float(number)
