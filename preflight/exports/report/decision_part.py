"""The decisions, the last one first; before there is one, what the rules recommend."""

from __future__ import annotations

from typing import Any

from preflight.charts.theme import LIGHT, BandColour
from preflight.domain.decision import Decision, DecisionKind, Recommendation
from preflight.domain.decision_words import KIND_WORDS, conditions_told, kind_spoken
from preflight.domain.headlines_to_decide import decided_headline
from preflight.domain.recommending import recommendation_headline, rule_called
from preflight.domain.wording import day
from preflight.exports.report.told import paragraphs, told
from preflight.services.decisions import recommendation_for
from preflight.services.dossier import Dossier

_PLACES = {DecisionKind.GO: 2, DecisionKind.GO_WITH_CONDITIONS: 1}


def decision_part(dossier: Dossier) -> dict[str, Any] | None:
    """What was decided; else what is recommended, once a project has begun to prepare a decision; else None."""
    file = dossier.pilot
    lead = decision_lead(dossier)
    if not lead:
        return None
    if file.decision is None:
        found = recommendation_for(file)
        return {
            "lead": told(lead),
            "decided": [],
            "recommended": {
                **_recommended(found),
                "colours": _colours(found.kind),
                "sentence": rule.sentence if (rule := rule_called(found.rule)) else "",
            },
        }
    return {
        "lead": told(lead),
        "decided": [_decided(dossier, each) for each in reversed(file.decisions)],
        "recommended": None,
    }


def decision_lead(dossier: Dossier) -> str:
    """The decision in a sentence; empty where there is none, and nothing was done yet to prepare one."""
    file = dossier.pilot
    if file.decision is not None:
        return decided_headline(file.decision)
    return recommendation_headline(recommendation_for(file)) if file.criteria or file.steps else ""


def _decided(dossier: Dossier, decision: Decision) -> dict[str, Any]:
    return {
        "kind": KIND_WORDS[decision.kind],
        "colours": _colours(decision.kind),
        "day": day(decision.decided_on),
        "by": told(decision.decided_by),
        "reasons": paragraphs(decision.reasons),
        "against": paragraphs(decision.against_why) if decision.against else [],
        "conditions": [
            [told(each.text), told(each.aside)] for each in conditions_told(decision, dossier.pilot.actions)
        ],
        "recommended": _recommended(decision.recommended),
    }


def _recommended(found: Recommendation) -> dict[str, Any]:
    rule = rule_called(found.rule)
    return {
        "kind": KIND_WORDS[found.kind],
        "spoken": kind_spoken(found.kind),
        "rule": rule.title if rule else "",
        "because": [told(each) for each in found.because],
    }


def _colours(kind: DecisionKind) -> dict[str, str]:
    found: BandColour = LIGHT.band_stops[_PLACES.get(kind, 0)]
    return {"text": found.text, "fill": found.fill, "line": found.line}
