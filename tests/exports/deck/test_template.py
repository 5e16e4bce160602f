"""A company's template: what serves, what can't and why, and that slides look as the company wants them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from preflight.charts.colour import contrast
from preflight.domain.errors import Invalid
from preflight.exports.deck.fitting import fit_title
from preflight.exports.deck.model import Layout
from preflight.exports.deck.ornaments import Ornament, ornaments
from preflight.exports.deck.placement import regions
from preflight.exports.deck.template import read_template
from preflight.exports.deck.theme import HOUSE_THEME, DeckTheme, Rectangle, Tone, tone_colour
from preflight.exports.deck.writer import write_deck
from tests.catalog.importers.packages import locked
from tests.exports import foreign_templates as foreign
from tests.exports.deck.opened import charts, opened, outside, schema_errors, texts
from tests.exports.deck.slides import DIMENSIONS, FOOT, HOSTILE, bars, every_slide, radar, slide, table, words

pytestmark = pytest.mark.slow

ALL = {**foreign.FOREIGN, **foreign.MORE}


@pytest.fixture(scope="module", params=list(ALL))
def template(request: pytest.FixtureRequest) -> bytes:
    return ALL[request.param]()


@pytest.fixture(scope="module")
def deck(template: bytes) -> Any:
    return opened(write_deck(every_slide(), template=template))


def test_everything_lies_on_the_slide_and_says_what_it_should(deck: Any) -> None:
    assert outside(deck) == []
    for page, said in zip(deck.slides, every_slide(), strict=True):
        assert page.shapes.title.text_frame.text == said.title
        assert page.notes_slide.notes_text_frame.text == said.notes
        assert FOOT in texts(page)
        for shape in page.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
    assert len(list(charts(deck))) == 7


def test_no_part_covers_another_or_the_foot(deck: Any) -> None:
    for page in deck.slides:
        shapes = [shape for shape in page.shapes if not _empty(shape)]
        for place, one in enumerate(shapes):
            for other in shapes[place + 1 :]:
                assert not _meet(one, other), (page.shapes.title.text_frame.text, one.name, other.name)


def _empty(shape: Any) -> bool:
    return bool(shape.has_text_frame and not shape.text_frame.text.strip())


def _meet(one: Any, other: Any) -> bool:
    slack = 12_700
    return bool(
        one.left + slack < other.left + other.width
        and other.left + slack < one.left + one.width
        and one.top + slack < other.top + other.height
        and other.top + slack < one.top + one.height
    )


@pytest.mark.slow
def test_every_part_keeps_to_the_schema(template: bytes, tmp_path: Path) -> None:
    hostile = [
        slide(Layout.CHART_AND_WORDS, radar(HOSTILE), words(30)),
        slide(Layout.TABLE, table(30, HOSTILE[2])),
        slide(Layout.CHART, bars(DIMENSIONS[:1])),
    ]
    content = write_deck([*every_slide(), *hostile], template=template)
    assert outside(opened(content)) == []
    assert schema_errors(content, tmp_path) == []


def test_words_are_read_on_whatever_is_behind_them(template: bytes) -> None:
    theme = read_template(template)
    for frame in (theme.content, theme.cover):
        palette = frame.palette
        assert all(contrast(tone_colour(palette, tone), palette.surface) >= 4.5 for tone in Tone)
        drawn = (palette.claimed, palette.evidenced, palette.target, palette.last, *palette.dimensions)
        assert all(contrast(colour, palette.surface) >= 3 for colour in drawn)
        assert palette.claimed != palette.evidenced


def test_places_are_on_the_slide_and_apart(template: bytes) -> None:
    _check_places(read_template(template))


def test_the_houses_places_are_on_the_slide_and_apart() -> None:
    _check_places(HOUSE_THEME)
    assert not HOUSE_THEME.dark
    assert all(HOUSE_THEME.whole.holds(_around(each)) for layout in Layout for each in ornaments(HOUSE_THEME, layout))


def _around(ornament: Ornament) -> Rectangle:
    xs, ys = zip(*ornament.points, strict=True)
    return Rectangle(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _check_places(theme: DeckTheme) -> None:
    for layout in Layout:
        frame = theme.frame(layout)
        rooms = regions(theme, layout, 2)
        assert all(theme.whole.holds(room) for room in (frame.title, theme.foot, theme.number, *rooms))
        assert all(frame.body.holds(room) for room in rooms)
        everything = [frame.title, theme.foot, theme.number, *rooms]
        for place, one in enumerate(everything):
            assert not any(one.meets(other) for other in everything[place + 1 :]), layout
        assert fit_title("Half of what is claimed has no evidence yet, most of all in operations", theme, layout).fits


def test_a_dark_template_is_known_by_its_background() -> None:
    assert read_template(foreign.dark()).dark
    assert read_template(foreign.picture_ground()).dark
    assert not read_template(foreign.classic()).dark


def test_fonts_and_colours_are_the_templates_own() -> None:
    theme = read_template(foreign.dark())
    assert (theme.heading_font, theme.body_font) == ("Verdana", "Verdana")
    assert theme.content.palette.surface == "#101418"
    content = write_deck([slide(Layout.CHART, bars())], template=foreign.classic())
    found = next(charts(opened(content)))._chartSpace
    assert set(found.xpath(".//c:ser/c:spPr/a:solidFill/a:schemeClr/@val")) == {"accent1", "accent2"}
    assert set(found.xpath(".//c:txPr//a:latin/@typeface")) == {"+mn-lt"}


def test_nothing_of_the_templates_own_slides_is_left() -> None:
    content = write_deck(every_slide(), template=foreign.classic())
    with zipfile.ZipFile(BytesIO(content)) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
        slides = [name for name in package.namelist() if name.startswith("ppt/slides/slide")]
    assert len(slides) == len(every_slide())
    for left in (b"Left over", b"Secret of last year", b"sectionLst", b"Somebody Else"):
        assert left not in everything


def test_no_part_is_written_twice() -> None:
    """PowerPoint calls such a file broken."""
    content = write_deck(every_slide(), template=foreign.with_odd_properties(foreign.classic()))
    with zipfile.ZipFile(BytesIO(content)) as package:
        names = [name.casefold() for name in package.namelist()]
    assert len(names) == len(set(names))
    assert opened(content).core_properties.author == "Preflight"


def test_parts_stand_in_the_placeholder_of_their_type() -> None:
    page = opened(write_deck([slide(Layout.CHART, radar())], template=foreign.classic())).slides[0]
    chart = next(shape for shape in page.shapes if shape.has_chart)
    assert chart.is_placeholder
    assert page.slide_layout.name == "Title and Content"
    cover = opened(write_deck(every_slide(), template=foreign.classic())).slides[0]
    assert cover.slide_layout.name == "Title Slide"


@pytest.mark.parametrize("make", foreign.FOREIGN.values(), ids=list(foreign.FOREIGN))
def test_a_potx_serves_as_a_pptx_does(make: Callable[[], bytes]) -> None:
    as_template = foreign.as_potx(make())
    assert read_template(as_template) == read_template(make())
    assert len(opened(write_deck(every_slide(), template=as_template)).slides) == len(every_slide())


REFUSED = {
    "macros": (lambda: foreign.with_macros(foreign.classic()), "macros"),
    "a bomb": (lambda: foreign.bomb(foreign.classic()), "grow too large"),
    "a password": (lambda: locked(foreign.classic()), "password"),
    "an old file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), "password or is in an old format"),
    "nothing": (lambda: b"", "broken"),
    "half a file": (lambda: foreign.classic()[:20_000], "broken"),
    "a letter": (foreign.word_document, "PowerPoint"),
    "no titles": (foreign.without_titles, "no layout with a title"),
    "no layouts": (foreign.without_layouts, "no layout"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_template_that_can_not_serve_says_why(name: str) -> None:
    make, sentence = REFUSED[name]
    content = make()
    for ask in (lambda: read_template(content), lambda: write_deck(every_slide(), template=content)):
        with pytest.raises(Invalid, match=sentence) as refused:
            ask()
        assert str(refused.value).startswith("The template ")
        assert str(refused.value).endswith(".")


@pytest.mark.slow
def test_a_template_with_anything_missing_is_refused_or_serves() -> None:
    """Each part taken out in turn: a deck, or a sentence, and never another error."""
    whole = foreign.tiny()
    with zipfile.ZipFile(BytesIO(whole)) as package:
        kept = {name: package.read(name) for name in package.namelist()}
    for gone in [name for name in kept if not name.startswith("ppt/slideLayouts/slideLayout1")][:24]:
        written = BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as less:
            for name, part in kept.items():
                if name != gone:
                    less.writestr(name, part)
        with suppress(Invalid):
            write_deck([slide(Layout.CHART, radar())], template=written.getvalue())
