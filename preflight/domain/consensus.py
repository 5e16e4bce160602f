"""How far a room agrees: the distribution of a round, its spread, and what to talk about first. Never a mean.

The spread is Leik's ordinal dispersion D (R. K. Leik, "A Measure of Ordinal Consensus", Pacific Sociological Review 9,
1966): with F_i the share of votes at or below level i of k levels, D = 2 * sum(min(F_i, 1 - F_i)) / (k - 1). It is 0
when all chose one level and 1 when half chose either end, and it needs no distances between the levels. For questions
with several choices it is taken of each option (chosen or not), and the largest counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from preflight.domain.assessment import Answer
from preflight.domain.questionnaire import Kind, NumberBand, Question
from preflight.domain.room import Hands, Role
from preflight.domain.wording import typed_number

CLOSE, FAR = Fraction(1, 5), Fraction(2, 5)
"""Below CLOSE opinions are close, from FAR on they are far apart."""
MANY_UNKNOWN, MANY_NOT_APPLICABLE = Fraction(1, 3), Fraction(1, 4)
SMALLEST_GROUP = 4
"""A breakdown shows no group of fewer votes than this, and none that could be found by subtraction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """A number of equal votes: what was said, by people of one role (None: they said none)."""

    said: Answer
    role: Role | None = None
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How many chose one level; `number` is what it is called on screen, None where it bears none."""

    id: str
    label: str
    count: int
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """How one role voted; `counts` stand in the order of the bars."""

    role: Role
    votes: int
    counts: tuple[int, ...]
    unknown: int
    not_applicable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """One round at a glance. `spread` runs from 0 to 1 and is None where fewer than two chose a level.

    `lowest` and `highest` are the places (from 0) of the outermost bars that somebody chose.
    """

    kind: Kind
    bars: tuple[Bar, ...]
    unknown: int
    not_applicable: int
    votes: int
    by_hand: int
    spread: Fraction | None
    lowest: int | None
    highest: int | None
    groups: tuple[Group, ...]

    @property
    def words(self) -> str:
        """The spread in words."""
        if self.spread is None:
            return "no opinions to compare"
        if self.spread == 0:
            return "of one mind"
        return "close" if self.spread < CLOSE else "apart" if self.spread < FAR else "far apart"

    @property
    def talk_first(self) -> bool:
        """Whether the room should talk before it agrees."""
        return bool(self.reason)

    @property
    def reason(self) -> str:
        """Why to talk about it first, and how to begin; empty where there is no need."""
        if self.spread is not None and self.spread >= FAR:
            if self.kind is Kind.MULTI or self.lowest is None or self.highest is None:
                return "Opinions are far apart: hear one of each before you vote again."
            low, high = (self._named(self.bars[place]) for place in (self.lowest, self.highest))
            return f"From {low} to {high}: hear one of each before you vote again."
        if self.unknown >= 2 and self.unknown >= MANY_UNKNOWN * self.votes:
            return f"{self.unknown} of {self.votes} don’t know: who could tell the room?"
        levels = self.votes - self.unknown - self.not_applicable
        if levels and self.not_applicable and self.not_applicable >= MANY_NOT_APPLICABLE * self.votes:
            return f"Does it apply at all? {self.not_applicable} of {self.votes} say it does not."
        return ""

    @property
    def suggestion(self) -> str | None:
        """The option that more chose than anything else; None where there is no such, or it is no single choice."""
        if self.kind is not Kind.CHOICE:
            return None
        best = max(self.bars, key=lambda bar: bar.count, default=None)
        rivals = [self.unknown, self.not_applicable, *(bar.count for bar in self.bars if bar is not best)]
        return best.id if best is not None and best.count > max(rivals) else None

    @property
    def summary(self) -> str:
        """The distribution in one sentence, for whoever can't see it."""
        said = [f"{bar.count} for {self._named(bar)}" for bar in self.bars if bar.count]
        said += [f"{self.unknown} don’t know"] if self.unknown else []
        said += [f"{self.not_applicable} say it does not apply"] if self.not_applicable else []
        votes = "1 vote" if self.votes == 1 else f"{self.votes} votes"
        return f"{votes}: {', '.join(said)}; {self.words}." if said else "No votes."

    @staticmethod
    def _named(bar: Bar) -> str:
        return f"level {bar.number}" if bar.number is not None else f"“{bar.label}”"


def distribution(question: Question, ballots: Iterable[Ballot], hands: Hands | None = None) -> Distribution:
    """Count a round's ballots, with a show of hands beside them. An option that the question lost counts nowhere."""
    cast = list(ballots)
    places = _places(question, cast)
    counts = Counter[str]()
    unknown = not_applicable = votes = 0
    for ballot in cast:
        votes += ballot.count
        unknown += ballot.count if ballot.said.unknown else 0
        not_applicable += ballot.count if ballot.said.not_applicable is not None else 0
        for name in _chosen(question, ballot.said):
            counts[name] += ballot.count
    by_hand = hands.people(question.kind) if hands else 0
    if hands:
        counts.update(hands.counts)
        unknown, not_applicable = unknown + hands.unknown, not_applicable + hands.not_applicable
    bars = tuple(Bar(id=id_, label=label, number=number, count=counts[id_]) for id_, label, number in places)
    chosen = [place for place, bar in enumerate(bars) if bar.count]
    levels = votes + by_hand - unknown - not_applicable
    return Distribution(
        kind=question.kind,
        bars=bars,
        unknown=unknown,
        not_applicable=not_applicable,
        votes=votes + by_hand,
        by_hand=by_hand,
        spread=_spread(question.kind, [bar.count for bar in bars], levels),
        lowest=chosen[0] if chosen else None,
        highest=chosen[-1] if chosen else None,
        groups=_groups(question, cast, bars),
    )


def ordinal_spread(counts: Sequence[int]) -> Fraction | None:
    """Leik's D of the counts at each level, in their order; None with fewer than two votes."""
    total = sum(counts)
    if total < 2:
        return None
    if len(counts) < 2:
        return Fraction(0)
    below = [Fraction(each, total) for each in accumulate(counts)][:-1]
    return 2 * sum((min(share, 1 - share) for share in below), Fraction(0)) / (len(counts) - 1)


def _spread(kind: Kind, counts: list[int], levels: int) -> Fraction | None:
    if kind is not Kind.MULTI:
        return ordinal_spread(counts)
    found = [ordinal_spread([count, max(0, levels - count)]) for count in counts]
    return max((each for each in found if each is not None), default=None)


def _places(question: Question, cast: list[Ballot]) -> list[tuple[str, str, int | None]]:
    """The bars from left to right: (id, label, number on screen)."""
    if question.kind is not Kind.NUMBER:
        return [(option.id, option.label, place) for place, option in enumerate(question.options, start=1)]
    if question.bands:
        bands = sorted(question.bands, key=lambda band: band.start)
        ends = [*(band.start for band in bands[1:]), None]
        under = [("below", f"below {typed_number(bands[0].start)}", None)] if _any_below(cast, bands[0]) else []
        return [
            *under,
            *((f"{band.start}", _band_label(band.start, end), None) for band, end in zip(bands, ends, strict=True)),
        ]
    numbers = sorted({ballot.said.number for ballot in cast if ballot.said.number is not None})
    return [(f"{number}", typed_number(number), None) for number in numbers]


def _chosen(question: Question, said: Answer) -> tuple[str, ...]:
    if question.kind is not Kind.NUMBER:
        return said.choices or ()
    if said.number is None:
        return ()
    if not question.bands:
        return (f"{said.number}",)
    starts = [band.start for band in question.bands if band.start <= said.number]
    return (f"{max(starts)}" if starts else "below",)


def _any_below(cast: list[Ballot], first: NumberBand) -> bool:
    return any(ballot.said.number is not None and ballot.said.number < first.start for ballot in cast)


def _band_label(start: Fraction, end: Fraction | None) -> str:
    return f"{typed_number(start)} and more" if end is None else f"{typed_number(start)} to below {typed_number(end)}"


def _groups(question: Question, cast: list[Ballot], bars: tuple[Bar, ...]) -> tuple[Group, ...]:
    """One group a role, without those that are too small, and without what the rest could be worked out from."""
    sizes = Counter[Role | None]()
    for ballot in cast:
        sizes[ballot.role] += ballot.count
    told = [role for role in Role if sizes[role] >= SMALLEST_GROUP]
    while told and 0 < sizes.total() - sum(sizes[role] for role in told) < SMALLEST_GROUP:
        told.remove(min(told, key=lambda role: sizes[role]))
    return tuple(_group(question, role, [each for each in cast if each.role is role], bars) for role in told)


def _group(question: Question, role: Role, cast: list[Ballot], bars: tuple[Bar, ...]) -> Group:
    counts = Counter[str]()
    for ballot in cast:
        for name in _chosen(question, ballot.said):
            counts[name] += ballot.count
    return Group(
        role=role,
        votes=sum(ballot.count for ballot in cast),
        counts=tuple(counts[bar.id] for bar in bars),
        unknown=sum(ballot.count for ballot in cast if ballot.said.unknown),
        not_applicable=sum(ballot.count for ballot in cast if ballot.said.not_applicable is not None),
    )
