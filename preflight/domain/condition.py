"""Conditions of a questionnaire (`show_if`, `when`): reading them and asking whether they are true.

The language is small: atoms, `!`, `&&`, `||` and parentheses, binding in that order. An atom is
`question-id:option-id`; inside a question's own rules the option's id alone; `default` is always true there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from preflight.domain.errors import ConditionError

LONGEST = 2_000
DEEPEST = 50
_TOKEN = re.compile(r"\s*(?:(&&|\|\||!|\(|\))|([A-Za-z0-9][A-Za-z0-9._-]*(?::[A-Za-z0-9][A-Za-z0-9._-]*)?))")


@dataclass(frozen=True, slots=True)
class Chosen:
    """True when the question is shown, answered, and has this option chosen."""

    question: str
    option: str


@dataclass(frozen=True, slots=True)
class Always:
    """The word `default` in a question's own rules."""


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Condition, ...]


Condition = Chosen | Always | Not | And | Or


def parse_condition(text: str, *, own_question: str | None = None) -> Condition:
    """Read a condition.

    With `own_question` (inside that question's rules) an atom may be an option's id alone, and `default` is true.
    Raises ConditionError, with the position of the first thing that can't be read.
    """
    if len(text) > LONGEST:
        raise ConditionError(f"a condition may have at most {LONGEST} characters", LONGEST)
    return _Reader(text, own_question).read()


def holds(condition: Condition, chosen: Mapping[str, frozenset[str]]) -> bool:
    """Whether the condition is true; `chosen` maps each shown and answered question to its chosen options."""
    match condition:
        case Always():
            return True
        case Chosen(question, option):
            return option in chosen.get(question, frozenset())
        case Not(part):
            return not holds(part, chosen)
        case And(parts):
            return all(holds(part, chosen) for part in parts)
        case Or(parts):
            return any(holds(part, chosen) for part in parts)


def atoms(condition: Condition) -> Iterator[Chosen]:
    """Every atom of the condition, from left to right."""
    match condition:
        case Chosen():
            yield condition
        case Not(part):
            yield from atoms(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from atoms(part)
        case Always():
            return


class _Reader:
    """A recursive descent over at most LONGEST characters and DEEPEST nested parentheses."""

    def __init__(self, text: str, own_question: str | None) -> None:
        self.own_question = own_question
        self.tokens: list[tuple[str, int]] = []
        self.at = 0
        position = 0
        stripped = text.rstrip()
        while position < len(stripped):
            found = _TOKEN.match(stripped, position)
            if found is None:
                while stripped[position].isspace():
                    position += 1
                raise ConditionError(
                    f"{stripped[position]!r} is not part of a condition; use !, &&, || and ( )", position
                )
            self.tokens.append((found.group(1) or found.group(2), found.start(found.lastindex or 0)))
            position = found.end()
        self.end = len(stripped)

    def read(self) -> Condition:
        if not self.tokens:
            raise ConditionError("the condition is empty")
        condition = self.either(0)
        if self.at < len(self.tokens):
            word, position = self.tokens[self.at]
            raise ConditionError(f"{word!r} is one too many here; join two conditions with && or ||", position)
        return condition

    def peek(self) -> str | None:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else None

    def either(self, depth: int) -> Condition:
        parts = [self.both(depth)]
        while self.peek() == "||":
            self.at += 1
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self, depth: int) -> Condition:
        parts = [self.one(depth)]
        while self.peek() == "&&":
            self.at += 1
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def one(self, depth: int) -> Condition:
        if self.at >= len(self.tokens):
            raise ConditionError("the condition stops too early; an option is missing at its end", self.end)
        if depth > DEEPEST:
            raise ConditionError(f"a condition may nest at most {DEEPEST} deep", self.tokens[self.at][1])
        word, position = self.tokens[self.at]
        self.at += 1
        if word == "!":
            return Not(self.one(depth + 1))
        if word == "(":
            inner = self.either(depth + 1)
            if self.peek() != ")":
                raise ConditionError("this parenthesis is never closed", position)
            self.at += 1
            return inner
        if word in {")", "&&", "||"}:
            raise ConditionError(f"{word!r} needs an option before it", position)
        return self.atom(word, position)

    def atom(self, word: str, position: int) -> Condition:
        question, colon, option = word.partition(":")
        if colon:
            return Chosen(question, option)
        if self.own_question is None:
            raise ConditionError(f"{word!r} is not an atom; write question-id:option-id", position)
        return Always() if word == "default" else Chosen(self.own_question, word)
