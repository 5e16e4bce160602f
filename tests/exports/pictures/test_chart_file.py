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

from preflight.charts.movement import ordered
from preflight.domain.errors import Invalid
from preflight.domain.figures import MINUS, signed
from preflight.exports.chart_kinds import CHART_NAMES, ChartKind, Ground, PictureForm, PictureSize
from preflight.exports.charted import MEAN, heat_dimensions, movements, radar_outlines, trend_lines
from preflight.exports.deck.model import Table
from preflight.exports.deck.placement import regions
from preflight.exports.deck.table_fitting import fit_table
from preflight.exports.deck.theme import HOUSE_THEME
from preflight.exports.files import MEDIA_TYPES, ExportFile
from preflight.exports.pictures.chart_file import chart_file
from preflight.exports.pictures.chart_slide import chart_slides
from preflight.exports.pictures.told import told_of
from preflight.services.dossier import Dossier
from tests.exports.dossiers import DIMENSIONS
from tests.exports.foreign_templates import FOREIGN
from tests.exports.pictures.stories import HOSTILE, SCRIPTS, story

pytestmark = pytest.mark.slow


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
    more = " 4K transparent" if size is PictureSize.ULTRA_HD else ""
    assert found.name == f"Invoice b triage b فواتير - {CHART_NAMES[kind].lower()}{more} - 2026-11-20.{form.value}"
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
    told = told_of(dossier, kind)
    for slide in slides:
        native = [shape.has_table if kind is ChartKind.HEAT else shape.has_chart for shape in slide.shapes]
        assert native.count(True) == 1
        assert told.subtitle in slide.notes_slide.notes_text_frame.text
        assert not any(shape.shape_type == 13 for shape in slide.shapes)


@pytest.mark.parametrize("template", [None, *FOREIGN])
@pytest.mark.parametrize("kind", ChartKind)
def test_one_chart_is_one_slide_whatever_the_template(kind: ChartKind, template: str | None) -> None:
    of = FOREIGN[template]() if template else None
    found = chart_file(story(), kind, PictureForm.PPTX, PictureSize.FULL_HD, Ground.WHITE, template=of)
    assert len(Presentation(io.BytesIO(found.content)).slides) == 1


def native(dossier: Dossier, kind: ChartKind) -> Any:
    slides = Presentation(io.BytesIO(made(dossier, kind, PictureForm.PPTX).content)).slides
    return next(shape.chart.plots[0] for shape in slides[0].shapes if shape.has_chart)


def test_a_radars_slide_has_the_outlines_of_its_picture(dossier: Dossier) -> None:
    names = [one.name for one in native(dossier, ChartKind.RADAR).series]
    assert names == [one.name for one in radar_outlines(dossier)]
    assert {"Claimed", "With evidence"} <= set(names)


def test_a_trends_slide_has_its_lines_and_the_mean(dossier: Dossier) -> None:
    found = native(dossier, ChartKind.TREND).series
    assert [" ".join(one.name.split()) for one in found][-1] == MEAN
    assert len(list(found)) == len(trend_lines(dossier)) + 1


def test_what_moved_stands_by_question_from_the_largest_gain_to_the_largest_loss() -> None:
    dossier = story()
    content = chart_file(dossier, ChartKind.MOVED, PictureForm.PPTX, PictureSize.FULL_HD, Ground.WHITE).content
    shapes = Presentation(io.BytesIO(content)).slides[0].shapes
    plot = next(shape.chart.plots[0] for shape in shapes if shape.has_chart)
    rows = ordered([row for row in movements(dossier) if row.change], 12)
    assert [label.replace("\n", " ") for label in plot.categories] == [row.question for row in rows]
    shown = [signed(row.change, dossier.score.out_of).replace(MINUS, "-") for row in rows]
    assert list(plot.series[0].values) == [float(each) for each in shown]
    assert min(plot.series[0].values) < 0 < max(plot.series[0].values)


@pytest.mark.parametrize("count", [1, 3, 7, 15])
def test_a_heat_table_has_every_question_once_in_the_colours_of_its_picture(count: int) -> None:
    dossier = story(DIMENSIONS[:count])
    (slide,) = chart_slides(dossier, ChartKind.HEAT, HOUSE_THEME)
    table = slide.parts[0]
    assert isinstance(table, Table)
    cells = {cell.text: cell for row in table.rows for cell in row}
    for dimension in heat_dimensions(dossier):
        for one in dimension.cells:
            if one.answered:
                found = cells[f"{one.mark} · {one.name}"]
                assert (found.fill, found.ink) == (one.style.fill, one.style.ink)
            else:
                assert cells[f"{one.name}: {one.words.lower()}"].fill == ""
    titles = [*table.head, *(cell.text for row in table.rows for cell in row if cell.strong)]
    assert [title.split()[0] for title in titles if title] == list(DIMENSIONS[:count])


def test_very_many_questions_take_as_few_slides_as_can_be_read() -> None:
    dossier = story([f"Dimension {place} of very many" for place in range(40)])
    slides = chart_slides(dossier, ChartKind.HEAT, HOUSE_THEME)
    assert 1 < len(slides) <= 4
    assert slides[0].title.endswith(f"(1 of {len(slides)})")
    for slide in slides:
        table = slide.parts[0]
        assert isinstance(table, Table)
        assert fit_table(table, regions(HOUSE_THEME, slide.layout)[0], HOUSE_THEME).fits


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
