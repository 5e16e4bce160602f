"""Words of a preview: lines of runs at their place, in either direction. Text is escaped by charts/words.literal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from preflight.charts.svg import number
from preflight.charts.words import literal
from preflight.exports.deck.fitting import Line
from preflight.exports.deck.letters import right_to_left
from preflight.exports.deck.theme import Align, Rectangle

SPACING: Final = 1.15
"""From line to line as PowerPoint sets it at 100 %, in sizes of the letters; `fitting` reckons with a little more."""
_ASCENT: Final = 0.92
"""From the top of a line to the feet of its letters."""


def stacked_lines(
    lines: Sequence[Line],
    room: Rectangle,
    size: float,
    colour: str,
    *,
    align: Align = "left",
    spacing: float = SPACING,
    font: str = "",
    strong: bool = False,
    indent: float = 0.0,
    rtl: bool | None = None,
) -> str:
    """The lines from the top of the room down. Text that runs from right to left stands at the other side.

    `rtl` None means: as its first letter that has a direction.
    """
    if rtl is None:
        rtl = right_to_left(" ".join(run.text for line in lines for run in line))
    left, right = room.x + (0 if rtl else indent), room.right - (indent if rtl else 0)
    x, anchor = {
        "left": (right if rtl else left, "start"),
        "center": ((left + right) / 2, "middle"),
        "right": (left if rtl else right, "end"),
    }[align]
    shared = f' x="{number(x)}" text-anchor="{anchor}"' if anchor != "start" else f' x="{number(x)}"'
    shared += ' direction="rtl"' if rtl else ""
    drawn = []
    for nth, line in enumerate(lines):
        y = room.y + nth * size * spacing + size * _ASCENT
        words = " ".join(_run(run.text, heavy=run.strong and not strong) for run in line)
        drawn.append(f'<text{shared} y="{number(y)}">{words}</text>')
    attributes = f' font-size="{number(size)}" fill="{colour}"'
    attributes += ' font-weight="700"' if strong else ""
    attributes += f' font-family="{font}"' if font else ""
    return f"<g{attributes}>{''.join(drawn)}</g>" if lines else ""


def family(font: str) -> str:
    """A font's name and what stands in for it, as an attribute takes them."""
    bare = "".join(letter for letter in font if letter not in "\"'\\;,")
    return literal(f'"{bare}", Arial, Helvetica, "Noto Sans", sans-serif')


def _run(text: str, *, heavy: bool) -> str:
    return f'<tspan font-weight="700">{literal(text)}</tspan>' if heavy else literal(text)
