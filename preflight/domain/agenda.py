"""In which order a room takes its questions, and what comes before and after the one on the wall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from fractions import Fraction

from preflight.domain.room import Order


def agenda(
    shown: Sequence[str], *, order: Order, spreads: Mapping[str, Fraction | None], agreed: Set[str]
) -> tuple[str, ...]:
    """The questions that are shown, by section (as given) or by disagreement.

    By disagreement come first those that are revealed but not agreed on, the widest spread first; then those that
    nobody has seen the votes of; then those that are agreed on. `spreads` holds the newest revealed round's spread of
    each revealed question, None where there is none to tell.
    """
    if order is Order.SECTION:
        return tuple(shown)
    places = {name: place for place, name in enumerate(shown)}

    def rank(name: str) -> tuple[int, Fraction, int]:
        group = 2 if name in agreed else 0 if name in spreads else 1
        return group, -(spreads.get(name) or Fraction(0)), places[name]

    return tuple(sorted(shown, key=rank))


def after(order: Order, questions: Sequence[str], current: str | None, agreed: Set[str]) -> str | None:
    """The question that follows; the first one from the lobby (`current` None), None after the last.

    By disagreement it is the next one down the list that is still open; what was passed over is not forced upon a room.
    """
    place = questions.index(current) + 1 if current in questions else 0
    if order is Order.SECTION:
        return questions[place] if place < len(questions) else None
    start = 0 if current in agreed else place
    return next((name for name in questions[start:] if name not in agreed and name != current), None)


def before(questions: Sequence[str], current: str | None) -> str | None:
    """The question that stands before this one, None before the first."""
    place = questions.index(current) if current in questions else 0
    return questions[place - 1] if place else None
