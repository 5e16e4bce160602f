"""The cells of a workbook's sheets as plain values, within bounds; whatever is wrong with the file is one sentence.

The package is weighed before anything takes it apart (package_check), and of a sheet only the cells are read, up to the
last column that anything here needs. Formulas are never worked out: of a cell with one, the value counts that the
program that saved it left there.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import IO, Any, Final
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import DATA_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from preflight.catalog.importers.package_check import FORM, check_package
from preflight.domain.errors import Invalid

CellValue = str | int | float | bool | date | datetime | time | timedelta | None
Cells = Mapping[int, CellValue]
"""The cells of a row that hold something, by column, which counts from 1."""

MOST_ROWS: Final = 30_000
MOST_COLUMNS: Final = 16
_MOST_BESIDE: Final = 12_000
"""Tags and attributes of all parts but cells and texts: formats, names, lists of parts, of each of which openpyxl makes
many objects. A form of ours has about 1,200."""
_CELLS_AND_TEXTS: Final = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)

_STRING: Final = f"{{{SHEET_MAIN_NS}}}si"
_TEXT: Final = f"{{{SHEET_MAIN_NS}}}t"
_PHONETIC: Final = f"{{{SHEET_MAIN_NS}}}rPh"
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SheetError(str):
    """What a spreadsheet shows where it could not work a cell out, such as #REF!"""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """The rows of each sheet by its name, with their numbers, and the day from which a date's serial number counts."""

    rows: Mapping[str, list[tuple[int, Cells]]]
    epoch: datetime


def read_sheets(content: bytes, *, what: str, names: Collection[str]) -> Sheets:
    """The sheets of these names, of those that are there. Raises Invalid; `what` begins the sentence."""
    check_package(content, what=what, limits=FORM)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(content, what, names)
    except Invalid:
        raise
    # openpyxl raises whatever a broken file happens to meet in it.
    except Exception as error:
        raise Invalid(f"{what} can't be read: it is broken, or was made by a program that writes it oddly.") from error


def _read(content: bytes, what: str, names: Collection[str]) -> Sheets:
    _check_beside(content, what)
    reader = _Reader(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    with closing(reader.archive):
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        rows = {}
        for sheet, relation in reader.parser.find_sheets():
            if sheet.name in names:
                with reader.archive.open(relation.target) as source:
                    rows[sheet.name] = list(_rows(source, reader, what))
        return Sheets(rows=rows, epoch=reader.wb.epoch)


def _check_beside(content: bytes, what: str) -> None:
    marks = 0
    with ZipFile(BytesIO(content)) as package:
        for name in package.namelist():
            if name.casefold().endswith((".xml", ".rels")) and not _CELLS_AND_TEXTS.fullmatch(name):
                part = package.read(name)
                marks += part.count(b"<") + part.count(b"=")
    if marks > _MOST_BESIDE:
        raise Invalid(f"{what} has too many formats and names beside its cells; copy the answers into a fresh form.")


def _rows(source: IO[bytes], reader: _Reader, what: str) -> Iterator[tuple[int, Cells]]:
    """What stands behind the cells (rules, merged cells, pictures) is never read."""
    parser = WorkSheetParser(
        source,
        reader.shared_strings,
        data_only=True,
        epoch=reader.wb.epoch,
        date_formats=reader.wb._date_formats,  # noqa: SLF001 - which styles are dates; there is no other way to them
        timedelta_formats=reader.wb._timedelta_formats,  # noqa: SLF001
    )
    count = 0
    for _, element in iterparse(source):
        if element.tag == DATA_TAG:
            return
        if element.tag != ROW_TAG:
            continue
        count += 1
        if count > MOST_ROWS:
            raise Invalid(f"{what} has more than {MOST_ROWS:,} rows.")
        del element[MOST_COLUMNS:]
        number, cells = parser.parse_row(element)
        element.clear()
        values = {cell["column"]: _plain(cell) for cell in cells if cell["value"] is not None}
        if values:
            yield number, values


class _Decoded(str):
    """A text whose escapes are read already."""

    __slots__ = ()


class _Reader(ExcelReader):  # type: ignore[misc]
    """openpyxl's reader, but for the shared texts: it drops every `x005F_` from them, whoever wrote it."""

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            self.shared_strings = [
                _Decoded(_shared_text(element)) for element in _cleared(source) if element.tag == _STRING
            ]


def _cleared(source: Any) -> Iterator[Element]:
    for _, element in iterparse(source):
        yield element
        if element.tag == _STRING:
            element.clear()


def _shared_text(item: Element) -> str:
    """The text of its runs, each read by itself; readings that stand above it (in Chinese, Japanese) are left out."""
    runs = (run for child in item if child.tag != _PHONETIC for run in child.iter(_TEXT))
    return "".join(_unescaped(run.text or "") for run in runs)


def _plain(cell: Mapping[str, Any]) -> CellValue:
    value: CellValue = cell["value"]
    if cell["data_type"] == "e":
        return SheetError(value)
    if isinstance(value, _Decoded):
        return str(value)
    return _unescaped(value) if isinstance(value, str) else value


def _unescaped(text: str) -> str:
    """Control characters stand as _x000D_, and an underscore that would begin such an escape as _x005F_."""
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text
