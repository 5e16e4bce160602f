"""What moved as SVG: the bars of the figure on screen, with the answers then and now in words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.charts.movement import Movement
from preflight.charts.svg import Drawing
from preflight.charts.svg_movement import movement_drawing
from preflight.charts.theme import LIGHT
from tests.charts.drawings import NS, outside, root_of, run_together, texts_of
from tests.charts.samples import HOSTILE, SIXTY, any_text

WIDTH, HEIGHT = 1472.0, 640.0
changes = st.fractions(min_value=-1, max_value=1, max_denominator=40)


def moved(*rows: Movement) -> Drawing:
    return movement_drawing(rows, out_of=4, palette=LIGHT, width=WIDTH, height=HEIGHT)


def row(question: str, change: Fraction, before: str = "2 · Named", after: str = "3 · On call") -> Movement:
    return Movement(question=question, dimension="Operations", change=change, before=before, after=after)


def test_gains_stand_to_the_right_and_losses_to_the_left() -> None:
    drawing = moved(row("Gain?", Fraction(1, 4)), row("Loss?", Fraction(-1, 8)), row("Still?", Fraction(0)))
    bars = {part.get("fill"): part for part in root_of(drawing).iter(f"{NS}rect")}
    up, down = bars[LIGHT.up], bars[LIGHT.down]
    zero = float(up.get("x") or 0)
    assert float(down.get("x") or 0) + float(down.get("width") or 0) == pytest.approx(zero, abs=0.2)
    assert float(up.get("width") or 0) == pytest.approx(2 * float(down.get("width") or 0), abs=0.3)
    assert {"+1.0", "−0.5", "Gain?", "Operations: 2 · Named → 3 · On call"} <= set(texts_of(drawing))
    assert "Still?" not in texts_of(drawing)


@pytest.mark.parametrize("count", [1, 5, 12, 40])
def test_any_number_stands_inside_and_the_rest_is_summed_up(count: int) -> None:
    rows = [row(f"{SIXTY} {at}?", Fraction((-1) ** at * (at + 1), 60)) for at in range(count)]
    drawing = moved(*rows)
    assert (drawing.width, drawing.height) == (WIDTH, HEIGHT)
    assert outside(drawing, WIDTH, HEIGHT) == []
    together = any("smaller changes together" in text for text in texts_of(drawing))
    assert together is (count > 12)


def test_a_long_answer_takes_room_before_it_is_left_out() -> None:
    rows = [row(SIXTY, Fraction(at, 40), before="word " * 60, after="other " * 60) for at in range(1, 4)]
    drawing = moved(*rows)
    assert run_together(drawing).count("word") == 180
    assert outside(drawing, WIDTH, HEIGHT) == []


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(any_text, changes, any_text, any_text), max_size=14))
def test_whatever_people_write_stays_text(rows: list[tuple[str, Fraction, str, str]]) -> None:
    root_of(moved(*(row(question, change, before, after) for question, change, before, after in rows)))


def test_markup_is_shown_letter_by_letter() -> None:
    assert HOSTILE.replace(" ", "") in run_together(moved(row(HOSTILE, Fraction(1, 2))))


def test_it_says_when_nothing_moved() -> None:
    assert texts_of(moved(row("Still?", Fraction(0)))) == ["No question moved the score"]


def test_the_arrow_points_to_what_came_after_in_any_script() -> None:
    answers = texts_of(moved(row("עבודה?", Fraction(1, 2), before="לפני", after="אחרי")))
    assert "Operations: לפני\u200e → אחרי\u200e" in answers
    hebrew = Movement(question="?", dimension="תפעול", change=Fraction(1), before="לפני", after="אחרי")
    assert "\u200eתפעול\u200e: לפני\u200e → אחרי\u200e" in texts_of(moved(hebrew))
