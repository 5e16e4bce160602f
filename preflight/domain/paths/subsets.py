"""Multi questions: which options to choose or to drop so that the answer is worth more, with the fewest changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from preflight.domain.assessment import Answer
from preflight.domain.condition import Always, And, Chosen, Condition, Not, Or, atoms
from preflight.domain.paths.budget import Budget
from preflight.domain.points import score_question
from preflight.domain.questionnaire import Question

NONE_NAMED: frozenset[str] = frozenset()
MOST_CASES = 4_096
"""Cases that the rules of one question, and the conditions that name its options, may come to."""
_DEARER = 8
"""Reading what a rule names takes so much longer than looking at an option."""

Subset = frozenset[str]


def fraction_of(question: Question, answer: Answer) -> Fraction | None:
    """What the answer is worth, from 0 to 1, or None; its evidence plays no part."""
    return score_question(question, answer, on=date.max).fraction


def subsets_above(
    question: Question, chosen: Subset | None, named: Subset, budget: Budget | None = None
) -> Iterator[tuple[Subset, int]]:
    """The subsets worth more than the chosen options, each with the number of options that change.

    For each number of changes the one worth most, once for every way to choose the options in `named`; the first in
    the question's order where several are. An exclusive option goes alone; that others push it aside is no change of
    its own, but a new answer always is one change at least. `chosen` None: nobody knows, so the start is the subset
    worth least (of these the nearest to none), and it is yielded too, without a change.

    Without rules this is exact for any number of options: of all subsets with so many added and so many dropped, the
    one that adds the best and drops the worst is worth most, however points combine. With rules the options that they
    name are gone through as far as the rules need it. Raises TooManyWays beyond MOST_CASES, and when the budget is
    spent: a subset costs as much as there is to look at, its options and what the rules name.
    """
    worth: dict[Subset, Fraction] = {}
    start = frozenset() if chosen is None else chosen
    candidates = _valued(question, start, named, worth, budget)
    if chosen is None:
        start, _ = min(
            candidates, key=lambda one: (worth[one[0]], one[1], _order(question, one[0])), default=(start, 0)
        )
        candidates = _valued(question, start, named, worth, budget)
        if start in worth:
            yield start, 0
    least = worth.get(start)
    if least is None:
        least = fraction_of(question, _said(start)) if chosen is not None else None
    best: dict[Subset, Fraction] = {}
    for subset, changes in sorted(candidates, key=lambda one: (one[1], -worth[one[0]], _order(question, one[0]))):
        fraction, seen = worth[subset], best.get(subset & named)
        if changes and (least is None or fraction > least) and (seen is None or fraction > seen):
            best[subset & named] = fraction
            yield subset, changes


def _valued(
    question: Question, start: Subset, named: Subset, worth: dict[Subset, Fraction], budget: Budget | None
) -> list[tuple[Subset, int]]:
    found = []
    each = len(question.options) + _DEARER * sum(1 for rule in question.rules for _ in atoms(rule.when))
    for subset in _candidates(question, start, named):
        if budget is not None:
            budget.spend(each)
        if subset not in worth:
            fraction = fraction_of(question, _said(subset))
            if fraction is None:
                continue
            worth[subset] = fraction
        found.append((subset, _changes(question, start, subset)))
    return found


def _order(question: Question, subset: Subset) -> list[int]:
    return [place for place, option in enumerate(question.options) if option.id in subset]


def _said(subset: Subset) -> Answer:
    return Answer(choices=tuple(sorted(subset)))


def _changes(question: Question, start: Subset, subset: Subset) -> int:
    free = {option.id for option in question.options if not option.exclusive}
    return max(1, len((start ^ subset) & free)) if start != subset else 0


def _candidates(question: Question, start: Subset, named: Subset) -> Iterator[Subset]:
    """Subsets among which, for each number of changes, one worth most is found."""
    free = [option.id for option in question.options if not option.exclusive]
    points = {option.id: option.points or Fraction(0) for option in question.options}
    for option in question.options:
        if option.exclusive:
            yield frozenset({option.id})
    budget = Budget(MOST_CASES)
    for decided in _cases(question, dict.fromkeys(free), named, start):
        budget.spend(1)
        fixed = frozenset(name for name in free if (name in start if decided[name] is None else decided[name]))
        if question.rules:
            yield fixed
            continue
        rest = [name for name in free if decided[name] is None]
        add = sorted((name for name in rest if name not in fixed), key=lambda name: -points[name])
        drop = sorted((name for name in reversed(rest) if name in fixed), key=lambda name: points[name])
        for dropped in range(len(drop) + 1):
            for added in range(len(add) + 1):
                yield fixed.difference(drop[:dropped]).union(add[:added])


def _cases(
    question: Question, decided: Mapping[str, bool | None], named: Subset, start: Subset
) -> Iterator[Mapping[str, bool | None]]:
    """Every way to choose the options that matter; None stands for one that does not, and can stay as it is."""
    waiting = [decided]
    while waiting:
        case = waiting.pop()
        name = _undecided(question, case, named)
        if name is None:
            yield case
        else:
            waiting += [{**case, name: name not in start}, {**case, name: name in start}]


def _undecided(question: Question, decided: Mapping[str, bool | None], named: Subset) -> str | None:
    for name, chosen in decided.items():
        if name in named and chosen is None:
            return name
    for rule in question.rules:
        known = _known(rule.when, decided)
        if known is not False:
            return None if known else _first_unknown(rule.when, decided)
    return None


def _known(condition: Condition, decided: Mapping[str, bool | None]) -> bool | None:
    """Whether the condition holds, None where that hangs on what is not decided; unknown options are not chosen."""
    match condition:
        case Always():
            return True
        case Chosen(_, option):
            return decided.get(option, False)
        case Not(part):
            known = _known(part, decided)
            return None if known is None else not known
        case And(parts) | Or(parts):
            found = [_known(part, decided) for part in parts]
            settles = isinstance(condition, Or)
            return settles if settles in found else None if None in found else not settles


def _first_unknown(condition: Condition, decided: Mapping[str, bool | None]) -> str | None:
    match condition:
        case Chosen(_, option):
            return option if decided.get(option, False) is None else None
        case Not(part):
            return _first_unknown(part, decided)
        case And(parts) | Or(parts):
            return next((name for part in parts if (name := _first_unknown(part, decided)) is not None), None)
        case Always():
            return None
