"""Shapes with words as PresentationML: made, moved, filled."""

from __future__ import annotations

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from preflight.exports.deck.chart_xml import Element
from preflight.exports.deck.letters import emu
from preflight.exports.deck.theme import Rectangle


def text_shape(number: int, name: str, *, placeholder: str = "") -> Element:
    """An empty text box, or the placeholder of the layout that `placeholder` (attributes of p:ph) names."""
    place = f"<p:ph {placeholder}/>" if placeholder else ""
    box = "" if placeholder else ' txBox="1"'
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>'
        f"<p:cNvSpPr{box}/><p:nvPr>{place}</p:nvPr></p:nvSpPr>"
        '<p:spPr><a:xfrm/><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        "<p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    )


def move(shape: Element, room: Rectangle) -> None:
    """Put the shape there, wherever it was before."""
    transform = shape.spPr.get_or_add_xfrm()
    for child in list(transform):
        transform.remove(child)
    x, y, width, height = (emu(length) for length in room)
    ns = nsdecls("a")
    transform.append(parse_xml(f'<a:off {ns} x="{x}" y="{y}"/>'))
    transform.append(parse_xml(f'<a:ext {ns} cx="{width}" cy="{height}"/>'))


def fill(shape: Element, paragraphs: str, *, anchor: str) -> None:
    """These paragraphs instead of those that were there; with an anchor they fill the shape to its edges."""
    body = shape.txBody
    for old in body.findall(qn("a:p")):
        body.remove(old)
    if anchor:
        properties = (
            f'<a:bodyPr {nsdecls("a")} vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
            "<a:normAutofit/></a:bodyPr>"
        )
        body.replace(body.find(qn("a:bodyPr")), parse_xml(properties))
    for paragraph in parse_xml(f"<a:txBody {nsdecls('a')}>{paragraphs}</a:txBody>"):
        body.append(paragraph)
