"""The decisions, the last one first; before there is one, what the rules recommend."""

from __future__ import annotations

from typing import Any

from preflight.domain.headlines_to_decide import decided_headline
from preflight.domain.recommending import recommendation_headline
from preflight.exports.report.decision_told import decision_told, recommendation_told
from preflight.exports.report.told import told
from preflight.services.decisions import recommendation_for
from preflight.services.dossier import Dossier


def decision_part(dossier: Dossier) -> dict[str, Any] | None:
    """What was decided; else what is recommended, once a project has begun to prepare a decision; else None."""
    file = dossier.pilot
    lead = decision_lead(dossier)
    if not lead:
        return None
    return {
        "lead": told(lead),
        "decided": [
            decision_told(each, file.actions) | {"recommended": recommendation_told(each.recommended)}
            for each in reversed(file.decisions)
        ],
        "recommended": None if file.decision else recommendation_told(recommendation_for(file)),
    }


def decision_lead(dossier: Dossier) -> str:
    """The decision in a sentence; empty where there is none, and nothing was done yet to prepare one."""
    file = dossier.pilot
    if file.decision is not None:
        return decided_headline(file.decision)
    return recommendation_headline(recommendation_for(file)) if file.criteria or file.steps else ""
