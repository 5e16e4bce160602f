"""The plan: the actions that people have taken on; before there are any, the next steps with room for who and when."""

from __future__ import annotations

from preflight.domain.headlines import plan_headline
from preflight.domain.plan import PlanStep, plan
from preflight.domain.wording import EFFORT_WORDS, short_name
from preflight.exports.deck.model import Cell, Slide, SlideKind
from preflight.exports.deck.slides.actions import actions_slides
from preflight.exports.deck.slides.breaking import Row
from preflight.exports.deck.slides.parts import draft_words, plain_slide
from preflight.exports.deck.slides.tables import in_tables, left_off, table_slides, words_row
from preflight.services.dossier import Dossier

MOST_STEPS = 12
"""So many are on slides; a room decides on no more. The report has them all."""
HEAD = ("Next step", "For", "It takes", "Owner", "By")
WIDTHS = (0.42, 0.22, 0.1, 0.14, 0.12)


def plan_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """A native table over as many slides as it takes."""
    if dossier.pilot.actions:
        return actions_slides(dossier)
    steps = plan(dossier.questionnaire, dossier.result.findings, dossier.score, dossier.verdict)
    title = plan_headline(steps)
    if not steps:
        return plain_slide(dossier, SlideKind.PLAN, title, "Steps stand here where a question is below three quarters.")
    rows, rest = [_row(step) for step in steps[:MOST_STEPS]], left_off(len(steps) - MOST_STEPS, "step")
    if rest:
        rows.append(words_row(rest, len(HEAD)))
    return table_slides(
        dossier,
        SlideKind.PLAN,
        title,
        in_tables(rows, HEAD, WIDTHS, "next step", "with empty places for an owner and a date"),
        notes=[
            "What blocks comes first, then the cheapest steps. Owner and date are left for the room to fill in.",
            "Each step leads one level up on its question; days, weeks or a quarter is what it usually takes.",
            rest,
            draft_words(dossier),
        ],
    )


def _row(step: PlanStep) -> Row:
    what = f"{short_name(step.question)} ({step.section.title})"
    return (
        Cell(text=step.do),
        Cell(text=f"Blocker: {what}" if step.blocks else what, strong=step.blocks),
        Cell(text=EFFORT_WORDS[step.effort] if step.effort else "–", centred=True),
        Cell(text=""),
        Cell(text=""),
    )
