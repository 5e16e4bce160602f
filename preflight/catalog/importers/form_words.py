"""Answers as they stand in the form's cells: in words that a person picks or types, and that can be told apart."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

from preflight.catalog.importers.form_layout import DOES_NOT_APPLY, NOBODY_KNOWS, NONE_OF_THESE, level_words
from preflight.domain.assessment import Answer
from preflight.domain.questionnaire import Kind, Question
from preflight.domain.wording import level_number, typed_number

MOST_DIGITS = 15
"""A spreadsheet keeps so many digits of a number; one with more stands as text."""


def answer_cell(question: Question, answer: Answer) -> str | float | None:
    """What stands in the answer's cell; of a multi question only what its options' rows can't say."""
    if answer.unknown:
        return NOBODY_KNOWS
    if answer.not_applicable is not None:
        return DOES_NOT_APPLY
    if answer.number is not None:
        return number_cell(answer.number)
    if answer.text:
        return spoken_for(answer.text)
    if answer.choices is None:
        return None
    if question.kind is Kind.MULTI:
        return None if answer.choices else NONE_OF_THESE
    option = question.option(answer.choice) if answer.choice is not None else None
    return level_words(level_number(question, option.id), option.label) if option else None


def number_cell(number: Fraction) -> str | float:
    """The number as a number where a spreadsheet keeps all of it, else as text."""
    typed = typed_number(number)
    return typed if sum(map(str.isdigit, typed)) > MOST_DIGITS else float(typed)


def spoken_for(text: str) -> str:
    """A text answer as it stands in its cell: in quotes where it says just what one of the list's words says."""
    return f'"{text}"' if is_state_word(text.strip('"')) else text


def spoken(cell: str) -> str:
    """The text answer that `spoken_for` was given."""
    quoted = len(cell) > 1 and cell.startswith('"') and cell.endswith('"')
    return cell[1:-1] if quoted and is_state_word(cell.strip('"')) else cell


def is_state_word(text: str) -> bool:
    """Whether the text is one of the words for a state that the list offers."""
    return plain(text) in {plain(NOBODY_KNOWS), plain(DOES_NOT_APPLY)}


def plain(text: str) -> str:
    """The text as it is compared: letters alone, without case, breadth and spare white space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
