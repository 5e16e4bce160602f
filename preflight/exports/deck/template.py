"""A company's template: opened with care, emptied of its slides, and read for where things stand and how they look."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, Final

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout, SlideMaster

from preflight.catalog.importers.package_check import check_package
from preflight.domain.errors import Invalid
from preflight.exports.deck import template_places as places
from preflight.exports.deck.house_template import house_template
from preflight.exports.deck.letters import EMU
from preflight.exports.deck.model import Layout
from preflight.exports.deck.template_colours import SchemeColours, background, palette_of, resolved, scheme_of
from preflight.exports.deck.template_outside import refuse_outside, unlink
from preflight.exports.deck.template_placeholders import TITLES
from preflight.exports.deck.theme import HOUSE_THEME, DeckTheme, Rectangle, SlideFrame, how_wide

_WHAT: Final = "The template"
_CONTENT_TYPES: Final = "[Content_Types].xml"
_TEMPLATE_TYPES: Final = (
    b"application/vnd.openxmlformats-officedocument.presentationml.template.main+xml",
    b"application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
)
_KEPT: Final = (RT.OFFICE_DOCUMENT, RT.CUSTOM_PROPERTIES)
"""What stays beside the presentation itself: a company's labels. A thumbnail, a signature, an author would be stale."""
_SIDES: Final = (200.0, 4_000.0)
"""Of a slide, in points; nothing on it could be read, or PowerPoint itself allows no more."""
_CAPITALS_WIDE: Final = 1.22


@dataclass(frozen=True, slots=True, kw_only=True)
class SlidePattern:
    """The layout of one sort of slides. `places` are the numbers of the placeholders that take its parts, in order;
    `own_title` says that the title stays where the layout has it, in letters of `title_size` and
    that far from its left and right edge (in EMU) unless said otherwise."""

    layout: SlideLayout
    places: tuple[int, ...]
    own_title: bool
    title_size: float
    title_sides: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTemplate:
    """A presentation without slides, ready for ours, and what it looks like."""

    deck: Deck
    theme: DeckTheme
    cover: SlidePattern
    content: SlidePattern
    pair: SlidePattern

    def pattern(self, layout: Layout) -> SlidePattern:
        if layout is Layout.COVER:
            return self.cover
        return self.pair if layout is Layout.CHART_AND_WORDS else self.content


def read_template(content: bytes) -> DeckTheme:
    """How slides look in this .pptx or .potx. Raises Invalid with a sentence why it can't serve."""
    return open_template(content).theme


def open_house() -> OpenTemplate:
    """The house's template."""
    deck = Presentation(BytesIO(house_template()))
    cover, content, pair = deck.slide_layouts
    size = HOUSE_THEME.content.title_size
    return OpenTemplate(
        deck=deck,
        theme=HOUSE_THEME,
        cover=SlidePattern(layout=cover, places=(1,), own_title=True, title_size=HOUSE_THEME.cover.title_size),
        content=SlidePattern(layout=content, places=(1,), own_title=True, title_size=size),
        pair=SlidePattern(layout=pair, places=(1, 2), own_title=True, title_size=size),
    )


def open_template(content: bytes) -> OpenTemplate:
    """The template without its slides. Raises Invalid with a sentence why it can't serve."""
    check_package(content, what=_WHAT)
    try:
        deck = Presentation(BytesIO(_as_presentation(content)))
        _empty(deck)
        refuse_outside(deck)
        return _read(deck)
    except Invalid:
        raise
    except Exception as error:  # whatever a library trips over in a foreign file
        raise Invalid(f"{_WHAT} can't be read as a PowerPoint file; open and save it anew in PowerPoint.") from error


def _as_presentation(content: bytes) -> bytes:
    """The same file under the content type of a presentation; templates and slide shows differ in that alone."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        types = package.read(_CONTENT_TYPES)
        if not any(each in types for each in _TEMPLATE_TYPES):
            return content
        for each in _TEMPLATE_TYPES:
            types = types.replace(each, CT.PML_PRESENTATION_MAIN.encode())
        written = BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as changed:
            for entry in package.infolist():
                if not entry.is_dir():
                    changed.writestr(entry.filename, types if entry.filename == _CONTENT_TYPES else package.read(entry))
    return written.getvalue()


def _empty(deck: Deck) -> None:
    """Take out the slides and all that speaks of them: what nothing refers to any more is not saved."""
    slides = deck.element.get_or_add_sldIdLst()
    for entry in list(slides):
        deck.part.rels.pop(entry.rId)
        slides.remove(entry)
    root = deck.element
    for name in ("p:custShowLst", "p:extLst", "p:custDataLst", "p:smartTags", "p:modifyVerifier"):
        for gone in root.findall(qn(name)):
            root.remove(gone)
    package = deck.part.package
    for number, relation in list(package._rels.items()):  # noqa: SLF001 - there is no public way to a package's own
        if relation.reltype not in _KEPT:
            package.drop_rel(number)
    for owner in (*_masters(deck), *_layouts(deck)):
        _forget_slides(owner)


def _masters(deck: Deck) -> list[SlideMaster]:
    """Each once, as often as it may be listed."""
    return list({id(master.part): master for master in deck.slide_masters}.values())


def _layouts(deck: Deck) -> list[SlideLayout]:
    """Each once."""
    every = (layout for master in _masters(deck) for layout in master.slide_layouts)
    return list({id(layout.part): layout for layout in every}.values())


def _forget_slides(owner: Any) -> None:
    """Take out links to slides that are gone."""
    relations = owner.part.rels
    gone = {
        number for number, relation in relations.items() if relation.reltype == RT.SLIDE and not relation.is_external
    }
    unlink(owner.element, gone)
    for number in gone:
        relations.pop(number)


def _read(deck: Deck) -> OpenTemplate:
    whole = Rectangle(0, 0, (deck.slide_width or 0) / EMU, (deck.slide_height or 0) / EMU)
    if not all(_SIDES[0] <= side <= _SIDES[1] for side in whole[2:]):
        raise Invalid(f"{_WHAT} has slides of a size that nobody could read.")
    cover_layout, layout = places.choose_layouts(_layouts(deck))
    scheme = scheme_of(layout.slide_master)
    unit = min(whole.width, whole.height) / HOUSE_THEME.height
    frame, content = _frame(layout, scheme, whole, unit)
    cover_frame, cover = _frame(cover_layout, scheme_of(cover_layout.slide_master), whole, unit)
    foot, number, body = places.foot_rooms(layout, frame.body, whole, unit)
    theme = DeckTheme(
        width=whole.width,
        height=whole.height,
        content=replace(frame, body=body),
        cover=replace(cover_frame, body=_above(cover_frame.body, foot, unit)),
        foot=foot,
        number=number,
        heading_font=scheme.heading_font,
        body_font=scheme.body_font,
        heading_wide=_heading_wide(scheme, layout),
        body_wide=how_wide(scheme.body_font),
        scheme=_names(scheme),
    )
    return OpenTemplate(deck=deck, theme=theme, cover=cover, content=content, pair=content)


def _frame(
    layout: SlideLayout, scheme: SchemeColours, whole: Rectangle, unit: float
) -> tuple[SlideFrame, SlidePattern]:
    """How the layout looks, and how it is filled."""
    placeholder = places.of_type(layout, *TITLES)[0]
    letters = places.title_letters(placeholder)
    found = places.title_room(places.text_room(placeholder), whole, unit)
    subtitles = places.of_type(layout, PP_PLACEHOLDER.SUBTITLE)
    title = found or places.own_title(whole, cover=bool(subtitles))
    mains = (subtitles or places.mains(layout))[:1]
    room = places.text_room(mains[0]) if mains else None
    body = _body(room, title, whole, unit, cover=bool(subtitles))
    if body is None:
        found, title = None, places.own_title(whole, cover=bool(subtitles))
        body = _body(None, title, whole, unit, cover=bool(subtitles)) or whole
    surface = background(layout, scheme, whole.width * whole.height * EMU * EMU)
    frame = SlideFrame(
        title=title,
        body=body,
        palette=palette_of(surface, resolved(letters.colour, scheme), scheme),
        title_size=places.steady_size(letters, title, unit) if found else min(letters.size, 28 * unit),
        title_strong=letters.strong,
        title_align=letters.align,
        title_anchor=letters.anchor if found else "bottom" if subtitles else "top",
        words_align=letters.align if subtitles else "left",
    )
    taken = tuple(shape.number for shape in mains)
    return frame, SlidePattern(
        layout=layout,
        places=taken,
        own_title=found is not None,
        title_size=letters.size,
        title_sides=places.sides(placeholder) if found else (0, 0),
    )


def _body(room: Rectangle | None, title: Rectangle, whole: Rectangle, unit: float, *, cover: bool) -> Rectangle | None:
    return places.cover_room(room, title, whole, unit) if cover else places.body_room(room, title, whole)


def _above(body: Rectangle, foot: Rectangle, unit: float) -> Rectangle:
    """The body without what the foot covers."""
    if not body.meets(foot):
        return body
    return Rectangle(body.x, body.y, body.width, max(foot.y - 8 * unit - body.y, 30 * unit))


def _heading_wide(scheme: SchemeColours, layout: SlideLayout) -> float:
    letters = places.title_letters(places.of_type(layout, *TITLES)[0])
    return how_wide(scheme.heading_font) * (_CAPITALS_WIDE if letters.capitals else 1)


def _names(scheme: SchemeColours) -> dict[str, str]:
    """The colours by which words and charts follow the template's own, should it change."""
    names = [*(f"accent{number}" for number in range(6, 0, -1)), "tx1"]
    return {scheme.colours[name]: name for name in names}
