"""From a score to a verdict: the weakest decides, critical questions cap, and thin coverage makes it provisional."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from preflight.domain.assessment import Answer, Answers, State
from preflight.domain.questionnaire import Band, Basis, Question, Questionnaire, Section
from preflight.domain.scoring import Score, SectionScore


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """A critical question below its minimum: what it has (an option's id, unknown or unanswered), what it needs."""

    question: str
    has: str
    needs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Where an assessment stands. `band` is None while nothing is scored; stages are None off `basis: stages`.

    `value` is the fraction (0 to 1) that was held against the bands; `weakest` is a top section's id.
    `stage` is the last stage passed before the first that is not, `next_stage` that first one.
    """

    band: Band | None
    provisional: bool
    weakest: str | None
    blockers: tuple[Blocker, ...]
    capped: bool = False
    value: Fraction | None = None
    stage: str | None = None
    next_stage: str | None = None


def decide(questionnaire: Questionnaire, answers: Answers, score: Score, *, completed: bool) -> Verdict:
    """The verdict of section 2 of the questionnaire format; questions that the score leaves out don't count."""
    return judge(questionnaire, score, find_blockers(questionnaire, answers, score, completed=completed))


def judge(questionnaire: Questionnaire, score: Score, blockers: tuple[Blocker, ...]) -> Verdict:
    """The verdict of a score whose blockers are known."""
    rule = questionnaire.verdict
    weakest = weakest_section(score)
    stage = next_stage = None
    if rule.basis is Basis.STAGES:
        passed, value = _stages_passed(questionnaire, score, blockers)
        stage = passed[-1].id if passed else None
        following = questionnaire.sections[len(passed) :]
        next_stage = following[0].id if following else None
    elif rule.basis is Basis.OVERALL:
        value = score.fraction
    else:
        value = min((s.fraction for s in score.sections if s.fraction is not None), default=None)
    band = band_of(rule.bands, value)
    capped = False
    if blockers and band is not None and rule.cap is not None:
        places = [candidate.id for candidate in rule.bands]
        if places.index(band.id) > places.index(rule.cap):
            band, capped = rule.bands[places.index(rule.cap)], True
    thin = rule.needs_coverage > 0 and (score.coverage is None or score.coverage < rule.needs_coverage)
    return Verdict(
        band=band,
        provisional=thin,
        weakest=weakest,
        blockers=blockers,
        capped=capped,
        value=value,
        stage=stage,
        next_stage=next_stage,
    )


def band_of(bands: tuple[Band, ...], value: Fraction | None) -> Band | None:
    """The best band that the value reaches, the worst where it reaches none; None without a value or bands."""
    if value is None or not bands:
        return None
    return next((band for band in reversed(bands) if band.reached_by(value)), bands[0])


def evidenced_standing(
    questionnaire: Questionnaire, score: Score, verdict: Verdict
) -> tuple[Band, SectionScore] | None:
    """The band that evidence alone would reach, and the top section that decides it; None off `basis: weakest`.

    What holds the verdict down holds this one too: it is never better.
    """
    present = [section for section in score.sections if section.evidenced is not None]
    if questionnaire.verdict.basis is not Basis.WEAKEST or not present:
        return None
    least = min(present, key=lambda section: section.evidenced or 0)
    band = band_of(questionnaire.verdict.bands, least.evidenced)
    if band is None or verdict.band is None:
        return None
    return min(band, verdict.band, key=questionnaire.verdict.bands.index), least


def weakest_section(score: Score) -> str | None:
    """The top section with the least fraction, the first of them on a tie; None when none has one."""
    present = [
        (section.fraction, place) for place, section in enumerate(score.sections) if section.fraction is not None
    ]
    return score.sections[min(present)[1]].id if present else None


def find_blockers(
    questionnaire: Questionnaire, answers: Answers, score: Score, *, completed: bool
) -> tuple[Blocker, ...]:
    """Every critical question below its minimum: unknown always is, unanswered only once it is completed."""
    found = (
        blocker_of(question, answers.get(question.id), score.questions[question.id].state, completed=completed)
        for question in questionnaire.questions()
        if question.id in score.questions
    )
    return tuple(blocker for blocker in found if blocker is not None)


def blocker_of(question: Question, answer: Answer | None, state: State, *, completed: bool) -> Blocker | None:
    """What this question blocks with, None where it does not; `state` is that of its score."""
    if question.critical is None:
        return None
    if state is State.UNKNOWN or (state is State.UNANSWERED and completed):
        return Blocker(question=question.id, has=state.value, needs=question.critical)
    has = answer.choice if answer is not None and state is State.ANSWERED else None
    if has is not None and _below(question, has):
        return Blocker(question=question.id, has=has, needs=question.critical)
    return None


def _below(question: Question, has: str) -> bool:
    chosen, least = question.option(has), question.option(question.critical or "")
    return chosen is not None and least is not None and (chosen.points or 0) < (least.points or 0)


def _stages_passed(
    questionnaire: Questionnaire, score: Score, blockers: tuple[Blocker, ...]
) -> tuple[list[Section], Fraction | None]:
    """The stages passed before the first that is not, and their share of all stages (None when nothing is said).

    A stage that is hidden or wholly not applicable asks for nothing and is passed.
    """
    blocked = {blocker.question for blocker in blockers}
    passed: list[Section] = []
    for stage, scored in zip(questionnaire.sections, score.sections, strict=True):
        questions = [score.questions[q.id] for q in stage.all_questions() if q.id in score.questions]
        asked = any(q.scored and q.state not in {State.HIDDEN, State.NOT_APPLICABLE} for q in questions)
        reached = scored.fraction is not None and scored.fraction >= stage.passes
        if any(question.id in blocked for question in questions) or (asked and not reached):
            break
        passed.append(stage)
    said = any(section.fraction is not None for section in score.sections)
    return passed, Fraction(len(passed), len(questionnaire.sections)) if said else None
