"""What a document says of an assessment's rooms: revealed rounds as distributions, and what was agreed.

There is no place in it for a participant or a single vote, nor for a group so small that somebody could be found in it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final

from preflight.catalog.importers.json_value import Value
from preflight.domain.assessment import Answer, State
from preflight.domain.consensus import SMALLEST_GROUP, Bar, Distribution, Group
from preflight.domain.questionnaire import Kind, Question
from preflight.domain.record import RoundRecord
from preflight.domain.room import LONGEST_WHY, AgreedAnswer, Role
from preflight.domain.text import LINE

_MOST_ROUNDS: Final = 20_000
_MOST_BARS: Final = 10_000
_MOST_VOTES: Final = 1_000_000
_MOST_LINES: Final = 5_000
_LONGEST_LABEL: Final = 2_000
_LONGEST_LABELS: Final = 1_000_000


def read_rounds(value: Value, questions: Mapping[str, Question]) -> tuple[RoundRecord, ...]:
    """The revealed rounds, by question and number, each question's counted from 1. Raises Wrong."""
    found: list[RoundRecord] = []
    for each in value.items(_MOST_ROUNDS):
        fields = each.fields("question", "round", "shown", "lines")
        question = questions[fields["question"].among(questions, "the questionnaire has no such question")]
        earlier = found[-1] if found else None
        number = earlier.number + 1 if earlier is not None and earlier.question_id == question.id else 1
        if earlier is not None and earlier.question_id > question.id:
            each.wrong("rounds stand by question and number")
        fields["round"].exactly(number, "a question's rounds are counted from 1")
        lines = tuple(line.text(LONGEST_WHY, least=1) for line in fields["lines"].items(_MOST_LINES))
        if list(lines) != sorted(lines):
            fields["lines"].wrong("lines stand in the order of their words")
        found.append(
            RoundRecord(
                question_id=question.id, number=number, shown=_distribution(fields["shown"], question), lines=lines
            )
        )
    return tuple(found)


def read_agreed(
    value: Value,
    questions: Mapping[str, Question],
    people: Collection[str],
    read_answer: Callable[[Value, Question], Answer],
) -> tuple[AgreedAnswer, ...]:
    """What was agreed, by question. Raises Wrong."""
    found: list[AgreedAnswer] = []
    for each in value.items(len(questions)):
        fields = each.fields("question", "round", "said", "why", "at", "by")
        question = questions[fields["question"].among(questions, "the questionnaire has no such question")]
        if found and found[-1].question_id >= question.id:
            each.wrong("what was agreed stands by question, each once")
        said = read_answer(fields["said"], question)
        if said.state is State.UNANSWERED or said.note or said.evidence:
            fields["said"].wrong("only an answer is agreed on, without a note or evidence")
        found.append(
            AgreedAnswer(
                question_id=question.id,
                round=fields["round"].whole(0, _MOST_ROUNDS),
                said=said,
                why=fields["why"].text(LINE),
                at=fields["at"].moment(),
                by=fields["by"].among(people, "this person is not among the people"),
            )
        )
    return tuple(found)


def _distribution(value: Value, question: Question) -> Distribution:
    fields = value.fields(
        "kind", "bars", "unknown", "not_applicable", "votes", "by_hand", "spread", "lowest", "highest", "groups"
    )
    if fields["kind"].one_of(Kind) is not question.kind:
        fields["kind"].wrong("it is not the question's")
    bars = tuple(_bar(each) for each in fields["bars"].items(_MOST_BARS))
    if sum(len(bar.label) for bar in bars) > _LONGEST_LABELS:
        fields["bars"].wrong("their labels are longer than those of any questionnaire")
    last = max(len(bars) - 1, 0)
    groups = tuple(_group(each, len(bars)) for each in fields["groups"].items(len(Role)))
    if len({group.role for group in groups}) < len(groups):
        fields["groups"].wrong("a group stands here twice")
    found = Distribution(
        kind=question.kind,
        bars=bars,
        unknown=_count(fields["unknown"]),
        not_applicable=_count(fields["not_applicable"]),
        votes=_count(fields["votes"]),
        by_hand=_count(fields["by_hand"]),
        spread=fields["spread"].or_none(lambda each: each.fraction(0, 1)),
        lowest=fields["lowest"].or_none(lambda each: each.whole(0, last)),
        highest=fields["highest"].or_none(lambda each: each.whole(0, last)),
        groups=groups,
    )
    if sum(group.votes for group in groups) > found.votes or found.by_hand > found.votes:
        value.wrong("more are told apart than have voted")
    return found


def _bar(value: Value) -> Bar:
    fields = value.fields("id", "label", "count", "number")
    return Bar(
        id=fields["id"].words(200, least=1),
        label=fields["label"].words(_LONGEST_LABEL),
        count=_count(fields["count"]),
        number=fields["number"].or_none(lambda each: each.whole(1, _MOST_BARS)),
    )


def _group(value: Value, bars: int) -> Group:
    fields = value.fields("role", "votes", "counts", "unknown", "not_applicable")
    counts = tuple(_count(each) for each in fields["counts"].items(bars))
    if len(counts) != bars:
        fields["counts"].wrong("there is one count for each bar")
    return Group(
        role=fields["role"].one_of(Role),
        votes=fields["votes"].whole(SMALLEST_GROUP, _MOST_VOTES),
        counts=counts,
        unknown=_count(fields["unknown"]),
        not_applicable=_count(fields["not_applicable"]),
    )


def _count(value: Value) -> int:
    return value.whole(0, _MOST_VOTES)
