"""An SVG of our own taken apart for typst: the drawing without its words, and the words with where they stand.

typst sets SVG text with a simpler engine that overlaps Indic letters and loses emoji; its own text is right in every
script, and stays text in a PDF.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any, Final
from xml.etree import ElementTree as ET

from defusedxml.ElementTree import fromstring

from preflight.charts.geometry import Point

_NS: Final = "{http://www.w3.org/2000/svg}"
_ANCHORS: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}
_INHERITED: Final = ("fill", "font-size", "font-weight", "text-anchor", "stroke", "stroke-width", "paint-order")


def picture_of(svg: str) -> dict[str, Any]:
    """What typst's `picture` draws: `drawing` (SVG without words), `width` and `height` in its units, `words`,
    its `title` and `description`.

    The SVG is one of our own (`charts.svg`): groups move by `translate(x y)` only, text has no parts.
    """
    ET.register_namespace("", _NS[1:-1])
    root = fromstring(svg)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    words = list(_words(root, Point(0, 0), {}))
    for parent in root.iter():
        for part in list(parent):
            if part.tag == f"{_NS}text":
                parent.remove(part)
    return {
        "drawing": ET.tostring(root, encoding="unicode"),
        "width": width,
        "height": height,
        "words": words,
        "title": root.findtext(f"{_NS}title") or "",
        "description": root.findtext(f"{_NS}desc") or "",
    }


def _words(part: ET.Element, at: Point, above: dict[str, str]) -> Iterator[dict[str, Any]]:
    style = above | {name: part.attrib[name] for name in _INHERITED if name in part.attrib}
    moved = part.get("transform", "").removeprefix("translate(").removesuffix(")").split()
    if moved:
        at = Point(at.x + float(moved[0]), at.y + float(moved[1]))
    if part.tag == f"{_NS}text":
        haloed = style.get("paint-order") == "stroke"
        yield {
            "text": part.text or "",
            "x": at.x + float(part.attrib["x"]),
            "y": at.y + float(part.attrib["y"]),
            "size": float(style["font-size"]),
            "weight": int(style.get("font-weight", "400")),
            "fill": style.get("fill", "#000000"),
            "anchor": _ANCHORS[style.get("text-anchor", "start")],
            "rtl": _right_to_left(part.text or ""),
            "halo": style["stroke"] if haloed else None,
            "halo-width": float(style["stroke-width"]) if haloed else 0,
        }
    for child in part:
        yield from _words(child, at, style)


def _right_to_left(text: str) -> bool:
    """Whether its first letter with a direction runs to the left; a sentence of ours has a mark before a name."""
    return next((way != "L" for way in map(unicodedata.bidirectional, text) if way in {"L", "R", "AL"}), False)
