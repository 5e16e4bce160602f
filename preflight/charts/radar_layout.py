"""Where the labels of a drawn radar stand, and how large the radar can be so that none is clipped or covered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from preflight.charts.geometry import Point, on_spoke, spoke

Sizes = tuple[tuple[float, float], ...]

BETWEEN = 5.0
"""The least room between two labels, in pixels."""
FAR = 12.0
"""A label that had to move further than this from its spoke is joined to it by a line."""
LEVEL = 0.2
"""A spoke that leads less to one side than this has its label centred on it."""


class Box(NamedTuple):
    """A label's place; `anchor` is SVG's word for the side at which its lines are aligned."""

    left: float
    top: float
    width: float
    height: float
    anchor: str

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def anchor_x(self) -> float:
        return {"start": self.left, "middle": self.left + self.width / 2, "end": self.right}[self.anchor]


@dataclass(frozen=True, slots=True, kw_only=True)
class RadarLayout:
    """The circle that holds the radar, a box for each label, and the height that all of it needs from y = 0."""

    centre: Point
    radius: float
    boxes: tuple[Box, ...]
    height: float

    def leader(self, index: int) -> tuple[Point, Point] | None:
        """The line that joins a spoke's end with its label, where the label had to move away from it."""
        rim, box = on_spoke(index, len(self.boxes), 1, self.centre, self.radius), self.boxes[index]
        end = Point(box.anchor_x, min(max(rim.y, box.top), box.bottom))
        return None if box.anchor == "middle" or abs(end.y - rim.y) < FAR else (rim, end)


@lru_cache(maxsize=512)
def lay_out(sizes: Sizes, *, width: float, most_radius: float, edge: float, gap: float) -> RadarLayout:
    """Place labels of these (width, height) `gap` from the rim of a radar as large as `width` and `most_radius` allow.

    No label leaves the width (but one wider than all of it), none covers another or the radar; the height follows.
    """
    radius = _largest(sizes, width - 2 * edge, most_radius, gap)
    left, right = _reach(sizes, radius, gap)
    spare = width - 2 * edge - left - right
    x = edge + left + spare / 2 if spare < 0 else min(max(width / 2, edge + left), width - edge - right)
    boxes = [_box(index, len(sizes), size, radius, gap) for index, size in enumerate(sizes)]
    boxes = [_moved(box, x, 0) for box in boxes]
    boxes = [box._replace(left=min(max(box.left, edge), max(edge, width - edge - box.width))) for box in boxes]
    boxes = _apart(boxes, width / 2 if len(sizes) % 2 else None)
    top = min([box.top for box in boxes] + [-radius])
    bottom = max([box.bottom for box in boxes] + [radius * max(spoke(i, len(sizes)).y for i in range(len(sizes)))])
    shift = edge - top
    return RadarLayout(
        centre=Point(x, shift),
        radius=radius,
        boxes=tuple(_moved(box, 0, shift) for box in boxes),
        height=bottom + shift + edge,
    )


def _largest(sizes: Sizes, width: float, most: float, gap: float) -> float:
    """The largest radius at which the labels on both sides fit the width, by bisection; at least a twelfth of it."""
    low, high = width / 12, most
    if sum(_reach(sizes, high, gap)) <= width:
        return high
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(_reach(sizes, middle, gap)) <= width else (low, middle)
    return low


def _reach(sizes: Sizes, radius: float, gap: float) -> tuple[float, float]:
    """How far the labels and the rim reach to the left and to the right of the centre."""
    left = right = 0.0
    count = len(sizes)
    for index, (width, _) in enumerate(sizes):
        out = spoke(index, count)
        if not beside(index, count):
            left, right = max(left, -out.x * radius), max(right, out.x * radius)
        elif out.x > 0:
            right = max(right, out.x * (radius + gap) + width)
        else:
            left = max(left, -out.x * (radius + gap) + width)
    return left, right


def beside(index: int, count: int) -> bool:
    """Whether the label stands to the left or right of its spoke and so takes room from the radar."""
    return not _under(index, count) and abs(spoke(index, count).x) >= LEVEL


def _under(index: int, count: int) -> bool:
    """Whether the label stands under its spoke: the lowest two of three or five, beneath which nothing is drawn."""
    return count in {3, 5} and index in {count // 2, count // 2 + 1}


def _box(index: int, count: int, size: tuple[float, float], radius: float, gap: float) -> Box:
    """The label's box with the centre of the radar at (0, 0)."""
    width, height = size
    out = spoke(index, count)
    x, y = out.x * (radius + gap), out.y * (radius + gap)
    if _under(index, count):
        return Box(out.x * radius - width / 2, out.y * radius + gap, width, height, "middle")
    top = y - height * (1 - out.y) / 2
    if abs(out.x) < LEVEL:
        return Box(x - width / 2, top, width, height, "middle")
    return Box(x, top, width, height, "start") if out.x > 0 else Box(x - width, top, width, height, "end")


def _apart(boxes: list[Box], middle: float | None) -> list[Box]:
    """Push labels that cover one another apart: up in the upper half, down in the lower, sideways under the radar."""
    count = len(boxes)
    moved = list(boxes)
    if middle is not None and count in {3, 5}:
        right, left = count // 2, count // 2 + 1
        if moved[left].right + BETWEEN > moved[right].left:
            moved[right] = moved[right]._replace(left=max(moved[right].left, middle + BETWEEN))
            moved[left] = moved[left]._replace(left=min(moved[left].left, middle - BETWEEN - moved[left].width))
    sides = ([*range(count // 2 + 1)], [0, *range(count - 1, count // 2 - (count % 2 == 0), -1)])
    for side in sides:
        level = min(side, key=lambda index: abs(spoke(index, count).y))
        at = side.index(level)
        _push(moved, side[at::-1], upwards=True)
        _push(moved, side[at:], upwards=False)
    return moved


def _push(boxes: list[Box], order: Sequence[int], *, upwards: bool) -> None:
    clear: Callable[[Box, Box], float] = (
        (lambda box, fixed: min(0.0, fixed.top - BETWEEN - box.bottom))
        if upwards
        else (lambda box, fixed: max(0.0, fixed.bottom + BETWEEN - box.top))
    )
    for place, index in enumerate(order):
        for other in order[:place]:
            if boxes[index].left < boxes[other].right and boxes[other].left < boxes[index].right:
                boxes[index] = _moved(boxes[index], 0, clear(boxes[index], boxes[other]))


def _moved(box: Box, x: float, y: float) -> Box:
    return box._replace(left=box.left + x, top=box.top + y)
