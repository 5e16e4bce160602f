"""Which layouts of a template serve, and where on them title, parts and foot stand. Placeholders go by their type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.slide import SlideLayout

from preflight.charts.lettering import text_width
from preflight.domain.errors import Invalid
from preflight.exports.deck.letters import EMU
from preflight.exports.deck.template_placeholders import OBJECTS, TITLES, Placeholder, placeholders
from preflight.exports.deck.theme import LEADING, READABLE_SIZE, Align, Anchor, Rectangle

Element = Any

_MAIN: Final = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY)
_INSETS: Final = {"lIns": 91_440, "tIns": 45_720, "rIns": 91_440, "bIns": 45_720}
_ANCHORS: Final[dict[str, Anchor]] = {"t": "top", "ctr": "middle", "b": "bottom"}
_ALIGNS: Final[dict[str, Align]] = {"l": "left", "ctr": "center", "r": "right", "just": "left"}
_MARGIN: Final = 0.06
_LEAST_BODY: Final = 0.42
"""The least share of a slide's height that charts and tables need."""
_TITLE_WORDS: Final = 90
_FOOT_WORDS: Final = 130
"""How many letters a title and a foot usually have at the most; a placeholder that can't hold them is too small."""
_STEADY_WORDS: Final = 76
_SMALLEST_TITLE: Final = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleLetters:
    """How a layout sets its title. `colour` is the element that says it, or None."""

    size: float
    strong: bool
    capitals: bool
    align: Align
    anchor: Anchor
    colour: Element | None


def text_room(placeholder: Placeholder) -> Rectangle | None:
    """Where the words of a layout's placeholder stand, in points; None when it says so nowhere, or is turned."""
    x, y, width, height = placeholder.box
    if x is None or y is None or width is None or height is None or placeholder.element.rot:
        return None
    bodies = [each for each in _properties(placeholder) if each is not None]
    if any(each.get("vert", "horz") != "horz" for each in bodies):
        return None
    left, top, right, bottom = (
        next((int(each.get(name)) for each in bodies if each.get(name) is not None), usual)
        for name, usual in _INSETS.items()
    )
    return Rectangle((x + left) / EMU, (y + top) / EMU, (width - left - right) / EMU, (height - top - bottom) / EMU)


def sides(placeholder: Placeholder) -> tuple[int, int]:
    """From the left and right edge of a layout's placeholder to its words, in EMU."""
    bodies = [each for each in _properties(placeholder) if each is not None]
    left, right = (int(_said(bodies, name, str(_INSETS[name]))) for name in ("lIns", "rIns"))
    return left, right


def title_letters(placeholder: Placeholder) -> TitleLetters:
    """Size, weight, side and colour of a title, by its own list style, the master's placeholder, the master's style."""
    styles = list(_first_levels(placeholder))
    letters = [found for style in styles if (found := style.find(qn("a:defRPr"))) is not None]
    fills = (each.find(qn("a:solidFill")) for each in letters)
    colour = next((fill[0] for fill in fills if fill is not None and len(fill)), None)
    anchor = next(
        (each.get("anchor") for each in _properties(placeholder) if each is not None and each.get("anchor")), "t"
    )
    return TitleLetters(
        size=int(_said(letters, "sz", "4400")) / 100,
        strong=_said(letters, "b", "0") in {"1", "true"},
        capitals=_said(letters, "cap", "none") == "all",
        align=_ALIGNS.get(_said(styles, "algn", "l"), "left"),
        anchor=_ANCHORS.get(anchor, "top"),
        colour=colour,
    )


def _said(elements: list[Element], name: str, usual: str) -> str:
    return str(next((each.get(name) for each in elements if each.get(name) is not None), usual))


def _first_levels(placeholder: Placeholder) -> Iterator[Element]:
    for shape in _with_base(placeholder):
        style = shape.find(f"{qn('p:txBody')}/{qn('a:lstStyle')}/{qn('a:lvl1pPr')}")
        if style is not None:
            yield style
    if placeholder.styles is not None:
        style = placeholder.styles.find(f"{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
        if style is not None:
            yield style


def _properties(placeholder: Placeholder) -> Iterator[Element | None]:
    return (shape.find(f"{qn('p:txBody')}/{qn('a:bodyPr')}") for shape in _with_base(placeholder))


def _with_base(placeholder: Placeholder) -> Iterator[Element]:
    """The layout's placeholder and the one of the master that it derives from."""
    yield placeholder.element
    if placeholder.base is not None:
        yield placeholder.base


def of_type(layout: SlideLayout, *kinds: PP_PLACEHOLDER) -> list[Placeholder]:
    """The layout's placeholders of these types, the largest first."""
    return sorted((each for each in placeholders(layout) if each.kind in kinds), key=lambda each: -each.area)


def mains(layout: SlideLayout) -> list[Placeholder]:
    """The placeholders that take a part: those for any object before those for words."""
    return sorted(of_type(layout, *_MAIN), key=lambda shape: shape.kind not in OBJECTS)


def choose_layouts(layouts: list[SlideLayout]) -> tuple[SlideLayout, SlideLayout]:
    """The layout of the cover and that of all other slides. Raises Invalid where none has a title."""
    titled = [layout for layout in layouts if of_type(layout, *TITLES)]
    if not titled:
        raise Invalid(
            "The template has no layout with a title. Add one to its slide master, or choose another template."
        )
    content = max(titled, key=_serves)
    covers = [layout for layout in titled if of_type(layout, PP_PLACEHOLDER.CENTER_TITLE)]
    return (covers or [content])[0], content


def _serves(layout: SlideLayout) -> tuple[bool, bool, int, float]:
    """How well a layout serves for charts, tables and words: one large upright place beneath a title."""
    places = mains(layout)
    others = [shape for shape in placeholders(layout) if shape.kind not in (*TITLES, *_MAIN, *_FOOT)]
    titles = of_type(layout, PP_PLACEHOLDER.TITLE)
    room = text_room(places[0]) if places else None
    area = max(room.width, 0) * max(room.height, 0) if room else 0.0
    plain = bool(titles) and text_room(titles[0]) is not None and room is not None
    return plain, bool(places), -abs(len(places) - 1) - len(others), area


_FOOT: Final = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


def holds_words(room: Rectangle | None, letters: int, size: float, lines: int = 0) -> bool:
    """Whether so many letters of this size (points) fit; `lines` is the most lines that they may take."""
    if room is None or room.width <= size or room.height < size * LEADING:
        return False
    columns = room.width / (text_width("n", size))
    rows = int(room.height / (size * LEADING))
    return columns * (min(rows, lines) if lines else rows) >= letters


def title_room(room: Rectangle | None, whole: Rectangle, unit: float) -> Rectangle | None:
    """The placeholder's room where it holds a title and lies on the slide, else None."""
    if room is None or not whole.holds(room):
        return None
    return room if holds_words(room, _TITLE_WORDS, _SMALLEST_TITLE * unit) else None


def own_title(whole: Rectangle, *, cover: bool) -> Rectangle:
    """A place for a title within the slide's margins; a cover's stands lower."""
    side = whole.width * _MARGIN
    if cover:
        return Rectangle(side, whole.height * 0.26, whole.width - 2 * side, whole.height * 0.22)
    return Rectangle(side, whole.height * 0.06, whole.width - 2 * side, whole.height * 0.14)


def steady_size(letters: TitleLetters, room: Rectangle, unit: float) -> float:
    """A size in which usual titles fit alike, so that they need not change from slide to slide."""
    sizes = (letters.size * share / 20 for share in range(20, 7, -1))
    return next((size for size in sizes if holds_words(room, _STEADY_WORDS, size)), _SMALLEST_TITLE * unit)


def body_room(room: Rectangle | None, title: Rectangle, whole: Rectangle) -> Rectangle | None:
    """The placeholder's room where it is large enough and clear of the title, else what is left beneath the title (or
    above it); None where that is too little."""
    if room is not None and whole.holds(room) and not room.meets(title):
        wide, high = room.width / whole.width, room.height / whole.height
        if wide >= 0.55 and high >= _LEAST_BODY:
            return room
    side, gap = whole.width * _MARGIN, whole.height * 0.03
    beneath = (title.bottom + gap, whole.height * 0.88)
    above = (whole.height * _MARGIN, title.y - gap)
    top, bottom = max(beneath, above, key=lambda each: each[1] - each[0])
    if bottom - top < whole.height * _LEAST_BODY:
        return None
    return Rectangle(side, top, whole.width - 2 * side, bottom - top)


def cover_room(room: Rectangle | None, title: Rectangle, whole: Rectangle, unit: float) -> Rectangle | None:
    """The subtitle's place where it holds three lines, else one beneath (or above) the title; None without room."""
    if room and whole.holds(room) and not room.meets(title) and holds_words(room, 160, 16 * unit):
        return room
    gap, least, most = 12 * unit, 60 * unit, whole.height * 0.4
    beneath, above = whole.height * 0.9 - title.bottom - gap, title.y - gap - whole.height * _MARGIN
    if beneath >= least:
        return Rectangle(title.x, title.bottom + gap, title.width, min(beneath, most))
    return Rectangle(title.x, whole.height * _MARGIN, title.width, above) if above >= least else None


def foot_rooms(
    layout: SlideLayout, body: Rectangle, whole: Rectangle, unit: float
) -> tuple[Rectangle, Rectangle, Rectangle]:
    """The places of the foot and of the slide number, and what is left of the body.

    The foot takes the template's own place where that is large enough for ours; else a strip at the body's lower edge,
    where no logo lies.
    """
    foot, number = (
        next((room for shape in of_type(layout, kind) if (room := text_room(shape)) and whole.holds(room)), None)
        for kind in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
    )
    size, gap = READABLE_SIZE * unit, 8 * unit
    line = size * LEADING
    numbered = number is not None and number.width >= size * 1.8 and number.height >= line and not number.meets(body)
    own_foot = holds_words(foot, _FOOT_WORDS, size, lines=2) and foot is not None and not foot.meets(body)
    if own_foot and numbered and foot is not None and number is not None and not foot.meets(number):
        return foot, number, body
    beside = 0.0 if numbered else size * 3
    room = Rectangle(body.x, 0, body.width - beside - (gap if beside else 0), whole.height)
    tall = line * (1 if holds_words(room, _FOOT_WORDS, size, lines=1) else 2)
    top = body.bottom - tall
    strip = Rectangle(body.x, top, room.width, tall)
    at = number if numbered and number is not None else Rectangle(body.right - beside, top, beside, tall)
    return strip, at, Rectangle(body.x, body.y, body.width, body.height - tall - gap)
