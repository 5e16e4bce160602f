"""What is known so far of a questionnaire that is being read: what may be referred to, and what was seen where."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from preflight.catalog.nodes import Node
from preflight.catalog.problems import Problems, quoted
from preflight.domain.condition import Condition
from preflight.domain.questionnaire import Option


@dataclass(slots=True, eq=False)
class Gate:
    """A section or question as its conditions see it: what must hold for it, and the section that it stands in.

    `options` are the ids that a condition may name: none for a question without options, None where they could not
    be read. Gates are compared by identity, for two questions may bear the same id by mistake.
    """

    name: str
    at: Node
    condition: Condition | None
    within: Gate | None
    options: Collection[str] | None = ()


@dataclass(slots=True, kw_only=True)
class Draft:
    """The parts of one file that later parts refer to. The tables of ids keep where each stood first."""

    problems: Problems
    out_of: Fraction
    scales: Mapping[str, tuple[Option, ...]]
    sources: Mapping[str, Node]
    section_ids: dict[str, Node] = field(default_factory=dict)
    question_ids: dict[str, Node] = field(default_factory=dict)
    gates: list[Gate] = field(default_factory=list)
    gate_of: dict[str, Gate] = field(default_factory=dict)
    question_count: int = 0
    condition_length: int = 0


def note_twice(
    first: dict[str, Node],
    found: str,
    at: Node,
    problems: Problems,
    *,
    what: str,
    allowed: str = "give it an id of its own",
) -> bool:
    """Keep where an id stands first; whether it stood before, which is then noted."""
    before = first.setdefault(found, at)
    if before is at:
        return False
    wrong = f"{what} {quoted(found)} stands twice, first at {before.line}:{before.column}"
    problems.add(at, wrong, allowed)
    return True
