"""Templates as companies have them, made with python-pptx while the tests run, and some that can't serve."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches

from tests.catalog.importers.packages import CONTENT_TYPES, package, with_parts


def classic() -> bytes:
    """4:3, centred titles, Calibri, and two slides of its own in a section, as Office has made them for ages."""
    deck = Presentation()
    for layout in (0, 1):
        page = deck.slides.add_slide(deck.slide_layouts[layout])
        page.shapes.title.text = "Left over from last year"
        page.notes_slide.notes_text_frame.text = "Secret of last year"
    identifiers = "".join(f'<p14:sldId id="{each.slide_id}"/>' for each in deck.slides)
    sections = (
        f'<p:extLst {nsdecls("p")}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">'
        '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
        '<p14:section name="Old" id="{6F5E9B4B-4F64-4C5C-8C6B-2C0B0B5F6A11}">'
        f"<p14:sldIdLst>{identifiers}</p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>"
    )
    for old in deck.element.findall(qn("p:extLst")):
        deck.element.remove(old)
    deck.element.append(parse_xml(sections))
    deck.core_properties.author = "Somebody Else"
    return saved(deck)


def dark() -> bytes:
    """16:9, nearly black, light letters by the master's colour map, a brand of one hue, a logo in the lower left."""
    deck = Presentation()
    _resize(deck, 13.333, 7.5)
    recolour(
        deck,
        {"dk1": "101418", "lt1": "F5F5F5", "dk2": "1B2229", "lt2": "C9D1D9"},
        {f"accent{number}": colour for number, colour in enumerate(_ONE_HUE, start=1)},
        font="Verdana",
    )
    mapping = deck.slide_master.element.find(qn("p:clrMap"))
    for name, target in {"bg1": "dk1", "tx1": "lt1", "bg2": "dk2", "tx2": "lt2"}.items():
        mapping.set(name, target)
    logo = deck.slide_master.shapes.element
    logo.append(_box(Inches(0.3), Inches(6.9), Inches(1.2), Inches(0.4), "F2994A"))
    return saved(deck)


_ONE_HUE = ("2F6F4F", "3B8A63", "47A577", "53C08B", "1F4A35", "0F2A1D")


def tiny() -> bytes:
    """16:9, with placeholders too small for anything, one of them off the slide, and none for a slide number."""
    deck = Presentation()
    _resize(deck, 13.333, 7.5)
    owners: list[Any] = [deck.slide_master, *deck.slide_layouts]
    for owner in owners:
        for shape in list(owner.placeholders):
            kind = shape.element.ph.get("type", "obj")
            if kind == "sldNum":
                shape.element.getparent().remove(shape.element)
                continue
            at = {"title": 0.2, "ctrTitle": 0.2, "ftr": 12.9, "dt": 5}.get(kind, 3.0)
            shape.left, shape.top, shape.width, shape.height = Inches(at), Inches(0.2), Inches(1.4), Inches(0.5)
    return saved(deck)


def portrait() -> bytes:
    """A4 upright, as some print their slides."""
    deck = Presentation()
    _resize(deck, 7.5, 10.833)
    return saved(deck)


def picture_ground() -> bytes:
    """A dark rectangle over the whole slide where the background should be, and white titles on it."""
    deck = Presentation()
    _resize(deck, 13.333, 7.5)
    cover = _box(Emu(0), Emu(0), Inches(13.333), Inches(7.5), "0B3D2E")
    deck.slide_master.shapes.element.insert(2, cover)
    style = deck.slide_master.element.find(
        f"{qn('p:txStyles')}/{qn('p:titleStyle')}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}"
    )
    style.find(qn("a:solidFill"))[0].set("val", "bg1")
    return saved(deck)


def low_title() -> bytes:
    """Titles in the middle of the slide, and every object with the number of the title, as LibreOffice writes them."""
    deck = Presentation()
    for layout in deck.slide_layouts:
        for shape in layout.placeholders:
            kind = shape.element.ph.get("type", "obj")
            if kind in {"title", "ctrTitle"}:
                shape.left, shape.top, shape.width, shape.height = Inches(0.1), Inches(3), Inches(9.8), Inches(1.4)
            elif kind == "obj":
                shape.element.ph.set("idx", "0")
    return saved(deck)


FOREIGN: dict[str, Callable[[], bytes]] = {"classic": classic, "dark": dark, "tiny": tiny}
MORE: dict[str, Callable[[], bytes]] = {
    "portrait": portrait,
    "picture ground": picture_ground,
    "low title": low_title,
}


def as_potx(content: bytes) -> bytes:
    """The same file as a template."""
    main = b"presentationml.presentation.main+xml"
    with zipfile.ZipFile(BytesIO(content)) as archive:
        types = archive.read(CONTENT_TYPES)
    return with_parts(content, {CONTENT_TYPES: types.replace(main, b"presentationml.template.main+xml")})


def with_macros(content: bytes) -> bytes:
    return with_parts(content, {"ppt/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def bomb(content: bytes) -> bytes:
    return with_parts(content, {"ppt/slideMasters/slideMaster1.xml": b"<a>" + bytes(60_000_000) + b"</a>"})


def without_titles() -> bytes:
    """Every layout is without a title."""
    deck = Presentation()
    for layout in deck.slide_layouts:
        for shape in list(layout.placeholders):
            if shape.element.ph.get("type") in {"title", "ctrTitle"}:
                shape.element.getparent().remove(shape.element)
    return saved(deck)


def without_layouts() -> bytes:
    deck = Presentation()
    for layout in list(deck.slide_layouts):
        deck.slide_layouts.remove(layout)
    return saved(deck)


def word_document() -> bytes:
    types = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
        b'.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        b'Target="word/document.xml"/></Relationships>'
    )
    return package({CONTENT_TYPES: types, "_rels/.rels": relations, "word/document.xml": b"<d/>"})


def recolour(deck: Any, colours: dict[str, str], accents: dict[str, str], *, font: str) -> None:
    """Other colours and fonts in the theme."""
    part = deck.slide_master.part.part_related_by(RT.THEME)
    theme = etree.fromstring(part.blob)
    for name, colour in (colours | accents).items():
        slot = theme.find(f".//{qn('a:clrScheme')}/{qn(f'a:{name}')}")
        slot.clear()
        etree.SubElement(slot, qn("a:srgbClr"), val=colour)
    for latin in theme.findall(f".//{qn('a:fontScheme')}/*/{qn('a:latin')}"):
        latin.set("typeface", font)
    part.blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def saved(deck: Any) -> bytes:
    written = BytesIO()
    deck.save(written)
    return written.getvalue()


def _resize(deck: Any, width: float, height: float) -> None:
    """Another size, and every placeholder in proportion, as PowerPoint does it."""
    wide, high = Inches(width) / deck.slide_width, Inches(height) / deck.slide_height
    for owner in (deck.slide_master, *deck.slide_layouts):
        for shape in owner.shapes:
            transform = shape.element.spPr.find(qn("a:xfrm"))
            if transform is not None:
                shape.left, shape.top = round(shape.left * wide), round(shape.top * high)
                shape.width, shape.height = round(shape.width * wide), round(shape.height * high)
    deck.slide_width, deck.slide_height = Inches(width), Inches(height)


def _box(left: int, top: int, width: int, height: int, colour: str) -> Any:
    place = f'<a:off x="{int(left)}" y="{int(top)}"/><a:ext cx="{int(width)}" cy="{int(height)}"/>'
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="99" name="Box"/><p:cNvSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>{place}</a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr></p:sp>'
    )


def with_odd_properties(content: bytes) -> bytes:
    """As LibreOffice writes it: the relation of the core properties has a type that no other program gives it."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        relations = archive.read("_rels/.rels")
    ours, odd = b"package/2006/relationships/metadata", b"officedocument/2006/relationships/metadata"
    return with_parts(content, {"_rels/.rels": relations.replace(ours, odd)})
