"""The table: one line for each thing that was measured, with the aim beside it; as Markdown and as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.load.measures import Times

HEAD = ("", "p50", "p95", "p99", "slowest", "aim", "")
FIGURES = range(1, 5)
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it is, its figures in the order of the head, the aim, and whether that was met (None: no aim)."""

    name: str
    figures: Sequence[float | None]
    aim: str = ""
    met: bool | None = None
    times_aim: float | None = None
    """What was measured against the aim, as a multiple of it; None where the aim is not a bound on a time."""

    def cells(self) -> tuple[str, ...]:
        """The line as text, in as many cells as the head has."""
        beside = [""] * (len(FIGURES) - len(self.figures))
        return (
            self.name,
            *map(figure, self.figures),
            *beside,
            self.aim,
            {None: "", True: "met", False: "MISSED"}[self.met],
        )


def timed(name: str, times: Times, *, p95: float | None = None, most: float | None = None) -> Row:
    """Times against an aim for their p95 or for the slowest; where nothing was measured none is met."""
    found = [times.percentile(50), times.percentile(95), times.percentile(99), times.most]
    bound, value, which = (p95, found[1], "p95") if p95 is not None else (most, found[3], "all")
    if bound is None:
        return Row(name, found)
    measured = None if value is None else value / bound
    return Row(name, found, f"{which} < {bound:g}", value is not None and value < bound, measured)


def one(name: str, value: float | None, *, aim: str = "", met: bool | None = None) -> Row:
    """A single figure."""
    return Row(name, [value], aim, met)


def none_of(name: str, count: int) -> Row:
    """What must not happen even once."""
    return one(name, count, aim="0", met=count == 0)


def written(rows: Sequence[Row]) -> str:
    """The table in Markdown, its columns aligned for the terminal too."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    rule = [("-" * (width - 1) + ":") if column in FIGURES else "-" * width for column, width in enumerate(widths)]
    head, *rest = ([_aligned(*cell) for cell in zip(line, widths, range(len(HEAD)), strict=True)] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *rest))


def as_json(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The same as plain values; a single figure is called `value`."""
    return [
        {
            "name": row.name,
            **dict(zip(("value",) if len(row.figures) == 1 else HEAD[1:5], row.figures, strict=False)),
            "aim": row.aim,
            "met": row.met,
        }
        for row in rows
    ]


def figure(value: float | None) -> str:
    """A number as a person reads it: three digits that count."""
    if value is None:
        return NOTHING
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _aligned(cell: str, width: int, column: int) -> str:
    return cell.rjust(width) if column in FIGURES else cell.ljust(width)
