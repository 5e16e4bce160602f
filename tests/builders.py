"""Builders: the smallest sound questionnaire, section, question or answer, with only what a test is about said.

    questionnaire(section("a", question("a.one", critical="2"), question("a.two", points=(0, 5))))
    answers({"a.one": "3", "a.two": UNKNOWN})

Numbers may be given as int, Fraction or text ("3/7", "0.75"); conditions as text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from preflight.domain.assessment import Answer, Answers, Evidence
from preflight.domain.condition import Condition, parse_condition
from preflight.domain.questionnaire import (
    Band,
    Basis,
    Combine,
    Kind,
    NumberBand,
    Option,
    Question,
    Questionnaire,
    Risk,
    Rule,
    Section,
    VerdictRule,
)

Number = int | str | Fraction

TODAY = date(2026, 11, 20)
UNKNOWN = Answer(unknown=True)
NOT_APPLICABLE = Answer(not_applicable="A batch job, nobody waits")


def exact(value: Number) -> Fraction:
    """The rational that a questionnaire writes as 3, "0.75" or "3/7"."""
    return Fraction(value)


def condition(text: str | Condition | None, *, own_question: str | None = None) -> Condition | None:
    return parse_condition(text, own_question=own_question) if isinstance(text, str) else text


def option(option_id: str, points: Number | None = None, **fields: Any) -> Option:
    fields.setdefault("label", f"Option {option_id}")
    return Option(id=option_id, points=None if points is None else exact(points), **fields)


def levels(*points: Number | None) -> tuple[Option, ...]:
    """A scale: one option for each of the points, with ids "0", "1", "2"."""
    return tuple(option(str(level), found) for level, found in enumerate(points))


def named(**points: Number | None) -> tuple[Option, ...]:
    """Options by name: `named(crm=1, erp=2)`."""
    return tuple(option(name, found) for name, found in points.items())


def question(
    question_id: str = "q",
    *,
    points: Sequence[Number | None] = (0, 1, 2, 3, 4),
    weight: Number = 1,
    show_if: str | Condition | None = None,
    **fields: Any,
) -> Question:
    """A choice question with the options "0" to "4", worth as many points."""
    fields.setdefault("text", f"What about {question_id}?")
    fields.setdefault("options", levels(*points))
    return Question(id=question_id, weight=exact(weight), show_if=condition(show_if), **fields)


def multi(question_id: str = "m", *, combine: Combine | None = Combine.SUM, **fields: Any) -> Question:
    """A multi question with the options a, b and c, worth 1, 2 and 3 points; without `combine` when it has rules."""
    fields.setdefault("options", named(a=1, b=2, c=3))
    return question(question_id, kind=Kind.MULTI, combine=None if fields.get("rules") else combine, **fields)


def rule(when: str, risk: Risk | None = None, points: Number | None = None, *, of: str = "m") -> Rule:
    """A rule of the multi question `of`."""
    return Rule(
        when=parse_condition(when, own_question=of), risk=risk, points=None if points is None else exact(points)
    )


def number(question_id: str = "n", *, bands: Mapping[Number, Number] | None = None, **fields: Any) -> Question:
    """A number question; `bands` maps where a band starts to its points (0: 0, 10: 4)."""
    found = tuple(
        NumberBand(start=exact(start), points=exact(points)) for start, points in (bands or {0: 0, 10: 4}).items()
    )
    return question(question_id, kind=Kind.NUMBER, options=(), bands=found, **fields)


def text(question_id: str = "t", **fields: Any) -> Question:
    """A text question: context, never scored."""
    return question(question_id, kind=Kind.TEXT, options=(), **fields)


def section(
    section_id: str = "s",
    *children: Question | Section,
    weight: Number = 1,
    passes: Number = 1,
    show_if: str | Condition | None = None,
    **fields: Any,
) -> Section:
    """A section of questions or of sections; with none given, of one question named `<section_id>.q`."""
    inside = children or (question(f"{section_id}.q"),)
    fields.setdefault("title", f"Section {section_id}")
    return Section(
        id=section_id,
        weight=exact(weight),
        passes=exact(passes),
        show_if=condition(show_if),
        questions=tuple(child for child in inside if isinstance(child, Question)),
        sections=tuple(child for child in inside if isinstance(child, Section)),
        **fields,
    )


def band(band_id: str, start: Number = 0, *, above: Number | None = None) -> Band:
    """A band that is reached at `start`, or only above `above`."""
    return Band(
        id=band_id,
        title=band_id.capitalize(),
        start=exact(start if above is None else above),
        exclusive=above is not None,
    )


BANDS = (band("not-ready"), band("conditional", "0.5"), band("ready", "0.75"))


def verdict_rule(
    *bands: Band, basis: Basis = Basis.WEAKEST, cap: str | None = "not-ready", needs_coverage: Number = 0
) -> VerdictRule:
    """A verdict from the given bands, or from not-ready, conditional (1/2) and ready (3/4)."""
    return VerdictRule(basis=basis, bands=bands or BANDS, cap=cap, needs_coverage=exact(needs_coverage))


def questionnaire(*sections: Section, verdict: VerdictRule | None = None, **fields: Any) -> Questionnaire:
    """A questionnaire of the given sections, or of one section with one question, `s.q`."""
    defaults: dict[str, Any] = {"id": "sample", "version": 1, "title": "Sample"}
    return Questionnaire(sections=sections or (section(),), verdict=verdict or verdict_rule(), **(defaults | fields))


def of_questions(*questions: Question, **fields: Any) -> Questionnaire:
    """A questionnaire of one section, `s`, with these questions."""
    return questionnaire(section("s", *questions), **fields)


def evidence(days_old: int | None = 0, *, text: str = "Load test", url: str = "", on: date = TODAY) -> Evidence:
    """Evidence from `days_old` days before `on`; None: without a date."""
    return Evidence(text=text, url=url, date=None if days_old is None else on - timedelta(days=days_old))


def answer(said: str | Sequence[str] | Number | Answer | None, *proof: Evidence, **fields: Any) -> Answer:
    """An answer: text is one chosen option, a sequence several, an int or Fraction a number, None only a note."""
    match said:
        case Answer():
            return said
        case None:
            return Answer(evidence=proof, **({"note": "We will ask."} | fields))
        case str():
            return Answer(choices=(said,), evidence=proof, **fields)
        case int() | Fraction():
            return Answer(number=Fraction(said), evidence=proof, **fields)
        case _:
            return Answer(choices=tuple(said), evidence=proof, **fields)


def answers(said: Mapping[str, str | Sequence[str] | Number | Answer | None]) -> Answers:
    """Answers by question id, each written as `answer` takes it."""
    return {question_id: answer(found) for question_id, found in said.items()}
