"""What a recommendation rests on, as plain values: what is known on a day about an assessment and a pilot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from preflight.domain.criterion import Criterion
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.scoring import Score
from preflight.domain.sentences import blocker_sentence, verdict_sentence
from preflight.domain.verdict import Verdict

NO_BANDS: Final = "The questionnaire has no bands to decide by."


class Place(StrEnum):
    """Where a verdict stands among the bands of its questionnaire; NONE where there is nothing to decide by."""

    NONE = "none"
    WORST = "worst"
    BETWEEN = "between"
    BEST = "best"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What the newest completed assessment says. `verdict` and `blockers` are sentences, a blocker each.

    `coverage` and `needed` run from 0 to 1; a verdict below what is needed is provisional.
    """

    on: date
    verdict: str
    place: Place
    blockers: tuple[str, ...] = ()
    provisional: bool = False
    coverage: Fraction | None = None
    needed: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the rules look at. `open_conditions` are the titles of what earlier decisions hang on and nobody has
    closed; `systems` counts all that are listed, `deferred` names those that the pilot leaves for later.
    """

    today: date
    assessed: Assessed | None
    criteria: tuple[Criterion, ...] = ()
    open_conditions: tuple[str, ...] = ()
    systems: int = 0
    deferred: tuple[str, ...] = ()
    review_planned: bool = False
    review_done_on: date | None = None


def assessed(questionnaire: Questionnaire, score: Score, verdict: Verdict, on: date) -> Assessed:
    """What a completed assessment of a day says to the rules."""
    blockers = []
    for each in verdict.blockers:
        question = questionnaire.question(each.question)
        blockers.append(f"{question.text} {blocker_sentence(question, each)}" if question else each.question)
    place = place_of(questionnaire, verdict)
    sentence = verdict_sentence(questionnaire, score, verdict)
    return Assessed(
        on=on,
        verdict=NO_BANDS if place is Place.NONE and verdict.value is not None else sentence,
        place=place,
        blockers=tuple(blockers),
        provisional=verdict.provisional,
        coverage=score.coverage,
        needed=questionnaire.verdict.needs_coverage,
    )


def place_of(questionnaire: Questionnaire, verdict: Verdict) -> Place:
    """The verdict's place among the bands; stages without bands go by their share that is passed."""
    bands = questionnaire.verdict.bands
    if verdict.value is None:
        return Place.NONE
    if len(bands) > 1 and verdict.band is not None:
        worst, best = verdict.band.id == bands[0].id, verdict.band.id == bands[-1].id
    elif verdict.stage is not None or verdict.next_stage is not None:
        worst, best = verdict.value == 0, verdict.value == 1
    else:
        return Place.NONE
    return Place.WORST if worst else Place.BEST if best else Place.BETWEEN
