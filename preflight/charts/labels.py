"""The labels of a radar before they are drawn: a title in lines with its scores beneath, fitted round the radar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from preflight.charts.lettering import text_width, wrapped
from preflight.charts.radar_layout import RadarLayout, beside, lay_out
from preflight.charts.series import Aligned, Scores
from preflight.domain.figures import shown

WRAPS = (20, 18, 15, 13, 11)
MOST_LINES = 8
ENOUGH, TOO_LITTLE = 0.28, 0.2
"""The radius, as a share of the width, that is worth narrower lines; and below which labels go without scores."""
HALF = 0.46
"""The room of a label above or below the radar, as a share of the width: two may stand side by side."""
MARK = 0.92
"""A marker and the room after it, in letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A dimension's title in lines and its scores beneath, not yet placed. Sizes in pixels; `leading` in letters."""

    lines: tuple[str, ...]
    values: tuple[str, ...]
    size: float
    leading: float
    strong: bool = False

    @property
    def width(self) -> float:
        widest = max(text_width(line, self.size) for line in self.lines) * (1.06 if self.strong else 1)
        return max(widest, self.values_width)

    @property
    def values_width(self) -> float:
        if not self.values:
            return 0
        return sum(map(self.value_width, self.values)) + self.size * 0.6 * (len(self.values) - 1)

    @property
    def height(self) -> float:
        return self.size * self.leading * (len(self.lines) + bool(self.values))

    def value_width(self, value: str) -> float:
        return self.size * MARK + text_width(value, self.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """How labels are set: size of letters, leading, and out of what scores are written (None leaves them out)."""

    size: float
    leading: float
    out_of: Fraction | int | None


def make_label(title: str, scores: Scores, lettering: Lettering, *, columns: int, strong: bool = False) -> Label:
    """The label of one dimension, in lines of at most so many columns."""
    out_of = lettering.out_of
    return Label(
        lines=wrapped(title, columns, MOST_LINES),
        values=() if out_of is None else tuple(shown(score, out_of) for score in scores),
        size=lettering.size,
        leading=lettering.leading,
        strong=strong,
    )


def fit_labels(
    lined: Aligned,
    told: Sequence[int],
    lettering: Lettering,
    *,
    width: float,
    most_radius: float,
    highlight: str | None = None,
    wraps: Sequence[int] = WRAPS,
) -> tuple[list[Label], RadarLayout]:
    """The labels in the widest lines that leave the radar ENOUGH of the width, else in those that leave it most.

    `told` are the places of the series whose scores are written; `wraps` are the lines to try, in columns. Where even
    the narrowest lines leave too little for a radar, the labels go without scores.
    """
    count = len(lined.dimensions)
    bare = Lettering(size=lettering.size, leading=lettering.leading, out_of=None)
    gap = lettering.size * 0.75
    tries: list[tuple[list[Label], RadarLayout]] = []
    for setting in (lettering, bare):
        for columns in wraps:
            labels = []
            for index, title in enumerate(lined.dimensions):
                scores = tuple(lined.scores[place][index] for place in told)
                strong = title == highlight
                if beside(index, count):
                    labels.append(make_label(title, scores, setting, columns=columns, strong=strong))
                else:
                    labels.append(_narrow_label(title, scores, setting, most=width * HALF, strong=strong, wraps=wraps))
            sizes = tuple((one.width, one.height) for one in labels)
            layout = lay_out(sizes, width=width, most_radius=most_radius, edge=lettering.size / 2, gap=gap)
            if layout.radius >= min(width * ENOUGH, most_radius):
                return labels, layout
            tries.append((labels, layout))
        best = max(tries, key=lambda one: one[1].radius)
        if best[1].radius >= width * TOO_LITTLE:
            break
    return best


def fit_labels_within(
    lined: Aligned,
    told: Sequence[int],
    lettering: Lettering,
    *,
    width: float,
    height: float,
    wraps: Sequence[int] = WRAPS,
) -> tuple[list[Label], RadarLayout]:
    """`fit_labels` with the radar as large as the height allows; higher only where the labels alone need more."""
    most = width * 0.4
    labels, layout = fit_labels(lined, told, lettering, width=width, most_radius=most, wraps=wraps)
    for _ in range(8):
        if abs(layout.height - height) < 1:
            break
        most = max(layout.radius + (height - layout.height) / 2, width / 8)
        labels, layout = fit_labels(lined, told, lettering, width=width, most_radius=most, wraps=wraps)
    return labels, layout


def _narrow_label(
    title: str, scores: Scores, lettering: Lettering, *, most: float, strong: bool, wraps: Sequence[int]
) -> Label:
    """The label in the widest lines that are at most so many pixels wide, else in the narrowest."""
    for columns in wraps:
        one = make_label(title, scores, lettering, columns=columns, strong=strong)
        if one.width <= most:
            break
    return one
