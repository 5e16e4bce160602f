"""Every project is a row of the CSV, in numbers, and no cell of it is a formula."""

from __future__ import annotations

import csv
from io import StringIO

from preflight.exports.portfolio.portfolio_csv import COLUMNS, portfolio_csv
from tests.domain.portfolio_rows import a_row
from tests.exports.portfolios import a_portfolio


def test_each_project_is_a_row_in_the_order_of_attention() -> None:
    file = portfolio_csv(a_portfolio())
    assert file.name == "Preflight - portfolio - 2026-11-20.csv"
    assert file.content.startswith(b"\xef\xbb\xbfproject,stage,team,owner,tags,")
    rows = list(csv.DictReader(StringIO(file.content.decode("utf-8-sig"), newline=""), strict=True))
    assert [row["project"] for row in rows][:2] == ["Claims desk", "Meter reading"]
    claims, payroll = rows[0], next(row for row in rows if row["project"] == "Payroll checks")
    assert {name: claims[name] for name in ("days_in_pilot", "decision_date", "days_in_purgatory", "owner")} == {
        "days_in_pilot": "110",
        "decision_date": "2026-10-04",
        "days_in_purgatory": "47",
        "owner": "Ada Byron",
    }
    assert (claims["fraction_with_evidence"], claims["fraction_with_evidence_today"]) == ("0.525", "0.35")
    assert (claims["coverage"], claims["blockers"], claims["blocking_questions"]) == ("0.92", "1", "Is it reviewed?")
    assert (payroll["tags"], payroll["verdict"], payroll["value"]) == ("finance; eu", "", "")
    assert set(claims) == set(COLUMNS)


def test_no_text_becomes_a_formula() -> None:
    row = a_row("=HYPERLINK(1)", team="+1", owner="@cmd", tags=("-2",))
    content = portfolio_csv(a_portfolio(row)).content.decode("utf-8-sig")
    assert "'=HYPERLINK(1),pilot,'+1,'@cmd,'-2," in content
