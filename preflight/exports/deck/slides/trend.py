"""The trend: a line for each dimension over the dates of its assessments."""

from __future__ import annotations

from preflight.charts.lettering import distinct
from preflight.charts.series import SeriesKind
from preflight.charts.timeline import line_up, trend_summary
from preflight.charts.words import day as short_day
from preflight.charts.words import shown_number
from preflight.domain.headlines_over_time import trend_headline
from preflight.exports.charted import mean_line, moments, past_runs, trend_lines
from preflight.exports.deck.model import ChartForm, ChartSeries, Layout, NativeChart, Slide, SlideKind
from preflight.exports.deck.slides.parts import axis_step, narrowed_words, plain_slide, slide
from preflight.services.dossier import Dossier

EVEN = "The dates stand at even distances, whatever time lay between them."


def trend_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """Native lines; a date without a score is a gap in its line."""
    title = trend_headline(moments(dossier))
    runs = past_runs(dossier)
    if len(runs) < 2:
        return plain_slide(dossier, SlideKind.TREND, title, "Complete another assessment, and its trend stands here.")
    chart = trend_chart(dossier)
    dates = chart.categories
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
                EVEN,
                "Where a date has no score for a dimension its line has a gap.",
                narrowed_words(dossier),
                ""
                if dossier.assessment.completed
                else "The draft itself is not among the dates: only what is completed is.",
            ],
        ),
    )


def trend_chart(dossier: Dossier, *, mean: bool = False) -> NativeChart:
    """A line for each dimension over the dates of completed assessments, at least one; the quiet mean last."""
    out_of = dossier.questionnaire.out_of
    lines = trend_lines(dossier)
    drawn = [*lines, mean_line(dossier)] if mean and len(lines) > 1 else lines
    timeline = line_up(drawn)
    kinds = [SeriesKind.OTHER] * len(lines) + [SeriesKind.LAST]
    return NativeChart(
        form=ChartForm.LINES,
        categories=tuple(distinct([short_day(on) for on, _ in timeline.slots], taken="")),
        series=tuple(
            ChartSeries(name=line.name, values=tuple(shown_number(each, out_of) for each in scores), kind=kind)
            for line, scores, kind in zip(drawn, timeline.scores, kinds, strict=False)
        ),
        most=float(out_of),
        step=axis_step(out_of),
        alt=trend_summary(lines, out_of),
    )
