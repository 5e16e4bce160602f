"""Labels round a radar: never outside, never over one another, never over the radar."""

from __future__ import annotations

from itertools import combinations
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.charts.labels import Lettering, fit_labels
from preflight.charts.radar_layout import Box, RadarLayout, lay_out
from preflight.charts.series import Aligned
from tests.charts.samples import any_text, titles


def laid_out(names: tuple[str, ...], width: float, letters: float) -> RadarLayout:
    lined = Aligned(dimensions=names, scores=((None,) * len(names),) * 2)
    lettering = Lettering(size=letters, leading=1.2, out_of=4)
    return fit_labels(lined, [0, 1], lettering, width=width, most_radius=width * 0.4)[1]


def cover(one: Box, other: Box) -> bool:
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return wide > 0.01 and high > 0.01


def check(layout: RadarLayout, width: float) -> None:
    for box in layout.boxes:
        assert box.left >= -0.01
        assert box.right <= width + 0.01
        assert box.top >= -0.01
        assert box.bottom <= layout.height + 0.01
    assert not [pair for pair in combinations(layout.boxes, 2) if cover(*pair)]
    for box in layout.boxes:
        nearest = (
            min(max(layout.centre.x, box.left), box.right) - layout.centre.x,
            min(max(layout.centre.y, box.top), box.bottom) - layout.centre.y,
        )
        assert hypot(*nearest) >= layout.radius * 0.49


@pytest.mark.parametrize("count", range(3, 16))
@pytest.mark.parametrize("long", [False, True], ids=["short", "sixty letters"])
@pytest.mark.parametrize(("width", "letters"), [(360, 13.5), (520, 16), (900, 24)])
def test_labels_keep_inside_and_apart(count: int, long: bool, width: float, letters: float) -> None:
    check(laid_out(titles(count, long=long), width, letters), width)


@settings(max_examples=150, deadline=None)
@given(st.lists(any_text, min_size=3, max_size=15))
def test_whatever_the_labels_say_they_keep_inside_and_apart(names: list[str]) -> None:
    check(laid_out(tuple(names), 520, 16), 520)


@given(st.integers(3, 15), st.floats(20, 120), st.floats(15, 60))
def test_a_wider_place_never_makes_the_radar_smaller(count: int, wide: float, high: float) -> None:
    sizes = ((wide, high),) * count
    radii = [lay_out(sizes, width=w, most_radius=200.0, edge=6.0, gap=10.0).radius for w in (380.0, 520.0, 760.0)]
    assert radii == sorted(radii)
    assert radii[-1] <= 200


def test_a_label_that_had_to_move_is_joined_to_its_spoke() -> None:
    layout = laid_out(titles(15, long=True), 360, 11)
    joined = [layout.leader(place) for place in range(15)]
    assert any(joined)
    assert layout.leader(0) is None
    assert not any(laid_out(titles(4), 520, 16).leader(place) for place in range(4))
