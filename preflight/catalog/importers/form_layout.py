"""How a form to fill in offline is laid out: what the writer of the form and its reader must agree on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from preflight.domain.questionnaire import Kind, Question, Questionnaire

FORM_SHEET: Final = "Form"
LISTS_SHEET: Final = "Lists"
ABOUT_SHEET: Final = "About this form"

MARK: Final = "preflight-form"
FORMAT: Final = "1"

NOBODY_KNOWS: Final = "Nobody knows"
DOES_NOT_APPLY: Final = "Does not apply"
NONE_OF_THESE: Final = "None of these"
YES: Final = "Yes"


class About(StrEnum):
    """The keys on the hidden sheet that says what the form is of."""

    FORMAT = MARK
    QUESTIONNAIRE = "questionnaire"
    VERSION = "version"
    FINGERPRINT = "fingerprint"


class Field(StrEnum):
    """The form's columns by their heads, from left to right. `ID` is hidden."""

    ID = "Row id"
    NUMBER = "No."
    QUESTION = "Question"
    LEVELS = "Levels"
    ANSWER = "Answer"
    REASON = "Why it does not apply"
    NOTE = "Note"
    EVIDENCE = "Evidence"
    LINK = "Evidence link"
    DATE = "Evidence date"


class Row(StrEnum):
    """What a row is, before the colon of its id; what it is of follows: `question:a.one`, `option:a.one:crm`."""

    SECTION = "section"
    QUESTION = "question"
    OPTION = "option"
    EVIDENCE = "evidence"
    """One more piece of evidence for the question."""
    SPARE = "spare"
    """One more piece of evidence; the answer's cell says for which question."""


def row_id(row: Row, *of: str) -> str:
    """The hidden id of a row."""
    return ":".join((row.value, *of))


def level_words(number: int, label: str) -> str:
    """A level as it stands in the list: "3 · Expected peak tested"."""
    return f"{number} · {label}"


def numbered(questionnaire: Questionnaire) -> Iterator[tuple[int, Question]]:
    """Every question with the number that it bears in the form."""
    return enumerate(questionnaire.questions(), start=1)


def fingerprint(questionnaire: Questionnaire) -> str:
    """Changes when another question is asked, or one is asked in another way; words may change."""
    parts = [f"{questionnaire.id} {questionnaire.version}"]
    for question in questionnaire.questions():
        options = [] if question.kind in {Kind.NUMBER, Kind.TEXT} else [option.id for option in question.options]
        parts.append(" ".join((question.id, question.kind, *options)))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
