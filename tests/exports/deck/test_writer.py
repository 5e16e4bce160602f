"""A deck as a file: every slide complete, nothing cut, nothing alive, in time."""

from __future__ import annotations

import time
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.exports.deck.letters import clean
from preflight.exports.deck.model import Cell, Layout, Paragraph, Slide, Table, Words
from preflight.exports.deck.outline import deck_slides
from preflight.exports.deck.paging import paged
from preflight.exports.deck.theme import HOUSE_THEME, READABLE_SIZE
from preflight.exports.deck.writer import deck_file, write_deck
from tests.builders import question, questionnaire, section
from tests.exports.deck.opened import charts, opened, outside, schema_errors, texts
from tests.exports.deck.slides import DIMENSIONS, FOOT, HOSTILE, bars, every_slide, radar, slide, table, words
from tests.exports.dossiers import a_dossier

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def content() -> bytes:
    return write_deck(every_slide())


@pytest.fixture(scope="module")
def deck(content: bytes) -> Any:
    return opened(content)


def test_every_slide_has_its_title_as_a_title(deck: Any) -> None:
    """The outline view and screen readers know a slide by its title placeholder."""
    assert [page.shapes.title.text_frame.text for page in deck.slides] == [one.title for one in every_slide()]


def test_every_slide_has_notes_a_foot_and_its_number(deck: Any) -> None:
    for number, (page, said) in enumerate(zip(deck.slides, every_slide(), strict=True), start=1):
        assert page.notes_slide.notes_text_frame.text == said.notes
        places = {shape.placeholder_format.type.name: shape for shape in page.placeholders}
        assert places["FOOTER"].text_frame.text == FOOT
        assert places["SLIDE_NUMBER"].element.xpath(".//a:fld[@type='slidenum']/a:t/text()") == [str(number)]


def test_every_chart_and_table_is_described_for_whoever_can_not_see_it(deck: Any) -> None:
    found = [shape for page in deck.slides for shape in page.shapes if shape.has_chart or shape.has_table]
    assert len(found) == 10
    assert all(shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in found)


def test_parts_fill_the_layouts_placeholders(deck: Any) -> None:
    """Whoever gives a slide another layout takes them along, and no empty placeholder says “Click to add text”."""
    for page in deck.slides:
        parts = [shape for shape in page.placeholders if shape.placeholder_format.type.name in {"OBJECT", "SUBTITLE"}]
        assert parts
        assert all(not shape.has_text_frame or shape.text_frame.text for shape in page.placeholders)


def test_everything_lies_on_its_slide(deck: Any) -> None:
    assert outside(deck) == []


def test_every_part_keeps_to_the_schema(content: bytes, tmp_path: Path) -> None:
    assert schema_errors(content, tmp_path) == []


def test_the_file_says_what_it_is(deck: Any) -> None:
    core = deck.core_properties
    assert (core.title, core.author, core.language) == ("Invoice triage", "Preflight", "en-GB")


def test_the_same_slides_give_the_same_deck(content: bytes) -> None:
    """But for the time at which a zip was packed."""

    def parts(packed: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(BytesIO(packed)) as package:
            return {name: package.read(name) for name in package.namelist() if not name.endswith(".xlsx")}

    assert parts(content) == parts(write_deck(every_slide()))


def test_no_letters_are_too_small_to_read(deck: Any) -> None:
    sizes = {int(size) for page in deck.slides for size in page.element.xpath(".//@sz[number(.) = number(.)]")}
    assert min(sizes) >= READABLE_SIZE * 100


LONG = [
    slide(Layout.WORDS, Words(paragraphs=tuple(Paragraph(text=f"word{n} " * 300, bullet=True) for n in range(6)))),
    slide(Layout.CHART_AND_WORDS, radar(), words(40)),
    slide(Layout.STATEMENT, words(3), words(60)),
    slide(Layout.TABLE, table(60)),
    slide(Layout.TABLE, table(3, "An answer of four thousand letters. " * 110)),
    slide(Layout.CHART, bars([f"Dimension {number}" for number in range(40)])),
]


@pytest.mark.parametrize("said", LONG, ids=[f"{each.layout}-{place}" for place, each in enumerate(LONG)])
def test_what_does_not_fit_goes_on_another_slide_and_nothing_is_cut(said: Slide) -> None:
    found = opened(write_deck([said]))
    pages = list(found.slides)
    assert len(pages) > 1
    assert [page.shapes.title.text_frame.text for page in pages] == [
        f"{said.title} ({place} of {len(pages)})" for place in range(1, len(pages) + 1)
    ]
    assert outside(found) == []
    drawn = " ".join(texts(page) for page in pages).replace("\n", " ")
    labels = [str(label).replace("\n", " ") for one in charts(found) for label in one.plots[0].categories]
    for part in said.parts:
        if isinstance(part, Words):
            written = " ".join(f"{each.strong} {each.text}" for each in part.paragraphs).split()
            assert Counter(written) <= Counter(drawn.split())
        elif isinstance(part, Table):
            written = " ".join(cell.text for row in part.rows for cell in row).split()
            assert Counter(written) <= Counter(drawn.split())
        else:
            assert [label for label in labels if label in part.categories] == list(part.categories)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_stands_there_letter_by_letter(text: str, tmp_path: Path) -> None:
    said = Words(paragraphs=(Paragraph(text=text, strong=text, bullet=True),))
    cells = Table(head=(text, "B"), rows=((Cell(text=text), Cell(text="b")),), widths=(0.5, 0.5), alt=text)
    pages = [slide(Layout.WORDS, said, title=text, notes=text, foot=text), slide(Layout.TABLE, cells, title=text)]
    content = write_deck(pages)
    first, second = opened(content).slides
    shown = clean(text)
    assert first.shapes.title.text_frame.text == shown
    assert first.notes_slide.notes_text_frame.text == shown
    assert f"{shown} {shown}" in texts(first)
    assert texts(second).count(shown) >= 2
    assert schema_errors(content, tmp_path) == []


@pytest.mark.parametrize(
    ("text", "language", "font"),
    [
        ("الموثوقية على المدخلات", "ar-SA", "cs"),
        ("אמינות על קלט", "he-IL", "cs"),
        ("真实输入的可靠性", "zh-CN", "ea"),
        ("信頼性と運用のテスト", "ja-JP", "ea"),
        ("신뢰성", "ko-KR", "ea"),
    ],
)
def test_other_scripts_have_their_direction_language_and_font(text: str, language: str, font: str) -> None:
    page = opened(write_deck([slide(Layout.WORDS, Words(paragraphs=(Paragraph(text=text),)), title=text)])).slides[0]
    for shape in (page.shapes.title, page.placeholders[1]):
        run = shape.element.xpath(".//a:r/a:rPr")[0]
        assert run.get("lang") == language
        assert run.xpath(f"a:{font}/@typeface")
        side = shape.element.xpath(".//a:pPr/@rtl")
        assert side == (["1"] if font == "cs" else [])


def test_a_line_break_that_is_meant_stays_one() -> None:
    page = opened(write_deck([slide(Layout.WORDS, Words(paragraphs=(Paragraph(text="One\nTwo"),)))])).slides[0]
    assert page.placeholders[1].text_frame.text == "One\vTwo"


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=400), st.text(max_size=300))
def test_any_text_is_written_and_read_again(text: str, title: str) -> None:
    said = Words(paragraphs=(Paragraph(text=text, bullet=True),))
    found = opened(write_deck([slide(Layout.CHART_AND_WORDS, radar(DIMENSIONS[:3]), said, title=title, notes=text)]))
    shown = ["".join(clean(line).split()) for line in text.split("\n")]
    written = "".join("".join(texts(page).split()) for page in found.slides)
    assert all(line in written for line in shown)
    assert "".join(clean(title).split()) in written


def test_a_deck_of_fourteen_slides_takes_less_than_a_second() -> None:
    pages = every_slide()
    assert len(pages) == 14
    write_deck(pages)
    began = time.process_time()
    write_deck(pages)
    assert time.process_time() - began < 1


def test_the_deck_of_an_assessment_is_named_for_it() -> None:
    dossier = a_dossier(questionnaire(section("a", question("a.q")), section("b"), section("c")), {"a.q": "3"})
    slides = deck_slides(dossier)
    made = deck_file(dossier, slides)
    assert made.name == "Invoice triage - deck - 2026-11-20.pptx"
    assert len(opened(made.content).slides) == len(paged(slides, HOUSE_THEME))
    assert outside(opened(made.content)) == []


def test_an_empty_cell_makes_its_row_no_taller() -> None:
    empty = Table(head=("Step", ""), rows=((Cell(text="Do it"), Cell(text="")),), widths=(0.5, 0.5), alt="Steps.")
    (made,) = [
        shape.table for shape in opened(write_deck([slide(Layout.TABLE, empty)])).slides[0].shapes if shape.has_table
    ]
    for row, size in zip(made.rows, ("1600", "1800"), strict=True):
        sizes = {str(each) for cell in row.cells for each in cell._tc.xpath(".//a:rPr/@sz | .//a:endParaRPr/@sz")}
        assert sizes == {size}
        assert all(cell._tc.xpath(".//a:rPr | .//a:endParaRPr") for cell in row.cells)
