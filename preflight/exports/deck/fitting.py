"""How large letters can be, and where lines break, so that words and tables stay inside their rectangles.

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
from preflight.exports.deck.model import Cell, Layout, Paragraph, Size, Table, Words
from preflight.exports.deck.theme import LEADING, READABLE_SIZE, SIZES, DeckTheme, Rectangle

STRONG_WIDE: Final = 1.08
"""How much wider strong letters are."""
INDENT: Final = 1.1
"""From a bullet to its words, in sizes of the letters."""
_SCALES: Final = tuple(step / 20 for step in range(20, 8, -1))
_GROWN: Final = ((1.4, 0.5), (1.2, 0.6))
_LARGE: Final = 0.7
"""Few words on a large place are set larger, while they fill no more than this share of its height."""
_TITLE_SCALES: Final = tuple(step / 20 for step in range(20, 4, -1))
_TABLE_SIZES: Final = (15.0, 14.0, 13.0, 12.0, 11.0)
_PADDINGS: Final = (8.0, 6.0, 4.5, 3.0)
_LONGEST_WORD: Final = 24
_SHORT_WORD: Final = 14
CELL_SIDE: Final = 6.0
"""The room at either side of a cell's words, in points of a slide of 540."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedRow:
    """A row of a table: each cell's lines, and its height in points."""

    cells: tuple[tuple[Line, ...], ...]
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedTable:
    """A table in letters of `size` points (its head in `head_size`). `padding` is above and beneath a cell's words,
    `side` beside them; `first_side` is left of the first column's, which stand flush with the title."""

    size: float
    head_size: float
    padding: float
    side: float
    first_side: float
    widths: tuple[float, ...]
    head: FittedRow
    rows: tuple[FittedRow, ...]
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
    for scale, share in (*_GROWN, *((scale, 1.0) for scale in _SCALES)):
        paragraphs = tuple(_paragraphs(words.paragraphs, room.width, theme, scale))
        height = sum(each.height for each in paragraphs)
        allowed = scale <= 1 or _may_grow(room, theme)
        if height <= room.height * share and allowed and all(_unbroken(each, room, theme) for each in paragraphs):
            return FittedWords(paragraphs=paragraphs, height=height, fits=True)
    return FittedWords(paragraphs=paragraphs, height=height, fits=height <= room.height)


def _unbroken(fitted: FittedParagraph, room: Rectangle, theme: DeckTheme) -> bool:
    said, size = fitted.paragraph, fitted.size * theme.body_wide
    return _whole_words(said.text, room.width - fitted.indent, size) and _whole_words(
        said.strong, room.width - fitted.indent, size * STRONG_WIDE
    )


def _may_grow(room: Rectangle, theme: DeckTheme) -> bool:
    """On a place that takes the slide's whole width; on a cover nothing is to stand larger than the title."""
    return room.width >= theme.width * _LARGE and room != theme.cover.body


def fit_table(table: Table, room: Rectangle, theme: DeckTheme) -> FittedTable:
    """The table in the largest letters and the airiest rows in which it fits, else in the smallest and tightest."""
    for size in _TABLE_SIZES:
        for padding in _PADDINGS:
            found = _table(table, room, theme, size * theme.unit, padding * theme.unit)
            if found.fits:
                return found
    return found


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


def _widths(table: Table, whole: float, size: float, sides: float, wide: float) -> tuple[float, ...]:
    """The columns' widths, a narrow one as wide as its longest short word, so that it is not broken."""
    asked = [share * whole for share in table.widths]
    texts = zip(table.head, *((cell.text for cell in row) for row in table.rows), strict=True)
    words = [[word for text in column for word in text.split() if len(word) <= _SHORT_WORD] for column in texts]
    least = [max((text_width(word, size) * wide for word in each), default=0.0) + sides for each in words]
    spare = sum(max(have - need, 0.0) for have, need in zip(asked, least, strict=True))
    short = sum(max(need - have, 0.0) for have, need in zip(asked, least, strict=True))
    if not short or short > spare:
        return tuple(asked)
    given = short / spare
    return tuple(need if need > have else have - (have - need) * given for have, need in zip(asked, least, strict=True))


def _table(table: Table, room: Rectangle, theme: DeckTheme, size: float, padding: float) -> FittedTable:
    side = CELL_SIDE * theme.unit
    widths = _widths(table, room.width, size, 2 * side, theme.body_wide * STRONG_WIDE)
    head_size = max(READABLE_SIZE * theme.unit, size - 2 * theme.unit)
    first_side = side if any(cells[0].fill or cells[0].centred for cells in table.rows) else 0.0

    def row(cells: Sequence[Cell], letters: float) -> FittedRow:
        wide = theme.body_wide
        fitted = tuple(
            broken(
                cell.text if cell.strong else "",
                "" if cell.strong else cell.text,
                width - side - (side if place else first_side),
                letters,
                wide=wide,
                wide_strong=wide * STRONG_WIDE,
            )
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        most = max(len(lines) for lines in fitted)
        return FittedRow(cells=fitted, height=most * letters * LEADING + 2 * padding)

    head = row([Cell(text=title, strong=True) for title in table.head], head_size)
    rows = tuple(row(cells, size) for cells in table.rows)
    height = head.height + sum(each.height for each in rows)
    return FittedTable(
        size=size,
        head_size=head_size,
        padding=padding,
        side=side,
        first_side=first_side,
        widths=widths,
        head=head,
        rows=rows,
        height=height,
        fits=height <= room.height,
    )
