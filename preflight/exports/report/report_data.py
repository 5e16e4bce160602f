"""The whole report as plain data, for the page setter: text is text, numbers are already in words."""

from __future__ import annotations

import re
from typing import Any

from preflight.charts.theme import LIGHT
from preflight.domain.headlines import questions_headline, radar_headline
from preflight.domain.target import target_of
from preflight.exports.footing import DRAFT, foot
from preflight.exports.report.actions_part import actions_part
from preflight.exports.report.criteria_part import criteria_part
from preflight.exports.report.decision_part import decision_part
from preflight.exports.report.dimensions_part import dimensions_part, movement_part
from preflight.exports.report.mending_part import gaps_lead, gaps_part, plan_lead, plan_part, strengths_part
from preflight.exports.report.method_part import method_part
from preflight.exports.report.path_part import path_part
from preflight.exports.report.pilot_part import pilot_part, systems_part
from preflight.exports.report.questions_part import questions_part
from preflight.exports.report.room_part import disagreements_part, room_lead
from preflight.exports.report.summary_part import summary_part
from preflight.exports.report.told import told
from preflight.exports.report.trend_part import trend_part
from preflight.services.dossier import Dossier

_ROLES = (
    *("ink", "muted", "line", "grid", "outline", "sunken", "accent"),
    *("claimed", "evidenced", "up", "down"),
)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([A-Z]{2}))?(?:-|$)")


def report_data(dossier: Dossier) -> dict[str, Any]:
    """Everything that the report says, ready for `json.dumps`."""
    standing = "" if dossier.assessment.completed else f" ({DRAFT})"
    return {
        "title": told(f"{dossier.project.name}: readiness report{standing}"),
        "foot": [told(part) for part in foot(dossier).split(" · ")],
        "language": _language(dossier.questionnaire.language),
        "colours": {role: getattr(LIGHT, role) for role in _ROLES},
        "scored": bool(dossier.result.findings) or bool(dossier.verdict.blockers),
        "leads": {
            "dimensions": told(radar_headline(dossier.score, target_of(dossier.questionnaire))),
            "gaps": gaps_lead(dossier),
            "plan": plan_lead(dossier),
            "room": room_lead(dossier),
            "questions": told(questions_headline(dossier.questionnaire, dossier.score)),
        },
        "summary": summary_part(dossier),
        "dimensions": dimensions_part(dossier),
        "trend": trend_part(dossier),
        "movement": movement_part(dossier),
        "gaps": gaps_part(dossier),
        "strengths": strengths_part(dossier),
        "path": path_part(dossier),
        "plan": plan_part(dossier),
        "actions": actions_part(dossier),
        "criteria": criteria_part(dossier),
        "pilot": pilot_part(dossier),
        "systems": systems_part(dossier),
        "decision": decision_part(dossier),
        "disagreements": disagreements_part(dossier),
        "questions": questions_part(dossier),
        "method": method_part(dossier),
    }


def _language(tag: str) -> list[str]:
    """Language and region of a tag such as “pt-BR”, region empty where there is none; English for no tag."""
    found = _LANGUAGE.match(tag)
    return [found[1], found[2] or ""] if found else ["en", ""]
