"""Whether anything can be made from an order, what it is about, and what each format is called in a sentence."""

from __future__ import annotations

from typing import Final

from preflight.access.about import SOME, WHOLE, About
from preflight.domain.errors import Invalid
from preflight.domain.portfolio_filter import read_filter
from preflight.exports.orders import OF_AUDIT, OF_PORTFOLIO, OF_PROJECT, Format, Order

SPOKEN: Final = {
    Format.DECK: "deck",
    Format.REPORT: "report",
    Format.CHART: "chart",
    Format.WORKBOOK: "workbook",
    Format.CSV: "CSV file",
    Format.JSON: "JSON file",
    Format.MARKDOWN: "Markdown summary",
    Format.FORM: "form to fill in",
    Format.JIRA: "table for Jira",
    Format.GITHUB: "table for GitHub",
    Format.CALENDAR: "calendar",
    Format.DECISION: "decision record",
    Format.PORTFOLIO_DECK: "portfolio’s deck",
    Format.PORTFOLIO_REPORT: "portfolio’s report",
    Format.PORTFOLIO_CSV: "portfolio’s table",
    Format.AUDIT_JSON: "audit trail",
    Format.AUDIT_CSV: "audit trail’s table",
    Format.BUNDLE: "zip file",
}
"""What each format is called in a sentence."""


def about_of(order: Order) -> About:
    """What an order takes out: of an assessment, of a project, of all that the person may see, or of everything."""
    if order.format in OF_AUDIT:
        return WHOLE
    if order.assessment is not None:
        return About("assessment", order.assessment)
    return SOME if order.project is None else About("project", order.project)


def check_order(order: Order) -> None:
    """Raises Invalid with a sentence for an order that nothing can be made from."""
    spoken = SPOKEN[order.format]
    if order.assessment is not None and order.project is not None:
        raise Invalid(f"Ask for the {spoken} of an assessment or of a project, not of both.")
    if order.format in OF_PORTFOLIO:
        if order.assessment is not None or order.project is not None:
            raise Invalid(f"The {spoken} is of all projects: ask for it without an assessment or a project.")
        read_filter(order.which)
        return
    if order.format in OF_AUDIT:
        if order.assessment is not None or order.project is not None or order.which:
            raise Invalid(f"The {spoken} is of everything: ask for it without an assessment, a project or a filter.")
        return
    if order.which:
        raise Invalid("Only the portfolio can be filtered.")
    if order.format is Format.BUNDLE:
        return
    if order.format is Format.JSON:
        if order.assessment is None and order.project is None:
            raise Invalid("Say which assessment or which project the JSON file is of.")
        return
    if order.format in OF_PROJECT:
        if order.project is None:
            raise Invalid(f"Say which project the {spoken} is of.")
        return
    if order.assessment is None:
        raise Invalid(f"Say which assessment the {spoken} is of.")
    if order.format is Format.CHART and order.chart is None:
        raise Invalid("Say which chart: radar, heat, trend, radars or moved.")
    if len(set(order.slides)) != len(order.slides):
        raise Invalid("Each slide can stand in the deck once.")
