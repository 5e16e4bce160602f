"""Long tables over several slides: as many rows as stand in letters that can be read from the last row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from preflight.charts.theme import LIGHT
from preflight.domain.wording import number_of
from preflight.exports.deck.model import Cell, Layout, Table
from preflight.exports.deck.placement import regions
from preflight.exports.deck.table_fitting import fit_table
from preflight.exports.deck.theme import HOUSE_THEME

COMFORTABLE = 14.0
"""The letters of a table, in points of the house's slide, below which it takes another slide."""

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows under a heading of their own, which is `wide` columns wide, with a figure beside it."""

    title: str
    figure: str
    rows: tuple[Row, ...]
    wide: int = 1

    def heading(self, columns: int, *, continued: bool) -> Row:
        title = f"{self.title}, continued" if continued else self.title
        empty = [Cell(text="", centred=cell.centred) for cell in self.rows[0]]
        wide = self.wide if self.figure else columns
        cells = [Cell(text=title, strong=True, span=wide), *empty[1:columns]]
        if self.figure:
            cells[wide] = Cell(text=self.figure, strong=True, span=columns - wide)
        return tuple(replace(cell, fill=LIGHT.accent_soft, ink=LIGHT.ink) for cell in cells)


def broken_into_tables(
    groups: Sequence[Group], head: tuple[str, ...], widths: tuple[float, ...], *, told: str
) -> list[Table]:
    """The groups in as few tables as are comfortable to read; a group is parted only where it alone is too long.

    `told` ends each table's description: what stands beside each question.
    """
    pages: list[list[Row]] = []
    for group in groups:
        whole = [group.heading(len(head), continued=False), *group.rows]
        if pages and _fits([*pages[-1], *whole], head, widths):
            pages[-1] += whole
            continue
        parts = rows_by_slide(whole, head, widths, before=group.heading(len(head), continued=True))
        pages += [list(part) for part in parts]
    titles = [_titles(page) for page in pages]
    return [
        Table(
            head=head,
            rows=tuple(page),
            widths=widths,
            alt=f"Table of {number_of(sum(map(_told_of, page)), 'question')}, {', '.join(named)}: {told}.",
        )
        for page, named in zip(pages, titles, strict=True)
    ]


def rows_by_slide(
    rows: Sequence[Row], head: tuple[str, ...], widths: tuple[float, ...], *, before: Row | None = None
) -> list[list[Row]]:
    """The rows over as few slides as are comfortable, evenly; `before` opens each slide but the first."""
    count = 1
    while True:
        pages = _even(rows, count, before)
        if count >= len(rows) or all(len(page) <= 1 + bool(before) or _fits(page, head, widths) for page in pages):
            return pages
        count += 1


def _even(rows: Sequence[Row], count: int, before: Row | None) -> list[list[Row]]:
    most, more = divmod(len(rows), count)
    pages, start = [], 0
    for place in range(count):
        end = start + most + (place < more)
        opening = [before] if before and place else []
        pages.append([*opening, *rows[start:end]])
        start = end
    return [page for page in pages if page]


def _fits(rows: Sequence[Row], head: tuple[str, ...], widths: tuple[float, ...]) -> bool:
    table = Table(head=head, rows=tuple(rows), widths=widths, alt="")
    fitted = fit_table(table, regions(HOUSE_THEME, Layout.TABLE)[0], HOUSE_THEME)
    return fitted.fits and fitted.size >= COMFORTABLE


def _told_of(row: Row) -> bool:
    """Whether the row is of a question: no heading, and no words about the others."""
    return not row[0].strong and any(cell.text for cell in row[1:])


def _titles(page: Sequence[Row]) -> list[str]:
    return [row[0].text for row in page if row[0].strong]
