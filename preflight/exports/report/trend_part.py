"""The dimensions over the project's assessments up to this one."""

from __future__ import annotations

from typing import Any

from preflight.charts.svg import document
from preflight.charts.svg_trend import trend_drawing
from preflight.charts.theme import FONT, LIGHT
from preflight.charts.timeline import trend_summary
from preflight.exports.charted import past_runs, trend_lines
from preflight.exports.pictures.words import picture_of
from preflight.exports.report.told import told
from preflight.services.dossier import Dossier

WIDTH, LETTERS = 680.0, 13.0
LEAST_HEIGHT, FOR_EACH_LINE = 270.0, 25.0
FEWEST = 3
"""From this many assessments on there is a line to look at; what two have moved is said in words."""


def trend_part(dossier: Dossier) -> dict[str, Any] | None:
    """The trend's picture and its words; None where too few assessments were completed up to this one."""
    runs = past_runs(dossier)
    if len(runs) < FEWEST:
        return None
    out_of = runs[-1].score.out_of
    lines = trend_lines(dossier)
    drawing = trend_drawing(
        lines,
        out_of=out_of,
        palette=LIGHT,
        bands=runs[-1].questionnaire.verdict.dimension_bands,
        width=WIDTH,
        height=max(LEAST_HEIGHT, FOR_EACH_LINE * len(lines)),
        letters=LETTERS,
    )
    words = told(trend_summary(lines, out_of))
    whole = document(
        drawing.body, width=drawing.width, height=drawing.height, title="Over time", description=words, font=FONT
    )
    return {"picture": picture_of(whole), "alt": words}
