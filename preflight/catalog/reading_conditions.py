"""Conditions: reading `show_if` and `when`, and checking what they refer to, once every question is known."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from preflight.catalog import values
from preflight.catalog.fields import PROSE, Fields
from preflight.catalog.nodes import Node
from preflight.catalog.problems import Problems, quoted
from preflight.catalog.reading_draft import Draft, Gate
from preflight.domain.condition import Chosen, Condition, atoms, parse_condition
from preflight.domain.errors import ConditionError

MOST_TOGETHER: Final = 100_000
"""The characters of all conditions of a file: a hundred for each of 1,000 questions. Reading them takes 0.1 s."""
LONGEST_CHAIN: Final = 50
"""How many questions may wait for one another; whoever asks what is shown follows them one inside the other."""
_MOST_CIRCLES: Final = 20
_MOST_NAMED: Final = 6


def read_condition(fields: Fields, key: str, draft: Draft, *, own_question: str | None = None) -> Condition | None:
    """The condition under this key; None when there is none, or when it can't be read, which is then noted."""
    node = fields.node(key)
    text = None if node is None else values.text(node, draft.problems, what=key, longest=PROSE)
    if node is None or text is None:
        return None
    draft.condition_length += len(text)
    if draft.condition_length > MOST_TOGETHER:
        fields.refuse(key, f"the conditions of this file have more than {MOST_TOGETHER:,} characters", "write less")
        return None
    try:
        return parse_condition(text, own_question=own_question)
    except ConditionError as error:
        wrong = f"{key} can't be read at its character {error.position + 1}: {error}"
        draft.problems.add(node, wrong, "allowed are question-id:option-id, !, &&, || and parentheses")
        return None


def check_conditions(draft: Draft) -> None:
    """Note every condition that names what is not there, goes round in a circle, or ends a chain that is too long."""
    for gate in draft.gates:
        if gate.condition is not None:
            for atom in dict.fromkeys(atoms(gate.condition)):
                _check_atom(atom, gate.at, draft)
    _Chains(draft).check()


def check_own_option(atom: Chosen, at: Node, question_id: str, options: Collection[str], problems: Problems) -> None:
    """Note a rule's atom about another question, or about an option that this one does not have."""
    if atom.question != question_id:
        wrong = f"a rule asks for {quoted(atom.question)}, another question"
        problems.add(at, wrong, "rules may name this question's own options")
    elif atom.option not in options:
        problems.add(at, f"there is no option {quoted(atom.option)}", problems.suggestion(atom.option, options))


def _check_atom(atom: Chosen, at: Node, draft: Draft) -> None:
    problems = draft.problems
    target = draft.gate_of.get(atom.question)
    if target is None:
        near = problems.nearest(atom.question, draft.gate_of)
        allowed = f"did you mean {near!r}?" if near is not None else "allowed are the ids of this file's questions"
        problems.add(at, f"there is no question {quoted(atom.question)}", allowed)
    elif target.options is not None and not target.options:
        wrong = f"the question {quoted(atom.question)} has no options to ask for"
        problems.add(at, wrong, "ask for a choice or multi question")
    elif target.options is not None and atom.option not in target.options:
        wrong = f"the question {quoted(atom.question)} has no option {quoted(atom.option)}"
        problems.add(at, wrong, problems.suggestion(atom.option, target.options))


class _Chains:
    """Follows who waits for whom, without recursion: a file may chain a thousand questions."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.length: dict[Gate, int] = {}
        self.path: dict[Gate, None] = {}
        self.circles = 0
        self.told_long = False

    def check(self) -> None:
        for gate in self.draft.gates:
            if gate not in self.length and self.circles < _MOST_CIRCLES:
                self._follow(gate)

    def waits_for(self, gate: Gate) -> Iterator[Gate]:
        if gate.within is not None:
            yield gate.within
        if gate.condition is not None:
            for question in dict.fromkeys(atom.question for atom in atoms(gate.condition)):
                target = self.draft.gate_of.get(question)
                if target is not None:
                    yield target

    def _follow(self, start: Gate) -> None:
        self.path[start] = None
        steps = [(start, self.waits_for(start))]
        self.length[start] = 0
        while steps:
            gate, targets = steps[-1]
            target = next(targets, None)
            if target is None:
                steps.pop()
                del self.path[gate]
                if steps:
                    self._lengthen(steps[-1][0], gate)
            elif target in self.path:
                self._note_circle(target)
            elif target in self.length:
                self._lengthen(gate, target)
            else:
                self.path[target] = None
                self.length[target] = 0
                steps.append((target, self.waits_for(target)))

    def _lengthen(self, gate: Gate, target: Gate) -> None:
        self.length[gate] = max(self.length[gate], self.length[target] + (target is not gate.within))
        if self.length[gate] > LONGEST_CHAIN and not self.told_long:
            self.told_long = True
            wrong = f"more than {LONGEST_CHAIN} questions wait for one another here"
            self.draft.problems.add(gate.at, wrong, "let conditions name the first question of the chain")

    def _note_circle(self, target: Gate) -> None:
        self.circles += 1
        if self.circles > _MOST_CIRCLES:
            return
        path = list(self.path)
        circle = path[path.index(target) :]
        conditional = [gate for gate in circle if gate.condition is not None]
        first = min(conditional, key=lambda gate: (gate.at.line, gate.at.column))
        start = circle.index(first)
        names = [gate.name for gate in (*circle[start:], *circle[:start])]
        shown = " → ".join([*names[:_MOST_NAMED], *(["…"] if len(names) > _MOST_NAMED else []), names[0]])
        wrong = f"the conditions go round in a circle: {shown}"
        self.draft.problems.add(first.at, wrong, "a question can't wait for itself")
