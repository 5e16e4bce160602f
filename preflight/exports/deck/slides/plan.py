"""The plan: the next steps in their order, with room for who does them and by when."""

from __future__ import annotations

from preflight.domain.headlines import plan_headline
from preflight.domain.plan import PlanStep, plan
from preflight.domain.wording import EFFORT_WORDS, counted, short_name
from preflight.exports.deck.model import Cell, Layout, Slide, SlideKind, Table
from preflight.exports.deck.slides.breaking import Row, rows_by_slide
from preflight.exports.deck.slides.parts import draft_words, plain_slide, slide
from preflight.services.dossier import Dossier

MOST_STEPS = 12
"""So many are on slides; a room decides on no more. The report has them all."""
HEAD = ("Next step", "For", "It takes", "Owner", "By")
WIDTHS = (0.42, 0.22, 0.1, 0.14, 0.12)


def plan_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """A native table over as many slides as it takes."""
    steps = plan(dossier.questionnaire, dossier.result.findings, dossier.score, dossier.verdict)
    title = plan_headline(steps)
    if not steps:
        return plain_slide(dossier, SlideKind.PLAN, title, "Steps stand here where a question is below three quarters.")
    shown, more = steps[:MOST_STEPS], len(steps) - MOST_STEPS
    rest = f"{counted(more).capitalize()} more step{' stands' if more == 1 else 's stand'} in the report."
    rows = [_row(step) for step in shown]
    if more > 0:
        rows.append((Cell(text=rest), *(Cell(text="") for _ in HEAD[1:])))
    pages = rows_by_slide(rows, HEAD, WIDTHS)
    count = len(pages)
    return tuple(
        slide(
            dossier,
            SlideKind.PLAN,
            Layout.TABLE,
            title if count == 1 else f"{title} ({place} of {count})",
            _table(page),
            notes=[
                "What blocks comes first, then the cheapest steps. Owner and date are left for the room to fill in.",
                "Each step leads one level up on its question; days, weeks or a quarter is what it usually takes.",
                rest if more > 0 else "",
                draft_words(dossier),
            ],
        )
        for place, page in enumerate(pages, start=1)
    )


def _table(rows: list[Row]) -> Table:
    alt = f"Table of {len(rows)} next step{'' if len(rows) == 1 else 's'}, with empty places for an owner and a date."
    return Table(head=HEAD, rows=tuple(rows), widths=WIDTHS, alt=alt)


def _row(step: PlanStep) -> Row:
    what = f"{short_name(step.question)} ({step.section.title})"
    return (
        Cell(text=step.do),
        Cell(text=f"Blocker: {what}" if step.blocks else what, strong=step.blocks),
        Cell(text=EFFORT_WORDS[step.effort] if step.effort else "–", centred=True),
        Cell(text=""),
        Cell(text=""),
    )
