"""The trend: a line for each dimension over the dates of its assessments."""

from __future__ import annotations

from preflight.charts.geometry import axis_ticks
from preflight.charts.lettering import distinct
from preflight.charts.timeline import line_up, trend_summary
from preflight.charts.words import day as short_day
from preflight.charts.words import shown_number
from preflight.domain.headlines_over_time import trend_headline
from preflight.exports.charted import moments, past_runs, trend_lines
from preflight.exports.deck.model import ChartForm, ChartSeries, Layout, NativeChart, Slide, SlideKind
from preflight.exports.deck.slides.parts import narrowed_words, plain_slide, slide
from preflight.services.dossier import Dossier


def trend_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """Native lines; a date without a score is a gap in its line."""
    title = trend_headline(moments(dossier))
    runs = past_runs(dossier)
    if len(runs) < 2:
        return plain_slide(dossier, SlideKind.TREND, title, "Complete another assessment, and its trend stands here.")
    out_of = runs[-1].questionnaire.out_of
    lines = trend_lines(dossier)
    timeline = line_up(lines)
    dates = distinct([short_day(on) for on, _ in timeline.slots], taken="")
    chart = NativeChart(
        form=ChartForm.LINES,
        categories=tuple(dates),
        series=tuple(
            ChartSeries(name=line.name, values=tuple(shown_number(each, out_of) for each in scores))
            for line, scores in zip(lines, timeline.scores, strict=True)
        ),
        most=float(out_of),
        step=float(axis_ticks(out_of)[1]),
        alt=trend_summary(lines, out_of),
    )
    return (
        slide(
            dossier,
            SlideKind.TREND,
            Layout.CHART,
            title,
            chart,
            notes=[
                f"Each line is a dimension, from {dates[0]} to {dates[-1]}; up is better.",
                chart.alt,
                "The dates stand at even distances, whatever time lay between them.",
                "Where a date has no score for a dimension its line has a gap.",
                narrowed_words(dossier),
                ""
                if dossier.assessment.completed
                else "The draft itself is not among the dates: only what is completed is.",
            ],
        ),
    )
