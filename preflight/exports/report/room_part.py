"""What the workshop said: the votes on each question, what was agreed on, and the widest disagreements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from preflight.charts.theme import LIGHT, level_colours
from preflight.domain.consensus import CLOSE, Distribution
from preflight.domain.headlines import room_headline
from preflight.domain.questionnaire import Kind
from preflight.domain.wording import answer_words
from preflight.exports.report.told import is_long, told
from preflight.services.dossier import Dossier
from preflight.services.room_record import QuestionRecord
from preflight.services.room_view import RevealedRound

MOST_DISAGREEMENTS = 6
MOST_LINES = 5


def room_of(dossier: Dossier, question_id: str, note: Sequence[str]) -> dict[str, Any] | None:
    """The rounds on one question and what was agreed; None where no room spoke of it.

    The line why is left out where the note of the answer is the same.
    """
    record = next((each for each in dossier.records if each.question.id == question_id), None)
    if record is None:
        return None
    row = _record(record)
    return row | {"why": "" if [row["why"]] == list(note) else row["why"]}


def room_lead(dossier: Dossier) -> str:
    """How far the room was apart, in a sentence; empty where there was no room."""
    widest = [(each.question, each.widest.shown) for each in dossier.records if each.widest is not None]
    return told(room_headline(widest)) if dossier.records else ""


def disagreements_part(dossier: Dossier) -> dict[str, Any] | None:
    """The questions on which votes lay apart, the widest first; None where there was no room."""
    if not dossier.records:
        return None
    apart = [each for each in dossier.records if each.spread is not None and each.spread >= CLOSE]
    apart += [each for each in dossier.records if each not in apart and _talked_of(each)]
    left = len(apart) - MOST_DISAGREEMENTS
    return {
        "counts": _counts(dossier, len(apart)),
        "records": [_disagreement(each) for each in apart[:MOST_DISAGREEMENTS]],
        "more": f"{left} more lay apart; their votes stand beside each question." if left > 0 else "",
    }


def _counts(dossier: Dossier, apart: int) -> str:
    """How many questions were voted on, agreed on, and on how many votes lay apart."""
    voted = sum(bool(each.rounds) for each in dossier.records)
    agreed = sum(each.agreed is not None for each in dossier.records)
    lay = f"On {apart} of them votes lay apart, the widest first." if apart else "On none of them votes lay apart."
    return f"Questions voted on: {voted}. Agreed on: {agreed}. {lay if voted else ''}".strip()


def _disagreement(record: QuestionRecord) -> dict[str, Any]:
    row = _record(record) | {
        "question": told(record.question.text),
        "section": told(record.section.title),
        "lines": _lines(record),
    }
    return row | {"long": is_long(row)}


def _record(record: QuestionRecord) -> dict[str, Any]:
    agreed = record.agreed
    return {
        "rounds": [_round(each, alone=len(record.rounds) == 1) for each in record.rounds],
        "agreed": told(answer_words(record.question, agreed.said)) if agreed else "",
        "reached": agreed is not None,
        "why": told(agreed.why) if agreed else "",
    }


def _round(found: RevealedRound, *, alone: bool) -> dict[str, Any]:
    shown = found.shown
    hands = f" {shown.by_hand} of them by hand." if shown.by_hand else ""
    return {
        "name": "" if alone else f"Round {found.number}",
        "words": told(shown.summary) + hands,
        "cells": _cells(shown),
    }


def _cells(shown: Distribution) -> list[dict[str, Any]]:
    """The votes as parts of one bar; none where each vote may choose several options."""
    if shown.kind is Kind.MULTI or not shown.bars:
        return []
    colours = level_colours(len(shown.bars), LIGHT)
    cells = [
        {"name": f"{bar.number}" if bar.number else "", "count": bar.count, "fill": one.fill, "ink": one.text}
        for bar, one in zip(shown.bars, colours, strict=True)
        if bar.count
    ]
    aside = (("?", shown.unknown), ("n/a", shown.not_applicable))
    cells += [{"name": name, "count": count, "fill": "", "ink": LIGHT.ink} for name, count in aside if count]
    return cells


def _talked_of(record: QuestionRecord) -> bool:
    return any(each.shown.talk_first for each in record.rounds)


def _lines(record: QuestionRecord) -> list[str]:
    """What people wrote with their votes, and how many more did."""
    # By their words: kept by level, the first would be of whoever voted lowest.
    lines = sorted(told(line.why) for each in record.rounds for line in each.lines)
    shown = [f"“{line}”" for line in lines[:MOST_LINES]]
    left = len(lines) - len(shown)
    return [*shown, f"And {left} more, on the Results page." if left > 1 else "And one more, on the Results page."][
        : len(shown) + (left > 0)
    ]
