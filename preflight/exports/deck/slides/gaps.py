"""The top gaps: the foremost five questions to mend, each with its next step."""

from __future__ import annotations

from preflight.charts.heat import level_style
from preflight.charts.theme import LIGHT
from preflight.domain.assessment import State
from preflight.domain.findings import Finding, gaps
from preflight.domain.headlines import gaps_headline
from preflight.domain.plan import ANSWER_IT, to_mend, unanswered_blockers
from preflight.domain.questionnaire import Question
from preflight.domain.wording import EFFORT_WORDS, answer_words, counted
from preflight.exports.deck.model import Cell, Slide, SlideKind
from preflight.exports.deck.slides.breaking import Row
from preflight.exports.deck.slides.parts import draft_words, plain_slide
from preflight.exports.deck.slides.tables import in_tables, table_slides
from preflight.services.dossier import Dossier

MOST_GAPS = 5
"""Every blocker is shown, and so many gaps at the least where there are as many."""
BELOW = "(below the minimum)"
HEAD = ("Question", "Now", "Next step", "It takes")
WIDTHS = (0.31, 0.2, 0.38, 0.11)


def gaps_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """A native table: the question, where it stands, what leads one level up, and how long that takes."""
    findings = dossier.result.findings
    unsaid = [question for question, _ in unanswered_blockers(dossier.questionnaire, dossier.verdict)]
    title = gaps_headline(dossier.open.answers, findings, dossier.score, unanswered=unsaid)
    found = gaps(to_mend(dossier.questionnaire, findings, dossier.verdict), dossier.score, len(findings))
    if not found and not unsaid:
        words = "The gaps stand here once questions are answered." if not findings else "Look after the evidence."
        return plain_slide(dossier, SlideKind.GAPS, title, words)
    shown = found[: max(MOST_GAPS - len(unsaid), sum(each.blocks for each in found))]
    more = len(found) - len(shown)
    rows = [*(_unsaid_row(question) for question in unsaid), *(_row(dossier, each) for each in shown)]
    return table_slides(
        dossier,
        SlideKind.GAPS,
        title,
        in_tables(rows, HEAD, WIDTHS, "gap", "where each stands, its next step and its effort"),
        notes=[
            "What to mend first: critical questions below their minimum, then the lowest scores.",
            "The next step is the questionnaire’s own and leads one level up.",
            "Days, weeks or a quarter is what it usually takes.",
            _beyond(more),
            draft_words(dossier),
        ],
    )


def _beyond(more: int) -> str:
    if not more:
        return ""
    return f"Beyond these, {counted(more)} more {'stands' if more == 1 else 'stand'} below three quarters."


def _unsaid_row(question: Question) -> Row:
    style = level_style(State.UNANSWERED, LIGHT)
    now = f"{answer_words(question, None)} {BELOW}"
    return (
        Cell(text=question.text, strong=True),
        Cell(text=now, fill=style.fill, ink=style.ink),
        Cell(text=ANSWER_IT),
        Cell(text="–", centred=True),
    )


def _row(dossier: Dossier, found: Finding) -> Row:
    answered = found.state is State.ANSWERED
    style = level_style(found.fraction if answered else found.state, LIGHT)
    now = answer_words(found.question, dossier.open.answers.get(found.question.id))
    step = found.next_step
    return (
        Cell(text=found.question.text, strong=True),
        Cell(text=f"{now} {BELOW}" if found.blocks else now, fill=style.fill, ink=style.ink),
        Cell(text=step.do if step else "The questionnaire names none."),
        Cell(text=EFFORT_WORDS[step.effort] if step else "–", centred=True),
    )
