"""The book of a room: which votes were acknowledged, held against the disk, the phones and the shared screen.

What is on the disk is read from outside, as another process than the server, at the moment of the acknowledgement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Protocol

from tests.load.measures import Times

Said = Mapping[str, Any]
Place = tuple[str, int]
"""A question's id and a round."""

UNKNOWN, NOT_APPLICABLE = "unknown", "not applicable"
MOST_FAULTS = 20


class Disk(Protocol):
    """The votes as another process finds them in the database."""

    def vote(self, place: Place, number: int) -> tuple[int, str] | None:
        """`n` and what participant `number` said, see `plain`; None where there is no such vote."""

    def votes(self, place: Place) -> Sequence[tuple[int, str]]:
        """(number, what was said) of every vote of a round."""

    def close(self) -> None:
        """Let the database go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """One vote that the server has acknowledged."""

    number: int
    n: int
    said: str
    sent: float
    acked: float
    resent: bool = False


@dataclass(slots=True)
class Ledger:
    """What was acknowledged, and what turned out wrong. `faults` has a sentence for the first few."""

    disk: Disk | None = None
    early: int = 0
    outdated: int = 0
    others: int = 0
    acked: int = 0
    resent: int = 0
    refused: int = 0
    checked: int = 0
    checking_s: float = 0.0
    ack: Times = field(default_factory=Times)
    first: dict[Place, list[Cast]] = field(default_factory=dict)
    newest: dict[Place, dict[int, Cast]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _lost: Counter[Place] = field(default_factory=Counter)
    _doubled: Counter[Place] = field(default_factory=Counter)

    def acknowledged(self, place: Place, cast: Cast) -> None:
        """Enter a vote at the moment of its acknowledgement, and look whether it is on the disk.

        The times of one that had to be sent again tell of the network, not of the server: they are not kept.
        """
        self.acked += 1
        self.resent += cast.resent
        if not cast.resent:
            self.ack.add(cast.acked - cast.sent)
        self._look(place, cast)
        votes = self.newest.setdefault(place, {})
        if cast.number not in votes:
            self.first.setdefault(place, []).append(cast)
        votes[cast.number] = cast

    def compare_screen(self, place: Place, shown: Mapping[str, Any]) -> None:
        """The distribution on the shared screen must be the acknowledged votes, no more and no less."""
        found = Counter({bar["id"]: bar["count"] for bar in shown["bars"]})
        found += Counter({UNKNOWN: shown["unknown"], NOT_APPLICABLE: shown["not_applicable"]})
        self._compare(place, found, "the shared screen")
        if shown["votes"] != len(self.newest.get(place, {})):
            self.fault(f"{_at(place)} the screen speaks of {shown['votes']} votes")

    def compare_disk(self, place: Place) -> None:
        """So must be what lies in the database, each participant once."""
        if self.disk is None:
            return
        votes = self.disk.votes(place)
        self._compare(place, Counter(said for _, said in votes), "the database")
        twice = {number: times for number, times in Counter(number for number, _ in votes).items() if times > 1}
        if twice:
            self._doubled[place] = max(self._doubled[place], len(twice))
            self._note(f"{_at(place)} so often stand participants in the database: {twice}")

    def missing_on_disk(self) -> int:
        """How many participants' newest acknowledged votes are not in the database now, or are older there."""
        assert self.disk is not None, "nobody looks at the disk"
        found = 0
        for place, votes in self.newest.items():
            kept = {number: self.disk.vote(place, number) for number in votes}
            missing = [number for number, cast in votes.items() if (kept[number] or (0, ""))[0] < cast.n]
            if missing:
                found += len(missing)
                self._lost[place] = max(self._lost[place], len(missing))
                self._note(f"{_at(place)} the votes of {missing} are gone")
        return found

    def shown_to_voter(self, place: Place, number: int, n: int, said: str) -> None:
        """A state showed participant `number` this as their own vote, `n` 0 for none: never older than acknowledged."""
        cast = self.newest.get(place, {}).get(number)
        if cast is not None and (n < cast.n or (n == cast.n and said != cast.said)):
            self.outdated += 1
            self._note(f"{_at(place)} {number} was shown vote {n} ({said}) after {cast.n} ({cast.said}) was saved")

    def on_screen(self, place: Place, counts: Sequence[tuple[float, int]]) -> list[float]:
        """Seconds from the sending of each first vote to the first count on the screen that has room for it.

        The k-th acknowledged vote is on the screen with the first count of k or more. `counts` are (moment, voted).
        """
        found = []
        for place_in_line, cast in enumerate(self.first.get(place, ()), start=1):
            shown = next((moment for moment, voted in counts if voted >= place_in_line), None)
            if shown is None:
                self.fault(f"{_at(place)} the screen never counted {place_in_line} votes")
            elif not cast.resent:
                found.append(max(0.0, shown - cast.sent))
        return found

    def fault(self, sentence: str) -> None:
        """Something else that must not be."""
        self.others += 1
        self._note(sentence)

    @property
    def lost(self) -> int:
        """Acknowledged votes that were found missing, on the screen or on the disk."""
        return self._lost.total()

    @property
    def doubled(self) -> int:
        """Votes that stood somewhere without having been acknowledged, or more than once."""
        return self._doubled.total()

    @property
    def sound(self) -> bool:
        """Nothing lost, nothing doubled, nothing acknowledged too early or forgotten again, nothing else wrong."""
        return not (self.lost or self.doubled or self.early or self.outdated or self.others)

    def _look(self, place: Place, cast: Cast) -> None:
        if self.disk is None:
            return
        started = perf_counter()
        kept = self.disk.vote(place, cast.number)
        self.checking_s += perf_counter() - started
        self.checked += 1
        if kept is None or kept[0] < cast.n or (kept[0] == cast.n and kept[1] != cast.said):
            self.early += 1
            self._note(
                f"{_at(place)} {cast.number} was told that vote {cast.n} ({cast.said}) is saved; there was {kept}"
            )

    def _compare(self, place: Place, found: Counter[str], where: str) -> None:
        wanted = Counter(cast.said for cast in self.newest.get(place, {}).values())
        lost, doubled = wanted - found, found - wanted
        self._lost[place] = max(self._lost[place], lost.total())
        self._doubled[place] = max(self._doubled[place], doubled.total())
        if lost or doubled:
            self._note(f"{_at(place)} {where} lacks {dict(lost)} and has {dict(doubled)} too many")

    def _note(self, sentence: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(sentence)


def plain(said: Said) -> str:
    """A vote in one word: the option's id, or that it is unknown or does not apply."""
    if "unknown" in said:
        return UNKNOWN
    if "not_applicable" in said:
        return NOT_APPLICABLE
    (choice,) = said["choices"]
    return str(choice)


def _at(place: Place) -> str:
    return f"{place[0]}, round {place[1]}:"
