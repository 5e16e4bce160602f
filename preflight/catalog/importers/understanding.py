"""What somebody wrote as an answer, understood generously; what could mean two things is refused, never guessed."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from preflight.catalog.importers.form_layout import DOES_NOT_APPLY, NOBODY_KNOWS, NONE_OF_THESE, YES, level_words
from preflight.catalog.importers.form_words import plain, spoken
from preflight.catalog.importers.row_problems import quoted
from preflight.catalog.importers.xlsx_rows import CellValue, SheetError
from preflight.domain.assessment import Answer
from preflight.domain.errors import Invalid
from preflight.domain.questionnaire import Kind, Question
from preflight.domain.saying import checked_choices, checked_number
from preflight.domain.text import NOTE, clean_text
from preflight.domain.wording import typed_number

UNKNOWN = Answer(unknown=True)
DOES_NOT = Answer(not_applicable="")
"""The reason stands in another cell."""

_UNKNOWN_WORDS: Final = frozenset({"unknown", "don't know", "don’t know", "do not know", "nobody knows.", "?"})
_NOT_WORDS: Final = frozenset({"not applicable", "n/a", "n.a.", "na", "doesn't apply", "doesn’t apply"})
_YES_WORDS: Final = frozenset({"yes", "y", "x", "✓", "✔", "☑", "true", "1"})
_NO_WORDS: Final = frozenset({"no", "n", "false", "0", "-", "–", "☐"})
_LEVEL: Final = re.compile(r"(\d{1,4})(?:\s*[·.:)\]–—-]\s*(.*))?", re.DOTALL)
_THOUSANDS: Final = re.compile(r"[+\-−]?[1-9]\d{0,2}([.,])\d{3}")


def cell_text(value: CellValue) -> str:
    """The cell as text, as somebody would type it. Raises Invalid for a spreadsheet's own error."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return typed_number(Fraction(Decimal(repr(value)))) if abs(value) < 1e15 else f"{value!r}"
    if isinstance(value, date):
        return value.isoformat().removesuffix("T00:00:00")
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, SheetError):
        raise Invalid(f"{value} is an error of the spreadsheet; type the text again.")
    return value


def answer_in_form(question: Question, value: CellValue) -> Answer | None:
    """The answer in the form's cell; None for an empty one, and of a multi question what its options leave open."""
    if question.kind is Kind.NUMBER:
        return _number(question, value)
    text = cell_text(value).strip()
    if not text:
        return None
    if question.kind is Kind.TEXT:
        return _state(text) or Answer(
            text=clean_text(spoken(text), what="The answer", longest=NOTE, lines=True) or None
        )
    if question.kind is Kind.MULTI:
        return _multi(question, text)
    return _choice(question, text)


def ticked(value: CellValue) -> bool:
    """Whether an option's cell says yes; an empty one says no. Raises Invalid for anything else."""
    word = plain(cell_text(value))
    if word in _YES_WORDS:
        return True
    if not word or word in _NO_WORDS:
        return False
    raise Invalid(f"{quoted(word)} is neither yes nor no; write {YES}, or leave it empty.")


def chosen_number(value: CellValue, most: int) -> int:
    """The number of a question, as it stands in the list of them: 3, or "3 · owner". Raises Invalid."""
    found = _LEVEL.fullmatch(cell_text(value).strip())
    if found is None or not 1 <= int(found[1]) <= most:
        raise Invalid(f"{quoted(cell_text(value))} names no question; allowed are the numbers 1 to {most}.")
    return int(found[1])


def _state(text: str, *, generous: bool = False) -> Answer | None:
    """Nobody knows, or does not apply; with `generous` in other words, too."""
    word = plain(text)
    if word == plain(NOBODY_KNOWS) or (generous and word in _UNKNOWN_WORDS):
        return UNKNOWN
    if word == plain(DOES_NOT_APPLY) or (generous and word in _NOT_WORDS):
        return DOES_NOT
    return None


def _choice(question: Question, text: str) -> Answer:
    """A level by its words as listed, its number, or its label; exactly one must be meant."""
    exact = _state(text) or _listed(question, text)
    if exact is not None:
        return exact
    word = plain(text)
    found = [Answer(choices=(option.id,)) for option in question.options if plain(option.label) == word]
    level = _LEVEL.fullmatch(text)
    if level is not None and 1 <= int(level[1]) <= len(question.options):
        option, rest = question.options[int(level[1]) - 1], plain(level[2] or "")
        if not rest or plain(option.label).startswith(rest):
            found.append(Answer(choices=(option.id,)))
        elif not found:
            raise Invalid(
                f"{quoted(text)} contradicts itself: level {level[1]} is {quoted(option.label)}; choose from the list."
            )
    state = _state(text, generous=True)
    found += [state] if state is not None else []
    distinct = list(dict.fromkeys(found))
    if len(distinct) == 1:
        return distinct[0]
    if distinct:
        raise Invalid(f"{quoted(text)} could mean more than one thing; choose from the list.")
    raise Invalid(f"{quoted(text)} is none of the levels; {_allowed(question)}.")


def _listed(question: Question, text: str) -> Answer | None:
    word = plain(text)
    for number, option in enumerate(question.options, start=1):
        if plain(level_words(number, option.label)) == word:
            return Answer(choices=(option.id,))
    return None


def _allowed(question: Question) -> str:
    count = len(question.options)
    levels = f"1 to {count}" if count > 1 else "1"
    return f"allowed are {levels}, “{NOBODY_KNOWS}” and “{DOES_NOT_APPLY}”"


def _multi(question: Question, text: str) -> Answer:
    """None of them, a state, or levels by their numbers: "1, 3"."""
    if plain(text) == plain(NONE_OF_THESE):
        return Answer(choices=())
    state = _state(text, generous=True)
    if state is not None:
        return state
    parts = [part.strip() for part in re.split(r"[,;+\n]", text) if part.strip()]
    numbers = [int(part) for part in parts if re.fullmatch(r"\d{1,3}", part)]
    if len(numbers) == len(parts) and all(1 <= number <= len(question.options) for number in numbers):
        return Answer(choices=checked_choices(question, [question.options[number - 1].id for number in numbers]))
    raise Invalid(
        f"{quoted(text)} can't be read here; say {YES} in the rows below, or choose “{NONE_OF_THESE}”, "
        f"“{NOBODY_KNOWS}” or “{DOES_NOT_APPLY}”."
    )


def _number(question: Question, value: CellValue) -> Answer | None:
    if isinstance(value, date | time | timedelta):
        raise Invalid("The program has made a date or a time of this; type the number again, in a cell of numbers.")
    text = cell_text(value).strip()
    if not text:
        return None
    state = _state(text, generous=True)
    if state is not None:
        return state
    if question.unit and plain(text).endswith(plain(question.unit)):
        text = text[: len(text) - len(question.unit)].strip()
    if not isinstance(value, int | float) and _THOUSANDS.fullmatch(text):
        plainly = re.sub(r"[.,]", "", text)
        raise Invalid(
            f"{quoted(text)} could be {plainly} or a number with decimals; write it without the sign between."
        )
    return Answer(number=checked_number(question, text))


def answer_in_csv(question: Question, text: str) -> Answer:
    """The answer in a CSV's cell: ids of options, a number with a point, or a text. Levels may be named, too."""
    if question.kind is Kind.TEXT:
        return Answer(text=clean_text(text, what="The answer", longest=NOTE, lines=True) or None)
    if question.kind is Kind.NUMBER:
        if "," in text and _THOUSANDS.fullmatch(text.strip()):
            raise Invalid(
                f"{quoted(text)} could be read in two ways; write the number with a point, or without a sign."
            )
        return Answer(number=checked_number(question, text))
    if question.kind is Kind.CHOICE:
        return Answer(choices=(_option_in_csv(question, text),))
    parts = [part for part in re.split(r"[;|\n]", text) if part.strip()]
    return Answer(choices=checked_choices(question, [_option_in_csv(question, part) for part in parts]))


def _option_in_csv(question: Question, text: str) -> str:
    """An option by its id, else by its words as listed or its label."""
    word = plain(text)
    by_id = next((option.id for option in question.options if option.id == word), None)
    if by_id is not None:
        return by_id
    named = [
        option.id
        for number, option in enumerate(question.options, start=1)
        if word in {plain(option.label), plain(level_words(number, option.label))}
    ]
    if len(named) != 1:
        few = ", ".join(option.id for option in question.options[:12])
        more = f" and {len(question.options) - 12} more" if len(question.options) > 12 else ""
        raise Invalid(f"{quoted(text)} is none of the options; allowed are {few}{more}.")
    return named[0]
