"""Portfolios without a database."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from preflight.domain.decision import DecisionKind
from preflight.domain.portfolio import PortfolioRow, Standing, in_order_of_attention
from preflight.domain.project import Stage
from preflight.services.portfolio import Portfolio
from tests.builders import question, questionnaire, section
from tests.domain.portfolio_rows import TODAY, a_blocker, a_dimension, a_row, a_standing

ASKED = questionnaire(
    section("a", question("a.one"), title="A", out_of=Fraction(4)),
    section("b", question("b.one"), title="B", out_of=Fraction(4)),
    out_of=Fraction(4),
)
REVIEW = a_blocker(
    "a.review", text="Is it reviewed?", has="“Reviews listed”", needs="“Approved”", step="Get each approval in writing."
)


def a_portfolio(*rows: PortfolioRow, everything: int | None = None) -> Portfolio:
    """These projects, or six that stand differently."""
    found = in_order_of_attention(rows or six())
    return Portfolio(rows=found, all=everything or len(found), questionnaires={"sample": ASKED}, on=TODAY)


def six() -> tuple[PortfolioRow, ...]:
    held = a_standing(63, blockers=(), aged=5, coverage=Fraction(92, 100))
    blocked = a_standing(9, provisional=True, dimensions=(a_dimension(), a_dimension("b", "3/4", "0")))
    return (
        a_row("Claims desk", decide_ago=47, pilot_days=110, owner="Ada Byron", standing=with_review(held)),
        a_row("Meter reading", pilot_days=20, team="Field", standing=with_review(blocked)),
        a_row("Tender search", decide_ago=-12, standing=a_standing(1, place=2), past=("1/4", "1/2")),
        a_row("Freight routing", decide_ago=5, decided=(DecisionKind.NO_GO, 2), standing=a_standing(30, place=1)),
        a_row("Payroll checks", stage=Stage.IDEA, tags=("finance", "eu")),
        a_row("Voice bot", stage=Stage.STOPPED, decided=(DecisionKind.STOP, 90), standing=a_standing(200)),
    )


def with_review(standing: Standing) -> Standing:
    """Held up by the review."""
    return replace(standing, blockers=(REVIEW,))
