"""What the rooms said: each revealed round with how the votes fell, what was agreed and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from preflight.domain.consensus import Distribution
from preflight.domain.questionnaire import Kind
from preflight.domain.wording import answer_words
from preflight.exports.workbook.book import Book, Column, Look, Value
from preflight.services.dossier import Dossier
from preflight.services.room_record import QuestionRecord
from preflight.services.room_view import RevealedRound

SHEET: Final = "Workshop"
_MOST_LEVELS: Final = 12
"""Levels with a column of their own; the words of the distribution name every one."""


def add_workshop(book: Book, dossier: Dossier) -> None:
    """A row for each round, the largest disagreement first; counts by level are numbers, and never name anybody."""
    levels = min(max(map(_levels, dossier.records), default=0), _MOST_LEVELS)
    columns = (
        Column(head="Dimension", width=22, look=Look.LONG),
        Column(head="Question", width=46, look=Look.LONG),
        Column(head="Round", width=8, look=Look.WHOLE),
        Column(head="Votes", width=8, look=Look.WHOLE),
        *(Column(head=f"Level {number}", width=8, look=Look.WHOLE) for number in range(1, levels + 1)),
        Column(head="Nobody knows", width=10, look=Look.WHOLE),
        Column(head="Does not apply", width=10, look=Look.WHOLE),
        Column(head="By hand", width=9, look=Look.WHOLE),
        Column(head="Spread", width=9, look=Look.FRACTION),
        Column(head="The room was", width=16),
        Column(head="How the votes fell", width=44, look=Look.LONG),
        Column(head="Written beside the votes", width=46, look=Look.LONG),
        Column(head="Agreed", width=34, look=Look.LONG),
        Column(head="Why", width=46, look=Look.LONG),
        Column(head="Agreed at (UTC)", width=21, look=Look.MOMENT),
    )
    rows = [row for record in dossier.records for row in _rows(record, levels)]
    book.table(book.sheet(SHEET), columns, rows, freeze=2, empty="No room voted on this assessment.")


def _levels(record: QuestionRecord) -> int:
    return len(record.question.options) if record.question.kind in {Kind.CHOICE, Kind.MULTI} else 0


def _rows(record: QuestionRecord, levels: int) -> Iterator[tuple[Value, ...]]:
    """The rounds of one question; what was agreed stands beside the round that it followed."""
    agreed = record.agreed
    followed = (record.rounds[-1].number if record.rounds else 0) if agreed is not None else None
    rounds: tuple[RevealedRound | None, ...] = record.rounds or (None,)
    for each in rounds:
        number = 0 if each is None else each.number
        here = agreed if agreed is not None and number == followed else None
        yield (
            record.section.title,
            record.question.text,
            number or None,
            *_counts(each.shown if each else None, levels),
            # By their words: kept by level, the first would be of whoever voted lowest.
            "\n".join(sorted(line.why for line in each.lines)) if each else None,
            answer_words(record.question, here.said) if here else None,
            here.why if here else None,
            here.at if here else None,
        )


def _counts(shown: Distribution | None, levels: int) -> tuple[Value, ...]:
    if shown is None:
        return (None,) * (levels + 7)
    by_level = {bar.number: bar.count for bar in shown.bars if bar.number is not None}
    fell = [f"{f'{bar.number} · ' if bar.number else ''}{bar.label}: {bar.count}" for bar in shown.bars if bar.count]
    return (
        shown.votes,
        *(by_level.get(number) for number in range(1, levels + 1)),
        shown.unknown,
        shown.not_applicable,
        shown.by_hand,
        shown.spread,
        shown.words,
        "\n".join(fell),
    )
