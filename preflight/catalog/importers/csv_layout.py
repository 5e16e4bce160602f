"""How the CSV of answers is laid out, and how its text is kept from being taken for a formula.

A spreadsheet takes a cell that begins with = + - @, a tab or a line break for a formula or a command, quotes or not. So
an apostrophe is put before each text that begins with one of these, and taken off again on import. So that nothing is
lost, a text that itself begins with apostrophes and then one of these gets one more: `'=1` becomes `''=1`, and comes
back as `'=1`. Every other text, `'tis` among them, stands as it is. The wide forms of these signs and white space that
can't be seen count as well.

Where a spreadsheet's own separator is a semicolon or a tab, as in much of Europe, it finds no quotes at the beginning
of a cell and parts the text itself: at each of these and at each line break a cell may begin, and is guarded alike.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

_SIGNS: Final = r"=+\-@＝＋－＠"
_UNSEEN: Final = r" \u00a0\u00ad\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff"
_AT_START: Final = rf"'*[{_SIGNS}{_UNSEEN}\s]"
_WITHIN: Final = rf"['\"{_UNSEEN}]*[{_SIGNS}]"
"""Quotes count too: they are doubled in the file, and two are an empty text before what follows."""
_PARTED: Final = r"(?<=[;\t\n\v\f\r\x85\u2028\u2029])"
_RISKY: Final = re.compile(rf"\A(?={_AT_START})|{_PARTED}(?={_WITHIN})")
_GUARDED: Final = re.compile(rf"\A'(?={_AT_START})|{_PARTED}'(?={_WITHIN})")

SEPARATOR: Final = "; "
"""Between the ids of chosen options."""


class Column(StrEnum):
    """The columns by their heads, from left to right."""

    PROJECT = "project"
    DATE = "date"
    PHASE = "phase"
    QUESTIONNAIRE = "questionnaire"
    VERSION = "version"
    COVERAGE = "coverage"
    VOTERS = "voters"
    DIMENSION = "dimension"
    QUESTION_ID = "question_id"
    QUESTION = "question"
    ASKED = "asked"
    STATE = "state"
    ANSWER = "answer"
    ANSWER_IN_WORDS = "answer_in_words"
    LEVEL = "level"
    POINTS = "points"
    MOST_POINTS = "most_points"
    FRACTION = "fraction"
    FRACTION_WITH_EVIDENCE = "fraction_with_evidence"
    CRITICAL = "critical"
    BLOCKS = "blocks"
    NOTE = "note"
    EVIDENCE = "evidence"
    EVIDENCE_LINK = "evidence_link"
    EVIDENCE_DATE = "evidence_date"


NEEDED: Final = (Column.QUESTIONNAIRE, Column.VERSION, Column.QUESTION_ID, Column.STATE, Column.ANSWER)
"""Without these a file can't be read back; where another one is missing, it says nothing."""


def guarded(text: str) -> str:
    """The text as it stands in a cell, with an apostrophe wherever a spreadsheet would take what follows for more."""
    return _RISKY.sub("'", text)


def unguarded(cell: str) -> str:
    """The text that `guarded` was given."""
    return _GUARDED.sub("", cell)
