"""What moved, with its sign, its order and its table."""

from __future__ import annotations

from fractions import Fraction

from preflight.charts.movement import Movement, movement_figure, movement_rows, movement_summary
from preflight.charts.theme import LIGHT


def moved(name: str, twenty_fourths: int) -> Movement:
    change = Fraction(twenty_fourths, 24)
    return Movement(question=name, dimension="Operations", change=change, before="Manual", after="Measured")


ROWS = [moved("Fallbacks", -4), moved("Owner", 6), moved("Drift", 3), moved("Words only", 0)]


def test_bars_go_from_the_largest_gain_to_the_largest_loss_with_their_sign() -> None:
    figure = movement_figure(ROWS, out_of=4, palette=LIGHT)
    bars = figure.data[0]
    assert list(figure.layout.yaxis.ticktext) == ["Owner", "Drift", "Fallbacks"]
    assert list(bars.x) == [1.0, 0.5, float(Fraction(-2, 3))]
    assert list(bars.text) == ["+1.0", "+0.5", "−0.7"]
    assert list(bars.marker.color) == [LIGHT.up, LIGHT.up, LIGHT.down]
    assert bars.hovertext[0] == "Owner (Operations), from Manual to Measured: +1.0"


def test_the_smallest_beyond_the_most_are_summed_so_that_nothing_is_lost() -> None:
    rows = [moved(f"Q{place}", place) for place in range(1, 9)]
    figure = movement_figure(rows, out_of=4, palette=LIGHT, most=4)
    assert list(figure.layout.yaxis.ticktext)[-1] == "5 smaller changes together"
    assert len(figure.data[0].x) == 4
    assert abs(sum(figure.data[0].x) - sum(float(row.change * 4) for row in rows)) < 1e-9


def test_when_nothing_moved_it_says_so() -> None:
    for rows in ([], [moved("Words only", 0)]):
        figure = movement_figure(rows, out_of=4, palette=LIGHT)
        assert figure.layout.annotations[0].text == "No question moved the score"
        assert movement_summary(rows, 4) == "No question moved the score."


def test_the_table_holds_every_row_and_the_sentence_the_largest() -> None:
    assert [row["Question"] for row in movement_rows(ROWS, 4)] == ["Owner", "Drift", "Words only", "Fallbacks"]
    assert movement_rows(ROWS, 4)[0] == {
        "Question": "Owner",
        "Dimension": "Operations",
        "Before": "Manual",
        "Now": "Measured",
        "Change": "+1.0",
    }
    assert movement_summary(ROWS, 4) == "3 questions moved the score, 2 up and 1 down. The largest: Owner, +1.0."


def test_small_steps_look_small() -> None:
    figure = movement_figure([moved("Owner", 1)], out_of=4, palette=LIGHT)
    assert figure.layout.xaxis.range == (0, 0.5)
    assert figure.data[0].x[0] < 0.2
