"""What stands out in an assessment: what carries it, and what to mend first."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from preflight.domain.assessment import Answers, State
from preflight.domain.questionnaire import Improvement, Question, Questionnaire, Section
from preflight.domain.scoring import Score
from preflight.domain.verdict import Verdict

STRONG = Fraction(3, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One question that stands out; `next_step` leads from its present option to the next one up."""

    question: Question
    section: Section
    state: State
    fraction: Fraction
    proven: bool
    blocks: bool
    next_step: Improvement | None


def find(questionnaire: Questionnaire, answers: Answers, score: Score, verdict: Verdict) -> tuple[Finding, ...]:
    """Every scored question that has a fraction, in the questionnaire's order."""
    blocking = {blocker.question for blocker in verdict.blockers}
    found = []
    for section in questionnaire.sections:
        for question in section.all_questions():
            scored = score.questions[question.id]
            if scored.fraction is None:
                continue
            answer = answers.get(question.id)
            choice = answer.choice if answer and answer.choice else None
            worst = min(question.options, key=lambda option: option.points or 0).id if question.options else ""
            found.append(
                Finding(
                    question=question,
                    section=section,
                    state=scored.state,
                    fraction=scored.fraction,
                    proven=scored.evidenced == scored.fraction and scored.fraction > 0,
                    blocks=question.id in blocking,
                    next_step=question.next_step(choice or worst),
                )
            )
    return tuple(found)


def strengths(findings: tuple[Finding, ...], most: int = 3) -> tuple[Finding, ...]:
    """The questions at three quarters or more, those with evidence first."""
    strong = [each for each in findings if each.fraction >= STRONG]
    return tuple(sorted(strong, key=lambda each: (not each.proven, -each.fraction))[:most])


def gaps(findings: tuple[Finding, ...], score: Score, most: int = 5) -> tuple[Finding, ...]:
    """What to mend first: blockers, then the least fractions, those of weaker dimensions first."""
    fractions = {section.id: section.fraction or Fraction(0) for section in score.sections}
    open_ones = [each for each in findings if each.blocks or each.fraction < STRONG]
    return tuple(
        sorted(open_ones, key=lambda each: (not each.blocks, each.fraction, fractions[each.section.id]))[:most]
    )
