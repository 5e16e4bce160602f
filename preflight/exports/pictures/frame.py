"""What stands round a chart that leaves alone: the finding above it, what is drawn, and the foot beneath."""

from __future__ import annotations

from typing import Final, NamedTuple

from preflight.charts import svg
from preflight.charts.geometry import Point
from preflight.charts.svg_lines import broken
from preflight.charts.theme import Palette
from preflight.domain.wording import sentence

_WIDTH, _HEIGHT = 1600.0, 900.0
_MARGIN: Final = 64.0
_TITLE, _SUBTITLE, _FOOT = 38.0, 21.0, 16.0
_BOLD: Final = 1.07
"""How much wider bold letters are."""
_MOST_LINES: Final = 2
_LEADING: Final = 1.2


class Frame(NamedTuple):
    """The frame as SVG, and the room that it leaves: from (x, y) on, so wide and so high."""

    body: str
    x: float
    y: float
    width: float
    height: float


def unit_of(width: float, height: float) -> float:
    """How much larger a picture is than 1600 by 900, by its narrower side."""
    return min(width / _WIDTH, height / _HEIGHT)


def bare_frame(width: float, height: float) -> Frame:
    """No frame, and a little room round the chart."""
    edge = 12 * unit_of(width, height)
    return Frame("", edge, edge, width - 2 * edge, height - 2 * edge)


def frame(title: str, subtitle: str, foot: str, *, width: float, height: float, palette: Palette) -> Frame:
    """The title in two lines in smaller letters rather than three, and in more rather than cut; the foot likewise."""
    unit = unit_of(width, height)
    edge, room = _MARGIN * unit, width - 2 * _MARGIN * unit
    for share in (1.0, 0.9, 0.8, 0.7, 0.62):
        size = _TITLE * unit * share
        lines = broken(title, room / _BOLD, size)
        if len(lines) <= _MOST_LINES:
            break
    y = 44 * unit
    parts = [svg.rectangle(edge, y, 70 * unit, 6 * unit, fill=palette.accent)]
    y += 24 * unit
    for line in lines:
        parts.append(
            svg.text(
                sentence(line), edge, y + size * 0.98, font_size=svg.number(size), font_weight="700", fill=palette.ink
            )
        )
        y += size * _LEADING
    y += 5 * unit
    small = _SUBTITLE * unit
    for line in broken(subtitle, room, small) if subtitle else ():
        parts.append(svg.text(line, edge, y + small * 1.1, font_size=svg.number(small), fill=palette.muted))
        y += small * 1.3
    bottom = height - 24 * unit
    tiny = _FOOT * unit
    told = broken(foot, room, tiny) if foot else ()
    for nth, line in enumerate(told):
        base = bottom - (len(told) - 1 - nth) * tiny * 1.3
        parts.append(svg.text(sentence(line), edge, base, font_size=svg.number(tiny), fill=palette.muted))
    rule = bottom - len(told) * tiny * 1.3 - 8 * unit
    parts.append(svg.line(Point(edge, rule), Point(width - edge, rule), stroke=palette.line, stroke_width=unit))
    top = y + 22 * unit
    return Frame("".join(parts), edge, top, room, rule - 14 * unit - top)
