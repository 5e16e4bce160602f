"""A drawing of our own read back: its words where they stand, its tags, and whether all of it is inside."""

from __future__ import annotations

from typing import NamedTuple
from xml.etree import ElementTree as ET

from preflight.charts import svg
from preflight.charts.lettering import text_width
from preflight.charts.svg import Drawing
from preflight.charts.theme import FONT
from preflight.exports.pictures.words import picture_of

NS = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "title", "desc", "g", "line", "polyline", "polygon", "rect", "circle", "text"}


class Word(NamedTuple):
    """A line of text with the room that it takes."""

    text: str
    left: float
    right: float
    base: float


def document(drawing: Drawing) -> str:
    return svg.document(drawing.body, width=drawing.width, height=drawing.height, title="T", description="D", font=FONT)


def root_of(drawing: Drawing) -> ET.Element:
    """The drawing as XML; it holds our own tags only."""
    root = ET.fromstring(document(drawing))
    assert {part.tag.removeprefix(NS) for part in root.iter()} <= TAGS
    return root


def words_of(drawing: Drawing) -> list[Word]:
    found = []
    for one in picture_of(document(drawing))["words"]:
        wide = text_width(one["text"], one["size"])
        left = one["x"] - wide * one["anchor"]
        found.append(Word(one["text"], left, left + wide, one["y"]))
    return found


def texts_of(drawing: Drawing) -> list[str]:
    return [word.text for word in words_of(drawing)]


def run_together(drawing: Drawing) -> str:
    """All words without spaces: what stands in several lines is found again."""
    return "".join(texts_of(drawing)).replace(" ", "")


def outside(drawing: Drawing, width: float, height: float) -> list[Word]:
    """The words that leave the picture."""
    return [
        word
        for word in words_of(drawing)
        if word.left < -2 or word.right > width + 2 or word.base > height + 1 or word.base < 0
    ]
