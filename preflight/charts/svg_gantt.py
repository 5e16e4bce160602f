"""The plan as SVG: the picture of the Gantt on the page Pilot, for slides, reports and wikis."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Final, NamedTuple

from preflight.charts import svg
from preflight.charts.colour import mix, more_readable
from preflight.charts.gantt import GanttChart, GanttRow, Stretch, is_milestone
from preflight.charts.geometry import Point
from preflight.charts.house import LEADING
from preflight.charts.lettering import text_width
from preflight.charts.svg import Drawing
from preflight.charts.svg_lines import broken
from preflight.charts.theme import FONT, Palette
from preflight.domain.pilot import StepKind
from preflight.domain.plan_words import span_words, weeks_words
from preflight.domain.wording import number_of

_NAMES: Final = 0.3
"""The most of the width that titles take."""
_ROWS: Final = (2.9, 2.5, 2.1)
"""The height of a row of one line, in letters: the first that fits is taken before letters shrink."""
_BAR: Final = 0.6
"""The height of a bar, as a share of that."""
_HEAD: Final = 3.6
_SMALL: Final = 0.86
_BOLD: Final = 1.06
"""How much wider bold letters are."""
_SHARES: Final = (1.0, 0.9, 0.8, 0.72, 0.64, 0.56, 0.5, 0.44, 0.38, 0.32, 0.26, 0.2)


class _Frame(NamedTuple):
    """Where the days stand: their left edge, how wide one is, the size of letters, and the height of bars."""

    left: float
    day: float
    right: float
    letters: float
    bar: float
    palette: Palette

    def x(self, day: float) -> float:
        return self.left + day * self.day


def gantt_drawing(
    chart: GanttChart, *, palette: Palette, width: float, height: float, letters: float = 20.0
) -> Drawing:
    """The plan in the largest letters that fit the height, at most `letters`; beyond it only in the smallest.

    Weeks and months stand above, today's line across. The decision is a diamond, a done step an outline with a tick; a
    decision date that has passed says for how long.
    """
    for share, row in product(_SHARES, _ROWS):
        size = letters * share
        titles = [broken(each.step.title, width * _NAMES - size, size * 1.06) for each in chart.rows]
        rows = [size * (row + LEADING * (len(title) - 1)) for title in titles]
        tall = size * _HEAD + sum(rows)
        if tall <= height:
            break
    wide = max(text_width(line, size * 1.06) for title in titles for line in title)
    left = min(width * _NAMES, wide + size)
    frame = _Frame(left, (width - left) / chart.days, width, size, size * row * _BAR, palette)
    parts = [_scale(chart, frame, tall)]
    y = size * _HEAD
    for title, high in zip(titles, rows, strict=True):
        parts.append(svg.line(Point(0, y), Point(width, y), stroke=palette.line, stroke_width=size / 20))
        parts.append(_name(title, y + high / 2, frame))
        y += high
    parts.append(_today(chart, frame, tall))
    y = size * _HEAD
    for one, high in zip(chart.rows, rows, strict=True):
        parts.append(_row(chart, one, y + high / 2, frame))
        y += high
    return Drawing(svg.group(*parts, font_size=size), width, tall)


def gantt_svg(
    chart: GanttChart, *, palette: Palette, width: float = 1200, height: float = 460, letters: float = 20.0
) -> str:
    """The drawing as a whole picture that says in words what it shows."""
    drawing = gantt_drawing(chart, palette=palette, width=width, height=height, letters=letters)
    return svg.document(
        drawing.body,
        width=drawing.width,
        height=drawing.height,
        title="Plan of the pilot",
        description=gantt_summary(chart),
        font=FONT,
    )


def gantt_summary(chart: GanttChart) -> str:
    """The plan in a sentence for each step, for who can't see it."""
    start = chart.first + timedelta(days=chart.origin)
    told = [
        f"{row.step.title}: {span_words(row.step.start, row.step.end)}, "
        f"{weeks_words(start, row.step.start, row.step.end)}{', done' if row.step.done_on else ''}."
        for row in chart.rows
    ]
    if chart.undecided is not None:
        told.append(f"The decision date was {chart.undecided.words}.")
    return " ".join(told)


def kind_colour(kind: StepKind, palette: Palette) -> str:
    """The colour of a step's bar; on the screen gantt.css says the same."""
    return {
        StepKind.REQUIREMENTS: palette.dimensions[0],
        StepKind.DESIGN: palette.dimensions[4],
        StepKind.REVIEW: palette.target,
        StepKind.RUN: palette.dimensions[2],
        StepKind.DECISION: palette.ink,
        StepKind.DEPLOYMENT: palette.dimensions[1],
        StepKind.OTHER: palette.muted,
    }[kind]


def _scale(chart: GanttChart, frame: _Frame, tall: float) -> str:
    palette, size = frame.palette, frame.letters
    parts = []
    for month in chart.months:
        x = frame.x(month.at)
        top = Point(x, size * 0.2), Point(x, size * 1.5)
        parts.append(svg.line(*top, stroke=palette.outline, stroke_width=size / 12))
        words = _fitting(month, frame)
        if words:
            parts.append(svg.text(words, x + size * 0.35, size * 1.15, fill=palette.ink, font_weight="700"))
    small = size * _SMALL
    for week in chart.weeks:
        x = frame.x(week.at)
        line = Point(x, size * 1.7), Point(x, tall)
        parts.append(svg.line(*line, stroke=palette.grid, stroke_width=size / 20))
        if text_width(week.words, small) <= week.days * frame.day:
            middle = frame.x(week.at + week.days / 2)
            parts.append(svg.text(week.words, middle, size * 3, fill=palette.muted, text_anchor="middle"))
    label = svg.text("Week", frame.left - size * 0.6, size * 3, fill=palette.muted, text_anchor="end")
    return svg.group(*parts, label, font_size=small)


def _fitting(month: Stretch, frame: _Frame) -> str:
    """The month with its year, in three letters, or not at all."""
    name, year = month.words.split()
    room = month.days * frame.day - frame.letters * 0.7
    tries = (month.words, f"{name[:3]} {year}", name[:3])
    return next((words for words in tries if text_width(words, frame.letters * _SMALL) * _BOLD <= room), "")


def _name(title: tuple[str, ...], middle: float, frame: _Frame) -> str:
    size = frame.letters
    top = middle - len(title) * size * LEADING / 2
    lines = [svg.text(line, 0, top + size * (LEADING * nth + 1)) for nth, line in enumerate(title)]
    return svg.group(*lines, fill=frame.palette.ink, font_weight="700")


def _today(chart: GanttChart, frame: _Frame, tall: float) -> str:
    if chart.today is None:
        return ""
    palette, size = frame.palette, frame.letters
    x = frame.x(chart.today + 0.5)
    wide = text_width("Today", size * _SMALL) + size * 0.8
    middle = min(x, frame.right - wide / 2)
    return svg.group(
        svg.line(Point(x, size * 2), Point(x, tall), stroke=palette.focus, stroke_width=size / 8),
        svg.rectangle(middle - wide / 2, size * 1.65, wide, size * 1.2, rx=size / 4, fill=palette.focus),
        svg.text("Today", middle, size * 2.55, fill=palette.on_accent, text_anchor="middle", font_weight="700"),
        font_size=size * _SMALL,
    )


def _row(chart: GanttChart, row: GanttRow, middle: float, frame: _Frame) -> str:
    if is_milestone(row.step):
        return _milestone(chart, row, middle, frame)
    palette, size = frame.palette, frame.letters
    colour = kind_colour(row.step.kind, palette)
    x, wide, high = frame.x(row.at), row.days * frame.day, frame.bar
    done = row.step.done_on is not None
    fill = mix(palette.surface, colour, 0.16) if done else colour
    look: dict[str, str | float] = {"stroke": colour, "stroke_width": size / 10} if done else {}
    bar = svg.rectangle(x, middle - high / 2, wide, high, rx=size / 3, fill=fill, **look)
    words = f"✓ {row.words}" if done else row.words
    if text_width(words, size) * _BOLD + size * 0.7 <= wide:
        ink = more_readable(fill, palette.ink, *palette.level_inks)
        said = svg.text(words, x + size * 0.4, middle + size * 0.35, fill=ink)
    else:
        said = _beside((words,), x - size * 0.4, x + wide + size * 0.4, middle, frame, palette.ink)
    return bar + svg.group(said, font_weight="600")


def _milestone(chart: GanttChart, row: GanttRow, middle: float, frame: _Frame) -> str:
    palette, size, wait = frame.palette, frame.letters, chart.undecided
    worst = palette.band_stops[0]
    colour = kind_colour(row.step.kind, palette) if wait is None else worst.text
    x = frame.x(row.at + 0.5)
    parts, end = [], x + size * 0.9
    tries: tuple[str, ...] = (row.words,)
    if wait is not None:
        high = size * 0.5
        parts.append(svg.rectangle(x, middle - high / 2, wait.days * frame.day, high, fill=worst.line))
        ago = f"{number_of(wait.days, 'day')} ago"
        tries = (f"{row.words}: {wait.words}", f"{row.words}: {ago}", row.words)
        end = max(end, x + wait.days * frame.day + size * 0.5)
    parts.append(svg.marker("diamond", Point(x, middle), size * 1.35, fill=colour))
    said = _beside(tries, x - size * 0.9, end, middle, frame, colour)
    return svg.group(*parts, svg.group(said, font_weight="700"))


def _beside(tries: tuple[str, ...], left: float, right: float, middle: float, frame: _Frame, colour: str) -> str:
    """The first words that fit to the right of `right`, else to the left of `left`; the last ones where none do."""
    base = middle + frame.letters * 0.35
    for words in tries:
        room = text_width(words, frame.letters) * _BOLD
        if right + room <= frame.right:
            return svg.text(words, right, base, fill=colour)
        if left - room >= frame.left:
            break
    return svg.text(words, left, base, fill=colour, text_anchor="end")
