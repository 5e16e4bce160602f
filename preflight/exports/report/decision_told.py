"""A decision and a recommendation as the report and the decision's own record set them, with their colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from preflight.charts.theme import LIGHT, band_colour
from preflight.domain.action import Action
from preflight.domain.decision import Decision, DecisionKind, Recommendation
from preflight.domain.decision_words import KIND_WORDS, conditions_told, kind_spoken
from preflight.domain.recommending import rule_called
from preflight.domain.wording import day
from preflight.exports.report.told import paragraphs, told

_PLACES: Final = {DecisionKind.GO: 2, DecisionKind.GO_WITH_CONDITIONS: 1}
"""Like the bands of a verdict: what stops a pilot has the worst one's colour."""


def decision_told(decision: Decision, actions: Sequence[Action]) -> dict[str, Any]:
    """What was decided, with how its conditions stand among all actions of the project."""
    return {
        "kind": KIND_WORDS[decision.kind],
        "colours": kind_colours(decision.kind),
        "day": day(decision.decided_on),
        "by": told(decision.decided_by),
        "reasons": paragraphs(decision.reasons),
        "against": paragraphs(decision.against_why),
        "conditions": [[told(each.text), told(each.aside)] for each in conditions_told(decision, actions)],
    }


def recommendation_told(found: Recommendation) -> dict[str, Any]:
    """What the rules recommend, and what the deciding one saw."""
    rule = rule_called(found.rule)
    return {
        "kind": KIND_WORDS[found.kind],
        "spoken": kind_spoken(found.kind),
        "colours": kind_colours(found.kind),
        "rule": rule.title if rule else "",
        "sentence": rule.sentence if rule else "",
        "because": [told(each) for each in found.because],
    }


def kind_colours(kind: DecisionKind) -> dict[str, str]:
    """The colours of a kind's box, on paper."""
    found = band_colour(_PLACES.get(kind, 0), 3, LIGHT)
    return {"text": found.text, "fill": found.fill, "line": found.line}
