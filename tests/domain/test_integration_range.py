"""What integrations would take: exact sums, three to five times of them, and nothing counted as 0 that nobody knows."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.domain.integration_range import days_words, integration_picture, range_words, usual_range
from preflight.domain.pilot import Integration
from tests.domain.plans import a_system

ESTIMATES = st.fractions(min_value=0, max_value=10_000, max_denominator=100)
SYSTEMS = st.lists(st.builds(a_system, estimate=st.none() | ESTIMATES, deferred=st.booleans()), max_size=12)


@given(SYSTEMS)
def test_the_range_of_all_is_the_sum_of_the_ranges(systems: list[Integration]) -> None:
    found = integration_picture(systems)
    known = [usual_range(each.estimate) for each in systems if each.estimate is not None]
    if not known:
        assert (found.estimate, found.usual) == (None, None)
    else:
        assert found.usual is not None
        assert found.estimate is not None
        assert found.usual.least == sum(each.least for each in known) == 3 * found.estimate
        assert found.usual.most == sum(each.most for each in known) == 5 * found.estimate
    assert len(found.not_estimated) == len(systems) - len(known)


@given(SYSTEMS)
def test_every_system_is_either_confronted_or_deferred(systems: list[Integration]) -> None:
    found = integration_picture(systems)
    assert found.confronted + found.deferred == found.systems == len(systems)
    assert len(found.deferred_systems) == found.deferred
    assert (found.deferred_estimate or 0) <= (found.estimate or 0)


def test_a_system_that_nobody_estimated_is_named_and_counts_nothing() -> None:
    found = integration_picture([a_system("ERP", Fraction(10)), a_system("Archive"), a_system("Mail", deferred=False)])
    assert (found.estimate, found.deferred_estimate) == (10, 10)
    assert found.not_estimated == ("Archive", "Mail")
    assert found.deferred_systems == ("ERP", "Archive")


@pytest.mark.parametrize(
    ("estimate", "own", "usual"),
    [
        ("10", "10 working days", "30 to 50 working days"),
        ("2.5", "2.5 working days", "7.5 to 12.5 working days"),
        ("1", "1 working day", "3 to 5 working days"),
        ("0", "0 working days", "0 working days"),
    ],
)
def test_days_in_words(estimate: str, own: str, usual: str) -> None:
    assert (days_words(Fraction(estimate)), range_words(Fraction(estimate))) == (own, usual)
