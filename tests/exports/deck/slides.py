"""Slides made by hand, for the writer's tests: every layout, every form of chart, gaps, texts that nobody expects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from preflight.charts.series import SeriesKind
from preflight.exports.deck.model import (
    Cell,
    ChartForm,
    ChartSeries,
    Layout,
    NativeChart,
    Paragraph,
    Size,
    Slide,
    SlideKind,
    Table,
    Tone,
    Words,
    day_number,
)

FOOT = "Invoice triage · 20 November 2026 · Pilot to production, version 1 · 92 % covered · 14 voters"
DIMENSIONS = (
    "Reliability on real inputs",
    "Integration into systems",
    "Operations",
    "Data and privacy",
    "People who work with it",
    "Cost and value",
    "Safety and misuse",
)
HOSTILE = (
    '=HYPERLINK("http://evil.example","click")',
    "control\x00\x07\x1b\x0b\ufffe characters \ud800 here",
    "A label of sixty characters that has to be broken in lines!!",
    "الموثوقية على المدخلات الحقيقية",
    "אמינות על קלט אמיתי",
    "真实输入的可靠性与集成到现有系统",
    "Rockets 🚀 and families 👩‍👩‍👧",
    "</a:t><a:t>&amp;<script>alert(1)</script>",
    "@SUM(A1:A9)",
    "+1-1",
    "_x0041_ _x000D_",
    "Unbreakable" * 12,
    "e\u0301" * 20,
    "{=cmd|' /C calc'!A0}",
    "\t-2+3",
)


def slide(layout: Layout, *parts: Any, **fields: Any) -> Slide:
    """A slide with what every slide has."""
    fields.setdefault("kind", SlideKind.RADAR)
    fields.setdefault("title", "Operations holds the pilot back: nobody owns it")
    fields.setdefault("notes", "What the chart shows.\nHow to read it.")
    fields.setdefault("foot", FOOT)
    return Slide(layout=layout, parts=tuple(parts), **fields)


def series(
    name: str, *values: float | None, kind: SeriesKind = SeriesKind.OTHER, level: float | None = None
) -> ChartSeries:
    return ChartSeries(name=name, values=values, kind=kind, level=level)


def chart(
    form: ChartForm, categories: Sequence[str], *shown: ChartSeries, most: float = 4, step: float = 1
) -> NativeChart:
    alt = f"A chart of {len(categories)} categories. Weakest: Operations, 1.2 of 4."
    return NativeChart(form=form, categories=tuple(categories), series=shown, most=most, step=step, alt=alt)


def radar(categories: Sequence[str] = DIMENSIONS) -> NativeChart:
    """Claimed, with evidence, last time and target; the second dimension has no score, and the last no evidence."""
    count = len(categories)
    claimed = tuple(None if place == 1 else (3.4, 2.2, 1.2, 2.9, 2.4)[place % 5] for place in range(count))
    evidenced = tuple(
        None if place in {1, count - 1} else (2.1, 1.1, 0.6, 2.2, 1.0)[place % 5] for place in range(count)
    )
    last = tuple((2.6, 1.9, 1.5, 2.2, 2.0)[place % 5] for place in range(count))
    return chart(
        ChartForm.RADAR,
        categories,
        series("Last time, 12 March 2026", *last, kind=SeriesKind.LAST),
        series("Target", *((3.0,) * count), kind=SeriesKind.TARGET),
        series("With evidence", *evidenced, kind=SeriesKind.EVIDENCED),
        series("Claimed", *claimed, kind=SeriesKind.CLAIMED),
    )


def bars(categories: Sequence[str] = DIMENSIONS) -> NativeChart:
    found = radar(categories)
    return chart(ChartForm.BARS, categories, found.series[3], found.series[2])


def changes(categories: Sequence[str] = DIMENSIONS[:5]) -> NativeChart:
    """Gains, losses and what nothing is known of."""
    values = ((0.6, 0.04, -0.1, -0.3, None)[place % 5] for place in range(len(categories)))
    found = chart(ChartForm.CHANGES, categories, series("Change", *values), most=0.8, step=0.2)
    return replace(found, least=-0.4)


def lines(
    dates: Sequence[str] = ("12 Mar 2026", "14 May 2026", "9 Jul 2026", "1 Sep 2026", "20 Nov 2026"),
) -> NativeChart:
    rows = [
        series(
            name,
            *(None if (place + at) % 6 == 4 else round(1 + place * 0.35 + at * 0.3, 2) for at in range(len(dates))),
        )
        for place, name in enumerate(DIMENSIONS)
    ]
    return chart(ChartForm.LINES, dates, *rows)


def stacked(categories: Sequence[str] = DIMENSIONS[:5]) -> NativeChart:
    names = ("1 Nobody", "2 Someone, by chance", "3 Named", "4 Named and on call", "5 Practised")
    votes = ((2, 0, 5, 1, 0), (3, 4, 4, 2, 1), (1, 6, 3, 2, 2), (4, 2, 1, 6, 1), (2, 2, 1, 3, 10))
    shown = [
        series(name, *(float(votes[level][place % 5]) for place in range(len(categories))), level=level / 4)
        for level, name in enumerate(names)
    ]
    return chart(ChartForm.STACKED, categories, *shown)


def spans(names: Sequence[str] = ("Requirements", "Pilot run", "Go or no-go", "Deployment")) -> NativeChart:
    """Steps on a calendar: done, still to do, the day of a decision."""
    begins, lasts = (0, 21, 56, 56), (14, 35, 1, 28)
    kinds = (SeriesKind.EVIDENCED, SeriesKind.CLAIMED, SeriesKind.TARGET, SeriesKind.CLAIMED)
    start = day_number(date(2026, 9, 21))
    found = chart(
        ChartForm.SPANS,
        names,
        series("Begins", *(float(start + begins[place % 4]) for place in range(len(names)))),
        replace(
            series("Days", *(float(lasts[place % 4]) for place in range(len(names)))),
            kinds=tuple(kinds[place % 4] for place in range(len(names))),
        ),
        most=start + 84,
        step=14,
    )
    return replace(found, least=start)


def words(count: int = 3) -> Words:
    found = (
        Paragraph(text="What stands between pilot and production", size=Size.LEAD, tone=Tone.ACCENT),
        Paragraph(strong="Operations", text="is the weakest dimension, at 1.2 of 4.", bullet=True),
        Paragraph(strong="With evidence", text="it would be 0.6; nobody has tested the handover.", bullet=True),
        Paragraph(strong="Reliability", text="moved most since March, by +0.8.", bullet=True, tone=Tone.GOOD),
        Paragraph(text="Coverage 92 %: two questions are not answered yet.", size=Size.SMALL, tone=Tone.MUTED),
    )
    return Words(paragraphs=tuple(found[place % len(found)] for place in range(count)))


def table(rows: int = 6, text: str = "Who is called at night when it fails, and do they know what to do?") -> Table:
    fills = (("#DCEEF1", "#14213D"), ("#8CC3CE", "#14213D"), ("#0A3641", "#FFFFFF"))
    return Table(
        head=("Question", "Dimension", "Level", "Next step"),
        rows=tuple(
            (
                Cell(text=text, strong=True),
                Cell(text=DIMENSIONS[row % 7]),
                Cell(text=str(row % 3 + 1), centred=True, strong=True, fill=fills[row % 3][0], ink=fills[row % 3][1]),
                Cell(text="Name one person, and write down how to reach them."),
            )
            for row in range(rows)
        ),
        widths=(0.42, 0.2, 0.08, 0.3),
        alt=f"Table of {rows} questions with their level and next step.",
    )


def spanning() -> Table:
    """A table with headings across several of its columns, and words across them all."""
    empty = Cell(text="", fill="#E6EEF8")
    first = Cell(text="First, these two: Operations reaches 3.0 of 4", strong=True, fill="#E6EEF8", span=2)
    second = Cell(text="The verdict is better", fill="#E6EEF8", span=2)
    last = Cell(text="What is left stands in the report, with all its steps and questions.", span=4)
    rows = ((first, empty, second, empty), *table(2).rows, (last, *[Cell(text="")] * 3))
    return replace(table(2), rows=rows)


def every_slide() -> list[Slide]:
    """One slide of each layout and form, as a deck would have them."""
    cover = Words(
        paragraphs=(
            Paragraph(text="Is the pilot ready for production?", size=Size.LEAD),
            Paragraph(text="20 November 2026", tone=Tone.MUTED),
        )
    )
    verdict = Words(
        paragraphs=(
            Paragraph(text="Not ready", size=Size.FIGURE, tone=Tone.BAD),
            Paragraph(
                text="Operations decides, at 1.2 of 4. Two critical questions are below their minimum.", size=Size.LEAD
            ),
        )
    )
    return [
        slide(Layout.COVER, cover, kind=SlideKind.TITLE, title="Invoice triage"),
        slide(
            Layout.STATEMENT, verdict, words(5), kind=SlideKind.VERDICT, title="The pilot is not ready for production"
        ),
        slide(Layout.CHART_AND_WORDS, radar(), words(5)),
        slide(
            Layout.CHART,
            bars(),
            title="Half of what is claimed has no evidence yet, most of all in operations and cost",
        ),
        slide(Layout.CHART, lines(), title="Reliability has risen since March; operations has not moved"),
        slide(Layout.CHART, radar(DIMENSIONS[:5])),
        slide(Layout.TABLE, table(), title="Where it stands, question by question"),
        slide(Layout.CHART_AND_WORDS, stacked(), words(4), title="The room disagrees most on who is called at night"),
        slide(Layout.WORDS, words(9), title="What to do next, in this order"),
        slide(
            Layout.CHART_AND_WORDS,
            bars(DIMENSIONS[:2]),
            words(3),
            title="Two dimensions are bars, since two spokes are no radar",
        ),
        slide(Layout.TABLE, table(3), title="The plan"),
        slide(Layout.CHART_AND_WORDS, spans(), words(3), title="Go or no-go is due on 16 November 2026, in week 9"),
        slide(Layout.TABLE, spanning(), title="Three improvements lead to the next verdict"),
        slide(Layout.STATEMENT, verdict, title="Don’t go yet: decide again when the two blockers are gone"),
    ]
