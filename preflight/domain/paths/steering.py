"""Which answers decide what is asked, and which parts of a questionnaire they tie together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from preflight.domain.condition import atoms, holds
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.visibility import conditions_of

Pattern = frozenset[str]
"""The chosen options of a question, of those that conditions name."""
Chosen = Mapping[str, Pattern]
"""What conditions see: of each shown question that they name, its pattern."""


def named_options(questionnaire: Questionnaire) -> dict[str, frozenset[str]]:
    """Of each question that conditions name, the options that they name."""
    found: dict[str, set[str]] = {}
    for _, conditions in conditions_of(questionnaire):
        for condition in conditions:
            for atom in atoms(condition):
                found.setdefault(atom.question, set()).add(atom.option)
    return {question_id: frozenset(options) for question_id, options in found.items()}


class Steering:
    """What is shown under which answers. A question *varies* when conditions about it may come out either way."""

    def __init__(self, questionnaire: Questionnaire, patterns: Mapping[str, Sequence[Pattern]]) -> None:
        """`patterns`: of each question that conditions name, the patterns that it can come to."""
        self._patterns = patterns
        self._conditions = {question.id: found for question, found in conditions_of(questionnaire)}
        about = {
            question_id: list(dict.fromkeys(atom.question for one in conditions for atom in atoms(one)))
            for question_id, conditions in self._conditions.items()
        }
        self.length = {
            question_id: sum(1 for one in conditions for _ in atoms(one))
            for question_id, conditions in self._conditions.items()
        }
        """Of each question, how much there is to read to know whether it is shown."""
        sorter = TopologicalSorter(
            {question_id: [one for one in needed if one in about] for question_id, needed in about.items()}
        )
        with suppress(CycleError):
            sorter.prepare()
        order: list[str] = []
        while sorter.is_active():
            ready = sorter.get_ready()
            order += sorted(ready)
            sorter.done(*ready)
        self._reached = frozenset(order)  # a question that waits for itself is hidden
        self.heeds: dict[str, frozenset[str]] = {}
        """Of each question, the varying ones that its being shown hangs on, itself included where it varies."""
        varies: set[str] = set()
        for question_id in order:
            heeds = frozenset[str]().union(*(self.heeds[one] for one in about[question_id] if one in varies))
            if question_id in patterns and (heeds or len(patterns[question_id]) > 1):
                varies.add(question_id)
                heeds |= {question_id}
            self.heeds[question_id] = heeds
        self.order = {question_id: place for place, question_id in enumerate(order)}
        self.settled: Chosen = next(
            iter(self.assignments([one for one in order if one in patterns and one not in varies], {}))
        )
        """What conditions see of the questions that don't vary."""

    def shown(self, question_id: str, chosen: Chosen) -> bool:
        return question_id in self._reached and all(holds(one, chosen) for one in self._conditions[question_id])

    def assignments(self, question_ids: Sequence[str], chosen: Chosen) -> Iterator[dict[str, Pattern]]:
        """Every way to answer these questions (each after those that it hangs on), added to what is chosen already."""
        waiting: list[tuple[int, dict[str, Pattern]]] = [(0, dict(chosen))]
        while waiting:
            place, found = waiting.pop()
            if place == len(question_ids):
                yield found
            elif not self.shown(question_ids[place], found):
                waiting.append((place + 1, found))
            else:
                tried = reversed(self._patterns[question_ids[place]])
                waiting += [(place + 1, {**found, question_ids[place]: pattern}) for pattern in tried]


@dataclass(frozen=True, slots=True)
class Group:
    """Parts side by side that questions tie together: `asks` are tried out for them; they heed `heeds` outside."""

    asks: tuple[str, ...]
    heeds: tuple[str, ...]
    parts: tuple[int, ...]


def grouped(parts: Sequence[Counter[str]], totals: Mapping[str, int], order: Callable[[str], int]) -> tuple[Group, ...]:
    """Parts in groups that don't touch one another.

    Each part says how many of its questions heed a varying question, `totals` how many do in all. A question that is
    heeded in one part alone is that part's own matter; one that is heeded beyond these parts is chosen outside.
    """
    here = sum(parts, Counter[str]())
    ties = {one for one, count in here.items() if count == totals[one] and all(part[one] < count for part in parts)}
    group_of = list(range(len(parts)))
    for one in ties:
        tied = {group_of[place] for place, part in enumerate(parts) if part[one]}
        group_of = [min(tied) if group in tied else group for group in group_of]
    open_to = [{one for one, count in part.items() if count < totals[one]} for part in parts]
    gathered: dict[tuple[int, int], list[int]] = {}
    for place, heeded in enumerate(open_to):
        # All that is tied to nothing here stands together, what heeds nothing apart from what heeds something outside.
        alone = not heeded & ties
        gathered.setdefault((-1, int(bool(heeded))) if alone else (group_of[place], 0), []).append(place)
    found = []
    for places in gathered.values():
        heeded = set[str]().union(*(open_to[place] for place in places))
        found.append(
            Group(
                asks=tuple(sorted(heeded & ties, key=order)),
                heeds=tuple(sorted(heeded - ties, key=order)),
                parts=tuple(places),
            )
        )
    return tuple(found)
