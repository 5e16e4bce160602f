"""Claimed and evidenced: what somebody could be shown, and the demo gap between the two."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from preflight.charts.series import radar_series, radar_summary
from preflight.domain.figures import shown
from preflight.domain.headlines import evidence_headline
from preflight.domain.sentences import evidence_sentence
from preflight.domain.wording import counted, listed
from preflight.exports.deck.model import Layout, Paragraph, Size, Slide, SlideKind, Words
from preflight.exports.deck.slides.parts import (
    FEW,
    dimension_chart,
    draft_words,
    heading,
    plain_slide,
    remark,
    sections_of,
    slide,
)
from preflight.services.dossier import Dossier

MOST_TOLD = 6


def evidence_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """Both outlines on one radar, the widest gaps in words beside it."""
    title = evidence_headline(dossier.score)
    if dossier.score.fraction is None:
        return plain_slide(dossier, SlideKind.EVIDENCE, title, "Answer a question and add evidence to it.")
    out_of = dossier.score.out_of
    drawn = radar_series(dossier.score, questionnaire=dossier.questionnaire)
    proven = evidence_sentence(dossier.questionnaire, dossier.score, dossier.verdict)
    words = [heading("The widest gap first"), *_gaps(dossier)]
    if proven:
        words.append(Paragraph(text=proven))
    return (
        slide(
            dossier,
            SlideKind.EVIDENCE,
            Layout.CHART_AND_WORDS,
            title,
            dimension_chart(drawn, out_of, radar_summary(drawn, out_of)),
            Words(paragraphs=tuple(words)),
            notes=[
                "Two outlines on one radar: what is claimed, and what has evidence behind it.",
                "The space between is the demo gap.",
                f"Evidence is a text or a link, not older than {dossier.questionnaire.evidence_days} days.",
                "An answer without it counts as 0 in the inner outline.",
                proven,
                "To close a gap, add evidence to the answers that are true already, before anything is built.",
                draft_words(dossier),
            ],
        ),
    )


def _gaps(dossier: Dossier) -> Iterator[Paragraph]:
    sections = sections_of(dossier)
    known = sorted(
        (each for each in sections if each.demo_gap is not None), key=lambda each: -(each.demo_gap or Fraction(0))
    )
    few = len(sections) <= FEW
    for section in known[:MOST_TOLD]:
        proven = shown(section.evidenced, section.out_of)
        figures = f"{shown(section.fraction, section.out_of)} claimed, {proven} with evidence"
        if few:
            yield Paragraph(text=section.title, size=Size.LEAD)
            yield remark(figures)
        else:
            yield Paragraph(strong=section.title, text=figures)
    if rest := known[MOST_TOLD:]:
        yield remark(f"In the other {counted(len(rest))} the gap is no wider.")
    if gone := [each.title for each in sections if each.fraction is None]:
        yield remark(f"No score yet: {listed(gone)}.")
