"""The widest templates that may be opened at all are read, or refused, in little time (THREATS.md B4)."""

from __future__ import annotations

import time
import zipfile
from contextlib import suppress
from functools import partial
from io import BytesIO

import pytest
from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from preflight.catalog.importers.package_check import TEMPLATE, check_package
from preflight.domain.errors import Invalid
from preflight.exports.deck.template import read_template
from tests.catalog.importers.packages import package
from tests.exports import foreign_templates as foreign

pytestmark = pytest.mark.slow
MOST_S = 5.0
"""Of the processor; about one is usual, and a worker is given thirty."""
MASTER, LAYOUT = "ppt/slideMasters/slideMaster1.xml", "ppt/slideLayouts/slideLayout2.xml"
LAYOUT_LINKS = "ppt/slideLayouts/_rels/slideLayout2.xml.rels"
LIMIT = TEMPLATE.marks - 40_000  # the rest is the template itself

PLACEHOLDER = (
    '<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:cNvSpPr/><p:nvPr><p:ph type="body"/></p:nvPr></p:nvSpPr>'
    "<p:spPr/></p:sp>"
)
LINK = f'<Relationship Id="r%d" Type="{RT.HYPERLINK}" Target="file:///x" TargetMode="External"/>'
SLIDE_LINK = f'<Relationship Id="r%d" Type="{RT.SLIDE}" Target="../slides/slide1.xml"/>'


def wider(*, times: int, **filled: tuple[str, str]) -> bytes:
    """A template with a piece (with the number in it) so often before an end tag, by the name of its part."""
    with zipfile.ZipFile(BytesIO(foreign.classic())) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    names = {"master": MASTER, "layout": LAYOUT, "links": LAYOUT_LINKS}
    for part, (piece, end) in filled.items():
        many = "".join(piece % number if "%d" in piece else piece for number in range(times)).encode()
        before, tag, after = parts[names[part]].rpartition(end.encode())
        parts[names[part]] = before + many + tag + after
    return package(parts, method=zipfile.ZIP_STORED)


TREE, ONWARDS = "</p:spTree>", "</Relationships>"
CLICKED = '<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"><a:hlinkClick r:id="r%d"/></p:cNvPr></p:nvSpPr><p:spPr/></p:sp>'
WIDE = {
    "anything in the master": partial(wider, times=LIMIT, master=("<p:x/>", TREE)),
    "shapes in the master": partial(wider, times=LIMIT // 5, master=("<p:sp><p:nvSpPr/><p:spPr/></p:sp>", TREE)),
    "placeholders in the master and a layout": partial(
        wider, times=LIMIT // 28, master=(PLACEHOLDER, TREE), layout=(PLACEHOLDER, TREE)
    ),
    "a layout listed again and again, of many placeholders": partial(
        wider,
        times=LIMIT // 17,
        master=('<p:sldLayoutId id="%d" r:id="rId2"/>', "</p:sldLayoutIdLst>"),
        layout=(PLACEHOLDER, TREE),
    ),
    "links to files": partial(wider, times=LIMIT // 18, layout=(CLICKED, TREE), links=(LINK, ONWARDS)),
    "links to slides": partial(wider, times=LIMIT // 17, layout=(CLICKED, TREE), links=(SLIDE_LINK, ONWARDS)),
}


@pytest.mark.parametrize("name", WIDE)
def test_a_wide_template_is_read_in_little_time(name: str) -> None:
    content = WIDE[name]()
    began = time.process_time()
    check_package(content, what="The template")
    with suppress(Invalid):
        read_template(content)
    took = time.process_time() - began
    print(name, f"{len(content) / 1e6:.1f} MB, {took:.2f} s")
    assert took < MOST_S


def test_more_marks_than_any_company_has_are_refused() -> None:
    with pytest.raises(Invalid, match="grow too large"):
        read_template(wider(times=TEMPLATE.marks, master=("<p:x/>", TREE)))
