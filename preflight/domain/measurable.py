"""What makes a success criterion measurable: every problem at once, each with the way to mend it.

Measurable is what two people who read it would count the same. A wish can't be missed, so it can't be met either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from preflight.domain.criterion import CriterionTerms, Direction
from preflight.domain.criterion_words import number_words
from preflight.domain.errors import Invalid
from preflight.domain.hopes import Says, names_a_unit, names_a_way, names_somebody, said_by
from preflight.domain.typed_numbers import read_number
from preflight.domain.wording import day

MEASURABLE = (
    "Measurable means that two people would count the same: what is counted, in which unit, from which number, to "
    "which number, how it is counted, by when, and who in the business stands for it."
)
LAST_YEAR = 2100
_PERCENT = frozenset({"%", "％", "percent", "per cent", "pct"})
_PER = (" per ", "/", " a ", " an ", " each ")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsDraft:
    """A criterion in the making: what a person has typed and chosen so far, numbers as they were typed."""

    metric: str = ""
    unit: str = ""
    baseline: str = ""
    target: str = ""
    direction: Direction | None = None
    how: str = ""
    by_when: date | None = None
    business_owner: str = ""


def draft_of(terms: CriterionTerms) -> TermsDraft:
    """The terms as a draft, to change them."""
    return TermsDraft(
        metric=terms.metric,
        unit=terms.unit,
        baseline="" if terms.baseline is None else number_words(terms.baseline),
        target=number_words(terms.target),
        direction=terms.direction,
        how=terms.how,
        by_when=terms.by_when,
        business_owner=terms.business_owner,
    )


def problems_of(draft: TermsDraft, *, on: date) -> tuple[str, ...]:
    """All that keeps a criterion from being measurable, a sentence each, in the order of the fields; empty when it is.

    `on` is the day on which it is written down: a day before it can't be a target's.
    """
    found = [
        _metric_problem(draft.metric, draft.unit),
        _unit_problem(draft.unit),
        *_number_problems(draft),
        "" if draft.direction else "Say which way is better: at least the target, or at most.",
        _how_problem(draft.how),
        _day_problem(draft.by_when, on),
        _owner_problem(draft.business_owner),
    ]
    return tuple(each for each in found if each)


def terms_of(draft: TermsDraft, *, on: date) -> CriterionTerms:
    """The draft as terms. Raises Invalid with every problem and what measurable means."""
    problems = problems_of(draft, on=on)
    if problems:
        raise Invalid(" ".join((*problems, MEASURABLE)))
    assert draft.direction is not None, "asked for among the problems"
    assert draft.by_when is not None, "asked for among the problems"
    return CriterionTerms(
        metric=draft.metric.strip(),
        unit=draft.unit.strip(),
        baseline=_read(draft.baseline, "The baseline", draft.unit) if draft.baseline.strip() else None,
        target=_read(draft.target, "The target", draft.unit),
        direction=draft.direction,
        how=draft.how.strip(),
        by_when=draft.by_when,
        business_owner=draft.business_owner.strip(),
    )


def share_problem(what: str, number: Fraction, unit: str) -> str:
    """Why a number can't be one in plain percent (below 0, above 100); empty where it can, and for other units."""
    if unit.strip().casefold() not in _PERCENT or 0 <= number <= 100:
        return ""
    return (
        f"{what} of {number_words(number)} % can't be a share of anything. Where it compares with something else, say "
        "so in the unit, such as “% of last year's”."
    )


def _metric_problem(metric: str, unit: str) -> str:
    said, words = said_by(metric), metric.strip()
    if said is Says.NOTHING:
        return "Say what is counted, such as “Average handling time” or “Invoices processed correctly”."
    if said is Says.A_HOPE:
        return (
            f"“{words}” is a hope, not a measure: nobody could say whether it has come true. Say what would be counted "
            "if it had, such as “Average handling time” or “Invoices processed correctly”."
        )
    if said is Says.A_FIELD and not any(each in f" {unit.casefold()} " for each in _PER):
        return (
            f"“{words}” says where to look, not what is counted there. Name the thing that is counted, such as "
            "“Invoices processed correctly” for quality or “Calls answered within 20 seconds” for service."
        )
    return ""


def _unit_problem(unit: str) -> str:
    if not unit.strip():
        return "Say in which unit it is counted, such as minutes, % or cases a week."
    if not names_a_unit(unit):
        return f"“{unit.strip()}” is no unit. Say in what it is counted, such as minutes, % or cases a week."
    return ""


def _number_problems(draft: TermsDraft) -> list[str]:
    found, numbers = [], {}
    for what, typed in (("The baseline", draft.baseline), ("The target", draft.target)):
        if not typed.strip():
            continue
        try:
            numbers[what] = _read(typed, what, draft.unit)
        except Invalid as refused:
            found.append(str(refused))
    if not draft.target.strip():
        found.append("Give the target as a number: from which number on would you call it a success?")
    found += [share_problem(what, number, draft.unit) for what, number in numbers.items()]
    if len(numbers) == 2 and draft.direction is not None:
        found.append(_gain_problem(numbers["The baseline"], numbers["The target"], draft.direction))
    return found


def _read(typed: str, what: str, unit: str) -> Fraction:
    return read_number(typed, what=what, unit=unit)


def _gain_problem(baseline: Fraction, target: Fraction, direction: Direction) -> str:
    if target > baseline if direction is Direction.AT_LEAST else target < baseline:
        return ""
    if target == baseline:
        stands = (
            f"The target is what there is already ({number_words(baseline)}), so it would be met without the pilot."
        )
    else:
        way = "at least" if direction is Direction.AT_LEAST else "at most"
        stands = (
            f"{way.capitalize()} {number_words(target)} is worse than the {number_words(baseline)} that there is "
            "already. Turn the direction round if it is the wrong way."
        )
    return f"{stands} Where a number only has to hold while another one improves, leave its baseline empty."


def _how_problem(how: str) -> str:
    if not how.strip():
        return "Say how it is measured: where the number comes from, who takes it, and over how many cases."
    if not names_a_way(how):
        return (
            f"“{how.strip()}” doesn't say how it is measured. Say where the number comes from, who takes it, and over "
            "how many cases, such as “Time stamps of the ticket system, all tickets of a week”."
        )
    return ""


def _day_problem(by_when: date | None, on: date) -> str:
    if by_when is None:
        return "Say by which day the target is to be reached."
    if by_when < on:
        return f"{day(by_when)} has passed. A target needs a day that is still to come."
    if by_when.year > LAST_YEAR:
        return f"The day should be before the end of {LAST_YEAR}."
    return ""


def _owner_problem(owner: str) -> str:
    if not owner.strip():
        return "Name the person in the business who stands for it."
    if not names_somebody(owner):
        return f"“{owner.strip()}” is nobody in particular. Name one person in the business who stands for it."
    return ""
