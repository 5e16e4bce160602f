"""The line at the foot of everything that leaves the house: what it is of, from when, and how much it rests on."""

from __future__ import annotations

from preflight.domain.figures import percent
from preflight.domain.wording import apart, day, number_of, sentence
from preflight.services.dossier import Dossier

DRAFT = "draft, so far"


def foot(dossier: Dossier) -> str:
    """Project, date, questionnaire and version, coverage and voters; what there is nothing to say of is left out.

    "Invoice triage · 20 November 2026 · Pilot to production, version 1 · 92 % covered · 14 voters". A draft says so.
    """
    coverage = dossier.score.coverage
    parts = [
        apart(dossier.project.name),
        day(dossier.assessment.date),
        f"{apart(dossier.questionnaire.title)}, version {dossier.questionnaire.version}",
        "" if coverage is None else f"{percent(coverage)} covered",
        voters(dossier.voters),
        "" if dossier.assessment.completed else DRAFT,
    ]
    return sentence(" · ".join(part for part in parts if part))


def voters(count: int) -> str:
    """How many voted: "1 voter", "14 voters"; empty for none."""
    return number_of(count, "voter") if count else ""
