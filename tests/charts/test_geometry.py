"""The laws of the radar's geometry: turning, scaling, gaps, steps and spreading."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import cos, dist, hypot, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.charts.geometry import Point, area, axis_ticks, closed, on_spoke, outline, ring, runs, spoke, spread
from tests.charts.samples import fractions, scores

pytestmark = pytest.mark.slow

CENTRE = Point(100, 80)
many_scores = st.lists(scores, min_size=1, max_size=15)


@given(st.lists(fractions, min_size=3, max_size=15))
def test_turning_the_scores_by_one_turns_the_outline_by_one_spoke(values: list[Fraction]) -> None:
    turn = 2 * pi / len(values)
    before = outline(values, Point(0, 0), 50)
    after = outline([values[-1], *values[:-1]], Point(0, 0), 50)
    for place, one in enumerate(before):
        moved = after[(place + 1) % len(values)]
        assert one is not None
        assert moved is not None
        expected = (one.x * cos(turn) - one.y * sin(turn), one.x * sin(turn) + one.y * cos(turn))
        assert dist(moved, expected) < 1e-6


@given(st.lists(fractions, min_size=1, max_size=15), st.floats(0.1, 9))
def test_a_larger_radius_only_scales(values: list[Fraction], factor: float) -> None:
    for small, large in zip(outline(values, CENTRE, 10), outline(values, CENTRE, 10 * factor), strict=True):
        assert small is not None
        assert large is not None
        assert large.x - CENTRE.x == pytest.approx((small.x - CENTRE.x) * factor, abs=1e-9)
        assert large.y - CENTRE.y == pytest.approx((small.y - CENTRE.y) * factor, abs=1e-9)


@given(many_scores)
def test_a_score_lies_as_far_out_as_it_is_large_and_a_missing_one_nowhere(values: list[Fraction | None]) -> None:
    for value, place in zip(values, outline(values, CENTRE, 60), strict=True):
        if value is None:
            assert place is None
        else:
            assert place is not None
            assert hypot(place.x - CENTRE.x, place.y - CENTRE.y) == pytest.approx(60 * float(value), abs=1e-9)


@given(many_scores)
def test_the_area_has_the_outline_s_corners_and_the_centre_at_gaps(values: list[Fraction | None]) -> None:
    corners = area(values, CENTRE, 60)
    for corner, place in zip(corners, outline(values, CENTRE, 60), strict=True):
        assert corner == (CENTRE if place is None else place)


@given(many_scores)
def test_runs_name_every_score_once_and_neighbours_only(values: list[Fraction | None]) -> None:
    found = runs(values)
    count = len(values)
    if None not in values:
        assert found == [[*range(count), 0]]
        assert closed(found[0])
        return
    assert sorted(index for run in found for index in run) == [i for i, v in enumerate(values) if v is not None]
    assert all((after - before) % count == 1 for run in found for before, after in pairwise(run))
    assert not any(closed(run) for run in found)


def test_the_first_spoke_points_up_and_the_next_goes_clockwise() -> None:
    assert spoke(0, 4) == pytest.approx((0, -1))
    assert spoke(1, 4) == pytest.approx((1, 0), abs=1e-9)
    assert on_spoke(2, 4, 0.5, CENTRE, 40) == pytest.approx((100, 100))


def test_a_ring_joins_the_same_share_of_every_spoke() -> None:
    assert all(dist(corner, CENTRE) == pytest.approx(30) for corner in ring(7, 0.5, CENTRE, 60))


@pytest.mark.parametrize(
    ("out_of", "ticks"),
    [
        (4, [0, 1, 2, 3, 4]),
        (100, [0, 20, 40, 60, 80, 100]),
        (7, [0, 1, 2, 3, 4, 5, 6, 7]),
        (1, [0, 1]),
        (Fraction(5, 2), [0, 1, 2.5]),
        (28, [0, 4, 8, 12, 16, 20, 24, 28]),
        (13, [0, 2, 4, 6, 8, 10, 13]),
    ],
)
def test_steps_are_whole_and_even_where_they_can_be(out_of: Fraction | int, ticks: list[float]) -> None:
    assert [float(tick) for tick in axis_ticks(out_of)] == ticks


@given(st.fractions(min_value=Fraction(1, 10), max_value=100_000, max_denominator=20))
def test_steps_run_from_nought_to_the_end_and_are_few(out_of: Fraction) -> None:
    ticks = axis_ticks(out_of)
    assert ticks[0] == 0
    assert ticks[-1] == out_of
    assert 2 <= len(ticks) <= 8
    assert all(after > before for before, after in pairwise(ticks))
    assert all(tick.denominator == 1 for tick in ticks[:-1])


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(5, 40)), max_size=15))
def test_spread_labels_keep_their_order_their_distance_and_their_place(things: list[tuple[float, float]]) -> None:
    wanted, sizes = [want for want, _ in things], [size for _, size in things]
    high = max(400.0, sum(sizes))
    middles = spread(wanted, sizes, 0, high)
    order = sorted(range(len(things)), key=lambda place: wanted[place])
    for before, after in pairwise(order):
        assert middles[after] - middles[before] >= (sizes[after] + sizes[before]) / 2 - 1e-6
    for middle, size in zip(middles, sizes, strict=True):
        assert middle - size / 2 >= -1e-6
        assert middle + size / 2 <= high + 1e-6


def test_labels_with_room_stay_where_they_want_to_be() -> None:
    assert spread([10, 50, 90], [10, 10, 10], 0, 100) == [10, 50, 90]
