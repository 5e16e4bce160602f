"""Every chart in every form opens with a second program; no request leaves while it is made."""

from __future__ import annotations

import io
import socket
from typing import Any

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader

from preflight.domain.errors import Invalid
from preflight.exports.chart_kinds import CHART_NAMES, ChartKind, Ground, PictureForm, PictureSize
from preflight.exports.files import MEDIA_TYPES, ExportFile
from preflight.exports.pictures.chart_file import chart_file
from preflight.exports.pictures.told import told_of
from preflight.services.dossier import Dossier
from tests.exports.pictures.stories import HOSTILE, SCRIPTS, story


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return story((*SCRIPTS, *HOSTILE, "Operations"), project="Invoice <b>triage</b>: فواتير")


def made(
    dossier: Dossier,
    kind: ChartKind,
    form: PictureForm,
    size: PictureSize = PictureSize.FULL_HD,
    ground: Ground = Ground.WHITE,
) -> ExportFile:
    found = chart_file(dossier, kind, form, size, ground)
    assert found.media_type == MEDIA_TYPES[form.value]
    assert found.name == f"Invoice b triage b فواتير - {CHART_NAMES[kind]} - 20 November 2026.{form.value}"
    return found


@pytest.mark.parametrize("kind", ChartKind)
def test_a_png_has_its_pixels(dossier: Dossier, kind: ChartKind) -> None:
    white = Image.open(io.BytesIO(made(dossier, kind, PictureForm.PNG).content))
    assert white.size == (1920, 1080)
    assert white.convert("RGBA").getpixel((0, 0)) == (255, 255, 255, 255)
    clear = Image.open(
        io.BytesIO(made(dossier, kind, PictureForm.PNG, size=PictureSize.ULTRA_HD, ground=Ground.TRANSPARENT).content)
    )
    assert clear.size == (3840, 2160)
    for corner in ((0, 0), (3839, 0), (0, 2159), (3839, 2159)):
        assert clear.getpixel(corner) == (0, 0, 0, 0)
    assert clear.getbbox() is not None


@pytest.mark.parametrize("kind", ChartKind)
def test_an_svg_is_sound_xml(dossier: Dossier, kind: ChartKind) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(made(dossier, kind, PictureForm.SVG).content, parser)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert (root.get("width"), root.get("height")) == ("1600", "900")
    assert not root.xpath("//*[local-name()='script' or local-name()='image' or local-name()='foreignObject']")


@pytest.mark.parametrize("kind", ChartKind)
def test_a_pdf_is_one_tagged_page_of_text(dossier: Dossier, kind: ChartKind) -> None:
    reader = PdfReader(io.BytesIO(made(dossier, kind, PictureForm.PDF).content))
    assert len(reader.pages) == 1
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == told_of(dossier, kind).title
    assert "November" in reader.pages[0].extract_text()
    assert not any("/AA" in page or "/Annots" in page for page in reader.pages)


@pytest.mark.parametrize("kind", ChartKind)
def test_a_slide_has_a_native_chart_or_table(dossier: Dossier, kind: ChartKind) -> None:
    slides = Presentation(io.BytesIO(made(dossier, kind, PictureForm.PPTX).content)).slides
    if kind is ChartKind.HEAT:
        assert all(any(shape.has_table for shape in slide.shapes) for slide in slides)
    else:
        assert all(any(shape.has_chart for shape in slide.shapes) for slide in slides)
        assert slides[0].notes_slide.notes_text_frame.text
    assert not any(shape.shape_type == 13 for slide in slides for shape in slide.shapes)


@pytest.mark.parametrize("form", PictureForm)
def test_the_same_dossier_gives_the_same_file(dossier: Dossier, form: PictureForm) -> None:
    first, second = (made(dossier, ChartKind.RADAR, form).content for _ in range(2))
    if form is not PictureForm.PPTX:  # a zip bears the time at which it was written
        assert first == second


def test_no_request_leaves(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a request would leave")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    for form in PictureForm:
        made(dossier, ChartKind.TREND, form)


@pytest.mark.parametrize("kind", [ChartKind.TREND, ChartKind.RADARS, ChartKind.MOVED])
def test_what_there_is_nothing_to_draw_of_says_so(kind: ChartKind) -> None:
    with pytest.raises(Invalid, match="nothing to draw yet"):
        chart_file(story(past=False), kind, PictureForm.PNG, PictureSize.FULL_HD, Ground.WHITE)
