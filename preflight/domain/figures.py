"""Numbers as people read them: the same figure in a chart, a table and a sentence."""

from __future__ import annotations

from fractions import Fraction
from math import floor

NO_FIGURE = "–"
MINUS = "\N{MINUS SIGN}"
COARSE = 20
"""From this scale on, scores are shown as whole numbers."""


def shown(fraction: Fraction | None, out_of: Fraction | int) -> str:
    """A fraction as it is shown, out of `out_of`: one decimal below 20, whole above; an en dash when there is none.

    It is cut, not rounded: 2.98 of 4 is shown as 2.9, so that no figure claims a band that was not reached.
    """
    if fraction is None:
        return NO_FIGURE
    if out_of >= COARSE:
        return f"{floor(fraction * out_of)}"
    return f"{floor(fraction * out_of * 10) / 10:.1f}"


def scale_end(out_of: Fraction | int) -> str:
    """A number of the scale itself, such as its end or a threshold: "4", "2.5", "2.67"."""
    return f"{round(float(out_of), 2):g}"


def signed(difference: Fraction, out_of: Fraction | int) -> str:
    """A difference with its sign: "+0.5", "−0.5", "±0.0" for none; a small one has the decimals that show it."""
    if difference == 0:
        return "±0" if out_of >= COARSE else "±0.0"
    size = float(abs(difference) * out_of)
    ways = (f"{size:.{decimals}f}" for decimals in ((0, 1, 2, 3) if out_of >= COARSE else (1, 2, 3)))
    return f"{'+' if difference > 0 else MINUS}{next((words for words in ways if float(words)), '0.001')}"


def percent(fraction: Fraction | None) -> str:
    """A fraction in whole percent, cut; 100 % only when it is all, and never 0 % when there is something."""
    if fraction is None:
        return NO_FIGURE
    whole = floor(fraction * 100)
    return f"{1 if whole == 0 and fraction > 0 else whole} %"
