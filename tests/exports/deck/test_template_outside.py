"""Nothing that a template links to from elsewhere leaves with a deck: nobody who opens one is told on."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from preflight.domain.errors import Invalid
from preflight.exports.deck.template import read_template
from preflight.exports.deck.writer import write_deck
from tests.exports.deck.slides import every_slide

pytestmark = pytest.mark.slow

ATTACHED = RT.IMAGE.replace("image", "attachedTemplate")
_OWNERS: dict[str, Callable[[Any], Any]] = {
    "presentation": lambda deck: deck.part,
    "master": lambda deck: deck.slide_master.part,
    "layout": lambda deck: deck.slide_layouts[10].part,
    "theme": lambda deck: deck.slide_master.part.part_related_by(RT.THEME),
}


def template(*links: tuple[str, str, str]) -> bytes:
    """A template whose parts are linked to these addresses: (owner, type, address)."""
    deck = Presentation()
    for owner, kind, address in links:
        part = _OWNERS[owner](deck)
        number = part.rels.get_or_add_ext_rel(kind, address)
        if kind == RT.HYPERLINK:
            properties = part._element.cSld.spTree.xpath(".//p:cNvPr")[1]
            properties.append(parse_xml(f'<a:hlinkClick {nsdecls("a", "r")} r:id="{number}"/>'))
    written = BytesIO()
    deck.save(written)
    return written.getvalue()


def addresses(content: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        relations = [package.read(name).decode() for name in package.namelist() if name.endswith(".rels")]
    return [
        found
        for one in relations
        for mark in re.findall(r"<Relationship [^>]*External[^>]*>", one)
        for found in re.findall(r'Target="([^"]*)"', mark)
    ]


@pytest.mark.parametrize("owner", _OWNERS)
@pytest.mark.parametrize("kind", [RT.IMAGE, RT.OLE_OBJECT, RT.VIDEO, RT.THEME, ATTACHED])
@pytest.mark.parametrize("address", ["http://127.0.0.1:9/seen.png", "file://server/share/x", "x.png"])
def test_what_would_be_fetched_without_being_asked_for_is_refused(owner: str, kind: str, address: str) -> None:
    with pytest.raises(Invalid, match="something that is not in it") as refused:
        read_template(template((owner, kind, address)))
    assert address not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    ["file://server/share/x.exe", "\\\\server\\share\\x", "calc.exe", "javascript:alert(1)", "http[:", "//x/y"],
)
@pytest.mark.parametrize("owner", ["master", "layout"])
def test_a_link_to_a_file_or_a_program_is_taken_out(owner: str, address: str) -> None:
    made = write_deck(every_slide(), template=template((owner, RT.HYPERLINK, address)))
    assert addresses(made) == []
    with zipfile.ZipFile(BytesIO(made)) as package:
        assert not any(b"hlinkClick" in package.read(name) for name in package.namelist())


def test_a_link_to_the_companys_pages_stays() -> None:
    kept = ["https://company.example/brand", "mailto:brand@company.example"]
    made = write_deck(every_slide(), template=template(*(("layout", RT.HYPERLINK, each) for each in kept)))
    assert [each for each in addresses(made) if each in kept] == kept


def test_what_the_templates_own_slides_link_to_goes_with_them() -> None:
    deck = Presentation()
    page = deck.slides.add_slide(deck.slide_layouts[6])
    page.part.rels.get_or_add_ext_rel(RT.VIDEO, "file:///C:/film.mp4")
    written = BytesIO()
    deck.save(written)
    assert addresses(write_deck(every_slide(), template=written.getvalue())) == []
