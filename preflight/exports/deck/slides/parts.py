"""What several slides are put together from: their foot, scales and series, past moments, plain paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from preflight.charts.geometry import axis_ticks
from preflight.charts.series import RadarSeries, align, asked_sections
from preflight.charts.words import shown_number
from preflight.domain.figures import percent, scale_end, shown
from preflight.domain.questionnaire import Questionnaire
from preflight.domain.scoring import SectionScore
from preflight.domain.verdict import Verdict
from preflight.domain.wording import number_of, sentence
from preflight.exports.deck.model import (
    ChartForm,
    ChartSeries,
    Layout,
    NativeChart,
    Paragraph,
    Part,
    Size,
    Slide,
    SlideKind,
    Tone,
    Words,
)
from preflight.exports.footing import foot
from preflight.services.dossier import Dossier

SMALLEST_RADAR = 3
FEW = 4
"""So many dimensions or conditions stand beside a chart or a verdict in large letters."""
"""Fewer dimensions are bars: a radar of two is a line."""


def slide(dossier: Dossier, kind: SlideKind, layout: Layout, title: str, *parts: Part, notes: Iterable[str]) -> Slide:
    """A slide with the dossier's foot; the notes are sentences, those that are empty left out."""
    return Slide(
        kind=kind,
        layout=layout,
        title=title if layout is Layout.COVER else sentence(title),
        parts=tuple(map(_from_the_left, parts)),
        notes=" ".join(each for each in notes if each),
        foot=foot(dossier),
    )


def _from_the_left(part: Part) -> Part:
    """Words beside one another begin at the same side, whatever the direction of the names in them."""
    if not isinstance(part, Words):
        return part
    led = (
        replace(each, strong=sentence(each.strong)) if each.strong else replace(each, text=sentence(each.text))
        for each in part.paragraphs
    )
    return Words(paragraphs=tuple(led))


def plain_slide(dossier: Dossier, kind: SlideKind, title: str, *sentences: str) -> tuple[Slide, ...]:
    """A slide that has nothing to show, and says so."""
    words = Words(paragraphs=tuple(Paragraph(text=each, size=Size.LEAD, tone=Tone.MUTED) for each in sentences))
    return (slide(dossier, kind, Layout.WORDS, title, words, notes=[f"{title}.", *sentences]),)


def sections_of(dossier: Dossier) -> tuple[SectionScore, ...]:
    """The dimensions that were asked, in the questionnaire's order."""
    return asked_sections(dossier.score, dossier.questionnaire)


def weakest_first(sections: Sequence[SectionScore]) -> list[SectionScore]:
    """Those with a score, the lowest first, then those without."""
    return sorted(sections, key=lambda each: (each.fraction is None, each.fraction or Fraction(0)))


def dimension_chart(series: Sequence[RadarSeries], out_of: Fraction, alt: str) -> NativeChart:
    """The series as a radar, as bars below three dimensions; in drawing order, the last on top."""
    lined = align(series)
    form = ChartForm.RADAR if len(lined.dimensions) >= SMALLEST_RADAR else ChartForm.BARS
    return NativeChart(
        form=form,
        categories=lined.dimensions,
        series=tuple(
            ChartSeries(name=one.name, kind=one.kind, values=tuple(shown_number(each, out_of) for each in scores))
            for one, scores in zip(series, lined.scores, strict=True)
        ),
        most=float(out_of),
        step=axis_step(out_of),
        alt=alt,
    )


def axis_step(out_of: Fraction) -> float:
    """From one number of the scale to the next."""
    return float(axis_ticks(out_of)[1])


def narrowed_words(dossier: Dossier) -> str:
    """On which questions a history rests, where its runs did not all ask the same."""
    history = dossier.history
    if history is None or not history.narrowed:
        return ""
    return f"Compared on the {number_of(len(history.shared), 'question')} that all of them asked, of {history.asked}."


def provisional_words(questionnaire: Questionnaire, verdict: Verdict, coverage: Fraction | None) -> str:
    """That the verdict is provisional and why; empty where it is firm."""
    if not verdict.provisional:
        return ""
    needed = percent(questionnaire.verdict.needs_coverage)
    return f"Provisional: {percent(coverage)} is covered, and a firm verdict needs {needed}."


def draft_words(dossier: Dossier) -> str:
    """That it is a draft; empty once it is completed."""
    return "" if dossier.assessment.completed else "This is a draft, so far: it can still change."


def band_tone(questionnaire: Questionnaire, verdict: Verdict) -> Tone:
    """The tone of the verdict's band: bad for the worst, good for the best, else between."""
    bands = questionnaire.verdict.bands
    if verdict.band is None:
        return Tone.MUTED
    place = [band.id for band in bands].index(verdict.band.id)
    return Tone.GOOD if place == len(bands) - 1 else Tone.BAD if place == 0 else Tone.WARN


def figure_words(fraction: Fraction | None, out_of: Fraction) -> str:
    """A score with what it is out of: "2.4 of 4", "no score yet"."""
    return "no score yet" if fraction is None else f"{shown(fraction, out_of)} of {scale_end(out_of)}"


def standing_words(section: SectionScore, remarks: str, *, few: bool) -> tuple[Paragraph, ...]:
    """A dimension's figure and name; where there are few of them large, with the remark beneath, else in one line."""
    figure = shown(section.fraction, section.out_of)
    if section.fraction is None:
        remarks = "no score yet"
    if not few:
        return (Paragraph(strong=figure, text=f"{section.title}{f', {remarks}' if remarks else ''}"),)
    large = Paragraph(strong=figure, text=section.title, size=Size.LEAD)
    return (large, remark(remarks)) if remarks else (large,)


def heading(words: str) -> Paragraph:
    """The small title of a column of words."""
    return Paragraph(text=words, tone=Tone.ACCENT)


def remark(words: str) -> Paragraph:
    """A quiet sentence beneath what it belongs to."""
    return Paragraph(text=words, size=Size.SMALL, tone=Tone.MUTED)
