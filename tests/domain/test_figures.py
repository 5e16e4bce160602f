"""Figures are cut, never flattered: none claims a band that was not reached."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.domain.figures import percent, shown

shares = st.fractions(min_value=0, max_value=1)


@given(share=shares, out_of=st.sampled_from([2, 4, 7, 100]))
def test_a_figure_never_shows_more_than_there_is(share: Fraction, out_of: int) -> None:
    step = Fraction(1) if out_of >= 20 else Fraction(1, 10)
    assert 0 <= share * out_of - Fraction(shown(share, out_of)) < step


@pytest.mark.parametrize(
    ("share", "out_of", "words"),
    [
        (Fraction(298, 400), 4, "2.9"),
        (Fraction(3, 4), 4, "3.0"),
        (Fraction(2, 3), 100, "66"),
        (Fraction(0), 4, "0.0"),
        (None, 4, "–"),
    ],
)
def test_scores_as_they_are_shown(share: Fraction | None, out_of: int, words: str) -> None:
    assert shown(share, out_of) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Fraction(1), "100 %"),
        (Fraction(999, 1000), "99 %"),
        (Fraction(1, 1000), "1 %"),
        (Fraction(0), "0 %"),
        (None, "–"),
    ],
)
def test_percent_is_whole_only_when_it_is_all(share: Fraction | None, words: str) -> None:
    assert percent(share) == words
