"""The plan: the next step of every gap, what blocks first, then the cheapest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from preflight.domain.assessment import State
from preflight.domain.findings import Finding, gaps
from preflight.domain.questionnaire import Effort, Question, Questionnaire, Section
from preflight.domain.scoring import Score
from preflight.domain.verdict import Verdict

ANSWER_IT = "Answer it: nobody has yet, and it is critical."
_COST = {effort: place for place, effort in enumerate(Effort)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """One step for one question. `effort` is None where the step is to answer the question."""

    question: Question
    section: Section
    do: str
    effort: Effort | None
    blocks: bool


def plan(
    questionnaire: Questionnaire, findings: Sequence[Finding], score: Score, verdict: Verdict
) -> tuple[PlanStep, ...]:
    """Critical questions that nobody answered, then blockers, then the cheapest steps, the lowest scores first."""
    unsaid = unanswered_blockers(questionnaire, verdict)
    steps = [PlanStep(question=one, section=of, do=ANSWER_IT, effort=None, blocks=True) for one, of in unsaid]
    mending = [
        PlanStep(
            question=each.question,
            section=each.section,
            do=each.next_step.do,
            effort=each.next_step.effort,
            blocks=each.blocks,
        )
        for each in gaps(to_mend(questionnaire, findings, verdict), score, len(findings))
        if each.next_step is not None
    ]
    mending.sort(key=lambda step: (not step.blocks, _COST[step.effort] if step.effort else 0))
    return (*steps, *mending)


def to_mend(questionnaire: Questionnaire, findings: Sequence[Finding], verdict: Verdict) -> tuple[Finding, ...]:
    """The findings but those of `unanswered_blockers`, which are to be answered before they can be mended."""
    asked = {question.id for question, _ in unanswered_blockers(questionnaire, verdict)}
    return tuple(each for each in findings if each.question.id not in asked)


def unanswered_blockers(questionnaire: Questionnaire, verdict: Verdict) -> list[tuple[Question, Section]]:
    """The critical questions that block because nobody answered them."""
    found = []
    for blocker in verdict.blockers:
        question, section = questionnaire.question(blocker.question), questionnaire.section_of(blocker.question)
        if blocker.has == State.UNANSWERED.value and question is not None and section is not None:
            found.append((question, section))
    return found
