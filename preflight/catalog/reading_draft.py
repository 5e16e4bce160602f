"""What is known so far of a questionnaire that is being read: what may be referred to, and what was seen where."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from preflight.catalog.nodes import Node
from preflight.catalog.problems import Problems, quoted
from preflight.domain.condition import Condition
from preflight.domain.questionnaire import Option


@dataclass(slots=True, eq=False)
class Gate:
    """A section or question that may be hidden: what must hold, and the section that it stands in.

    Compared by identity: two questions may bear the same id by mistake.
    """

    name: str
    at: Node
    condition: Condition | None
    within: Gate | None


@dataclass(slots=True)
class Draft:
    """The parts of one file that later parts refer to. The tables keep where an id stood first."""

    problems: Problems
    out_of: Fraction = Fraction(100)
    scales: dict[str, tuple[Option, ...]] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)
    stages: bool = False
    section_ids: dict[str, Node] = field(default_factory=dict)
    question_ids: dict[str, Node] = field(default_factory=dict)
    gates: list[Gate] = field(default_factory=list)
    gate_of: dict[str, Gate] = field(default_factory=dict)


def note_twice(first: dict[str, Node], found: str | None, at: Node, problems: Problems, *, what: str) -> bool:
    """Keep where an id stands; when it stood before, note that and give False."""
    if found is None:
        return False
    before = first.setdefault(found, at)
    if before is not at:
        wrong = f"{what} {quoted(found)} stands twice, first at {before.line}:{before.column}"
        problems.add(at, wrong, "give it an id of its own")
        return False
    return True
