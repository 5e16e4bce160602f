"""What a set of moves costs as one whole number, from which the moves can be read again."""

from __future__ import annotations

from collections.abc import Mapping

_COUNT_BITS = 20
_EFFORT_BITS = 60


class Prices:
    """Prices of moves. They add, and compare by: forbidden moves, effort, number of moves, place in the questionnaire.

    The lowest bits hold which moves they are, each question in bits of its own, the first question in the highest; they
    are taken off, not added, so that of two sets alike in effort and number the one with the earlier questions costs
    less, then the one with the earlier of a question's moves. No two sets have the same price.
    """

    def __init__(self, numbers: Mapping[str, int]) -> None:
        """`numbers`: of each question, in the questionnaire's order, how many moves it has."""
        self._numbers = numbers
        self._shifts: dict[str, int] = {}
        bits = 0
        for question_id in reversed(list(numbers)):
            self._shifts[question_id] = bits
            bits += numbers[question_id].bit_length()
        self._bits = bits

    @property
    def unit(self) -> int:
        """What lies between two prices that differ in effort by one point; rounded down to it, prices still add."""
        return 1 << (self._bits + _COUNT_BITS)

    def of(self, question_id: str, place: int, effort: int, *, forbidden: bool = False) -> int:
        """The price of the question's move at this place (from 0)."""
        steps = (int(forbidden) << _EFFORT_BITS) + effort
        mark = (self._numbers[question_id] - place) << self._shifts[question_id]
        return (((steps << _COUNT_BITS) + 1) << self._bits) - mark

    def places(self, price: int) -> dict[str, int]:
        """Which moves have this price together: of each question that is moved, the place of its move."""
        marks = -price & ((1 << self._bits) - 1)
        found = {}
        for question_id, shift in self._shifts.items():
            number = self._numbers[question_id]
            mark = (marks >> shift) & ((1 << number.bit_length()) - 1)
            if mark:
                found[question_id] = number - mark
        return found
