"""Previews: the same text as the file's, in its rectangles, whatever the text and the theme; sound SVG, and fast."""

from __future__ import annotations

import re
from dataclasses import replace
from time import process_time
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.charts.words import printable
from preflight.exports.deck.fitting import fit_title
from preflight.exports.deck.model import (
    ChartForm,
    Layout,
    NativeChart,
    Paragraph,
    Size,
    Slide,
    SlideKind,
    Table,
    Tone,
    Words,
)
from preflight.exports.deck.outline import deck_slides
from preflight.exports.deck.paging import paged
from preflight.exports.deck.preview import slide_svg
from preflight.exports.deck.theme import HOUSE_THEME, DeckTheme, Rectangle
from tests.exports.deck.test_outline import ALL, EVERY_KIND
from tests.security.payloads import payloads

pytestmark = pytest.mark.slow

SVG = "{http://www.w3.org/2000/svg}"
SQUARISH = replace(
    HOUSE_THEME,
    width=720.0,
    content=replace(HOUSE_THEME.content, title=Rectangle(40, 30, 640, 60), body=Rectangle(40, 110, 640, 370)),
    foot=Rectangle(40, 500, 560, 28),
    number=Rectangle(620, 500, 60, 28),
    body_font='"Evil", <b>',
    ornate=False,
)
FAST_S = 1.0
"""Of a deck's slides in all; on an idle machine it takes 0.02 s."""


def drawn(slide: Slide, theme: DeckTheme = HOUSE_THEME) -> Element:
    return fromstring(slide_svg(slide, theme, number=3))


def words_of(svg: Element) -> str:
    return " ".join("".join(each.itertext()) for each in svg.iter(f"{SVG}text"))


def bare(text: str) -> str:
    return re.sub(r"\s+", "", printable(text))


@pytest.mark.parametrize("name", list(ALL))
@pytest.mark.parametrize("theme", [HOUSE_THEME, SQUARISH], ids=["house", "4:3"])
def test_every_slide_is_sound_and_bears_all_of_its_text(name: str, theme: DeckTheme) -> None:
    for slide in paged(deck_slides(ALL[name], EVERY_KIND), theme):
        svg = drawn(slide, theme)
        said = bare(words_of(svg))
        assert bare(slide.title) in said
        assert bare(slide.foot) in said
        for part in slide.parts:
            for text in texts_of(part):
                assert bare(text) in said


def texts_of(part: Words | NativeChart | Table) -> list[str]:
    if isinstance(part, Words):
        return [each for paragraph in part.paragraphs for each in (paragraph.strong, paragraph.text)]
    if isinstance(part, Table):
        return [*part.head, *(cell.text for row in part.rows for cell in row)]
    named = len(part.series) > 1 and part.form is not ChartForm.SPANS
    return [*part.categories, *(one.name for one in part.series if named)]


@pytest.mark.parametrize("name", list(ALL))
def test_nothing_leaves_the_slide(name: str) -> None:
    for slide in paged(deck_slides(ALL[name], EVERY_KIND), HOUSE_THEME):
        svg = drawn(slide)
        assert svg.get("viewBox") == "0 0 960 540"
        for each in svg.iter(f"{SVG}text"):
            assert 0 <= float(each.get("x", "0")) <= 960
            assert 0 <= float(each.get("y", "0")) <= 540
        for each in svg.iter(f"{SVG}rect"):
            assert float(each.get("width", "0")) >= 0
            assert float(each.get("x", "0")) + float(each.get("width", "0")) <= 960.1
            assert float(each.get("y", "0")) + float(each.get("height", "0")) <= 540.1


def test_a_preview_has_a_name_and_tells_what_its_charts_show() -> None:
    for slide in deck_slides(ALL["7 dimensions"], EVERY_KIND):
        svg = drawn(slide)
        assert svg.get("role") == "img"
        assert svg.findtext(f"{SVG}title") == printable(slide.title)
        told = svg.findtext(f"{SVG}desc") or ""
        assert all(printable(part.alt) in told for part in slide.parts if isinstance(part, NativeChart | Table))


def a_slide(text: str) -> Slide:
    words = Words(paragraphs=(Paragraph(strong=text, text=text, size=Size.LEAD, tone=Tone.GOOD, bullet=True),))
    return Slide(kind=SlideKind.VERDICT, layout=Layout.WORDS, title=text, parts=(words,), notes=text, foot=text)


@pytest.mark.parametrize("payload", payloads("http://127.0.0.1:9"))
def test_no_markup_comes_alive(payload: str) -> None:
    plain = {each.tag for each in drawn(a_slide("plain")).iter()}
    svg = drawn(a_slide(payload))
    assert {each.tag for each in svg.iter()} <= plain
    assert not any(name.startswith("on") or "href" in name for each in svg.iter() for name in each.attrib)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_drawn_letter_by_letter(text: str) -> None:
    (page, *_) = paged((a_slide(text),), HOUSE_THEME)
    svg = drawn(page)
    assert bare(page.title) in bare(words_of(svg))


def test_the_title_stands_in_the_lines_and_letters_of_the_file() -> None:
    slide = replace(
        a_slide("x"), title="A finding that is long enough to take two lines of a slide, and then some more"
    )
    fitted = fit_title(slide.title, HOUSE_THEME, slide.layout)
    svg = drawn(slide)
    lines = ["".join(each.itertext()) for each in svg.iter(f"{SVG}text")][: len(fitted.lines)]
    assert lines == [" ".join(run.text for run in line) for line in fitted.lines]
    assert len(lines) == 2


def test_words_from_right_to_left_stand_at_the_right() -> None:
    slide = a_slide("الموثوقية على المدخلات الحقيقية")
    titles = [each for each in drawn(slide).iter(f"{SVG}text") if each.get("direction") == "rtl"]
    assert titles
    room = HOUSE_THEME.content.title
    assert float(titles[0].get("x", "0")) == room.right


def test_a_gap_is_not_drawn() -> None:
    (slide,) = deck_slides(ALL["one answer"], (SlideKind.EVIDENCE,))
    svg = slide_svg(slide, HOUSE_THEME)
    assert "nan" not in svg.casefold()
    assert "None" not in svg


def test_a_whole_deck_is_drawn_at_once() -> None:
    slides = paged(deck_slides(ALL["15 dimensions"], EVERY_KIND), HOUSE_THEME)
    start = process_time()
    for slide in slides:
        slide_svg(slide, HOUSE_THEME)
    assert process_time() - start < FAST_S
