"""The table: one row for each thing that was measured, for the terminal and for README.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
HEAD = ("", "Preflight", "p95", "bare", "p95", "ratio", "p95")
NOTHING = "–"
FEWEST_FOR_P95 = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was measured: our values, and those of the bare app where it has the like."""

    name: str
    unit: str
    ours: Sequence[float]
    bare: Sequence[float] = ()

    def cells(self) -> tuple[str, ...]:
        """The row as text: medians, 95th percentiles, and ours divided by the bare one's."""
        ours, bare = (_middle(each) for each in (self.ours, self.bare))
        ours_95, bare_95 = (_p95(each) for each in (self.ours, self.bare))
        figures = [_figure(each) for each in (ours, ours_95, bare, bare_95)]
        return (f"{self.name}, {self.unit}", *figures, _ratio(ours, bare), _ratio(ours_95, bare_95))


def written(rows: Sequence[Row]) -> str:
    """The table in Markdown, its columns aligned for the terminal too."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    rule = "| " + " | ".join("-" * widths[0] if not column else "-" * (width - 1) + ":"
                             for column, width in enumerate(widths)) + " |"  # fmt: skip
    texts = ["| " + " | ".join(_aligned(line, widths)) + " |" for line in lines]
    return "\n".join([texts[0], rule, *texts[1:]])


def keep(text: str, readme: Path = README) -> None:
    """Put the text between the markers of README.md; all else in it stays."""
    page = readme.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, found, after = rest.partition(END)
    assert found, f"{readme.name} has lost its markers {BEGIN} and {END}"
    readme.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def _aligned(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]


def _middle(values: Sequence[float]) -> float | None:
    return median(values) if values else None


def _p95(values: Sequence[float]) -> float | None:
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) >= FEWEST_FOR_P95 else None


def _figure(value: float | None) -> str:
    if value is None:
        return NOTHING
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _ratio(ours: float | None, bare: float | None) -> str:
    return f"{ours / bare:.2f}" if ours is not None and bare else NOTHING
