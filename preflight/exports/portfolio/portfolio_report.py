"""The portfolio as a PDF of a few pages: what is stuck, every project, and what to build once; set from plain data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from preflight.charts.theme import LIGHT, band_colour
from preflight.domain.common_blockers import common_blockers
from preflight.domain.errors import PreflightError
from preflight.domain.figures import shown
from preflight.domain.portfolio import PortfolioRow, ageing_words, counts, counts_words
from preflight.exports import report
from preflight.exports.files import ExportFile, export_file
from preflight.exports.orders import CALLED, PRODUCT, Format
from preflight.exports.portfolio import told as words
from preflight.exports.report.told import told
from preflight.exports.typesetting import typeset
from preflight.services.portfolio import Portfolio

MOST_BLOCKERS: Final = 10
_STANDARD: Final = "ua-1"
_ROLES: Final = ("ink", "muted", "line", "grid", "outline", "accent", "claimed", "evidenced", "up", "down")


def portfolio_report(found: Portfolio) -> ExportFile:
    """The portfolio as a PDF (PDF/UA-1), wide, as long as it takes. Raises PreflightError."""
    data = portfolio_data(found)
    try:
        content = typeset(_source(), data, form="pdf", standard=_STANDARD, on=found.on)
    except PreflightError:
        # Tagged all the same, without the standard's name on it, for a sign that no font draws.
        content = typeset(_source(), data, form="pdf", on=found.on)
    return export_file(content, PRODUCT, CALLED[Format.PORTFOLIO_REPORT], found.on, kind="pdf")


def portfolio_data(found: Portfolio) -> dict[str, Any]:
    """Everything that the report says, ready for `json.dumps`."""
    return {
        "title": "Portfolio",
        "counts": counts_words(counts(found.rows)),
        "foot": words.foot(found),
        "colours": {role: getattr(LIGHT, role) for role in _ROLES},
        "rows": [_row(each) for each in found.rows],
        "common": [
            {
                "count": len(each.rows),
                "text": told(each.text),
                "about": told(" · ".join((each.section, *each.questionnaires))),
                "step": told(each.step),
                "names": told(", ".join(row.project.name for row in each.rows)),
            }
            for each in common_blockers(found.rows)
            if len(each.rows) > 1
        ][:MOST_BLOCKERS],
    }


def _row(row: PortfolioRow) -> dict[str, Any]:
    standing = row.standing
    known = standing is not None and standing.bands > 1
    colour = band_colour(standing.place, standing.bands, LIGHT).text if standing and known else LIGHT.muted
    return {
        "name": told(row.project.name),
        "who": told(" · ".join(filter(None, (words.who(row), *row.project.tags)))),
        "verdict": told(words.verdict_words(row)),
        "colour": colour,
        "weakest": told(words.weakest_words(row)),
        "evidence": shown(standing.today, standing.out_of) if standing else "–",
        "ageing": told(ageing_words(standing)) if standing else "",
        "assessed": told(words.assessed_words(row)),
        "pilot": told(words.pilot_words(row)),
        "decision": told(words.decision_words(row)),
        "presses": bool(row.purgatory_days or row.undated),
    }


@cache
def _source() -> str:
    sheets = (Path(report.__file__).with_name("look.typ"), Path(__file__).with_name("portfolio.typ"))
    return "\n".join(each.read_text(encoding="utf-8") for each in sheets)
