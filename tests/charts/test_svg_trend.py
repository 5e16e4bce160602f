"""Trend lines as SVG: every line with its label inside the picture, gaps never bridged, text never markup."""

from __future__ import annotations

import itertools
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.charts.svg import Drawing
from preflight.charts.svg_trend import trend_drawing
from preflight.charts.theme import LIGHT
from preflight.charts.timeline import TrendLine
from tests.charts.drawings import NS, outside, root_of, run_together, texts_of
from tests.charts.samples import BANDS, DATES, HOSTILE, NAMES, any_text, scores, titles

WIDTH, HEIGHT = 1472.0, 640.0


def lines(names: tuple[str, ...], dates: int = 9) -> list[TrendLine]:
    return [
        TrendLine(
            name=name,
            points=[(on, Fraction((i * 5 + j * 3) % 13 + 2, 16)) for j, on in enumerate(DATES[:dates])],
        )
        for i, name in enumerate(names)
    ]


def trend(*drawn: TrendLine, out_of: int = 4, overall: TrendLine | None = None, banded: bool = True) -> Drawing:
    bands = BANDS if banded else ()
    return trend_drawing(drawn, out_of=out_of, palette=LIGHT, bands=bands, overall=overall, width=WIDTH, height=HEIGHT)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 15])
@pytest.mark.parametrize("long", [False, True], ids=["short", "sixty letters"])
def test_any_number_of_lines_stands_inside_with_every_name(count: int, long: bool) -> None:
    names = titles(count, long=long)
    drawing = trend(*lines(names), overall=lines(("Mean",))[0])
    assert (drawing.width, drawing.height) == (WIDTH, HEIGHT)
    assert outside(drawing, WIDTH, HEIGHT) == []
    together = run_together(drawing)
    for name in (*names, "Mean"):
        assert name.replace(" ", "") in together


def test_labels_at_the_ends_do_not_cover_one_another() -> None:
    same = [TrendLine(name=name, points=[(on, Fraction(1, 2)) for on in DATES[:3]]) for name in NAMES]
    drawing = trend(*same)
    bases = sorted(
        float(part.get("y") or 0) for part in root_of(drawing).iter(f"{NS}text") if "2.0" in (part.text or "")
    )
    assert len(bases) == len(NAMES)
    assert all(later - earlier > 12 for earlier, later in itertools.pairwise(bases))


@settings(max_examples=60, deadline=None)
@given(st.lists(scores, min_size=1, max_size=9))
def test_a_missing_score_is_a_gap(values: list[Fraction | None]) -> None:
    drawn = TrendLine(name="Operations", points=list(zip(DATES, values, strict=False)))
    root = root_of(trend(drawn, banded=False))
    dots = list(root.iter(f"{NS}circle"))
    assert len(dots) == sum(value is not None for value in values)
    corners = [len((part.get("points") or "").split()) for part in root.iter(f"{NS}polyline")]
    runs = "".join("x" if value is not None else " " for value in values).split()
    assert corners == [len(run) for run in runs if len(run) > 1]


def test_dates_stand_where_they_fall() -> None:
    points = [(date(2026, 1, 1), Fraction(0)), (date(2026, 1, 31), Fraction(1, 2)), (date(2026, 12, 31), Fraction(1))]
    root = root_of(trend(TrendLine(name="A", points=points), banded=False))
    x = [float(part.get("cx") or 0) for part in root.iter(f"{NS}circle")]
    assert (x[1] - x[0]) / (x[2] - x[0]) == pytest.approx(30 / 364, abs=0.002)
    y = [float(part.get("cy") or 0) for part in root.iter(f"{NS}circle")]
    assert y[1] == pytest.approx((y[0] + y[2]) / 2, abs=0.2)


def test_the_weakest_is_said_and_the_bands_are_named() -> None:
    found = texts_of(trend(*lines(("Reliability", "Operations"))))
    assert sum(", the weakest" in text for text in found) == 1
    assert {"Not ready", "Conditional", "Ready"} <= set(found)


def test_one_line_alone_is_not_the_weakest() -> None:
    assert not any("weakest" in text for text in texts_of(trend(*lines(("Operations",)))))


@settings(max_examples=80, deadline=None)
@given(st.lists(any_text, min_size=1, max_size=6))
def test_whatever_people_write_stays_text(names: list[str]) -> None:
    root_of(trend(*lines(tuple(names))))


def test_markup_in_a_name_is_shown_letter_by_letter() -> None:
    assert HOSTILE.replace(" ", "") in run_together(trend(*lines((HOSTILE,))))


def test_it_says_when_there_is_nothing_to_draw() -> None:
    assert texts_of(trend()) == ["No dates to draw yet"]
