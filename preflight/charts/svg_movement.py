"""What moved as SVG: the picture of `movement.movement_figure`, for exports, with the answers before and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from preflight.charts import svg
from preflight.charts.geometry import Point
from preflight.charts.house import LEADING
from preflight.charts.lettering import text_width
from preflight.charts.movement import FULL_BAR, Movement, ordered
from preflight.charts.svg import Drawing
from preflight.charts.svg_lines import broken
from preflight.charts.theme import Palette
from preflight.domain.figures import signed
from preflight.domain.wording import apart, sentence

_LABELS = 0.46
"""The share of the width that the questions take."""
_SMALL = 0.82
_MOST = 12


@dataclass(frozen=True, slots=True)
class _Row:
    """A bar's question and what it was answered, both in lines."""

    movement: Movement
    question: tuple[str, ...]
    answers: tuple[str, ...]

    def height(self, letters: float) -> float:
        return letters * LEADING * (len(self.question) + _SMALL * len(self.answers))


def movement_drawing(
    rows: Sequence[Movement],
    *,
    out_of: Fraction | int,
    palette: Palette,
    width: float,
    height: float,
    letters: float = 20.0,
) -> Drawing:
    """Bars from the largest gain to the largest loss, the answers then and now beneath each question.

    Beyond twelve, or what has room, the smallest changes stand together in one bar; the answers go first where there
    is no room for them. A question that changed without moving the score is left out.
    """
    moved = [row for row in rows if row.change]
    if not moved:
        words = svg.text("No question moved the score", width / 2, height / 2, fill=palette.muted, text_anchor="middle")
        return Drawing(svg.group(words, font_size=letters), width, height)
    letters, shown = _fitted(moved, width * _LABELS, height, letters)
    tall = sum(row.height(letters) for row in shown)
    gap = min((height - tall) / len(shown), letters * 1.6)
    values = [signed(row.movement.change, out_of) for row in shown]
    numbers = max(text_width(value, letters) for value in values) * 1.08 + letters * 0.6
    changes = [float(row.movement.change) for row in shown]
    losses, gains = min(0.0, *changes), max(0.0, *changes)
    spare = max(float(FULL_BAR) - (gains - losses), 0.0)
    losses, gains = (losses, gains + spare) if gains else (losses - spare, gains)
    left = width * _LABELS + letters + (numbers if losses else 0)
    right = width - (numbers if gains else 0)
    zero = left + (right - left) * (-losses / (gains - losses))
    each = (right - left) / (gains - losses)
    y = max(height - tall - gap * len(shown), 0) / 2
    top, parts = y, []
    for row, value, change in zip(shown, values, changes, strict=True):
        high = row.height(letters) + gap
        parts.append(_bar(zero, zero + change * each, y + high / 2, value, letters, palette))
        parts.append(_words(row, width * _LABELS, y + gap / 2, letters, palette))
        y += high
    axis = svg.line(Point(zero, top), Point(zero, y), stroke=palette.outline, stroke_width=1.2)
    return Drawing(svg.group(*parts, axis, font_size=letters), width, height)


def _fitted(moved: Sequence[Movement], width: float, height: float, letters: float) -> tuple[float, list[_Row]]:
    """The most that fits: first with answers, then without them, then with fewer bars, in letters that still read."""
    for most in range(min(_MOST, len(moved)), 0, -1):
        for answers in (True, False):
            for share in (1.0, 0.9, 0.8, 0.7):
                size = letters * share
                rows = [_row(row, width, size, answers=answers) for row in ordered(moved, most)]
                if sum(row.height(size) + size * 0.55 for row in rows) <= height:
                    return size, rows
    return size, rows


def _row(movement: Movement, width: float, letters: float, *, answers: bool) -> _Row:
    told = ""
    if answers:
        before, after = apart(movement.before), apart(movement.after)
        changed = f"{before} → {after}" if before and after else ""
        told = ": ".join(part for part in (apart(movement.dimension), changed) if part)
    return _Row(
        movement,
        broken(movement.question, width, letters),
        tuple(map(sentence, broken(told, width, letters * _SMALL))) if told else (),
    )


def _bar(zero: float, end: float, middle: float, value: str, letters: float, palette: Palette) -> str:
    colour = palette.up if end > zero else palette.down
    thick = letters * 1.1
    bar = svg.rectangle(min(zero, end), middle - thick / 2, abs(end - zero), thick, fill=colour, rx=3)
    side = letters * 0.4
    x, anchor = (end + side, "start") if end > zero else (end - side, "end")
    return bar + svg.text(value, x, middle + letters * 0.34, fill=colour, font_weight="700", text_anchor=anchor)


def _words(row: _Row, right: float, top: float, letters: float, palette: Palette) -> str:
    parts, y = [], top
    for line in row.question:
        parts.append(svg.text(line, right, y + letters, fill=palette.ink, font_weight="600"))
        y += letters * LEADING
    small = letters * _SMALL
    for line in row.answers:
        parts.append(svg.text(line, right, y + small, fill=palette.muted, font_size=small))
        y += small * LEADING
    return svg.group(*parts, text_anchor="end")
