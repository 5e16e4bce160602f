"""The placeholders of a template's layouts and masters, each owner's read once: a master may have very many shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakKeyDictionary

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.package import Part
from pptx.oxml.ns import qn
from pptx.slide import SlideLayout, SlideMaster

Element = Any
Kind = PP_PLACEHOLDER
Box = tuple[int | None, int | None, int | None, int | None]

TITLES: Final = (Kind.TITLE, Kind.CENTER_TITLE)
OBJECTS: Final = (Kind.OBJECT, Kind.CHART, Kind.TABLE)
_LIKE_BODY: Final = (Kind.ORG_CHART, Kind.BITMAP, Kind.MEDIA_CLIP, Kind.PICTURE, Kind.SUBTITLE, *OBJECTS)
_SHAPES: Final = frozenset(map(qn, ("p:sp", "p:grpSp", "p:graphicFrame", "p:cxnSp", "p:pic", "p:contentPart")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """A layout's or master's placeholder. `number` is what slides name it by; `box` is its left, top, width and height
    in EMU, from the master's where it has none, and None where nothing says it; `base` is the master's element that its
    letters derive from, `styles` the one that has the master's text styles."""

    element: Element
    kind: Kind
    number: int
    box: Box
    base: Element | None
    styles: Element | None

    @property
    def area(self) -> int:
        """In square EMU, 0 where nothing says it."""
        return (self.box[2] or 0) * (self.box[3] or 0)


_read: WeakKeyDictionary[Part, tuple[Placeholder, ...]] = WeakKeyDictionary()
_first: WeakKeyDictionary[Part, Mapping[Kind, Placeholder]] = WeakKeyDictionary()


def placeholders(owner: SlideLayout | SlideMaster) -> tuple[Placeholder, ...]:
    """All placeholders of a layout or master, in their order; those of a template do not change once they were read."""
    found = _read.get(owner.part)
    if found is None:
        found = _read[owner.part] = _placeholders(owner)
    return found


def _placeholders(owner: SlideLayout | SlideMaster) -> tuple[Placeholder, ...]:
    inherited: Mapping[Kind, Placeholder] = {}
    styles = None
    if isinstance(owner, SlideLayout):
        inherited = _first_of_each(owner.slide_master)
        styles = owner.slide_master.element.find(qn("p:txStyles"))
    shapes = owner.element.cSld.spTree.xpath("./*[./*[1]/p:nvPr/p:ph]")
    return tuple(_placeholder(shape, inherited, styles) for shape in shapes if shape.tag in _SHAPES)


def _first_of_each(master: SlideMaster) -> Mapping[Kind, Placeholder]:
    found = _first.get(master.part)
    if found is None:
        found = _first[master.part] = {each.kind: each for each in reversed(placeholders(master))}
    return found


def _placeholder(shape: Element, inherited: Mapping[Kind, Placeholder], styles: Element | None) -> Placeholder:
    named = shape.ph
    kind = named.type
    title = Kind.TITLE if kind in TITLES else kind
    left, top, width, height = shape.x, shape.y, shape.cx, shape.cy
    above = inherited.get(Kind.BODY if title in _LIKE_BODY else title)
    if above is not None:
        own = (left, top, width, height)
        left, top, width, height = (
            said if said is not None else masters for said, masters in zip(own, above.box, strict=True)
        )
    base = inherited.get(Kind.BODY if title in OBJECTS else title)
    return Placeholder(
        element=shape,
        kind=kind,
        number=named.idx,
        box=(left, top, width, height),
        base=None if base is None else base.element,
        styles=styles,
    )
