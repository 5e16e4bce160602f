"""A criterion over time: every name inside the picture, whatever was measured; text never markup."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.charts.svg_criterion import HEIGHT, WIDTH, criterion_drawing, criterion_svg, criterion_told
from preflight.charts.theme import DARK, LIGHT
from preflight.domain.criterion import Criterion, Direction
from tests.charts.drawings import NS, outside, root_of, texts_of
from tests.charts.samples import HOSTILE
from tests.domain.criteria import a_criterion, terms


def drawn(criterion: Criterion) -> list[str]:
    return texts_of(criterion_drawing(criterion, palette=LIGHT))


def test_it_names_what_was_before_the_target_and_each_measurement() -> None:
    assert sorted(drawn(a_criterion(38, 20, 8))) == sorted(
        ["Before 45", "Target 9", "38", "20", "8", "sealed 12 Jan", "by 30 Mar"]
    )


def test_the_target_that_was_sealed_first_stands_beside_an_amended_one() -> None:
    assert {"Target 12", "First 9"} <= set(drawn(a_criterion(11, amended=terms(target="12"))))
    assert "First 9" not in drawn(a_criterion(11))


def test_of_many_only_the_newest_bears_its_number() -> None:
    words = drawn(a_criterion(*range(40, 20, -1), every=2))
    assert "21" in words
    assert "30" not in words


def test_what_meets_the_target_is_a_full_dot_and_what_misses_it_an_open_one() -> None:
    root = root_of(criterion_drawing(a_criterion(20, 8), palette=DARK))
    assert [dot.get("fill") for dot in root.iter(f"{NS}circle")] == [DARK.surface, DARK.claimed]


@pytest.mark.parametrize("unit", ["minutes", HOSTILE])
def test_text_is_text(unit: str) -> None:
    criterion = a_criterion(20, first=terms(metric=HOSTILE, unit=unit))
    assert "<b>" not in criterion_svg(criterion, palette=LIGHT)
    assert criterion_told(criterion).startswith("from 45 to at most 9 ")


_VALUES = st.decimals(-10_000, 10_000, places=2)


@settings(max_examples=60)
@given(
    values=st.lists(_VALUES, min_size=1, max_size=9),
    baseline=st.none() | _VALUES,
    target=_VALUES,
    direction=st.sampled_from(Direction),
    every=st.sampled_from([0, 1, 9, 40]),
)
def test_whatever_was_measured_stands_inside(
    values: list[float], baseline: float | None, target: float, direction: Direction, every: int
) -> None:
    first = terms(baseline=None if baseline is None else str(baseline), target=str(target), direction=direction)
    criterion = a_criterion(*map(str, values), first=first, every=every)
    assert outside(criterion_drawing(criterion, palette=LIGHT), WIDTH, HEIGHT) == []
