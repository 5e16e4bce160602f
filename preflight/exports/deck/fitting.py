"""How large letters can be, and where lines break, so that words stay inside their rectangles.

Nothing is cut: what does not fit in letters of a readable size says so (`fits`), and `paging` takes another slide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final, NamedTuple

from preflight.charts.lettering import text_width
from preflight.charts.words import printable
from preflight.exports.deck.model import Layout, Paragraph, Size, Words
from preflight.exports.deck.theme import LEADING, READABLE_SIZE, SIZES, DeckTheme, Rectangle

STRONG_WIDE: Final = 1.08
"""How much wider strong letters are."""
INDENT: Final = 1.1
"""From a bullet to its words, in sizes of the letters."""
_SCALES: Final = tuple(step / 20 for step in range(20, 8, -1))
_GROWN: Final = ((1.4, 0.5), (1.2, 0.6))
_GROWN_BESIDE: Final = ((1.25, 0.8), (1.12, 0.9))
_LARGE: Final = 0.7
"""Few words on a large place are set larger, while they fill no more than this share of its height; those that stand
beside another part may fill more of it."""
_TITLE_SCALES: Final = tuple(step / 20 for step in range(20, 4, -1))
_LONGEST_WORD: Final = 24


class Run(NamedTuple):
    """Words of one line that look alike."""

    text: str
    strong: bool


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedTitle:
    """The title in lines, in letters of `size` points. `fits` is False only where there is hardly any room; `width` is
    what the lines are broken for, less than the room's where that leaves no single word on the last line."""

    lines: tuple[Line, ...]
    size: float
    fits: bool
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedParagraph:
    """A paragraph in lines. `before` is the room above it, `indent` where its lines begin; all in points."""

    paragraph: Paragraph
    lines: tuple[Line, ...]
    size: float
    before: float
    indent: float

    @property
    def height(self) -> float:
        return self.before + len(self.lines) * self.size * LEADING


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedWords:
    """Paragraphs from the top of their rectangle down; `height` is that of all."""

    paragraphs: tuple[FittedParagraph, ...]
    height: float
    fits: bool


def fit_title(title: str, theme: DeckTheme, layout: Layout) -> FittedTitle:
    """The title in the largest letters in which it fits, those of its theme at the most, in lines about as long."""
    frame = theme.frame(layout)
    room, wide = frame.title, theme.heading_wide * (STRONG_WIDE if frame.title_strong else 1)
    for scale in _TITLE_SCALES:
        size = frame.title_size * scale
        lines = broken(title, "", room.width, size, wide=wide, wide_strong=wide)
        fits = len(lines) * size * LEADING <= room.height
        if fits and _whole_words(title, room.width, size * wide):
            break
    width = room.width
    for share in range(98, 50, -2):
        narrower = broken(title, "", room.width * share / 100, size, wide=wide, wide_strong=wide)
        if (
            len(lines) == 1
            or len(narrower) > len(lines)
            or not _whole_words(title, room.width * share / 100, size * wide)
        ):
            break
        lines, width = narrower, room.width * share / 100
    return FittedTitle(lines=lines, size=size, fits=fits, width=width)


def _whole_words(text: str, width: float, size: float) -> bool:
    """Whether no word has to be broken; very long ones are no words but links, and broken anywhere."""
    return all(text_width(word, size) <= width for word in text.split() if len(word) <= _LONGEST_WORD)


def fit_words(words: Words, room: Rectangle, theme: DeckTheme) -> FittedWords:
    """The paragraphs in the largest letters in which all fit, else in the smallest readable ones."""
    grown = () if room == theme.cover.body else _GROWN if room.width >= theme.width * _LARGE else _GROWN_BESIDE
    for scale, share in (*grown, *((scale, 1.0) for scale in _SCALES)):
        paragraphs = tuple(_paragraphs(words.paragraphs, room.width, theme, scale))
        height = sum(each.height for each in paragraphs)
        if height <= room.height * share and all(_unbroken(each, room, theme) for each in paragraphs):
            return FittedWords(paragraphs=paragraphs, height=height, fits=True)
    return FittedWords(paragraphs=paragraphs, height=height, fits=height <= room.height)


def _unbroken(fitted: FittedParagraph, room: Rectangle, theme: DeckTheme) -> bool:
    said, size = fitted.paragraph, fitted.size * theme.body_wide
    return _whole_words(said.text, room.width - fitted.indent, size) and _whole_words(
        said.strong, room.width - fitted.indent, size * STRONG_WIDE
    )


def broken(strong: str, rest: str, width: float, size: float, *, wide: float, wide_strong: float) -> tuple[Line, ...]:
    """Strong words and the rest after them in lines of at most this width; at least one line, though it be empty.

    Breaks at spaces and where the text itself has line breaks, inside a word only where the word alone is too long.
    """
    return tuple(_broken(strong, rest, width, size, wide, wide_strong))


@lru_cache(maxsize=4096)
def _broken(strong: str, rest: str, width: float, size: float, wide: float, wide_strong: float) -> tuple[Line, ...]:
    lines: list[list[tuple[str, bool]]] = []
    for hard_line in _hard_lines(strong, rest):
        line: list[tuple[str, bool]] = []
        taken = 0.0
        for whole, bold in hard_line:
            word = whole
            letters = wide_strong if bold else wide
            gap = text_width(" ", size) * letters if line else 0.0
            needed = text_width(word, size) * letters
            if line and taken + gap + needed > width:
                lines.append(line)
                line, taken, gap = [], 0.0, 0.0
            while needed > width and len(word) > 1:
                head = _start_within(word, width, size * letters)
                lines.append([(head, bold)])
                word = word[len(head) :]
                needed = text_width(word, size) * letters
            line.append((word, bold))
            taken += gap + needed
        lines.append(line)
    return tuple(_runs(line) for line in lines)


def _hard_lines(strong: str, rest: str) -> Iterator[list[tuple[str, bool]]]:
    """The words of each line that the text itself breaks."""
    pending: list[tuple[str, bool]] = []
    for text, bold in ((strong, True), (rest, False)):
        if not text:
            continue
        for place, part in enumerate(text.split("\n")):
            if place:
                yield pending
                pending = []
            pending += [(word, bold) for word in printable(part).split(" ") if word]
    yield pending


def _start_within(word: str, width: float, size: float) -> str:
    """The longest start of the word within the width, at least one letter."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text_width(word[:middle], size) <= width else (low, middle - 1)
    return word[:low]


def _runs(line: Sequence[tuple[str, bool]]) -> Line:
    return tuple(
        Run(text=" ".join(word for word, _ in words), strong=strong)
        for strong, words in groupby(line, key=lambda each: each[1])
    )


def _paragraphs(
    paragraphs: Sequence[Paragraph], width: float, theme: DeckTheme, scale: float
) -> Iterator[FittedParagraph]:
    previous: Paragraph | None = None
    for paragraph in paragraphs:
        size = max(READABLE_SIZE, SIZES[paragraph.size] * scale) * theme.unit
        indent = size * INDENT if paragraph.bullet else 0.0
        wide = theme.body_wide
        lines = broken(
            paragraph.strong, paragraph.text, width - indent, size, wide=wide, wide_strong=wide * STRONG_WIDE
        )
        yield FittedParagraph(
            paragraph=paragraph,
            lines=lines,
            size=size,
            before=0.0 if previous is None else _room_before(paragraph, previous, size),
            indent=indent,
        )
        previous = paragraph


def _room_before(paragraph: Paragraph, previous: Paragraph, size: float) -> float:
    """Items of a list stand closer than paragraphs, small print closest to what it belongs to."""
    if paragraph.bullet and previous.bullet:
        return size * 0.45
    if paragraph.size is Size.SMALL or previous.size is Size.FIGURE:
        return size * 0.4
    return size * 0.7
