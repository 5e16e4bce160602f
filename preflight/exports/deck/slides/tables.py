"""Slides with one table each: as many as it takes, numbered behind their title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from preflight.domain.wording import counted
from preflight.exports.deck.model import Cell, Layout, Slide, SlideKind, Table
from preflight.exports.deck.slides.breaking import Row, rows_by_slide
from preflight.exports.deck.slides.parts import slide
from preflight.services.dossier import Dossier


def table_slides(
    dossier: Dossier, kind: SlideKind, title: str, tables: Sequence[Table], notes: Iterable[str]
) -> tuple[Slide, ...]:
    """A slide for each table, “(2 of 3)” behind the title where there are several."""
    count, said = len(tables), list(notes)
    return tuple(
        slide(
            dossier,
            kind,
            Layout.TABLE,
            title if count == 1 else f"{title} ({place} of {count})",
            table,
            notes=said,
        )
        for place, table in enumerate(tables, start=1)
    )


def in_tables(
    rows: Sequence[Row], head: tuple[str, ...], widths: tuple[float, ...], noun: str, told: str, *, several: str = ""
) -> list[Table]:
    """The rows over as few tables as are comfortable to read; each is described as “Table of 3 gaps: …”.

    `several` is the noun's plural where no s makes it.
    """
    found = []
    for page in rows_by_slide(rows, head, widths):
        # Sums and words about the others go across several columns.
        count = sum(row[0].span == 1 for row in page)
        things = noun if count == 1 else several or f"{noun}s"
        found.append(Table(head=head, rows=tuple(page), widths=widths, alt=f"Table of {count} {things}: {told}."))
    return found


def left_off(count: int, noun: str) -> str:
    """What of many is in the report only, in a sentence; empty for none."""
    if count <= 0:
        return ""
    return f"{counted(count).capitalize()} more {noun}{' stands' if count == 1 else 's stand'} in the report."


def words_row(words: str, columns: int) -> Row:
    """A row that says something about the others, all across the table."""
    return (Cell(text=words, span=columns), *(Cell(text="") for _ in range(columns - 1)))
