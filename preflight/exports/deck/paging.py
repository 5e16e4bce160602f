"""What does not fit on a slide in letters that can be read goes on another one; nothing is ever cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from preflight.charts.words import printable
from preflight.exports.deck.chart_labels import bars_apart
from preflight.exports.deck.fitting import Line, fit_words
from preflight.exports.deck.model import (
    Cell,
    ChartForm,
    Layout,
    NativeChart,
    Paragraph,
    Part,
    Slide,
    Table,
    Words,
)
from preflight.exports.deck.placement import regions
from preflight.exports.deck.table_fitting import fit_table
from preflight.exports.deck.theme import LEADING, DeckTheme, Rectangle

_BAR: Final = 22.0
"""The least height of one category of a bar chart, in points of a slide of 540."""
_AXIS_AND_KEY: Final = 60.0


def paged(slides: Sequence[Slide], theme: DeckTheme) -> tuple[Slide, ...]:
    """The slides as they are drawn: one whose parts do not fit is continued, “(2 of 3)” behind its title."""
    return tuple(page for slide in slides for page in pages(slide, theme))


def pages(slide: Slide, theme: DeckTheme) -> tuple[Slide, ...]:
    """The slide, or the several that it takes."""
    rooms = regions(theme, slide.layout, len(slide.parts))
    firsts: list[Part] = []
    more: list[tuple[Layout, Part]] = []
    for part, room in zip(slide.parts, rooms, strict=True):
        first, *rest = _split(part, room, theme)
        firsts.append(first)
        more += [(_layout_of(each), each) for each in rest]
    # What is left over has a whole slide, so it may take fewer of them.
    followers = [
        (layout, each) for layout, part in _joined(more) for each in _split(part, regions(theme, layout)[0], theme)
    ]
    if not followers:
        return (slide,)
    count = len(followers) + 1
    follow_ups = (
        replace(slide, layout=layout, parts=(part,), title=_numbered(slide.title, place, count))
        for place, (layout, part) in enumerate(followers, start=2)
    )
    return (replace(slide, parts=tuple(firsts), title=_numbered(slide.title, 1, count)), *follow_ups)


def _numbered(title: str, place: int, count: int) -> str:
    return f"{title} ({place} of {count})"


def _layout_of(part: Part) -> Layout:
    if isinstance(part, Words):
        return Layout.WORDS
    return Layout.TABLE if isinstance(part, Table) else Layout.CHART


def _joined(more: Sequence[tuple[Layout, Part]]) -> Iterator[tuple[Layout, Part]]:
    """The left-over words of one part put together again, everything else as it is."""
    words = [part for _, part in more if isinstance(part, Words)]
    yield from ((layout, part) for layout, part in more if not isinstance(part, Words))
    if words:
        yield Layout.WORDS, Words(paragraphs=tuple(each for part in words for each in part.paragraphs))


def _split(part: Part, room: Rectangle, theme: DeckTheme) -> list[Part]:
    if isinstance(part, Words):
        return list(_split_words(part, room, theme))
    if isinstance(part, Table):
        return list(_split_table(part, room, theme))
    return list(split_chart(part, room, theme))


def _split_words(words: Words, room: Rectangle, theme: DeckTheme) -> Iterator[Words]:
    fitted = fit_words(words, room, theme)
    if fitted.fits:
        yield words
        return
    pieces: list[Paragraph] = []
    for each in fitted.paragraphs:
        most = max(1, int((room.height - each.before) / (each.size * LEADING)))
        starts = range(0, len(each.lines), most)
        pieces += [_of_lines(each.paragraph, each.lines[start : start + most]) for start in starts]
    taken: list[Paragraph] = []
    for piece in pieces:
        if taken and not fit_words(Words(paragraphs=(*taken, piece)), room, theme).fits:
            yield Words(paragraphs=tuple(taken))
            taken = []
        taken.append(piece)
    yield Words(paragraphs=tuple(taken))


def _of_lines(paragraph: Paragraph, lines: Sequence[Line]) -> Paragraph:
    """The paragraph with the words of these lines only."""
    strong = _text(lines, paragraph.strong, strong=True)
    return replace(paragraph, strong=strong, text=_text(lines, paragraph.text, strong=False))


def _text(lines: Sequence[Line], whole: str, *, strong: bool) -> str:
    """The words of the lines as they stand in the whole text: no space comes into a long word that was broken."""
    plain, text = printable(whole), ""
    for run in (run for line in lines for run in line if run.strong is strong):
        spaced = f"{text} {run.text}" if text else run.text
        text = spaced if spaced in plain else text + run.text
    return text


def _split_table(table: Table, room: Rectangle, theme: DeckTheme) -> Iterator[Table]:
    fitted = fit_table(table, room, theme)
    if fitted.fits:
        yield table
        return
    space = room.height - fitted.head.height
    most = max(1, int((space - 2 * fitted.padding) / (fitted.size * theme.row_leading)))
    rows: list[tuple[tuple[Cell, ...], float]] = []
    for cells, row in zip(table.rows, fitted.rows, strict=True):
        if row.height <= space:
            rows.append((cells, row.height))
            continue
        deepest = max(len(lines) for lines in row.cells)
        for start in range(0, deepest, most):
            part = tuple(
                replace(cell, text=_text(lines[start : start + most], cell.text, strong=cell.strong))
                for cell, lines in zip(cells, row.cells, strict=True)
            )
            tall = min(most, deepest - start) * fitted.size * theme.row_leading + 2 * fitted.padding
            rows.append((part, tall))
    heights = [tall for _, tall in rows]
    for start, end in _evenly(heights, space):
        yield replace(table, rows=tuple(cells for cells, _ in rows[start:end]))


def _evenly(heights: Sequence[float], space: float) -> list[tuple[int, int]]:
    """From where to where each page goes: as few pages as can be, about equally full."""
    packed = _packed(heights, space)
    for share in range(95, 45, -5):
        tighter = _packed(heights, space * share / 100)
        if len(tighter) > len(packed):
            break
        packed = tighter
    return packed


def _packed(heights: Sequence[float], space: float) -> list[tuple[int, int]]:
    found, start, filled = [], 0, 0.0
    for place, height in enumerate(heights):
        if place > start and filled + height > space:
            found.append((start, place))
            start, filled = place, 0.0
        filled += height
    return [*found, (start, len(heights))]


def _bar_height(chart: NativeChart, room: Rectangle, theme: DeckTheme) -> float:
    """What one bar takes with its name, in points of a slide of 540; the names on a calendar may be sentences."""
    if chart.form is not ChartForm.SPANS:
        return _BAR
    return max(_BAR, bars_apart(chart, room, theme) / theme.unit + _BAR / 4)


def split_chart(chart: NativeChart, room: Rectangle, theme: DeckTheme) -> Iterator[NativeChart]:
    """Bars in as many charts as leave each category its room; the other forms keep all in one."""
    count = len(chart.categories)
    most = max(1, int((room.height / theme.unit - _AXIS_AND_KEY) / _bar_height(chart, room, theme)))
    if chart.form not in {ChartForm.BARS, ChartForm.STACKED, ChartForm.SPANS} or count <= most:
        yield chart
        return
    for start, end in _evenly([1.0] * count, most):
        series = tuple(
            replace(each, values=each.values[start:end], kinds=each.kinds[start:end]) for each in chart.series
        )
        yield replace(chart, categories=chart.categories[start:end], series=series)
