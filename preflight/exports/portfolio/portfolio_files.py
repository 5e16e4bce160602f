"""A portfolio in each of its formats; each maker is imported when it is first needed."""

from __future__ import annotations

from preflight.exports.files import ExportFile
from preflight.exports.orders import Format
from preflight.services.portfolio import Portfolio


def made_of_portfolio(found: Portfolio, made: Format, template: bytes | None = None) -> ExportFile:
    """A format of OF_PORTFOLIO, of a portfolio that was read before. Raises Invalid for a template that can't serve."""
    match made:
        case Format.PORTFOLIO_DECK:
            from preflight.exports.portfolio.portfolio_deck import portfolio_deck

            return portfolio_deck(found, template)
        case Format.PORTFOLIO_REPORT:
            from preflight.exports.portfolio.portfolio_report import portfolio_report

            return portfolio_report(found)
        case _:
            from preflight.exports.portfolio.portfolio_csv import portfolio_csv

            return portfolio_csv(found)
