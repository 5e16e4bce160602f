"""The live workshop: a room around one draft, its participants, their votes in rounds, and what was agreed.

A room walks from the lobby through its questions: voting, revealed, agreed; then the closing screen. Nothing here has a
name or an address on it: a participant is a number, and a vote belongs to one participant in one round.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from unicodedata import category

from preflight.domain.assessment import Answer
from preflight.domain.questionnaire import Kind

CODE_SYMBOLS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What a code is made of: 31 symbols of which none looks like another (no 0 O, no 1 I L)."""
CODE_LENGTH = 8
_SEPARATORS = frozenset({"Pd", "Pc", "Po", "Cf"})
"""Dashes, underscores, dots and what can't be seen: whatever somebody parts the symbols of a code by."""
LONGEST_WHY = 200
"""What may be written beside a vote, in characters."""
OPEN_HOURS = 24
"""So long the code of a room that nobody closed lets newcomers in."""


class Stage(StrEnum):
    """Where an open room is."""

    LOBBY = "lobby"
    VOTING = "voting"
    REVEALED = "revealed"
    AGREED = "agreed"
    CLOSING = "closing"


class Role(StrEnum):
    """What a participant has to do with the pilot, if they say it."""

    BUILDS = "builds"
    OPERATES = "operates"
    USES = "uses"
    OWNS = "owns"
    SECURES = "secures"


class Order(StrEnum):
    """In which order the questions come."""

    SECTION = "section"
    DISAGREEMENT = "disagreement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """An assessment's room. `version` counts every change of it; `token` is what the QR code carries.

    `question_id` and `round` say what is on the wall (None and 0 in the lobby); `minutes` is how long the whole room
    is meant to take from `clock_since` on. `closed_at` is None while it is open.
    """

    id: str
    assessment_id: str
    code: str
    token: str
    version: int
    stage: Stage
    opened_at: datetime.datetime
    opened_by: str
    clock_since: datetime.datetime
    question_id: str | None = None
    round: int = 0
    question_since: datetime.datetime | None = None
    countdown_until: datetime.datetime | None = None
    minutes: int | None = None
    order: Order = Order.SECTION
    locked: bool = False
    blank: bool = False
    closed_at: datetime.datetime | None = None

    def admits_at(self, moment: datetime.datetime) -> bool:
        """Whether its code and token still mean anything."""
        return self.closed_at is None and moment - self.opened_at < datetime.timedelta(hours=OPEN_HOURS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Someone with a phone: a random id, a number that the room may call them by, and perhaps a role."""

    id: str
    room_id: str
    number: int
    role: Role | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one participant says in one round. `said` carries no note and no evidence; `n` counts that phone's votes."""

    said: Answer
    why: str = ""
    n: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """A show of hands, counted in the room: by option id, and beside the options."""

    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    unknown: int = 0
    not_applicable: int = 0

    def people(self, kind: Kind) -> int:
        """How many people raised a hand; where each may choose several options, that is at least as many."""
        counted = max(self.counts.values(), default=0) if kind is Kind.MULTI else sum(self.counts.values())
        return counted + self.unknown + self.not_applicable


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of votes on one question, counted from 1. Once it is revealed nothing in it changes."""

    question_id: str
    number: int
    revealed: bool = False
    hands: Hands | None = None


RoundKey = tuple[str, int]
"""A question's id and the round's number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedAnswer:
    """What the room agreed on after a round (0 where nobody voted before), and why, in one line."""

    question_id: str
    round: int
    said: Answer
    why: str
    at: datetime.datetime
    by: str


def new_code(below: Callable[[int], int]) -> str:
    """A random code; `below(n)` gives a whole number from 0 to n - 1 that nobody can foresee."""
    return "".join(CODE_SYMBOLS[below(len(CODE_SYMBOLS))] for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str | None:
    """The code that somebody typed, whatever its case and dashes; None where it can't be one."""
    if len(typed) > 4 * CODE_LENGTH:
        return None
    symbols = "".join(mark for mark in typed.upper() if not (mark.isspace() or category(mark) in _SEPARATORS))
    sound = len(symbols) == CODE_LENGTH and all(symbol in CODE_SYMBOLS for symbol in symbols)
    return symbols if sound else None
