"""What to mend first, what carries, and the plan."""

from __future__ import annotations

from typing import Any

from preflight.domain.findings import Finding, gaps, strengths
from preflight.domain.headlines import gaps_headline, plan_headline
from preflight.domain.plan import PlanStep, plan, to_mend, unanswered_blockers
from preflight.domain.wording import EFFORT_WORDS, answer_words
from preflight.exports.report.told import told
from preflight.services.dossier import Dossier

MOST_GAPS, MOST_STRENGTHS = 5, 5


def gaps_part(dossier: Dossier) -> list[dict[str, Any]]:
    """The foremost gaps, every blocker among them; a critical question that nobody answered is one too."""
    unsaid = [each for each in _steps(dossier) if each.effort is None]
    found = to_mend(dossier.questionnaire, dossier.result.findings, dossier.verdict)
    most = max(MOST_GAPS, sum(each.blocks for each in found))
    foremost = gaps(found, dossier.score, most)
    return [*(_unsaid(each) for each in unsaid), *(_finding(dossier, each) for each in foremost)]


def gaps_lead(dossier: Dossier) -> str:
    """What to mend first, in a sentence."""
    unsaid = [question for question, _ in unanswered_blockers(dossier.questionnaire, dossier.verdict)]
    return told(gaps_headline(dossier.open.answers, dossier.result.findings, dossier.score, unanswered=unsaid))


def strengths_part(dossier: Dossier) -> list[dict[str, Any]]:
    """What stands at three quarters or more, that with evidence first."""
    return [_finding(dossier, each) for each in strengths(dossier.result.findings, MOST_STRENGTHS)]


def plan_part(dossier: Dossier) -> list[dict[str, Any]]:
    """Every next step, what blocks first, then the cheapest."""
    return [
        {
            "do": told(each.do),
            "effort": EFFORT_WORDS[each.effort] if each.effort else "",
            "question": told(each.question.text),
            "section": told(each.section.title),
            "blocks": each.blocks,
        }
        for each in _steps(dossier)
    ]


def plan_lead(dossier: Dossier) -> str:
    """The plan in a sentence."""
    return told(plan_headline(_steps(dossier)))


def _steps(dossier: Dossier) -> tuple[PlanStep, ...]:
    return plan(dossier.questionnaire, dossier.result.findings, dossier.score, dossier.verdict)


def _finding(dossier: Dossier, finding: Finding) -> dict[str, Any]:
    question, step = finding.question, finding.next_step
    return {
        "question": told(question.text),
        "section": told(finding.section.title),
        "answer": told(answer_words(question, dossier.open.answers.get(question.id))),
        "why": told(question.why),
        "blocks": finding.blocks,
        "proven": finding.proven,
        "next": told(step.do) if step else "",
        "effort": EFFORT_WORDS[step.effort] if step else "",
    }


def _unsaid(step: PlanStep) -> dict[str, Any]:
    return {
        "question": told(step.question.text),
        "section": told(step.section.title),
        "answer": answer_words(step.question, None),
        "why": told(step.question.why),
        "blocks": True,
        "proven": False,
        "next": step.do,
        "effort": "",
    }
