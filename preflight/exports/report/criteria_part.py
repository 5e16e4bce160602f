"""The success criteria: every version with its reason, every measurement with its evidence, and what they say."""

from __future__ import annotations

from typing import Any

from preflight.charts.theme import LIGHT
from preflight.domain.criteria_summary import criteria_summary
from preflight.domain.criterion import Criterion, CriterionStanding, CriterionVersion, Measurement, standing_of
from preflight.domain.criterion_words import (
    STANDING_WORDS,
    measurement_words,
    standing_words,
    target_words,
    value_words,
)
from preflight.domain.headlines_to_decide import criteria_headline
from preflight.domain.wording import apart, day
from preflight.exports.report.told import is_long, living_link, told
from preflight.services.dossier import Dossier

_PLACES = {CriterionStanding.MET: 2, CriterionStanding.MISSED: 0}


def criteria_part(dossier: Dossier) -> dict[str, Any] | None:
    """Every criterion, withdrawn ones too; None where there is none."""
    file = dossier.pilot
    if not file.criteria:
        return None
    differing = criteria_summary(file.criteria).differing
    return {
        "lead": told(criteria_headline(file.criteria, file.on)),
        "rows": [_row(dossier, each, differs=each in differing) for each in file.criteria],
    }


def _row(dossier: Dossier, criterion: Criterion, *, differs: bool) -> dict[str, Any]:
    terms, standing = criterion.newest.terms, standing_of(criterion)
    before = "nobody has measured it" if terms.baseline is None else value_words(terms.baseline, terms.unit)
    first = STANDING_WORDS[standing_of(criterion, criterion.first)].lower()
    place = _PLACES.get(standing)
    row = {
        "metric": told(terms.metric),
        "stands": standing_words(criterion, dossier.pilot.on),
        "colour": LIGHT.muted if place is None else LIGHT.band_stops[place].text,
        "as_sealed": f"As it was sealed: {first}" if differs else "",
        "facts": [
            ["Before the pilot", told(before)],
            ["How it is measured", told(terms.how)],
            ["Business owner", told(terms.business_owner)],
        ],
        "versions": [_version(criterion, each) for each in criterion.versions],
        "measured": [_measured(criterion, each) for each in criterion.measurements],
    }
    return row | {"long": is_long(row)}


def _version(criterion: Criterion, version: CriterionVersion) -> dict[str, str]:
    goal = f"{apart(target_words(version.terms))} by {day(version.terms.by_when)}"
    if version.number > 1:
        name = f"{'Withdrawn' if version.withdrawn else 'Amended'} on {day(version.at.astimezone().date())}"
    elif criterion.sealed_at:
        name = f"Sealed on {day(criterion.sealed_at.astimezone().date())}"
    else:
        name = "Not sealed yet"
    return {"name": name, "goal": "" if version.withdrawn else told(goal), "reason": told(version.reason)}


def _measured(criterion: Criterion, measured: Measurement) -> dict[str, Any]:
    evidence = measured.evidence
    struck = measured.struck_at is not None
    words = measurement_words(criterion.newest.terms, measured)
    if struck:
        words = (
            f"{value_words(measured.value, criterion.newest.terms.unit)} on {day(measured.date)}: struck as a mistake"
        )
    return {
        "words": told(words),
        "struck": struck,
        "why": told(measured.struck_why) if struck else "",
        "evidence": told(evidence.text),
        "url": told(evidence.url),
        "link": living_link(evidence.url),
    }
