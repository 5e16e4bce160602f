"""The top gaps: the foremost five questions to mend, each with its next step."""

from __future__ import annotations

from preflight.charts.heat import level_style
from preflight.charts.theme import LIGHT
from preflight.domain.assessment import State
from preflight.domain.findings import Finding, gaps
from preflight.domain.headlines import gaps_headline
from preflight.domain.wording import EFFORT_WORDS, answer_words, counted
from preflight.exports.deck.model import Cell, Layout, Slide, SlideKind, Table
from preflight.exports.deck.slides.parts import draft_words, plain_slide, slide
from preflight.services.dossier import Dossier

MOST_GAPS = 5
HEAD = ("Question", "Now", "Next step", "It takes")
WIDTHS = (0.31, 0.2, 0.38, 0.11)


def gaps_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """A native table: the question, where it stands, what leads one level up, and how long that takes."""
    findings = dossier.result.findings
    title = gaps_headline(dossier.result.open.answers, findings, dossier.score)
    found = gaps(findings, dossier.score, len(findings))
    if not found:
        words = "The gaps stand here once questions are answered." if not findings else "Look after the evidence."
        return plain_slide(dossier, SlideKind.GAPS, title, words)
    shown = found[:MOST_GAPS]
    more = len(found) - len(shown)
    table = Table(
        head=HEAD,
        rows=tuple(_row(dossier, each) for each in shown),
        widths=WIDTHS,
        alt=f"Table of the {len(shown)} foremost gaps, each with where it stands, its next step and its effort.",
    )
    return (
        slide(
            dossier,
            SlideKind.GAPS,
            Layout.TABLE,
            title,
            table,
            notes=[
                "What to mend first: critical questions below their minimum, then the lowest scores.",
                "The next step is the questionnaire’s own and leads one level up.",
                "Days, weeks or a quarter is what it usually takes.",
                f"Beyond these {counted(len(shown))}, {counted(more)} more "
                f"{'stands' if more == 1 else 'stand'} below three quarters."
                if more
                else "",
                draft_words(dossier),
            ],
        ),
    )


def _row(dossier: Dossier, found: Finding) -> tuple[Cell, ...]:
    answered = found.state is State.ANSWERED
    style = level_style(found.fraction if answered else found.state, LIGHT)
    now = answer_words(found.question, dossier.result.open.answers.get(found.question.id))
    step = found.next_step
    return (
        Cell(text=found.question.text, strong=True),
        Cell(text=f"{now} (below the minimum)" if found.blocks else now, fill=style.fill, ink=style.ink),
        Cell(text=step.do if step else "The questionnaire names none."),
        Cell(text=EFFORT_WORDS[step.effort] if step else "–", centred=True),
    )
