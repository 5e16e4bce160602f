"""Sections, which hold questions or sections, to any depth and never both."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from preflight.catalog.fields import Fields
from preflight.catalog.nodes import Node, Sequence
from preflight.catalog.reading_conditions import read_condition
from preflight.catalog.reading_draft import Draft, Gate, note_twice
from preflight.catalog.reading_questions import read_question
from preflight.domain.questionnaire import Aggregate, Section

MOST_QUESTIONS: Final = 1_000

_KEYS = ("id", "title", "asks", "weight", "aggregate", "out_of", "show_if", "pass", "questions", "sections")


def read_section(node: Node, draft: Draft, within: Gate | None = None) -> Section:
    """One section with all that is in it. Nesting ends where the file's does (20 levels)."""
    problems = draft.problems
    fields = Fields(node, problems, what="a section", keys=_KEYS)
    section_id = fields.identifier("id", required=True)
    if section_id is not None:
        note_twice(draft.section_ids, section_id, fields.found["id"], problems, what="the section id")
    condition = read_condition(fields, "show_if", draft)
    name = f"the section {section_id or 'without an id'}"
    gate = Gate(name, fields.found.get("show_if", fields.at), condition, within)
    draft.gates.append(gate)
    section = Section(
        id=section_id or "",
        title=fields.title("title", required=True),
        asks=fields.text("asks"),
        weight=fields.above_zero("weight", Fraction(1)),
        aggregate=fields.word("aggregate", Aggregate) or Aggregate.MEAN,
        out_of=fields.above_zero("out_of", draft.out_of),
        show_if=condition,
        passes=fields.ratio("pass", Fraction(1)),
        questions=tuple(read_question(item, draft, gate) for item in _questions(fields, draft)),
        sections=tuple(read_section(item, draft, gate) for item in fields.items("sections")),
    )
    if "questions" in fields and "sections" in fields:
        wrong = "a section holds questions and sections side by side"
        fields.refuse("sections", wrong, "put the questions into a section of their own")
    elif not fields.broken and all(isinstance(held, Sequence) and not held.items for held in _held(fields)):
        problems.add(fields.at, f"{name} is empty", "add `questions:` or `sections:` with at least one")
    return section


def _held(fields: Fields) -> list[Node]:
    return [fields.found[key] for key in ("questions", "sections") if key in fields]


def _questions(fields: Fields, draft: Draft) -> tuple[Node, ...]:
    """The questions of a section, as many as the file may still have."""
    items = fields.items("questions")
    left = MOST_QUESTIONS - draft.question_count
    draft.question_count += len(items)
    if left >= 0 and len(items) > left:
        wrong = f"the file has more than {MOST_QUESTIONS:,} questions"
        draft.problems.add(items[left], wrong, "split the questionnaire")
    return items[: max(left, 0)]
