"""Questions, votes and distributions as the live channel's messages carry them (docs/live-channel.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from preflight.domain.assessment import Answer
from preflight.domain.consensus import Distribution, Group
from preflight.domain.questionnaire import Question, Section
from preflight.domain.room import AgreedAnswer, Hands, Role, Vote
from preflight.domain.saying import plain_said
from preflight.domain.wording import answer_words, level_number, typed_number
from preflight.services.room_view import RevealedRound
from preflight.storage.votes import Line


def question_message(question: Question, section: Section | None) -> dict[str, Any]:
    """A question with its levels."""
    return {
        "id": question.id,
        "section": section.title if section else "",
        "text": question.text,
        "why": question.why,
        "kind": question.kind.value,
        "options": [
            {
                "id": option.id,
                "number": number,
                "label": option.label,
                "text": option.text,
                "exclusive": option.exclusive,
            }
            for number, option in enumerate(question.options, start=1)
        ],
        "unit": question.unit,
        "minimum": _number(question.minimum),
        "maximum": _number(question.maximum),
    }


def vote_message(vote: Vote | None) -> dict[str, Any] | None:
    """A vote for the phone that it came from."""
    return None if vote is None else {"n": vote.n, "said": plain_said(vote.said), "why": vote.why}


def shown_message(question: Question, revealed: RevealedRound) -> dict[str, Any]:
    """A revealed round's distribution, with its breakdown by role and its lines."""
    found = revealed.shown
    return {
        "votes": found.votes,
        "by_hand": found.by_hand,
        "bars": bars_message(found),
        "unknown": found.unknown,
        "not_applicable": found.not_applicable,
        "spread": spread_number(found.spread),
        "words": found.words,
        "range": _range(found),
        "talk_first": found.talk_first,
        "reason": found.reason,
        "roles": [_group_message(group) for group in found.groups],
        "lines": [_line_message(question, line) for line in revealed.lines],
        "summary": found.summary,
    }


def bars_message(found: Distribution) -> list[dict[str, Any]]:
    """The bars of a distribution, in order."""
    return [{"id": bar.id, "number": bar.number, "label": bar.label, "count": bar.count} for bar in found.bars]


def agreed_message(question: Question, agreed: AgreedAnswer) -> dict[str, Any]:
    """What was agreed, in plain form and in words."""
    return {
        "said": plain_said(agreed.said),
        "words": answer_words(question, agreed.said),
        "why": "" if agreed.why == agreed.said.not_applicable else agreed.why,  # it stands in the words already
        "round": agreed.round,
    }


def hands_message(hands: Hands | None) -> dict[str, Any] | None:
    """A show of hands, as it was typed in."""
    if hands is None:
        return None
    return {"counts": dict(hands.counts), "unknown": hands.unknown, "not_applicable": hands.not_applicable}


def spread_number(spread: Fraction | None) -> float | None:
    """A spread as a number with three decimals."""
    return None if spread is None else round(float(spread), 3)


def left_ms(until: datetime | None, now: datetime) -> int | None:
    """What is left of a countdown, in milliseconds and never below 0; None where there is none."""
    return None if until is None else max(0, round((until - now).total_seconds() * 1000))


def options_of(said: Answer) -> Sequence[str]:
    """The options that were chosen, none where it was said in another way."""
    return said.choices or ()


def _range(found: Distribution) -> list[int] | None:
    if found.lowest is None or found.highest is None:
        return None
    return [found.lowest + 1, found.highest + 1]


def _group_message(group: Group) -> Mapping[str, Any]:
    return {
        "role": role_word(group.role),
        "votes": group.votes,
        "counts": list(group.counts),
        "unknown": group.unknown,
        "not_applicable": group.not_applicable,
    }


def role_word(role: Role | None) -> str | None:
    """A role as the messages name it."""
    return None if role is None else role.value


def _line_message(question: Question, line: Line) -> dict[str, Any]:
    chosen = options_of(line.said)
    number = level_number(question, chosen[0]) if len(chosen) == 1 else None
    return {"number": number, "words": line.why, "said": _said_briefly(question, line.said, number)}


def _said_briefly(question: Question, said: Answer, number: int | None) -> str:
    if said.unknown:
        return "I don’t know"
    if said.not_applicable is not None:
        return "Not applicable"
    return f"Level {number}" if number else answer_words(question, said)


def _number(number: Fraction | None) -> str | None:
    return None if number is None else typed_number(number)
