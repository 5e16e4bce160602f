"""What moved: which questions changed the score and by how much, gains to the right and losses to the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import plotly.graph_objects as go

from preflight.charts.house import LEADING, LETTERS, Part, figure, nothing_yet
from preflight.charts.lettering import text_width, wrapped
from preflight.charts.theme import Palette
from preflight.charts.words import literal
from preflight.domain.figures import signed

QUESTION_WIDTH = 44
FULL_BAR = 1 / 8
"""The change, as a share of the scale, that the bars' whole width stands for at least: small steps look small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One question that changed the score: its share of the change (-1 to 1), and its answers then and now."""

    question: str
    dimension: str
    change: Fraction
    before: str = ""
    after: str = ""


def movement_figure(
    rows: Sequence[Movement],
    *,
    out_of: Fraction | int,
    palette: Palette,
    most: int = 12,
    height: int | None = None,
    scale: float = 1.0,
) -> go.Figure:
    """Bars from the largest gain to the largest loss; beyond `most` the smallest changes stand together in one bar.

    A question that changed without moving the score is left out.
    """
    moved = ordered([row for row in rows if row.change], most)
    if not moved:
        return nothing_yet("No question moved the score", palette=palette, height=height or 140, scale=scale)
    letters = LETTERS * scale
    labels = [wrapped(row.question, QUESTION_WIDTH, 2) for row in moved]
    row_height = letters * LEADING * max(map(len, labels)) + letters * 0.9
    values = [signed(row.change, out_of) for row in moved]
    numbers = max(text_width(value, letters) for value in values) + letters
    changes = [float(row.change * out_of) for row in moved]
    losses, gains = min(0.0, *changes), max(0.0, *changes)
    spare = max(float(out_of) * FULL_BAR - (gains - losses), 0.0)
    losses, gains = (losses, gains + spare) if gains else (losses - spare, gains)
    left = max(text_width(line, letters * 0.95) for lines in labels for line in lines) + letters
    colours = [palette.up if change > 0 else palette.down for change in changes]
    inside = letters * 0.5
    bars: Part = {
        "type": "bar",
        "orientation": "h",
        "x": changes,
        "y": list(range(len(moved))),
        "width": 0.42,
        "marker": {"color": colours, "cornerradius": 4 * scale, "line": {"width": 0}},
        "text": values,
        "textposition": "outside",
        "textfont": {"color": colours, "size": letters, "weight": 650},
        "constraintext": "none",
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [literal(_in_words(row, out_of)) for row in moved],
        "showlegend": False,
    }
    axis = {"color": palette.outline, "width": 1.2 * scale}
    layout: Part = {
        "height": height or round(row_height * len(moved) + letters),
        "margin": {
            "l": left + (numbers if losses else inside),
            "r": numbers if gains else inside,
            "t": inside,
            "b": inside,
            "autoexpand": False,
        },
        "shapes": [{"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper", "line": axis}],
        "xaxis": {"range": [losses, gains], "visible": False},
        "yaxis": {
            "range": [len(moved) - 0.5, -0.5],
            "tickmode": "array",
            "tickvals": list(range(len(moved))),
            "ticktext": ["<br>".join(map(literal, lines)) for lines in labels],
            "tickfont": {"color": palette.ink, "size": letters * 0.95},
            "ticklabelstandoff": round((numbers if losses else 0) + inside),
        },
    }
    return figure([bars], layout, palette=palette, scale=scale)


def movement_rows(rows: Sequence[Movement], out_of: Fraction | int) -> list[dict[str, str | float | None]]:
    """What moved as a table, in the order of the bars, with every row."""
    return [
        {
            "Question": row.question,
            "Dimension": row.dimension,
            "Before": row.before,
            "Now": row.after,
            "Change": signed(row.change, out_of),
        }
        for row in ordered(rows, len(rows))
    ]


def movement_summary(rows: Sequence[Movement], out_of: Fraction | int) -> str:
    """What moved in a sentence or two, for the chart's accessible name."""
    moved = ordered([row for row in rows if row.change], len(rows))
    if not moved:
        return "No question moved the score."
    up = sum(row.change > 0 for row in moved)
    counts = [f"{count} {word}" for count, word in ((up, "up"), (len(moved) - up, "down")) if count]
    largest = max(moved, key=lambda row: abs(row.change))
    words = f"{len(moved)} question{'s' if len(moved) != 1 else ''} moved the score, {' and '.join(counts)}."
    return f"{words} The largest: {largest.question}, {signed(largest.change, out_of)}."


def ordered(rows: Sequence[Movement], most: int) -> list[Movement]:
    """From the largest gain to the largest loss; what goes beyond `most` is summed up in a last row."""
    largest = sorted(rows, key=lambda row: -abs(row.change))
    kept, rest = (largest, []) if len(largest) <= most else (largest[: most - 1], largest[most - 1 :])
    ordered = sorted(kept, key=lambda row: -row.change)
    if rest:
        total = sum((row.change for row in rest), Fraction(0))
        ordered.append(Movement(question=f"{len(rest)} smaller changes together", dimension="", change=total))
    return ordered


def _in_words(row: Movement, out_of: Fraction | int) -> str:
    answers = f", from {row.before} to {row.after}" if row.before and row.after else ""
    where = f" ({row.dimension})" if row.dimension else ""
    return f"{row.question}{where}{answers}: {signed(row.change, out_of)}"
