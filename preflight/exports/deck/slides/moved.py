"""What moved since the assessment before: the dimensions then and now, and the questions behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from preflight.charts.series import RadarSeries, SeriesKind
from preflight.charts.words import shown_number
from preflight.domain.comparison import Comparison, Move
from preflight.domain.figures import signed
from preflight.domain.headlines_over_time import moved_headline
from preflight.domain.questionnaire import Question
from preflight.domain.scoring import SectionScore
from preflight.domain.sentences import compared_on, movement_sentence
from preflight.domain.wording import answer_words, day, number_of, topic
from preflight.exports.deck.model import ChartForm, ChartSeries, Layout, NativeChart, Paragraph, Slide, SlideKind, Words
from preflight.exports.deck.slides.parts import axis_step, draft_words, heading, plain_slide, remark, sections_of, slide
from preflight.services.dossier import Dossier

MOST_TOLD = 5
MOST_DRAWN = 12


def moved_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """Bars of each dimension then and now; the largest steps in words."""
    comparison, previous = dossier.result.comparison, dossier.result.previous
    title = moved_headline(comparison, previous.date if previous else None)
    if comparison is None or previous is None:
        return plain_slide(dossier, SlideKind.MOVED, title, "Complete another assessment, and what moved stands here.")
    sentence = movement_sentence(dossier.questionnaire, comparison)
    return (
        slide(
            dossier,
            SlideKind.MOVED,
            Layout.CHART_AND_WORDS,
            title,
            _chart(dossier, comparison, previous.date),
            Words(paragraphs=tuple(_words(dossier, comparison))),
            notes=[
                f"Two bars for each dimension: on {day(previous.date)} and now.",
                sentence if sentence.endswith((".", "?", "!")) else f"{sentence}.",
                "The figure before a question is its share of its dimension’s change; all shares add up to it.",
                _shared(comparison),
                draft_words(dossier),
            ],
        ),
    )


def _chart(dossier: Dossier, comparison: Comparison, since: date) -> NativeChart:
    out_of = dossier.score.out_of
    now = _drawn(dossier, comparison)
    before = [comparison.before.section(section.id) for section in now]
    last = RadarSeries(name=day(since), kind=SeriesKind.LAST, values=[])
    moved = [
        f"{section.title} {signed(change, out_of)}" for section in now if (change := comparison.change(section.id))
    ]
    return NativeChart(
        form=ChartForm.BARS,
        categories=tuple(section.title for section in now),
        series=(
            ChartSeries(
                name=last.name,
                kind=last.kind,
                values=tuple(shown_number(each.fraction if each else None, out_of) for each in before),
            ),
            ChartSeries(
                name="Now",
                kind=SeriesKind.CLAIMED,
                values=tuple(shown_number(each.fraction, out_of) for each in now),
            ),
        ),
        most=float(out_of),
        step=axis_step(out_of),
        alt=f"Bars of {number_of(len(now), 'dimension')} on {day(since)} and now. {'; '.join(moved) or 'None moved'}.",
    )


def _drawn(dossier: Dossier, comparison: Comparison) -> list[SectionScore]:
    """The dimensions in the questionnaire's order; of very many those that moved most."""
    asked = [section.id for section in sections_of(dossier)]
    found = [section for name in asked if (section := comparison.after.section(name)) is not None]
    most = sorted(found, key=lambda section: -abs(comparison.change(section.id) or Fraction(0)))[:MOST_DRAWN]
    kept = {section.id for section in most}
    return [section for section in found if section.id in kept]


def _words(dossier: Dossier, comparison: Comparison) -> Iterator[Paragraph]:
    moves = [move for move in comparison.moves if move.of_section]
    if moves:
        yield heading("The largest steps")
    elif comparison.moves:
        yield Paragraph(text="Answers changed, but no score moved.")
    else:
        yield Paragraph(text="No answer changed.")
    for move in moves[:MOST_TOLD]:
        question = dossier.questionnaire.question(move.question)
        if question is not None:
            yield _step(dossier, move, question)
    if rest := moves[MOST_TOLD:]:
        yield remark(f"{number_of(len(rest), 'more step')} {'is' if len(rest) == 1 else 'are'} not listed.")
    if shared := _shared(comparison):
        yield remark(shared)
    if left := len(sections_of(dossier)) - len(_drawn(dossier, comparison)):
        yield remark(
            f"{MOST_DRAWN} dimensions are drawn; {'the one' if left == 1 else f'the {left}'} that moved least, not."
        )


def _step(dossier: Dossier, move: Move, question: Question) -> Paragraph:
    last, now = dossier.result.last_answers.get(question.id), dossier.result.open.answers.get(question.id)
    out_of = dossier.score.out_of
    name = topic(question)
    return Paragraph(
        strong=f"{signed(move.of_section, out_of)} {name[:1].upper()}{name[1:]}",
        text=f"from “{_said(answer_words(question, last))}” to “{_said(answer_words(question, now))}”",
        bullet=True,
    )


def _said(words: str) -> str:
    """An answer without the number of its level."""
    return words.partition(" · ")[2] or words


def _shared(comparison: Comparison) -> str:
    if comparison.complete:
        return ""
    return f"Compared only on {compared_on(comparison)}."
