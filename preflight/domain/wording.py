"""Questions, answers, dates and lists in words, as a person would read them out."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from preflight.domain.assessment import Answer, Answers, State
from preflight.domain.questionnaire import Effort, Kind, Question

STATE_WORDS = {
    State.UNKNOWN: "Nobody knows",
    State.NOT_APPLICABLE: "Does not apply",
    State.UNANSWERED: "Not answered",
}
"""What is said of a question that has no answer; four different things with the one that is not asked."""
EFFORT_WORDS = {Effort.S: "days", Effort.M: "weeks", Effort.L: "a quarter"}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
_STRONG = frozenset({"L", "R", "AL"})
_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def day(moment: date) -> str:
    """A date as people say it, in the same words wherever it is run: 20 November 2026."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def listed(names: Sequence[str]) -> str:
    """The names as a sentence lists them: "A", "A and B", "A, B and C"."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def sentence(words: str) -> str:
    """A sentence of ours that may begin with a name: it runs from left to right, whatever the name's direction."""
    first = next((found for found in map(unicodedata.bidirectional, words) if found in _STRONG), "L")
    return words if first == "L" else f"{_LEFT_TO_RIGHT}{words}"


def apart(name: str) -> str:
    """A name before a figure: one that runs from right to left would else draw the figure into it."""
    return (
        f"{name}{_LEFT_TO_RIGHT}" if any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in name) else name
    )


def counted(number: int) -> str:
    """A number in a sentence: in words up to twelve."""
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number}"


def number_of(count: int, noun: str) -> str:
    """A number of things in figures: "1 question", "9 questions"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def level_number(question: Question, option_id: str) -> int:
    """The number that a level bears on screen and on the keyboard: its place, from 1."""
    return next((place for place, option in enumerate(question.options, 1) if option.id == option_id), 0)


def short_name(question: Question) -> str:
    """A question in two or three words for the list: the last part of its id, where that is made of words."""
    words = question.id.rpartition(".")[2].replace("-", " ")
    return words[0].upper() + words[1:] if len(words) > 2 and not any(map(str.isdigit, words)) else question.text


def topic(question: Question) -> str:
    """A question in a word or two inside a sentence: "owner"; in quotes and whole where its id has no words."""
    name = short_name(question)
    return f"“{name}”" if name == question.text else f"{name[:1].lower()}{name[1:]}"


def standing(question: Question, answers: Answers) -> str:
    """A question and where it stands: "owner at “Nobody named”", "owner unknown", "owner not answered"."""
    answer = answers.get(question.id)
    state = State.UNANSWERED if answer is None else answer.state
    if state is State.UNKNOWN:
        return f"{topic(question)} unknown"
    if answer is None or state is not State.ANSWERED:
        return f"{topic(question)} not answered"
    option = question.option(answer.choice) if answer.choice else None
    return f"{topic(question)} at “{option.label}”" if option else topic(question)


def answer_words(question: Question, answer: Answer | None) -> str:
    """An answer in words, as a person would read it out."""
    if answer is None or answer.state is State.UNANSWERED:
        return STATE_WORDS[State.UNANSWERED]
    if answer.state is State.UNKNOWN:
        return STATE_WORDS[State.UNKNOWN]
    if answer.state is State.NOT_APPLICABLE:
        return f"{STATE_WORDS[State.NOT_APPLICABLE]}: {answer.not_applicable}"
    if answer.number is not None:
        return f"{typed_number(answer.number)} {question.unit}".strip()
    if answer.text:
        return answer.text
    chosen = [option for option in question.options if option.id in (answer.choices or ())]
    if question.kind is Kind.CHOICE and chosen:
        return f"{level_number(question, chosen[0].id)} · {chosen[0].label}"
    return ", ".join(option.label for option in chosen) or "None of these"


def typed_number(number: Fraction) -> str:
    """A number as somebody would type it: 12 or 3.5."""
    if number.denominator == 1:
        return f"{number.numerator}"
    return f"{Decimal(number.numerator) / number.denominator:.6f}".rstrip("0")
