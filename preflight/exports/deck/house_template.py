"""The house's own template: python-pptx's, at 16:9, with our fonts and colours and the three layouts that decks use."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from typing import Final

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Emu

from preflight.charts.theme import LIGHT
from preflight.exports.deck.letters import NUMBER_FIELD, colour_xml, emu
from preflight.exports.deck.model import Layout
from preflight.exports.deck.ornaments import Ornament, ornaments
from preflight.exports.deck.placement import regions
from preflight.exports.deck.theme import HOUSE_THEME, READABLE_SIZE, Rectangle

_THEME_COLOURS: Final = {
    "dk1": LIGHT.ink,
    "lt1": LIGHT.surface,
    "dk2": LIGHT.muted,
    "lt2": LIGHT.sunken,
    "accent1": LIGHT.claimed,
    "accent2": LIGHT.evidenced,
    "accent3": LIGHT.target,
    "accent4": LIGHT.last,
    "accent5": LIGHT.dimensions[1],
    "accent6": LIGHT.dimensions[3],
    "hlink": LIGHT.accent,
    "folHlink": LIGHT.target,
}
_LAYOUTS: Final = {0: "Cover", 1: "Chart, table or words", 3: "Chart and words"}
"""Those of python-pptx's own layouts that stay, by place, and what they are called here."""


_NO_TEXT: Final = '<a:endParaRPr lang="en-GB"/>'


@lru_cache(maxsize=1)
def house_template() -> bytes:
    """The template as a file, made once."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(emu(HOUSE_THEME.width)), Emu(emu(HOUSE_THEME.height))
    kept = {}
    for place, layout in enumerate(list(deck.slide_layouts)):
        if place in _LAYOUTS:
            kept[place] = layout
        else:
            deck.slide_layouts.remove(layout)
    _dress_theme(deck)
    _dress_master(deck.slide_master)
    cover, content, two = kept.values()
    _dress_cover(cover)
    _dress_content(content, Layout.CHART)
    _dress_content(two, Layout.CHART_AND_WORDS)
    for place, layout in kept.items():
        layout.element.cSld.set("name", _LAYOUTS[place])
    deck.notes_master  # noqa: B018 - python-pptx makes it when it is first asked for, which takes a while
    written = BytesIO()
    deck.save(written)
    return written.getvalue()


def _dress_theme(deck: Deck) -> None:
    part = deck.slide_master.part.part_related_by(RT.THEME)
    theme = parse_xml(part.blob)
    theme.set("name", "Preflight")
    colours, fonts = theme.find(f".//{qn('a:clrScheme')}"), theme.find(f".//{qn('a:fontScheme')}")
    colours.set("name", "Preflight")
    fonts.set("name", "Preflight")
    for name, colour in _THEME_COLOURS.items():
        slot = colours.find(qn(f"a:{name}"))
        slot.clear()
        slot.append(parse_xml(f'<a:srgbClr {nsdecls("a")} val="{colour.removeprefix("#")}"/>'))
    for kind, font in (("majorFont", HOUSE_THEME.heading_font), ("minorFont", HOUSE_THEME.body_font)):
        fonts.find(f"{qn(f'a:{kind}')}/{qn('a:latin')}").set("typeface", font)
    part.blob = serialize_part_xml(theme)


def _dress_master(master: SlideMaster) -> None:
    frame = HOUSE_THEME.content
    _fill(
        master,
        _placeholder(2, "Title", 'type="title"', frame.title, anchor="t"),
        _placeholder(3, "Text", 'type="body" idx="1"', frame.body, anchor="t"),
        *_foot(4, LIGHT.muted),
    )
    master.element.replace(master.element.find(qn("p:txStyles")), parse_xml(_text_styles()))


def _dress_cover(layout: SlideLayout) -> None:
    frame = HOUSE_THEME.cover
    background = colour_xml(frame.palette.surface, HOUSE_THEME)
    layout.element.cSld.insert(
        0,
        parse_xml(
            f"<p:bg {nsdecls('p', 'a')}><p:bgPr><a:solidFill>{background}</a:solidFill><a:effectLst/></p:bgPr></p:bg>"
        ),
    )
    title = _level(frame.title_size, frame.palette.ink, strong=True)
    words = _level(18, frame.palette.muted, strong=False)
    _fill(
        layout,
        *_drawn(ornaments(HOUSE_THEME, Layout.COVER)),
        _placeholder(2, "Title", 'type="ctrTitle"', frame.title, anchor="b", style=title),
        _placeholder(3, "Subtitle", 'type="subTitle" idx="1"', frame.body, anchor="t", style=words),
        *_foot(4, frame.palette.muted),
    )


def _dress_content(layout: SlideLayout, kind: Layout) -> None:
    rooms = regions(HOUSE_THEME, kind, 2)
    _fill(
        layout,
        *_drawn(ornaments(HOUSE_THEME, kind)),
        _placeholder(2, "Title", 'type="title"', None),
        *(_placeholder(6 + at, f"Content {at}", f'idx="{at}"', room) for at, room in enumerate(rooms, start=1)),
        *_foot(4, LIGHT.muted),
    )


def _fill(on: SlideMaster | SlideLayout, *shapes: str) -> None:
    """These shapes instead of those that were there, each with a number of its own."""
    tree = on.element.cSld.spTree
    for old in tree.xpath("p:sp | p:pic | p:grpSp | p:graphicFrame | p:cxnSp"):
        tree.remove(old)
    for number, shape in enumerate(shapes, start=2):
        element = parse_xml(shape)
        element.nvSpPr.cNvPr.set("id", str(number))
        tree.append(element)


def _placeholder(
    number: int, name: str, kind: str, room: Rectangle | None, *, anchor: str = "", style: str = "", text: str = ""
) -> str:
    body = f'<a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:normAutofit/></a:bodyPr>'
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{_transform(room) if room else ''}</p:spPr>"
        f"<p:txBody>{body if anchor else '<a:bodyPr/>'}<a:lstStyle>{style}</a:lstStyle>"
        f"<a:p>{text or _NO_TEXT}</a:p></p:txBody></p:sp>"
    )


def _foot(number: int, colour: str) -> tuple[str, str]:
    page = f'<a:fld id="{NUMBER_FIELD}" type="slidenum"><a:rPr lang="en-GB"/><a:t>‹#›</a:t></a:fld>'
    return (
        _placeholder(
            number,
            "Foot",
            'type="ftr" sz="quarter" idx="11"',
            HOUSE_THEME.foot,
            anchor="t",
            style=_level(READABLE_SIZE, colour, strong=False),
        ),
        _placeholder(
            number + 1,
            "Slide number",
            'type="sldNum" sz="quarter" idx="12"',
            HOUSE_THEME.number,
            anchor="t",
            style=_level(READABLE_SIZE, colour, strong=False, align="r"),
            text=page,
        ),
    )


def _level(size: float, colour: str, *, strong: bool, align: str = "l") -> str:
    return (
        f'<a:lvl1pPr marL="0" indent="0" algn="{align}"><a:buNone/>'
        f'<a:defRPr sz="{round(size * 100)}" b="{int(strong)}">'
        f"<a:solidFill>{colour_xml(colour, HOUSE_THEME)}</a:solidFill></a:defRPr></a:lvl1pPr>"
    )


def _text_styles() -> str:
    """The master's three text styles; slides say the size of each run, these serve who writes on by hand."""
    frame = HOUSE_THEME.content

    def level(number: int, font: str, size: float, bold: int, margin: float, sign: str) -> str:
        bullet = f'<a:buFont typeface="Arial"/><a:buChar char="{sign}"/>' if sign else "<a:buNone/>"
        return (
            f'<a:lvl{number}pPr marL="{emu(margin)}" indent="{-emu(16) if sign else 0}" algn="l" rtl="0">'
            '<a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="600"/></a:spcBef>'
            f'{bullet}<a:defRPr sz="{round(size * 100)}" b="{bold}" kern="1200">'
            '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
            f'<a:latin typeface="+{font}-lt"/><a:ea typeface="+{font}-ea"/><a:cs typeface="+{font}-cs"/></a:defRPr>'
            f"</a:lvl{number}pPr>"
        )

    body = "".join(level(number, "mn", max(12, 18 - 2 * number), 0, 16 * number, "•") for number in range(1, 10))
    other = "".join(level(number, "mn", 16, 0, 0, "") for number in range(1, 10))
    return (
        f"<p:txStyles {nsdecls('p', 'a')}>"
        f"<p:titleStyle>{level(1, 'mj', frame.title_size, 1, 0, '')}</p:titleStyle>"
        f"<p:bodyStyle>{body}</p:bodyStyle><p:otherStyle>{other}</p:otherStyle></p:txStyles>"
    )


def _drawn(shapes: Iterable[Ornament]) -> Iterable[str]:
    for shape in shapes:
        xs, ys = [point.x for point in shape.points], [point.y for point in shape.points]
        room = Rectangle(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        steps = "".join(
            f'<a:{"lnTo" if place else "moveTo"}><a:pt x="{emu(point.x - room.x)}" y="{emu(point.y - room.y)}"/>'
            f"</a:{'lnTo' if place else 'moveTo'}>"
            for place, point in enumerate(shape.points)
        )
        path = f'<a:path w="{emu(room.width)}" h="{emu(room.height)}">{steps}<a:close/></a:path>'
        yield (
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="9" name="Ornament"/><p:cNvSpPr/>'
            f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{_transform(room)}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/>'
            f'<a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{path}</a:pathLst></a:custGeom>'
            f"{_fill_xml(shape)}{_line_xml(shape)}</p:spPr></p:sp>"
        )


def _fill_xml(shape: Ornament) -> str:
    if not shape.fill:
        return "<a:noFill/>"
    colour = (
        f'<a:srgbClr val="{shape.fill.removeprefix("#")}"><a:alpha val="{round(shape.opacity * 100_000)}"/></a:srgbClr>'
    )
    return f"<a:solidFill>{colour if shape.opacity < 1 else colour_xml(shape.fill, HOUSE_THEME)}</a:solidFill>"


def _line_xml(shape: Ornament) -> str:
    if not shape.line:
        return "<a:ln><a:noFill/></a:ln>"
    return f'<a:ln w="{emu(shape.width)}"><a:solidFill>{colour_xml(shape.line, HOUSE_THEME)}</a:solidFill></a:ln>'


def _transform(room: Rectangle) -> str:
    return (
        f'<a:xfrm><a:off x="{emu(room.x)}" y="{emu(room.y)}"/>'
        f'<a:ext cx="{emu(room.width)}" cy="{emu(room.height)}"/></a:xfrm>'
    )
