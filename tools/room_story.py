"""The invented workshop in the pictures: who is there, what they vote, what they agree on. Nothing in it is real.

Fourteen people, in the order of PEOPLE. A round is one sign each: the level's number, `u` for “I don't know”.
"""

from __future__ import annotations

from dataclasses import dataclass, field

PROJECT = "Invoice triage"
QUESTIONNAIRE = "pilot-to-production-quick"
ADDRESS = "http://192.168.1.20:8501"
CODE = "KM7QX4RD"
TOKEN = "an-invented-token-22ch"
MINUTES = 60

PEOPLE = ("builds",) * 5 + ("operates",) * 4 + ("uses",) * 5
HOLDS_THE_PHONE = 6
"""Whose phone is in the pictures, counted from 0: somebody who operates it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneVote:
    """What one person says in one round; people are counted from 0."""

    person: int
    sign: str
    why: str

    @property
    def said(self) -> dict[str, object]:
        """As a phone sends it."""
        return said(self.sign)


def said(sign: str) -> dict[str, object]:
    """A sign as a phone sends it: option ids count from 0."""
    return {"unknown": True} if sign == "u" else {"choices": [str(int(sign) - 1)]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One question: its rounds, the level that the room agrees on, why, and the lines of some in the first round."""

    id: str
    rounds: tuple[str, ...]
    agreed: int
    why: str
    minutes: int = 6
    lines: dict[int, str] = field(default_factory=dict)

    def votes(self, at: int) -> list[OneVote]:
        """The votes of one round, counted from 0; the lines belong to the first."""
        return [
            OneVote(person=person, sign=sign, why=self.lines.get(person, "") if at == 0 else "")
            for person, sign in enumerate(self.rounds[at])
        ]


BEFORE = (
    Told(
        id="reliability.real-inputs",
        rounds=("33343323333332",),
        agreed=3,
        why="Two hundred invoices, drawn at random in May, all scored.",
        lines={6: "Credit notes by hand were left out at first."},
    ),
    Told(
        id="reliability.fallback",
        rounds=("444342231u2222", "33333332333u32"),
        agreed=3,
        why="A way out for each failure; nothing holds back doubtful output yet.",
        minutes=10,
        lines={0: "Every failure on the list was forced in a test.", 8: "When it hangs we phone each other."},
    ),
    Told(
        id="reliability.worst-case",
        rounds=("3343332323u233",),
        agreed=3,
        why="The limit of 500 held against forty planted forgeries.",
        minutes=5,
    ),
)
ON_THE_WALL = Told(
    id="integration.hardest",
    rounds=("4443422123212u", "33343323333u33"),
    agreed=3,
    why="Bookings go through daily, but rejected ones are still keyed in by hand.",
    lines={
        0: "Bookings have gone through the ledger’s queue every day this month.",
        6: "On Fridays we key the rejected ones in by hand.",
        7: "Nobody ever told us which one is the hardest.",
        13: "The old ledger or the new one?",
    },
)
AFTER = (
    Told(
        id="integration.permissions",
        rounds=("33333343332333",),
        agreed=3,
        why="Forbidden requests were refused; the record is with security.",
    ),
    Told(
        id="integration.review",
        rounds=("33323222u2u2u3",),
        agreed=3,
        why="Legal has the design; its approval is expected in June.",
    ),
    Told(
        id="operations.owner",
        rounds=("4433311211u12u", "22232221222u22"),
        agreed=2,
        why="Accounts payable is expected to take it, and has not said yes in writing.",
        lines={1: "It was handed over at the last meeting.", 5: "First I hear of it."},
    ),
    Told(
        id="operations.quality-drift",
        rounds=("33333332323232",),
        agreed=3,
        why="Checked every Monday since April.",
    ),
    Told(
        id="operations.incidents",
        rounds=("33233333323233",),
        agreed=3,
        why="Switched off in four minutes by the people on duty.",
    ),
)
