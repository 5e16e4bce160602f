"""What can be said about a question, checked: the same for an answer, a vote and what a room agrees on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from preflight.domain.assessment import Answer
from preflight.domain.errors import Invalid
from preflight.domain.questionnaire import Kind, Question
from preflight.domain.text import LINE, NOTE, clean_text
from preflight.domain.wording import typed_number

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,6})?")


def read_said(question: Question, said: Mapping[str, object]) -> Answer:
    """What was said, from its plain form: exactly one of `choices` (a list of option ids), `number` (as typed), `text`,
    `unknown` (True) and `not_applicable` (True, or the reason). Raises Invalid for everything else."""
    match dict(said):
        case {"choices": list(chosen), **rest} if not rest and all(isinstance(each, str) for each in chosen):
            return Answer(choices=checked_choices(question, chosen))
        case {"number": str(typed), **rest} if not rest:
            return Answer(number=checked_number(question, typed))
        case {"text": str(text), **rest} if not rest and question.kind is Kind.TEXT:
            return Answer(text=clean_text(text, what="The answer", longest=NOTE, lines=True) or None)
        case {"unknown": True, **rest} if not rest:
            return Answer(unknown=True)
        case {"not_applicable": True, **rest} if not rest:
            return Answer(not_applicable="")
        case {"not_applicable": str(reason), **rest} if not rest:
            return Answer(not_applicable=clean_text(reason, what="The reason", longest=LINE))
    raise Invalid("This can't be read as an answer to the question.")


def plain_said(answer: Answer) -> dict[str, object]:
    """What was said in the form that `read_said` reads; empty where nothing was."""
    if answer.unknown:
        return {"unknown": True}
    if answer.not_applicable is not None:
        return {"not_applicable": answer.not_applicable or True}
    if answer.choices is not None:
        return {"choices": list(answer.choices)}
    if answer.number is not None:
        return {"number": typed_number(answer.number)}
    return {"text": answer.text} if answer.text else {}


def checked_choices(question: Question, option_ids: Sequence[str]) -> tuple[str, ...]:
    """The chosen options in the question's order. Raises Invalid where they can't be chosen, or not together."""
    chosen = set(option_ids)
    if question.kind not in {Kind.CHOICE, Kind.MULTI}:
        raise Invalid("This question is not answered by choosing.")
    if not chosen <= {option.id for option in question.options}:
        raise Invalid("This answer is not one of the question's options.")
    if question.kind is Kind.CHOICE and len(chosen) != 1:
        raise Invalid("Choose exactly one level.")
    alone = [option for option in question.options if option.exclusive and option.id in chosen]
    if alone and len(chosen) > 1:
        raise Invalid(f"“{alone[0].label}” can't stand beside another option.")
    return tuple(option.id for option in question.options if option.id in chosen)


def checked_number(question: Question, typed: str) -> Fraction:
    """The number that was typed. Raises Invalid outside the question's range."""
    if question.kind is not Kind.NUMBER:
        raise Invalid("This question is not answered with a number.")
    text = typed.strip().replace(",", ".").replace("\u2212", "-")
    if not _NUMBER.fullmatch(text):
        raise Invalid("Type a number, such as 12 or 3.5.")
    number = Fraction(text)
    low, high = question.minimum, question.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise Invalid(f"The number should be {_range(low, high)}.")
    return number


def _range(low: Fraction | None, high: Fraction | None) -> str:
    if low is not None and high is not None:
        return f"between {float(low):g} and {float(high):g}"
    return f"at least {float(low):g}" if low is not None else f"at most {float(high or 0):g}"
