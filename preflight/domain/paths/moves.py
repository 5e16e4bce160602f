"""What can be improved: for one question the better answers that it could have, and what each costs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, replace
from fractions import Fraction

from preflight.domain.assessment import Answer, State
from preflight.domain.errors import Invalid
from preflight.domain.paths.budget import Budget
from preflight.domain.paths.subsets import NONE_NAMED, fraction_of, subsets_above
from preflight.domain.questionnaire import Effort, Improvement, Kind, Option, Question, Section

LEAST_POINTS, MOST_POINTS = 1, 1_000
UNSAID = Effort.M
"""The size of a step that the questionnaire says nothing about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Efforts:
    """What one step of each size costs, in whole points from 1 to 1,000. Raises Invalid for anything else."""

    S: int = 1
    M: int = 3
    L: int = 8

    def __post_init__(self) -> None:
        for size in fields(self):
            points = getattr(self, size.name)
            whole = isinstance(points, int) and not isinstance(points, bool)
            if not whole or not LEAST_POINTS <= points <= MOST_POINTS:
                raise Invalid(f"An effort is a whole number from {LEAST_POINTS} to {MOST_POINTS:,}.")

    def of(self, effort: Effort) -> int:
        return {Effort.S: self.S, Effort.M: self.M, Effort.L: self.L}[effort]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One question that is raised, from where it stands to another answer; `section` is its top section.

    `effort` is in points, 0 where the question is only answered, at its lowest. `steps` holds what the questionnaire
    says for each level on the way, None where it says nothing.
    """

    question: Question
    section: Section
    before: Answer | None
    after: Answer
    effort: int
    steps: tuple[Improvement | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BetterAnswer:
    """One answer that a question can be raised to, with the effort (points) and the steps on the way there."""

    answer: Answer
    effort: int
    steps: tuple[Improvement | None, ...]


def moves_of(
    question: Question,
    answer: Answer | None,
    efforts: Efforts,
    *,
    named: Collection[str] = NONE_NAMED,
    budget: Budget | None = None,
) -> tuple[BetterAnswer, ...]:
    """Every improvement of one question that a cheapest path may hold: the least effort first, then the most points.

    * A choice: each option of more points; the steps run over every level of points in between.
    * A number: each band of more points; a step for each band on the way. The number is the band's start, coming from
      below; coming from above it is one less than the next band's start (or half way, where the band is narrower).
    * A multi question: for each number of changed options the subset of most points (preflight/domain/subsets.py);
      a step for each. `named` are the options that conditions elsewhere name: subsets that differ in them all count.

    A question that nobody has answered, or nobody knows, starts at the lowest answer; to answer it there is a move
    without effort, as a critical question may ask for no more. What is not applicable stays so, and context
    (text, and questions without points that are not critical) has no improvements. Each answer keeps note and evidence.
    Raises TooManyWays for a multi question whose rules can't be overseen (subsets.py), or when the budget is spent.
    """
    state = State.UNANSWERED if answer is None else answer.state
    gate = question.critical is not None and question.kind is Kind.CHOICE
    if state is State.NOT_APPLICABLE or not (question.scored or gate):
        return ()
    if budget is not None and question.kind is not Kind.MULTI:
        budget.spend((len(question.options) + len(question.bands)) ** 2)  # each is held against every other
    found: Iterator[tuple[Answer, tuple[Improvement | None, ...]]]
    if question.kind is Kind.CHOICE:
        found = _choices(question, answer)
    elif question.kind is Kind.NUMBER:
        found = _numbers(question, answer)
    else:
        found = _subsets(question, answer, named, budget)
    kept = answer or Answer()
    better = [
        BetterAnswer(
            answer=replace(said, note=kept.note, evidence=kept.evidence),
            effort=sum(efforts.of(UNSAID if step is None else step.effort) for step in steps),
            steps=steps,
        )
        for said, steps in found
    ]
    return tuple(sorted(better, key=lambda one: one.effort))


def _choices(question: Question, answer: Answer | None) -> Iterator[tuple[Answer, tuple[Improvement | None, ...]]]:
    options = [each for each in question.options if each.points is not None] or list(question.options)
    if not options:
        return
    options.sort(key=_worth)
    now = question.option(answer.choice) if answer is not None and answer.choice is not None else None
    start = now or options[0]
    levels = {_worth(each): each for each in reversed(options) if _worth(each) > _worth(start)}
    way = [start, *sorted(levels.values(), key=_worth)]
    places = {_worth(each): place for place, each in enumerate(way)}
    for option in options:
        place = places.get(_worth(option), 0)
        if place or (now is None and option is start):
            yield Answer(choices=(option.id,)), tuple(question.next_step(each.id) for each in way[:place])


def _worth(option: Option) -> Fraction:
    return option.points or Fraction(0)


def _numbers(question: Question, answer: Answer | None) -> Iterator[tuple[Answer, tuple[None, ...]]]:
    bands = question.bands
    number = answer.number if answer is not None else None
    below = [place for place, band in enumerate(bands) if number is not None and band.start <= number]
    place = below[-1] if below else -1
    if number is None:
        open_to = [place for place in range(len(bands)) if _number_in(question, place, place) is not None]
        place = min(open_to, key=lambda each: bands[each].points, default=-1)
    least = fraction_of(question, Answer(number=number)) if number is not None else None
    if number is None and place >= 0:
        least = fraction_of(question, Answer(number=_number_in(question, place, place)))
    for to in sorted(range(len(bands)), key=lambda each: -bands[each].points):
        target = _number_in(question, to, place)
        if target is None:
            continue
        fraction = fraction_of(question, Answer(number=target))
        higher = fraction is not None and fraction > (least or 0)
        if higher or (number is None and to == place):
            yield Answer(number=target), (None,) * abs(to - place)


def _number_in(question: Question, to: int, place: int) -> Fraction | None:
    """The number by which a band is reached from another; None where the allowed range leaves none."""
    bands = question.bands
    least, end = bands[to].start, bands[to + 1].start if to + 1 < len(bands) else None
    if question.minimum is not None:
        least = max(least, question.minimum)
    if (end is not None and least >= end) or (question.maximum is not None and least > question.maximum):
        return None
    if to >= place or end is None:
        return least
    highest = end - 1 if end - 1 >= least else (least + end) / 2
    return highest if question.maximum is None else min(highest, question.maximum)


def _subsets(
    question: Question, answer: Answer | None, named: Collection[str], budget: Budget | None
) -> Iterator[tuple[Answer, tuple[None, ...]]]:
    chosen = answer.choices if answer is not None and answer.state is State.ANSWERED else None
    start = None if chosen is None else frozenset(chosen)
    for subset, changes in subsets_above(question, start, frozenset(named), budget):
        said = tuple(option.id for option in question.options if option.id in subset)
        yield Answer(choices=said), (None,) * changes
