"""The portfolio's slides say what they find, and stay readable however many projects there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from preflight.exports.deck.model import Slide, Table
from preflight.exports.portfolio.portfolio_deck import MOST_ROWS, portfolio_deck, portfolio_slides
from tests.domain.portfolio_rows import a_row, a_standing
from tests.exports.deck.opened import opened, schema_errors, texts
from tests.exports.portfolios import a_portfolio


def words(slide: Slide) -> str:
    found = [slide.title, slide.foot]
    for part in slide.parts:
        if isinstance(part, Table):
            found += [cell.text for row in part.rows for cell in row]
        else:
            found += [each.text for each in part.paragraphs]  # type: ignore[union-attr]
    return "\n".join(found)


def test_each_title_says_what_was_found() -> None:
    slides = portfolio_slides(a_portfolio())
    assert [slide.title for slide in slides] == [
        "Where 6 projects stand",
        "1 pilot past its decision date, 1 without one",
        "1 of 6 projects is ready",
        "Sample: A is the weakest in 5 of 5",
        "Build once: one critical question holds 2 projects up",
    ]
    assert {slide.foot for slide in slides} == {"Portfolio · 20 November 2026 · 6 projects"}
    cover, stuck, standing, heat, once = map(words, slides)
    assert "6 projects · 1 in purgatory · 1 without a decision date · 1 ready" in cover
    assert "In purgatory 47 days, since 4 Oct 2026" in stuck
    assert "No decision date" in stuck
    assert "1.4, was 2.1" in standing
    assert "Not assessed yet" in standing
    assert "3.0" in heat
    assert "–" in heat
    assert "Get each approval in writing." in once
    assert "Claims desk, Meter reading" in once


def test_what_there_is_nothing_to_say_of_is_said() -> None:
    titles = [slide.title for slide in portfolio_slides(a_portfolio(a_row("Alone", decide_ago=-4)))]
    assert titles == [
        "Where 1 project stands",
        "No pilot waits for a decision that is due",
        "No project is ready yet",
        "Nothing to build once",
    ]


def test_of_very_many_projects_the_rest_is_told() -> None:
    rows = [a_row(f"Project {number}", standing=a_standing(number)) for number in range(300)]
    slides = portfolio_slides(a_portfolio(*rows, everything=400))
    assert len(slides) < 40
    told = "\n".join(map(words, slides))
    assert f"{300 - MOST_ROWS} more projects stand in the portfolio’s table." in told
    assert "300 of 400 projects" in told


@pytest.mark.slow
def test_the_file_opens_in_other_programs_and_keeps_to_the_schema(tmp_path: Path) -> None:
    rows = [a_row(f"Project {number}", standing=a_standing(number, blockers=("a.one",))) for number in range(30)]
    file = portfolio_deck(a_portfolio(*rows))
    assert file.name == "Preflight - portfolio deck - 2026-11-20.pptx"
    assert schema_errors(file.content, tmp_path) == []
    slides = list(opened(file.content).slides)
    assert "Project 29" in "\n".join(map(texts, slides))
    assert all(slide.has_notes_slide for slide in slides)
