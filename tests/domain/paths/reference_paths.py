"""The cheapest path found by trying everything: every answer of every question with every other, the cheapest first.

Written from what moves.py and improvement.py promise, not from how they do it; only score and verdict are the domain's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product
from math import prod

from preflight.domain.assessment import Answer, Answers, State
from preflight.domain.paths.moves import Efforts
from preflight.domain.points import score_question
from preflight.domain.questionnaire import Band, Effort, Kind, Option, Question, Questionnaire
from preflight.domain.scoring import score
from preflight.domain.verdict import decide
from tests.builders import TODAY


@dataclass(frozen=True)
class Raised:
    """One question at another answer. `place` counts a question's moves from the cheapest."""

    question: Question
    answer: Answer
    effort: int
    place: int


def reference_paths(
    questionnaire: Questionnaire, answers: Answers, efforts: Efforts, locked: Collection[str], *, most: int
) -> dict[str, tuple[Raised, ...] | None] | None:
    """By band above the present one: the cheapest moves, or None; None at once if more than `most` are to be tried."""
    questions = list(questionnaire.questions())
    moves = [
        [] if question.id in locked else raised(question, answers.get(question.id), efforts) for question in questions
    ]
    if prod(len(found) + 1 for found in moves) > most:
        return None
    bands = questionnaire.verdict.bands
    now = reached(questionnaire, answers)
    wanted = {band.id: None for band in bands[(bands.index(now) if now else 0) + 1 :]}
    found: dict[str, tuple[Raised, ...] | None] = dict(wanted)

    def dearness(chosen: tuple[Raised | None, ...]) -> tuple[int, int, tuple[int, ...]]:
        made = [one for one in chosen if one]
        last = max(map(len, moves)) + 1
        return sum(one.effort for one in made), len(made), tuple(one.place if one else last for one in chosen)

    for chosen in sorted(product(*([None, *found] for found in moves)), key=dearness):
        missing = [band for band in bands if band.id in found and found[band.id] is None]
        if not missing:
            break
        made = tuple(one for one in chosen if one)
        band = reached(questionnaire, {**answers, **{one.question.id: one.answer for one in made}})
        for each in missing:
            if band is not None and bands.index(band) >= bands.index(each):
                found[each.id] = made
    return found


def reached(questionnaire: Questionnaire, answers: Answers) -> Band | None:
    scored = score(questionnaire, answers, on=TODAY)
    return decide(questionnaire, answers, scored, completed=True).band


def raised(question: Question, answer: Answer | None, efforts: Efforts) -> list[Raised]:
    """Every improvement of one question: the least effort first, then the most points, then as the file has it."""
    kept = answer or Answer()
    gate = question.kind is Kind.CHOICE and question.critical is not None
    if kept.state is State.NOT_APPLICABLE or not (question.scored or gate):
        return []
    found = {Kind.CHOICE: choices, Kind.NUMBER: numbers, Kind.MULTI: subsets}[question.kind](question, kept, efforts)
    made = [
        (effort, replace(said, note=kept.note, evidence=kept.evidence))
        for effort, said in found
        if question.kind is Kind.CHOICE or worth(question, said) is not None
    ]
    places = {option.id: place for place, option in enumerate(question.options)}

    def order(one: tuple[int, Answer]) -> tuple[int, Fraction, list[int]]:
        effort, said = one
        value = worth(question, said) if question.kind is not Kind.CHOICE else None
        return effort, -(value or Fraction(0)), [places[each] for each in said.choices or ()]

    made.sort(key=order)
    return [Raised(question, said, effort, place) for place, (effort, said) in enumerate(made)]


def worth(question: Question, answer: Answer) -> Fraction | None:
    return score_question(question, answer, on=TODAY).fraction


def choices(question: Question, answer: Answer, efforts: Efforts) -> Iterator[tuple[int, Answer]]:
    def points(option: Option) -> Fraction:
        return option.points or Fraction(0)

    upwards = sorted((o for o in question.options if o.points is not None or not question.scored), key=points)
    now = question.option(answer.choice) if answer.choice else None
    start = now or upwards[0]
    if now is None:
        yield 0, Answer(choices=(start.id,))
    for option in upwards:
        if points(option) > points(start):
            effort, at = 0, start
            while points(at) < points(option):
                step = question.improve.get(at.id)
                effort += efforts.of(step.effort if step else Effort.M)
                at = next(one for one in upwards if points(one) > points(at))
            yield effort, Answer(choices=(option.id,))


def numbers(question: Question, answer: Answer, efforts: Efforts) -> Iterator[tuple[int, Answer]]:
    def fits(value: Fraction) -> bool:
        low, high = question.minimum, question.maximum
        return (low is None or value >= low) and (high is None or value <= high)

    def band_of(value: Fraction) -> int:
        return sum(band.start <= value for band in question.bands) - 1

    tries = {band.start for band in question.bands} | {question.minimum, question.maximum} - {None}
    by_band = {band_of(value): Answer(number=value) for value in tries if value is not None and fits(value)}
    by_band.pop(-1, None)
    start, least = None, Fraction(0)
    if answer.number is not None:
        start, least = band_of(answer.number), worth(question, answer) or Fraction(0)
    elif by_band:
        start = min(sorted(by_band), key=lambda place: question.bands[place].points)
        least = worth(question, by_band[start]) or Fraction(0)
        yield 0, by_band[start]
    for place, said in by_band.items():
        if start is not None and (worth(question, said) or 0) > least:
            yield abs(place - start) * efforts.M, said


def subsets(question: Question, answer: Answer, efforts: Efforts) -> Iterator[tuple[int, Answer]]:
    free = [option.id for option in question.options if not option.exclusive]
    alone = [(option.id,) for option in question.options if option.exclusive]
    every = [*alone, *(chosen for size in range(len(free) + 1) for chosen in combinations(free, size))]

    def changes(before: Collection[str], after: Collection[str]) -> int:
        if set(before) == set(after):
            return 0
        return max(1, len((set(before) ^ set(after)) & set(free)))

    said = {chosen: found for chosen in every if (found := worth(question, Answer(choices=chosen))) is not None}
    if answer.choices is not None:
        start, least = answer.choices, worth(question, answer)
    elif not said:
        return
    else:
        names = [option.id for option in question.options]
        start = min(said, key=lambda chosen: (said[chosen], changes((), chosen), [names.index(one) for one in chosen]))
        least = said[start]
        yield 0, Answer(choices=start)
    for chosen, fraction in said.items():
        if set(chosen) != set(start) and (least is None or fraction > least):
            yield changes(start, chosen) * efforts.M, Answer(choices=chosen)
