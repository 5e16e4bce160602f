"""Radars over time: up to four dates over one another, the newest the strongest."""

from __future__ import annotations

from preflight.charts.history_radar import history_radar_summary
from preflight.charts.series import RadarSeries, SeriesKind
from preflight.domain.figures import shown
from preflight.domain.headlines_over_time import radars_headline
from preflight.domain.wording import apart
from preflight.exports.charted import dated_radars, moments, overlaid_runs, past_runs
from preflight.exports.deck.model import Layout, NativeChart, Paragraph, Size, Slide, SlideKind, Words
from preflight.exports.deck.slides.parts import (
    dimension_chart,
    heading,
    narrowed_words,
    plain_slide,
    remark,
    slide,
)
from preflight.services.dossier import Dossier
from preflight.services.results import PastRun


def radars_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """The first, the last and two between; in words the weakest dimension of each."""
    title = radars_headline(moments(dossier))
    runs = past_runs(dossier)
    if len(runs) < 2:
        return plain_slide(dossier, SlideKind.RADARS, title, "Complete another assessment, and two radars stand here.")
    chosen, dated = overlaid_runs(dossier), dated_radars(dossier)
    names = [each.title for each in dated]
    chart = radars_chart(dossier)
    words = [heading("The weakest on each date")]
    words += [each for run, name in reversed(list(zip(chosen, names, strict=True))) for each in _weakest(run, name)]
    if len(chosen) < len(runs):
        words.append(remark(f"{len(chosen)} of {len(runs)} dates are drawn; the trend has them all."))
    return (
        slide(
            dossier,
            SlideKind.RADARS,
            Layout.CHART_AND_WORDS,
            title,
            chart,
            Words(paragraphs=tuple(words)),
            notes=[
                f"Each outline is one date: {', '.join(names)}. The solid one is the newest.",
                "Where outlines lie apart a dimension moved; where they lie on one another it did not.",
                chart.alt,
                narrowed_words(dossier),
            ],
        ),
    )


def radars_chart(dossier: Dossier) -> NativeChart:
    """The newest first, which has the first and solid look of many; so each looks like no other."""
    dated, out_of = dated_radars(dossier), dossier.questionnaire.out_of
    outlines = [RadarSeries(name=one.title, kind=SeriesKind.OTHER, values=one.values) for one in reversed(dated)]
    return dimension_chart(outlines, out_of, history_radar_summary(dated, out_of))


def _weakest(run: PastRun, name: str) -> tuple[Paragraph, ...]:
    section = run.score.section(run.verdict.weakest) if run.verdict.weakest else None
    told = f"{apart(section.title)} {shown(section.fraction, section.out_of)}" if section else "no score"
    return (Paragraph(text=told, size=Size.LEAD), remark(name))
