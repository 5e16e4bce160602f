"""Before and after: every dimension now, and as it would stand once the path is gone."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.charts.series import radar_summary
from preflight.domain.figures import shown
from preflight.domain.headlines_to_decide import after_headline
from preflight.domain.path_sentences import effort_sentence
from preflight.domain.paths.improvement import Path
from preflight.domain.wording import counted, listed
from preflight.exports.deck.model import Layout, Paragraph, Size, Slide, SlideKind, Words
from preflight.exports.deck.slides.parts import (
    FEW,
    dimension_chart,
    draft_words,
    figure_words,
    heading,
    plain_slide,
    remark,
    slide,
)
from preflight.exports.ways_up import after_outlines, next_path, risen, without_path
from preflight.services.dossier import Dossier

MOST_TOLD = 6


def after_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """A native radar of both, what rises in words beside it."""
    path = next_path(dossier)
    if path is None:
        return plain_slide(dossier, SlideKind.AFTER, *without_path(dossier))
    out_of = dossier.score.out_of
    drawn = after_outlines(dossier, path)
    return (
        slide(
            dossier,
            SlideKind.AFTER,
            Layout.CHART_AND_WORDS,
            after_headline(path, dossier.score),
            dimension_chart(drawn, out_of, radar_summary(drawn, out_of)),
            Words(paragraphs=tuple(_words(dossier, path))),
            notes=[
                f"The dashed outline is today; the strong one is after the path to “{path.band.title}”.",
                "It is no forecast: it is what the same questionnaire would say of those answers.",
                effort_sentence(path),
                "Evidence plays no part in it: what is raised has to be shown as well.",
                draft_words(dossier),
            ],
        ),
    )


def _words(dossier: Dossier, path: Path) -> Iterator[Paragraph]:
    found = risen(dossier, path)
    yield heading("What would rise")
    for was, each in found[:MOST_TOLD]:
        figures = f"{shown(was.fraction, was.out_of)} → {shown(each.fraction, each.out_of)}"
        if len(found) <= FEW:
            yield Paragraph(strong=figures, text=each.title, size=Size.LEAD)
        else:
            yield Paragraph(strong=figures, text=each.title)
    if more := found[MOST_TOLD:]:
        yield remark(f"And {counted(len(more))} more: {listed([each.title for _, each in more])}.")
    if not found:
        yield Paragraph(text="No dimension: what is critical is answered.")
    band, then = dossier.verdict.band, path.verdict.band or path.band
    yield heading("The verdict")
    yield Paragraph(text=f"{band.title if band else 'None yet'} → {then.title}", size=Size.LEAD)
    yield remark(f"The mean would be {figure_words(path.score.fraction, path.score.out_of)}.")
