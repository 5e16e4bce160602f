"""The radar: every dimension now, last time, and the target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from preflight.charts.series import RadarSeries, SeriesKind, radar_summary
from preflight.domain.figures import scale_end, signed
from preflight.domain.headlines import radar_headline
from preflight.domain.sentences import compared_on
from preflight.domain.target import Target, target_of
from preflight.domain.wording import counted, day, listed
from preflight.exports.charted import radar_outlines
from preflight.exports.deck.model import Layout, Paragraph, Slide, SlideKind, Words
from preflight.exports.deck.slides.parts import (
    FEW,
    dimension_chart,
    draft_words,
    figure_words,
    heading,
    plain_slide,
    remark,
    sections_of,
    slide,
    standing_words,
    weakest_first,
)
from preflight.services.dossier import Dossier

MOST_TOLD = 6


def radar_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """The native radar of now, last time and the target; the dimensions in words beside it, the weakest first."""
    target = target_of(dossier.questionnaire)
    title = radar_headline(dossier.score, target)
    if dossier.score.fraction is None:
        return plain_slide(dossier, SlideKind.RADAR, title, "Answer a question, and the radar stands here.")
    out_of = dossier.score.out_of
    drawn = _series(dossier)
    words = [heading(f"The weakest first, of {scale_end(out_of)}"), *_dimensions(dossier)]
    if not dossier.result.comparison:
        words.append(remark("It is the first assessment, so there is no outline of last time."))
    return (
        slide(
            dossier,
            SlideKind.RADAR,
            Layout.CHART_AND_WORDS,
            title,
            dimension_chart(drawn, out_of, radar_summary(drawn, out_of)),
            Words(paragraphs=tuple(words)),
            notes=_notes(dossier, target),
        ),
    )


def _series(dossier: Dossier) -> list[RadarSeries]:
    """In drawing order: last time, the target, now on top."""
    drawn = [each for each in radar_outlines(dossier) if each.kind is not SeriesKind.EVIDENCED]
    return [replace(each, name="Now") if each.kind is SeriesKind.CLAIMED else each for each in drawn]


def _dimensions(dossier: Dossier) -> Iterator[Paragraph]:
    comparison = dossier.result.comparison
    ordered = weakest_first(sections_of(dossier))
    few = len(ordered) <= FEW
    for section in ordered[:MOST_TOLD]:
        moved = comparison.change(section.id) if comparison else None
        since = "" if moved is None else f"{signed(moved, section.out_of)} since last time" if moved else "unchanged"
        yield from standing_words(section, since, few=few)
    rest = ordered[MOST_TOLD:]
    scored = [section for section in rest if section.fraction is not None]
    if scored:
        yield remark(f"{_others(len(scored))} no lower.")
    if len(scored) < len(rest):
        yield remark(f"No score yet: {listed([each.title for each in rest if each.fraction is None])}.")


def _others(count: int) -> str:
    return "The other one stands" if count == 1 else f"The other {counted(count)} stand"


def _notes(dossier: Dossier, target: Target | None) -> Iterator[str]:
    previous, comparison = dossier.result.previous, dossier.result.comparison
    ordered = [each for each in weakest_first(sections_of(dossier)) if each.fraction is not None]
    yield "Each spoke is a dimension, from 0 in the middle to the best at the rim; the strong outline is now."
    if previous:
        yield f"The dashed outline is last time, {day(previous.date)}."
    if target:
        asks = "asked of the mean" if target.of_mean else "asked of every dimension"
        yield f"The dotted outline is the target ({target.name.partition(': ')[2]}), {asks}."
    yield f"The weakest is {ordered[0].title}, at {figure_words(ordered[0].fraction, ordered[0].out_of)}."
    if len(ordered) > 1:
        yield f"The strongest is {ordered[-1].title}, at {figure_words(ordered[-1].fraction, ordered[-1].out_of)}."
    if comparison and not comparison.complete:
        yield f"Last time and the changes count only {compared_on(comparison)}."
    yield "A dimension’s score combines those of its questions; figures are cut, not rounded."
    yield "Where there is no score there is a gap, not a zero."
    yield draft_words(dossier)
