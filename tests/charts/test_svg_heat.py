"""Every question as SVG: a cell with its number and its words, as much of it as has room, states never levels."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.charts.heat import HeatCell, HeatDimension, level_style, strip_legend
from preflight.charts.svg import Drawing
from preflight.charts.svg_heat import heat_drawing
from preflight.charts.theme import LIGHT
from preflight.domain.assessment import State
from tests.charts.drawings import NS, outside, root_of, run_together, texts_of
from tests.charts.samples import HOSTILE, SIXTY, any_text, titles

WIDTH, HEIGHT = 1472.0, 640.0
VALUES = (Fraction(0), Fraction(1, 4), Fraction(1), State.UNKNOWN, State.NOT_APPLICABLE, State.UNANSWERED, None)


def a_cell(name: str, at: int, words: str = "Nobody named", *, blocks: bool = False) -> HeatCell:
    style = level_style(VALUES[at % len(VALUES)], LIGHT)
    number = f"{at % 5 + 1}" if isinstance(VALUES[at % len(VALUES)], Fraction) else ""
    return HeatCell(name=name, words=words, mark=number or style.glyph, style=style, blocks=blocks)


def dimensions(count: int, questions: int, *, long: bool = False) -> list[HeatDimension]:
    return [
        HeatDimension(
            title=title,
            figure="2.3 of 4",
            cells=tuple(a_cell(SIXTY if long else f"Question {at}", at) for at in range(questions)),
        )
        for title in titles(count, long=long)
    ]


def heat(*drawn: HeatDimension) -> Drawing:
    return heat_drawing(drawn, palette=LIGHT, width=WIDTH, height=HEIGHT)


@pytest.mark.parametrize("long", [False, True], ids=["short", "sixty letters"])
@pytest.mark.parametrize(("count", "questions"), [(1, 3), (2, 12), (3, 8), (5, 7), (15, 5), (15, 12)])
def test_any_number_of_questions_stands_inside(count: int, questions: int, long: bool) -> None:
    found = dimensions(count, questions, long=long)
    drawing = heat(*found)
    assert drawing.height == pytest.approx(HEIGHT)
    assert outside(drawing, WIDTH, HEIGHT) == []
    together = run_together(drawing)
    for dimension in found:
        assert dimension.title.replace(" ", "") in together
    assert {words for words, _ in strip_legend(LIGHT)} <= set(texts_of(drawing))


def test_names_and_words_stand_where_they_have_room_then_names_then_cells() -> None:
    roomy, close, closest = (texts_of(heat(*dimensions(*size))) for size in ((3, 8), (15, 5), (15, 40)))
    assert roomy.count("Nobody named") == 24
    assert close.count("Nobody named") == 0
    assert sum(text.startswith("Question") for text in close) == 75
    assert sum(text.startswith("Question") for text in closest) == 0
    assert sum(text == "n/a" for text in closest) > 15


def test_each_state_has_its_own_look_and_no_level_s() -> None:
    root = root_of(heat(*dimensions(1, len(VALUES))))
    fills = [part.get("fill") for part in root.iter(f"{NS}rect")]
    for value in VALUES[:3]:
        assert level_style(value, LIGHT).fill in fills
    stripes = [part for part in root.iter(f"{NS}g") if part.get("stroke") == LIGHT.line and len(part) > 3]
    assert len(stripes) == 2
    dashed = [part for part in root.iter(f"{NS}rect") if part.get("stroke-dasharray")]
    assert len(dashed) == 2


def test_a_blocker_is_ringed_and_in_the_key() -> None:
    ringed = heat(HeatDimension(title="Operations", figure="1.0 of 4", cells=(a_cell("Owner", 0, blocks=True),)))
    assert "Below its minimum" in texts_of(ringed)
    rings = [part for part in root_of(ringed).iter(f"{NS}rect") if part.get("stroke") == LIGHT.band_stops[0].text]
    assert len(rings) == 2
    assert "Below its minimum" not in texts_of(heat(*dimensions(1, 2)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(any_text, st.lists(st.tuples(any_text, any_text), max_size=6)), max_size=5))
def test_whatever_people_write_stays_text(found: list[tuple[str, list[tuple[str, str]]]]) -> None:
    root_of(
        heat(
            *(
                HeatDimension(
                    title=title,
                    figure="–",
                    cells=tuple(a_cell(name, at, words) for at, (name, words) in enumerate(cells)),
                )
                for title, cells in found
            )
        )
    )


def test_markup_is_shown_letter_by_letter() -> None:
    drawing = heat(HeatDimension(title=HOSTILE, figure="–", cells=(a_cell(HOSTILE, 0, HOSTILE),)))
    assert run_together(drawing).count(HOSTILE.replace(" ", "")) == 3


def test_it_says_when_there_is_nothing_to_draw() -> None:
    assert texts_of(heat()) == ["No question is asked"]
