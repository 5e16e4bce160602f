"""Writing SVG: numbers, paths, text and markers. Text from people comes in only through `words.literal`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from preflight.charts.geometry import Point
from preflight.charts.words import literal


class Drawing(NamedTuple):
    """Parts of a picture from (0, 0) on, with the room that they take."""

    body: str
    width: float
    height: float


def number(value: float) -> str:
    """The number with at most one decimal."""
    return (
        f"{value:.1f}".removesuffix(".0").replace("-0", "0") if -0.05 < value < 0 else f"{value:.1f}".removesuffix(".0")
    )


def pairs(points: Sequence[Point]) -> str:
    """The points as a `points` attribute wants them."""
    return " ".join(f"{number(point.x)},{number(point.y)}" for point in points)


def polygon(points: Sequence[Point], **attributes: str | float) -> str:
    return f'<polygon points="{pairs(points)}"{_attributes(attributes)}/>'


def polyline(points: Sequence[Point], **attributes: str | float) -> str:
    return f'<polyline points="{pairs(points)}"{_attributes(attributes)}/>'


def line(start: Point, end: Point, **attributes: str | float) -> str:
    return (
        f'<line x1="{number(start.x)}" y1="{number(start.y)}" x2="{number(end.x)}" y2="{number(end.y)}"'
        f"{_attributes(attributes)}/>"
    )


def rectangle(x: float, y: float, width: float, height: float, **attributes: str | float) -> str:
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        f"{_attributes(attributes)}/>"
    )


def text(words: str, x: float, y: float, **attributes: str | float) -> str:
    """The words, letter by letter, with their baseline at y."""
    return f'<text x="{number(x)}" y="{number(y)}"{_attributes(attributes)}>{literal(words)}</text>'


def group(*parts: str, **attributes: str | float) -> str:
    return f"<g{_attributes(attributes)}>{''.join(parts)}</g>" if any(parts) else ""


def marker(shape: str, at: Point, size: float, **attributes: str | float) -> str:
    """One of `series.MARKERS`, about `size` across, by its Plotly name."""
    half = size / 2
    if shape == "circle":
        return f'<circle cx="{number(at.x)}" cy="{number(at.y)}" r="{number(half)}"{_attributes(attributes)}/>'
    if shape == "square":
        side = half * 0.9
        return rectangle(at.x - side, at.y - side, 2 * side, 2 * side, **attributes)
    corners = [Point(at.x + x * half, at.y + y * half) for x, y in _CORNERS[shape]]
    return polygon(corners, **attributes)


def document(*parts: str, width: float, height: float, title: str, description: str, font: str) -> str:
    """A whole picture with its name and description; it shrinks with its place and never grows beyond its size."""
    name = literal(title)
    wide, high = number(width), number(height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="img"'
        f'  aria-label="{name}" style="max-width:100%;height:auto" font-family="{literal(font)}">'
        f"<title>{name}</title><desc>{literal(description)}</desc>{''.join(parts)}</svg>"
    )


def moved(drawing: Drawing, x: float, y: float) -> str:
    """The drawing with its upper left corner at (x, y)."""
    return group(drawing.body, transform=f"translate({number(x)} {number(y)})")


def _attributes(attributes: dict[str, str | float]) -> str:
    """`stroke_width=2` becomes ` stroke-width="2"`; empty text leaves it out. Values are ours, never input."""
    return "".join(
        f' {name.replace("_", "-")}="{value if isinstance(value, str) else format(value, "g")}"'
        for name, value in attributes.items()
        if value != ""
    )


_ARM = 0.38
_CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "diamond": ((0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)),
    "triangle-up": ((0, -1.1), (1.05, 0.8), (-1.05, 0.8)),
    "triangle-down": ((0, 1.1), (1.05, -0.8), (-1.05, -0.8)),
    "cross": (
        (-_ARM, -1), (_ARM, -1), (_ARM, -_ARM), (1, -_ARM), (1, _ARM), (_ARM, _ARM),
        (_ARM, 1), (-_ARM, 1), (-_ARM, _ARM), (-1, _ARM), (-1, -_ARM), (-_ARM, -_ARM),
    ),
    "x": (
        (0, -0.5), (0.5, -1), (1, -0.5), (0.5, 0), (1, 0.5), (0.5, 1),
        (0, 0.5), (-0.5, 1), (-1, 0.5), (-0.5, 0), (-1, -0.5), (-0.5, -1),
    ),
}  # fmt: skip
