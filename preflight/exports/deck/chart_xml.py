"""What python-pptx leaves to be done in a chart's XML: two slips of its own against the schema, layouts, blanks.

Seen in python-pptx 1.0.2; tests/exports/deck/test_native_chart.py holds every chart part against the schema.
"""

from __future__ import annotations

from typing import Any, Final

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from preflight.exports.deck.theme import Rectangle

Element = Any
"""An lxml element; python-pptx has no public type for it."""

_POSITIVE: Final = 0x7FFF_FFFF
"""LibreOffice takes ids of 2**31 and more for one and the same axis."""
_AFTER_SKIP: Final = tuple(map(qn, ("c:tickMarkSkip", "c:noMultiLvlLbl", "c:extLst")))
_LAYOUT_BEFORE: Final = (qn("c:legendPos"), qn("c:legendEntry"))


def repair(chart_space: Element) -> None:
    """Make what python-pptx wrote keep to the schema: no c:smooth in a radar's series, no negative ids of axes."""
    for smooth in chart_space.xpath(".//c:radarChart/c:ser/c:smooth"):
        smooth.getparent().remove(smooth)
    for axis in chart_space.xpath(".//c:axId | .//c:crossAx"):
        axis.set("val", str(int(axis.get("val")) & _POSITIVE))


def first_on_top(chart_space: Element) -> None:
    """Horizontal bars in reading order, the scale beneath them; python-pptx has no word for where the scale stands."""
    for axis in chart_space.xpath(".//c:catAx/c:scaling/c:orientation"):
        axis.set("val", "maxMin")
    for crosses in chart_space.xpath(".//c:valAx/c:crosses"):
        crosses.set("val", "max")


def label_each(chart_space: Element, skip: int) -> None:
    """Let each `skip`th category bear its label, the first among them, and level, whatever a program thinks."""
    for words in chart_space.xpath(".//c:valAx/c:txPr/a:bodyPr"):
        words.set("rot", "0")
        words.set("vert", "horz")
    for axis in chart_space.xpath(".//c:catAx"):
        for old in axis.findall(qn("c:tickLblSkip")):
            axis.remove(old)
        written = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="{skip}"/>')
        for words in axis.xpath("./c:txPr/a:bodyPr"):
            words.set("rot", "1" if skip > 1 else "0")
            words.set("vert", "horz")
        after = [child for child in axis if child.tag in _AFTER_SKIP]
        if after:
            after[0].addprevious(written)
        else:
            axis.append(written)


def place_plot(chart_space: Element, share: Rectangle) -> None:
    """Put the plot without its labels into this share (0 to 1) of the chart."""
    plot = chart_space.chart.plotArea
    for old in plot.findall(qn("c:layout")):
        plot.remove(old)
    plot.insert(0, _layout(share, inner=True))


def place_legend(chart_space: Element, share: Rectangle) -> None:
    """Put the legend, which must be there, into this share (0 to 1) of the chart."""
    legend = chart_space.chart.find(qn("c:legend"))
    for old in legend.findall(qn("c:layout")):
        legend.remove(old)
    place = sum(child.tag in _LAYOUT_BEFORE for child in legend)
    legend.insert(place, _layout(share, inner=False))


def _layout(share: Rectangle, *, inner: bool) -> Element:
    target = '<c:layoutTarget val="inner"/>' if inner else ""
    sizes = zip("xywh", share, strict=True)
    values = "".join(f'<c:{name} val="{min(max(value, 0), 1):.5f}"/>' for name, value in sizes)
    return parse_xml(
        f"<c:layout {nsdecls('c')}><c:manualLayout>{target}"
        f'<c:xMode val="edge"/><c:yMode val="edge"/>{values}</c:manualLayout></c:layout>'
    )
