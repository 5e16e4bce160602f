"""A workbook under way: one look for every sheet, and tables with real types, frozen heads and filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from fractions import Fraction
from io import BytesIO
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from preflight.charts.lettering import columns as columns_of
from preflight.charts.theme import LIGHT
from preflight.domain.wording import typed_number
from preflight.exports.workbook.cells import write_text

Value = str | int | float | Fraction | date | datetime | None
"""What a cell may hold; None is an empty cell."""

_FONT: Final = "Calibri"
_FIRST_DAY: Final = date(1900, 3, 1)
LINE: Final = 15.0
"""The height of a line of text, in points."""
_AIR: Final = 2.0
_HIGHEST: Final = 409.0
_NARROW: Final = 1.08
"""How many letters of text stand where a column has room for one digit."""
_BOLD: Final = 0.9
_MOST_LINES: Final = 40
_LONGEST_FOOTER: Final = 200
_ALIKE: Final = {"font_name": _FONT, "font_size": 11, "font_color": LIGHT.ink, "valign": "top"}


class Look(StrEnum):
    """How the cells of a column look; it never changes what they are."""

    TEXT = "text"
    LONG = "long"
    """Text that wraps."""
    QUIET = "quiet"
    WHOLE = "whole"
    SCORE = "score"
    """As scores are shown: one decimal on a short scale."""
    SCORE_WHOLE = "score-whole"
    FRACTION = "fraction"
    PERCENT = "percent"
    NUMBER = "number"
    """As it was typed, with as many digits behind the point as it has."""
    DATE = "date"
    MOMENT = "moment"
    HEAD = "head"
    TITLE = "title"
    LEAD = "lead"
    LABEL = "label"
    SECTION = "section"


_LOOKS: Final[Mapping[Look, Mapping[str, Any]]] = {
    Look.TEXT: {"align": "left", "indent": 1},
    Look.LONG: {"text_wrap": True, "align": "left", "indent": 1},
    Look.QUIET: {"font_color": LIGHT.muted, "text_wrap": True, "align": "left", "indent": 1},
    Look.WHOLE: {"num_format": "0", "align": "right"},
    Look.SCORE: {"num_format": "0.0", "align": "right"},
    Look.SCORE_WHOLE: {"num_format": "0", "align": "right"},
    Look.FRACTION: {"num_format": "0.0000", "align": "right", "font_color": LIGHT.muted},
    Look.PERCENT: {"num_format": "0%", "align": "right"},
    Look.NUMBER: {"num_format": "General", "align": "right"},
    Look.DATE: {"num_format": "d mmm yyyy", "align": "left", "indent": 1},
    Look.MOMENT: {"num_format": "d mmm yyyy hh:mm:ss", "align": "left", "indent": 1},
    Look.HEAD: {
        "bold": True,
        "font_color": LIGHT.on_accent,
        "bg_color": LIGHT.accent,
        "text_wrap": True,
        "valign": "vcenter",
    },
    Look.TITLE: {"bold": True, "font_size": 20},
    Look.LEAD: {"bold": True, "font_size": 14, "text_wrap": True},
    Look.LABEL: {"font_color": LIGHT.muted, "text_wrap": True},
    Look.SECTION: {"bold": True, "font_size": 13, "font_color": LIGHT.accent, "bottom": 1, "bottom_color": LIGHT.line},
}


_WRAPPING: Final = frozenset({Look.LONG, Look.QUIET, Look.LEAD, Look.LABEL})
_NUMBERS: Final = frozenset({Look.WHOLE, Look.SCORE, Look.SCORE_WHOLE, Look.FRACTION, Look.PERCENT, Look.NUMBER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table: its head, its width in letters, and the look of its cells."""

    head: str
    width: float
    look: Look = Look.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A value on a ground of its own colour, as a level has; colours are #RRGGBB."""

    value: Value
    fill: str
    ink: str


class Book:
    """Collects sheets, and gives the finished file's bytes. Strings in it are never formulas nor links."""

    def __init__(self, *, title: str, subject: str, foot: str, on: date | None) -> None:
        self._bytes = BytesIO()
        self.workbook = Workbook(
            self._bytes, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self._foot = _print_footer(foot)
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.workbook.set_properties(
            {
                "title": title,
                "subject": subject,
                "author": "Preflight",
                "comments": foot,
            }
            | ({} if on is None else {"created": datetime.combine(on, time(), UTC).replace(tzinfo=None)})
        )

    def look(self, look: Look, **more: Any) -> Format:
        """The format of a look, with anything more that xlsxwriter knows."""
        properties = {**_ALIKE, **_LOOKS[look], **more}
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def sheet(self, name: str, *, portrait: bool = False) -> Worksheet:
        """A new sheet that prints on one page's width; `name` is fixed by us."""
        sheet = self.workbook.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        if not portrait:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(self._foot)
        return sheet

    def write(self, sheet: Worksheet, row: int, column: int, value: Value | Filled, look: Look, **more: Any) -> None:
        """Write one cell with the type that its value has."""
        if isinstance(value, Filled):
            more |= {"bg_color": value.fill, "font_color": value.ink, "align": "center", "bold": True}
            value = value.value
        style = self.look(look, **more)
        match value:
            case None:
                sheet.write_blank(row, column, None, style)
            case str():
                write_text(sheet, row, column, value, style)
            case datetime():
                sheet.write_datetime(row, column, value.astimezone(UTC).replace(tzinfo=None), style)
            # A spreadsheet has no days before its own first one, and counts the first weeks wrong.
            case date() if value < _FIRST_DAY:
                write_text(sheet, row, column, value.isoformat(), style)
            case date():
                sheet.write_datetime(row, column, datetime.combine(value, time(), UTC).replace(tzinfo=None), style)
            # A cell keeps 15 digits; a number that has more is written out.
            case Fraction() if look is Look.NUMBER and Fraction(str(float(value))) != value:
                write_text(sheet, row, column, typed_number(value), style)
            case _:
                sheet.write_number(row, column, float(value), style)

    def table(
        self,
        sheet: Worksheet,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Value | Filled]],
        *,
        freeze: int = 1,
        printed: int | None = None,
        empty: str,
    ) -> None:
        """A table from the sheet's first row on, its head and its first `freeze` columns frozen, every column filtered.

        `printed` columns are printed, all where it is None. `empty` is said where there is no row.
        """
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            aligned = {"align": "right"} if column.look in _NUMBERS else {"align": "left", "indent": 1}
            self.write(sheet, 0, place, column.head, Look.HEAD, **aligned)
        fit_row(sheet, 0, [(column.head, column.width * _BOLD) for column in columns], least=2)
        line = {"bottom": 1, "bottom_color": LIGHT.grid}
        for number, row in enumerate(rows, start=1):
            for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                self.write(sheet, number, place, value, column.look, **line)
            wrapping = [
                (value, column.width)
                for column, value in zip(columns, row, strict=True)
                if isinstance(value, str) and column.look in _WRAPPING
            ]
            fit_row(sheet, number, wrapping)
        if not rows:
            self.write(sheet, 1, 0, empty, Look.TEXT, font_color=LIGHT.muted)
        else:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        if printed is not None:
            sheet.print_area(0, 0, max(len(rows), 1), printed - 1)
        sheet.freeze_panes(1, freeze)
        sheet.repeat_rows(0)

    def notes(self, sheet: Worksheet, row: int, words: Iterable[str]) -> None:
        """Sentences beneath a table, one a row from `row` on."""
        for place, each in enumerate(words, start=row):
            self.write(sheet, place, 0, each, Look.TEXT, font_color=LIGHT.muted)

    def finished(self) -> bytes:
        """The file's bytes; nothing can be added after."""
        self.workbook.close()
        return self._bytes.getvalue()


def fit_row(
    sheet: Worksheet, row: int, texts: Sequence[tuple[str, float]], *, least: int = 1, line: float = LINE
) -> None:
    """Make the row high enough for texts that wrap, each in a column so many letters wide.

    Excel would do so by itself, LibreOffice and a browser's preview would not.
    """
    lines = max((_lines(text, width) for text, width in texts), default=1)
    high = max(lines, least) * line
    if high > LINE:
        sheet.set_row(row, min(high + _AIR, _HIGHEST))


def _lines(text: str, width: float) -> int:
    """How many lines the text takes in a column of this width, words kept whole where they fit; at most a few over."""
    room = max(int(width * _NARROW), 4)
    count = 0
    for line in text.split("\n"):
        count += 1
        filled = 0
        for word in map(columns_of, line.split(" ")):
            if filled and filled + 1 + word > room:
                count, filled = count + 1, 0
            filled += word + (1 if filled else 0)
            count, filled = count + filled // (room + 1), filled % (room + 1)
        if count > _MOST_LINES:
            break
    return count


def _print_footer(foot: str) -> str:
    """The foot for printing, where `&` begins a code and 255 characters are the most; page numbers beside it."""
    literal = foot if len(foot) <= _LONGEST_FOOTER else f"{foot[: _LONGEST_FOOTER - 1]}…"
    doubled = literal.replace("&", "&&")
    # The space keeps a text that begins with a digit out of the size of the letters.
    return f"&L&8 {doubled}&R&8 &P / &N" if len(doubled) <= _LONGEST_FOOTER + 40 else "&R&8 &P / &N"
