"""The deck as LibreOffice draws it, in the house's look and in three companies'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from preflight.exports.deck.paging import paged
from preflight.exports.deck.template import read_template
from preflight.exports.deck.theme import HOUSE_THEME, DeckTheme
from preflight.exports.deck.writer import write_deck
from tests.exports.deck.slides import FOOT, every_slide
from tests.exports.foreign_templates import FOREIGN
from tests.office import boxes_of, to_pdfs

pytestmark = pytest.mark.slow
X = "{http://www.w3.org/1999/xhtml}"
NAMES = ["house", *FOREIGN]


@dataclass(frozen=True)
class Line:
    """A line of words as it was drawn, in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    lines: tuple[Line, ...]

    @property
    def words(self) -> str:
        return " ".join(line.text for line in self.lines)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    """Every deck's pages, drawn in one run."""
    folder = tmp_path_factory.mktemp("drawn")
    for name in NAMES:
        template = FOREIGN[name]() if name in FOREIGN else None
        (folder / f"{name}.pptx").write_bytes(write_deck(every_slide(), template=template))
    made = to_pdfs([folder / f"{name}.pptx" for name in NAMES], folder)
    return {name: list(_pages(pdf)) for name, pdf in zip(NAMES, made, strict=True)}


def _pages(file: Path) -> Iterator[Page]:
    for page in fromstring(boxes_of(file)).iter(f"{X}page"):
        lines = tuple(_line(line) for line in page.iter(f"{X}line"))
        yield Page(width=float(page.get("width", 0)), height=float(page.get("height", 0)), lines=lines)


def _line(line: Element) -> Line:
    left, top, right, bottom = (float(line.get(side, 0)) for side in ("xMin", "yMin", "xMax", "yMax"))
    text = " ".join(word.text or "" for word in line.iter(f"{X}word"))
    return Line(text=text, left=left, top=top, right=right, bottom=bottom)


def _theme(name: str) -> DeckTheme:
    return read_template(FOREIGN[name]()) if name in FOREIGN else HOUSE_THEME


@pytest.mark.parametrize("name", NAMES)
def test_every_slide_is_drawn_with_its_title_and_its_foot(drawn: dict[str, list[Page]], name: str) -> None:
    pages, slides = drawn[name], paged(every_slide(), _theme(name))
    assert len(pages) == len(slides)
    for page, slide in zip(pages, slides, strict=True):
        assert slide.title.split()[0] in page.words
        assert set(slide.title.split()) <= set(page.words.split())
        assert set(FOOT.split()) <= set(page.words.split())


@pytest.mark.parametrize("name", NAMES)
def test_no_words_fall_off_the_slide(drawn: dict[str, list[Page]], name: str) -> None:
    for page in drawn[name]:
        assert page.lines
        for line in page.lines:
            assert line.left >= 0, line
            assert line.top >= 0, line
            assert line.right <= page.width, line
            assert line.bottom <= page.height, line


@pytest.mark.parametrize("name", NAMES)
def test_the_foot_is_covered_by_nothing(drawn: dict[str, list[Page]], name: str) -> None:
    """What a table or words take more than was reckoned with would lie there first."""
    start = re.escape(FOOT.split(" · ")[0])
    for page in drawn[name]:
        foot = [line for line in page.lines if re.match(f"{start} ·", line.text)]
        assert len(foot) == 1
        for line in page.lines:
            if line not in foot and line.right > foot[0].left and line.left < foot[0].right:
                assert line.bottom <= foot[0].top + 2 or line.top >= foot[0].bottom - 2, line


@pytest.mark.parametrize("name", NAMES)
def test_title_and_parts_do_not_meet(drawn: dict[str, list[Page]], name: str) -> None:
    theme = _theme(name)
    for page in drawn[name][1:]:
        bottom = theme.content.title.bottom
        titled = [line for line in page.lines if line.top < bottom]
        assert titled
        assert all(line.bottom <= bottom + theme.unit * 6 for line in titled), titled
