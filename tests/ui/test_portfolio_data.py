"""What the portfolio's component is given: each project once, figures cut as everywhere, gaps that stay gaps."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

from preflight.domain.decision import DecisionKind
from preflight.domain.portfolio import PortfolioRow
from preflight.ui.portfolio_data import COLUMNS, portfolio_data
from tests.domain.portfolio_rows import a_dimension, a_row, a_standing
from tests.exports.portfolios import a_portfolio


def given(*rows: PortfolioRow) -> list[dict[str, Any]]:
    data = json.loads(json.dumps(portfolio_data(a_portfolio(*rows))))
    return [dict(zip(COLUMNS, row, strict=False)) for row in data["rows"]]


def test_a_row_says_where_a_project_stands() -> None:
    standing = a_standing(63, aged=5, coverage=Fraction(92, 100), blockers=("a.one",))
    (row,) = given(a_row(decide_ago=47, pilot_days=110, standing=standing, past=("1/4", None, "1/2", "3/8")))
    assert (row["purgatory"], row["pilot"], row["date"], row["ahead"]) == (47, 110, "4 Oct 2026", -47)
    assert (row["evidenced"], row["today"], row["aged"], row["covered"]) == ("2.1", "1.4", 5, 0.92)
    assert (row["past"], row["change"], row["trend"]) == (["1.0", None, "2.0", "1.5"], "−0.5", "down")
    assert (row["weakest"], row["colour"], row["age"], row["blockers"]) == (0, 1, 63, [[0, "“0”", "“2”"]])


def test_a_gap_and_what_was_not_asked_are_two_things_and_neither_is_nought() -> None:
    unasked = replace(a_dimension("b"), asked=False)
    gap, away = given(
        a_row("Gap", standing=a_standing(2)), a_row("Away", standing=a_standing(1, dimensions=(a_dimension(), unasked)))
    )
    assert gap["dimensions"] == [["2.0", "1.0"], [None, None]]
    assert away["dimensions"] == [["2.0", "1.0"], 0]


def test_a_dimension_of_an_older_version_has_a_column_too() -> None:
    old = a_standing(dimensions=(a_dimension("gone", "1", "1"),), weakest=None)
    data = portfolio_data(a_portfolio(a_row(standing=old)))
    assert [each["title"] for each in data["asked"][0]["sections"]] == ["A", "B", "GONE"]
    assert dict(zip(COLUMNS, data["rows"][0], strict=False))["dimensions"] == [0, 0, ["4.0", "4.0"]]


def test_without_an_assessment_a_row_ends_early() -> None:
    (row,) = given(a_row(decided=(DecisionKind.NO_GO, 3)))
    assert list(row)[-1] == "decided"
    assert (row["decided"], row["undated"]) == ("No-go, 17 Nov 2026", 1)


def test_what_to_build_once_names_rows_by_their_places() -> None:
    found = a_portfolio()
    data = portfolio_data(found)
    names = [found.rows[place].project.name for place in data["blockers"][0]["held"]]
    assert names == ["Claims desk", "Meter reading"]
