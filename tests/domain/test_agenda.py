"""In which order the questions come, and that walking forward meets each of them once."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.domain.agenda import after, agenda, before
from preflight.domain.room import Order

SHOWN = ("a", "b", "c", "d", "e")
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
names = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1)


@pytest.mark.parametrize(
    ("order", "spreads", "agreed", "expected"),
    [
        (Order.SECTION, {"c": HALF}, {"a"}, "abcde"),
        (Order.DISAGREEMENT, {}, set(), "abcde"),
        (Order.DISAGREEMENT, {"c": HALF, "b": THIRD}, set(), "cbade"),
        (Order.DISAGREEMENT, {"b": HALF, "c": HALF}, set(), "bcade"),  # the same spread: as they are asked
        (Order.DISAGREEMENT, {"c": HALF, "b": None}, set(), "cbade"),  # none to tell: no spread
        (Order.DISAGREEMENT, {"c": HALF, "b": THIRD}, {"c"}, "badec"),
        (Order.DISAGREEMENT, {"e": THIRD, "c": HALF}, {"c", "e"}, "abdce"),
        (Order.DISAGREEMENT, {"e": THIRD, "x": HALF}, {"y"}, "eabcd"),  # what is not shown is not there
    ],
)
def test_the_order(order: Order, spreads: dict[str, Fraction | None], agreed: set[str], expected: str) -> None:
    assert "".join(agenda(SHOWN, order=order, spreads=spreads, agreed=agreed)) == expected


@given(names, st.sampled_from(Order), st.sets(st.sampled_from("abcdefgh")), st.data())
def test_an_order_only_sorts(shown: list[str], order: Order, agreed: set[str], data: st.DataObject) -> None:
    spreads = data.draw(st.dictionaries(st.sampled_from(shown), st.none() | st.fractions(min_value=0, max_value=1)))
    assert sorted(agenda(shown, order=order, spreads=spreads, agreed=agreed)) == sorted(shown)


@given(names)
def test_by_section_forward_and_back_are_each_other_s_way(shown: list[str]) -> None:
    walk, at = [], after(Order.SECTION, shown, None, set())
    while at is not None:
        walk.append(at)
        at = after(Order.SECTION, shown, at, set())
    assert walk == shown
    assert [before(shown, name) for name in shown] == [None, *shown[:-1]]
    assert before(shown, None) is None


@given(names, st.sets(st.sampled_from("abcdefgh")))
def test_by_disagreement_only_open_questions_follow(shown: list[str], agreed: set[str]) -> None:
    """Each is agreed on when its turn comes: then every open question is met, and none twice."""
    done, walk = set(agreed), []
    at = after(Order.DISAGREEMENT, agenda(shown, order=Order.DISAGREEMENT, spreads={}, agreed=done), None, done)
    while at is not None:
        walk.append(at)
        done.add(at)
        order = agenda(shown, order=Order.DISAGREEMENT, spreads={}, agreed=done)
        at = after(Order.DISAGREEMENT, order, at, done)
    assert walk == [name for name in shown if name not in agreed]


def test_by_disagreement_an_open_question_can_be_passed_over() -> None:
    assert after(Order.DISAGREEMENT, "abcd", "b", {"c"}) == "d"
    assert after(Order.DISAGREEMENT, "abcd", "d", set()) is None
