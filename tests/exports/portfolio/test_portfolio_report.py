"""The portfolio's report, read by a second program."""

from __future__ import annotations

import pytest

from preflight.exports.portfolio.portfolio_report import portfolio_report
from tests.domain.portfolio_rows import a_row, a_standing
from tests.exports.portfolios import a_portfolio
from tests.exports.report.reading import read_pdf, squeezed

pytestmark = pytest.mark.slow


def test_it_says_how_every_project_stands_and_what_to_build_once() -> None:
    file = portfolio_report(a_portfolio())
    assert file.name == "Preflight - portfolio - 2026-11-20.pdf"
    found = read_pdf(file.content)
    for words in (
        "6 projects · 1 in purgatory · 1 without a decision date · 1 ready",
        "In purgatory 47 days, since 4 Oct 2026",
        "2.1 when assessed, 1.4 today: the evidence of 5 answers has grown old",
        "Not assessed yet",
        "63 days ago, 92 % covered",
        "Build once",
        "Get each approval in writing.",
    ):
        assert squeezed(words) in found.text
    assert "Table" in found.tags()
    assert found.outline() == ["Build once"]


def test_words_of_people_stay_words() -> None:
    name = "#strong[x] $1$ <b> @x *bold* مشروع"
    found = read_pdf(portfolio_report(a_portfolio(a_row(name, owner="#panic()", standing=a_standing()))).content)
    assert squeezed("#strong[x] $1$ <b> @x *bold*") in found.text
    assert "#panic()" in found.text


def test_a_filter_that_leaves_nothing_leaves_a_sentence() -> None:
    found = a_portfolio(a_row())
    empty = type(found)(rows=(), all=1, questionnaires={}, on=found.on)
    assert squeezed("No project is like this.") in read_pdf(portfolio_report(empty).content).text
