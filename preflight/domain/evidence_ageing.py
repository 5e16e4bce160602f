"""How evidence grows old: what of a completed assessment is still evidenced, day by day, while its answers stay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from preflight.domain.assessment import Answer, Answers
from preflight.domain.points import NOTHING
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.scoring import Score, combine_scores, score

_LAST_DAY = date.max.toordinal()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeingStep:
    """What is evidenced from a day on, until the next step.

    `evidenced` is the questionnaire's fraction, `sections` go from a top section's id to its own; None where nothing is
    scored. `aged` counts the answers that had evidence when they were assessed, and have none that still counts.
    """

    from_day: date
    evidenced: Fraction | None
    sections: tuple[tuple[str, Fraction | None], ...]
    aged: int


def ageing_of(questionnaire: Questionnaire, answers: Answers, assessed_on: date) -> tuple[AgeingStep, ...]:
    """The steps from the day of the assessment on; each is what `score(…, on=day)` finds evidenced until the next."""
    first = score(questionnaire, answers, on=assessed_on)
    last_days = {
        name: _last_day(answers[name], questionnaire.evidence_days)
        for name, one in first.questions.items()
        if one.evidenced and name in answers
    }
    steps = [_step(assessed_on, first, 0)]
    for last in sorted({last for last in last_days.values() if last < _LAST_DAY}):
        aged = {name for name, until in last_days.items() if until <= last}
        questions = {
            name: replace(one, evidenced=NOTHING) if name in aged else one for name, one in first.questions.items()
        }
        steps.append(_step(date.fromordinal(last + 1), combine_scores(questionnaire, questions), len(aged)))
    return tuple(steps)


def _last_day(answer: Answer, lasts_days: int) -> int:
    """The last day on which any of its evidence counts, as the calendar's ordinal; it has some."""
    return max(
        min(each.date.toordinal() + lasts_days, _LAST_DAY)
        for each in answer.evidence
        if each.date is not None and (each.text or each.url)
    )


def _step(day: date, found: Score, aged: int) -> AgeingStep:
    return AgeingStep(
        from_day=day,
        evidenced=found.evidenced,
        sections=tuple((section.id, section.evidenced) for section in found.sections),
        aged=aged,
    )
