"""The pilot's plan as a picture and step by step, and the systems with what their integration usually takes."""

from __future__ import annotations

from typing import Any

from preflight.charts.gantt import gantt_chart
from preflight.charts.svg_gantt import gantt_summary, gantt_svg
from preflight.charts.theme import LIGHT
from preflight.domain.headlines_to_decide import pilot_headline, systems_headline
from preflight.domain.integration_range import (
    CONFRONTING_WORDS,
    LEAST_TIMES,
    MOST_TIMES,
    days_words,
    integration_picture,
    range_words,
)
from preflight.domain.pilot import Confronting, Integration, PilotStep
from preflight.domain.pilot_plan import plan_start, plan_warnings
from preflight.domain.plan_words import span_words, standing_words, weeks_words
from preflight.domain.wording import listed
from preflight.exports.pictures.words import picture_of
from preflight.exports.report.told import is_long, told
from preflight.services.dossier import Dossier

WIDTH, LETTERS = 680.0, 13.0
FOR_EACH_STEP = 60.0


def pilot_part(dossier: Dossier) -> dict[str, Any] | None:
    """The plan; None where nothing is laid out."""
    file = dossier.pilot
    chart = gantt_chart(file.steps, file.decisions, file.on)
    if chart is None:
        return None
    height = FOR_EACH_STEP * (len(file.steps) + 1)
    svg = gantt_svg(chart, palette=LIGHT, width=WIDTH, height=height, letters=LETTERS)
    return {
        "lead": told(pilot_headline(file.steps, file.decisions, file.on)),
        "picture": {"picture": picture_of(svg), "alt": told(gantt_summary(chart))},
        "steps": [_step(dossier, each) for each in file.steps],
        "warnings": [each.sentence for each in plan_warnings(file.steps, file.decisions, file.on)],
    }


def systems_part(dossier: Dossier) -> dict[str, Any] | None:
    """The systems with their sum; None where none is listed."""
    systems = dossier.pilot.integrations
    if not systems:
        return None
    found = integration_picture(systems)
    left = f" Nobody has estimated {listed(found.not_estimated)}; it counts in no sum." if found.not_estimated else ""
    return {
        "lead": told(systems_headline(systems)),
        "words": told(
            f"Days are working days of one person. Production usually takes {LEAST_TIMES} to {MOST_TIMES} times what "
            f"was estimated: the range is that, and no forecast.{left}"
        ),
        "rows": [_system(each) for each in systems],
        "estimate": days_words(found.estimate) if found.estimate is not None and found.systems > 1 else "",
        "usual": range_words(found.estimate) if found.estimate is not None else "",
    }


def _step(dossier: Dossier, step: PilotStep) -> dict[str, Any]:
    start = plan_start(dossier.pilot.steps) or step.start
    return {
        "title": told(step.title),
        "owner": told(step.owner),
        "days": span_words(step.start, step.end),
        "weeks": weeks_words(start, step.start, step.end),
        "stands": standing_words(step, dossier.pilot.on),
    }


def _system(system: Integration) -> dict[str, Any]:
    row = {
        "system": told(system.system),
        "interface": told(system.interface),
        "note": told(system.note),
        "owner": told(system.owner),
        "confronting": CONFRONTING_WORDS[system.confronting],
        "deferred": system.confronting is Confronting.DEFERRED,
        "estimate": "" if system.estimate is None else days_words(system.estimate),
        "usual": "" if system.estimate is None else range_words(system.estimate),
    }
    return row | {"long": is_long(row)}
