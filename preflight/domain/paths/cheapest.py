"""The cheapest answers that reach a verdict: exact, over every combination, without going through each.

Part by part from the questions up, each part's frontier (frontier.py) is made of those of the parts in it. Where an
answer decides what is asked, each way to answer is tried, but only for the parts that hang on it (steering.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import islice
from math import lcm
from typing import NamedTuple

from preflight.domain.paths.budget import Budget
from preflight.domain.paths.combining import Combining, combining
from preflight.domain.paths.frontier import IMPOSSIBLE, Need, Table, Ways, either, thinned
from preflight.domain.paths.steering import Chosen, Group, Pattern, Steering, grouped
from preflight.domain.questionnaire import Aggregate, Question, Questionnaire, Section

MOST_TRIED = 4_096
"""Ways to answer the questions that decide what is asked, tried in one search."""
MOST_WORK = 1_000_000
"""Steps of work, as Budget counts them, for all the paths of one assessment together: about a second."""


@dataclass(frozen=True, slots=True)
class Stand:
    """One answer that a question can have: its price, its fraction, what conditions see of it, whether it blocks."""

    price: int
    fraction: Fraction | None
    pattern: Pattern
    blocks: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """All that a question can come to; `asked` is False where it is context or not applicable."""

    stands: tuple[Stand, ...]
    asked: bool


class Demand(NamedTuple):
    """What a part must come to: all of it free of blockers when `gated`; with `silent`, nothing of it asked."""

    need: Need | None
    gated: bool
    silent: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Leaf:
    question: Question
    standing: Standing
    heeded: Counter[str]
    scale: int


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    how: Aggregate
    weights: tuple[int, ...]
    inside: tuple[_Part | _Leaf, ...]
    groups: tuple[Group, ...]
    heeded: Counter[str]


class Search:
    """Finds the cheapest answers, for as many verdicts as are asked for."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        standings: Mapping[str, Standing],
        named: Collection[str],
        *,
        unit: int,
        budget: Budget,
    ) -> None:
        """`named`: the questions that conditions name; `unit`: what Prices says; `budget`: what may be gone through,
        here and wherever else it is spent."""
        self._unit = unit
        self._questionnaire = questionnaire
        self._standings = standings
        patterns = {
            question_id: tuple(dict.fromkeys(stand.pattern for stand in standings[question_id].stands))
            for question_id in named
            if question_id in standings
        }
        self._tries_left, self._budget = Budget(MOST_TRIED), budget
        self._steering = Steering(questionnaire, patterns)
        self._totals = sum((Counter(heeded) for heeded in self._steering.heeds.values()), Counter[str]())
        self._root = self._part(questionnaire.aggregate, questionnaire.sections)
        self._known: dict[tuple[object, ...], Table] = {}

    def overall(self, how: Aggregate, need: Need, *, gated: bool) -> int | None:
        """The least price for which the whole meets the need; None where nothing does. Raises TooManyWays.

        `how` the top sections combine: `MIN` for the weakest of them.
        """
        demand = Demand(need, gated)
        inner = _within(how, demand)
        return self._whole(how, need, dict.fromkeys(range(len(self._root.inside)), inner))

    def stages(self, needs: list[Need], *, gated: bool) -> int | None:
        """The least price for which as many first stages as there are needs are passed, and anything is scored."""
        demands = {place: Demand(need, gated=True) for place, need in enumerate(needs)}
        for place in range(len(needs), len(self._root.inside)):
            demands[place] = Demand(Need(Fraction(0)), gated)
        return self._whole(Aggregate.MIN, Need(Fraction(1)), demands, stages=len(needs))

    def _whole(
        self, how: Aggregate, need: Need, demands: Mapping[int, Demand], *, stages: int | None = None
    ) -> int | None:
        self._tries_left = Budget(MOST_TRIED)
        tables: list[Table] = []
        combine = self._combining(how, need)
        for group in self._root.groups:
            tried = []
            for chosen in self._tries(group, self._steering.settled):
                lifted = []
                for place in group.parts:
                    part = self._root.inside[place]
                    ways = self._ways(part, chosen, demands[place])
                    if stages is not None:
                        ways = self._as_stage(part, ways, chosen, required=place < stages)
                    lifted.append(combine.lift(ways, self._root.weights[place]))
                tried.append(lifted)
            tables += tried[0] if len(tried) == 1 else [either(reduce(combine.merge, lifted) for lifted in tried)]
        return combine.cheapest(tables) if tables else None

    def _as_stage(self, part: _Part | _Leaf, ways: Ways, chosen: Chosen, *, required: bool) -> Ways:
        """A stage as passed (1), or as asking for nothing; one that is not required as either, at its cheapest."""
        if not required:
            return Ways(ways.none, [(price, 1) for price, _ in ways.some[:1]])
        silent = self._ways(part, chosen, Demand(None, gated=True, silent=True))
        return Ways(silent.none, [(price, 1) for price, value in ways.some if value][:1])

    def _ways(self, part: _Part | _Leaf, chosen: Chosen, demand: Demand) -> Ways:
        if isinstance(part, _Leaf):
            return self._leaf(part, chosen, demand)
        combine = self._combining(part.how, demand.need)
        inner = _within(part.how, demand)
        tables = [self._table(part, group, chosen, inner, demand.need) for group in part.groups]
        return combine.finish(reduce(combine.merge, tables)) if tables else Ways(0, [])

    def _table(self, part: _Part, group: Group, chosen: Chosen, inner: Demand, need: Need | None) -> Table:
        key = (id(group), inner, need, *(chosen.get(one) for one in group.heeds))
        known = self._known.get(key)
        if known is None:
            combine = self._combining(part.how, need)
            tried = (
                [combine.lift(self._ways(part.inside[place], one, inner), part.weights[place]) for place in group.parts]
                for one in self._tries(group, chosen)
            )
            known = either(reduce(combine.merge, lifted) for lifted in tried)
            self._known[key] = known
        return known

    def _tries(self, group: Group, chosen: Chosen) -> list[Chosen]:
        if not group.asks:
            return [chosen]
        # All are counted before the first is gone through: what is too much is known at once.
        assignments = self._steering.assignments(group.asks, chosen)
        found: list[Chosen] = list(islice(assignments, self._tries_left.left + 1))
        self._tries_left.spend(len(found))
        self._budget.spend(len(found) * sum(1 + self._steering.length[one] for one in group.asks))
        return found

    def _combining(self, how: Aggregate, need: Need | None) -> Combining:
        return combining(how, need, self._unit, self._budget)

    def _leaf(self, leaf: _Leaf, chosen: Chosen, demand: Demand) -> Ways:
        question, standing = leaf.question, leaf.standing
        self._budget.spend(len(standing.stands) + self._steering.length[question.id])
        if not self._steering.shown(question.id, chosen):
            return Ways(0, [])
        if demand.silent and standing.asked:
            return IMPOSSIBLE
        only = chosen.get(question.id) if leaf.heeded[question.id] else None
        none: int | None = None
        some = []
        scale = leaf.scale if demand.need is None else 1
        for stand in standing.stands:
            if (only is not None and stand.pattern != only) or (demand.gated and stand.blocks):
                continue
            if stand.fraction is None:
                none = stand.price if none is None else min(none, stand.price)
            elif demand.need is None:
                some.append((stand.price, stand.fraction.numerator * (scale // stand.fraction.denominator)))
            else:
                some.append((stand.price, int(demand.need.met_by(stand.fraction))))
        return Ways(none, thinned(some), scale)

    def _part(self, how: Aggregate, inside: tuple[Section | Question, ...]) -> _Part:
        parts: list[_Part | _Leaf] = []
        for one in inside:
            if isinstance(one, Question):
                standing = self._standings[one.id]
                heeded = Counter(self._steering.heeds.get(one.id, ()))
                scale = lcm(*(stand.fraction.denominator for stand in standing.stands if stand.fraction is not None))
                parts.append(_Leaf(one, standing, heeded, scale))
            else:
                parts.append(self._part(one.aggregate, (*one.questions, *one.sections)))
        common = lcm(*(one.weight.denominator for one in inside))
        return _Part(
            how=how,
            weights=tuple(int(one.weight * common) for one in inside),
            inside=tuple(parts),
            groups=grouped([part.heeded for part in parts], self._totals, lambda one: self._steering.order[one]),
            heeded=sum((part.heeded for part in parts), Counter[str]()),
        )


def _within(how: Aggregate, demand: Demand) -> Demand:
    """What is asked of the parts: of the least and the greatest it is enough to know whether each meets the need."""
    return demand._replace(need=None) if how is Aggregate.MEAN else demand
