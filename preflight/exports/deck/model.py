"""A slide before it is drawn: its title, its parts, its notes. The PPTX writer and the preview draw the same one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from preflight.charts.series import SeriesKind


class SlideKind(StrEnum):
    """What a slide says; the order is that of a whole deck."""

    TITLE = "title"
    VERDICT = "verdict"
    RADAR = "radar"
    EVIDENCE = "evidence"
    TREND = "trend"
    RADARS = "radars"
    MOVED = "moved"
    HEAT = "heat"
    GAPS = "gaps"
    DISAGREEMENTS = "disagreements"
    PATH = "path"
    AFTER = "after"
    PLAN = "plan"
    CRITERIA = "criteria"
    PILOT = "pilot"
    SYSTEMS = "systems"
    DECISION = "decision"


class Layout(StrEnum):
    """How the parts of a slide stand in its body, in their order."""

    COVER = "cover"
    """The title large, one Words part beneath it."""
    STATEMENT = "statement"
    """One Words part over the whole body, large; a second one, where there is one, beside or beneath it."""
    CHART = "chart"
    """One NativeChart over the whole body."""
    CHART_AND_WORDS = "chart-and-words"
    """A NativeChart to the left (about 60 %), Words to the right."""
    TABLE = "table"
    """One Table over the whole body."""
    WORDS = "words"
    """Words over the whole body."""


class Tone(StrEnum):
    """The role of a colour; the theme of the template or the house says which one it is."""

    INK = "ink"
    MUTED = "muted"
    ACCENT = "accent"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


class Size(StrEnum):
    """The size of a paragraph's letters, from a headline figure to a footing."""

    FIGURE = "figure"
    LEAD = "lead"
    BODY = "body"
    SMALL = "small"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph of plain text. `bullet` sets it as a list's item; `strong` words stand before the rest, bold."""

    text: str
    strong: str = ""
    size: Size = Size.BODY
    tone: Tone = Tone.INK
    bullet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Paragraphs in one box; a writer makes the letters smaller, never below a readable size, and never cuts."""

    paragraphs: tuple[Paragraph, ...]


class ChartForm(StrEnum):
    """A native chart's form."""

    RADAR = "radar"
    BARS = "bars"
    """Horizontal bars beside one another, a category a group (also for a radar of fewer than three dimensions)."""
    LINES = "lines"
    STACKED = "stacked"
    """Horizontal bars, each 100 % of its category."""
    CHANGES = "changes"
    """Horizontal bars of one series, gains to the right of nought and losses to the left."""
    SPANS = "spans"
    """Horizontal bars on a calendar. The scale counts days (`day_number`). The first of two series says on which day a
    bar begins, and is not drawn; the second how many days it lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSeries:
    """One series; `values` are on the shown scale (0 to `most`), None is a gap. `kind` decides the look; OTHER ones
    differ by their place. `level` (0 to 1) is given for the levels of a scale in a stacked chart; `kinds` of each value
    where the bars of one series look different."""

    name: str
    values: tuple[float | None, ...]
    kind: SeriesKind = SeriesKind.OTHER
    level: float | None = None
    kinds: tuple[SeriesKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeChart:
    """An editable chart. `alt` is its description in a sentence or two. The scale goes from `least` to `most`; only
    that of changes begins below 0."""

    form: ChartForm
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    most: float
    step: float
    alt: str
    least: float = 0.0

    @property
    def whole(self) -> bool:
        """Whether the scale and every value are whole numbers."""
        values = (value for one in self.series for value in one.values if value is not None)
        return self.step % 1 == 0 and all(value % 1 == 0 for value in values)


_FIRST_DAY: Final = date(1899, 12, 30)


def day_number(on: date) -> int:
    """A day as spreadsheets count it."""
    return (on - _FIRST_DAY).days


def numbered_day(number: float) -> date:
    """The day that bears this number."""
    return _FIRST_DAY + timedelta(days=number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table. `fill` and `ink` are colours as #RRGGBB, given for heat cells; empty for the theme's own.

    One that spans several columns is followed by cells without words, whose place it takes.
    """

    text: str
    strong: bool = False
    fill: str = ""
    ink: str = ""
    centred: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A native table. `widths` are shares of its width that sum to 1; `alt` describes it in a sentence."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    alt: str


Part = Words | NativeChart | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One slide. `title` states the finding; `notes` explain the chart to whoever presents; `foot` is on every slide:
    project, date, questionnaire and version, coverage, number of voters."""

    kind: SlideKind
    layout: Layout
    title: str
    parts: tuple[Part, ...]
    notes: str
    foot: str
