"""Workbooks that mean harm are refused or read within bounds (THREATS.md B3), and texts are read letter by letter.

Run as a program it reads the large ones in one process, and prints how many MB of memory that took at most.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import openpyxl
import pytest

from preflight.catalog.importers.form_layout import FORM_SHEET
from preflight.catalog.importers.package_check import FORM
from preflight.catalog.importers.read_form import read_form
from preflight.catalog.importers.xlsx_rows import read_sheets
from preflight.domain.errors import Invalid
from preflight.settings import ROOT
from tests.builders import of_questions, question
from tests.catalog.hostile import most_mb
from tests.catalog.importers.forms import a_form
from tests.catalog.importers.packages import BOMB, locked, with_parts

pytestmark = pytest.mark.slow

ASKED = of_questions(question("s.level"))
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET, STRINGS, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"
MOST = FORM.marks
PATIENCE_S = 2.0
"""Far more than the half second that it takes on a quiet machine."""


def _noise(size: int) -> bytes:
    """Bytes that can hardly be packed, so that the bomb is no matter of its ratio; the same on each run."""
    state, found = 12345, bytearray()
    while len(found) < size:
        state = (state * 1103515245 + 12345) % 2**31
        found += state.to_bytes(4, "big")
    return bytes(found[:size])


NOISE = _noise(150_000)


def _with(part: str, body: str) -> bytes:
    return with_parts(a_form(ASKED), {part: f"<?xml version='1.0'?>{body}".encode(), "xl/media/a.bin": NOISE})


def _sheet(rows: str) -> bytes:
    return _with(SHEET, f"<worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>")


BOMBS: dict[str, Callable[[], bytes]] = {
    "one row of cells": lambda: _sheet(f"<row>{'<c/>' * (MOST - 10_000)}</row>"),
    "one row too many cells": lambda: _sheet(f"<row>{'<c/>' * (5 * MOST)}</row>"),
    "rows of a cell": lambda: _sheet("<row><c><v>1</v></c></row>" * (MOST // 6 - 2_000)),
    "texts in cells": lambda: _sheet('<row><c t="inlineStr"><is><t>x</t></is></c></row>' * (MOST // 9 - 2_000)),
    "a far corner": lambda: _sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "a row beyond all": lambda: _sheet(f'<row r="{10**30}"><c r="A1"><v>1</v></c></row>'),
    "a size that is not true": lambda: _with(SHEET, f'<worksheet {SPACE}><dimension ref="A1:XFD1048576"/></worksheet>'),
    "an endless text": lambda: _with(STRINGS, f"<sst {SPACE}><si><t>{NOISE.hex() * 40}</t></si></sst>"),
    "texts": lambda: _with(STRINGS, f"<sst {SPACE}>{'<si><t>x</t></si>' * (MOST // 4 - 3_000)}</sst>"),
    "a text that is not there": lambda: _sheet('<row><c t="s"><v>99999</v></c></row>'),
    "formats": lambda: _with(STYLES, f"<styleSheet {SPACE}><cellXfs>{'<xf/>' * 100_000}</cellXfs></styleSheet>"),
    "parts that are not there": lambda: _with(
        "[Content_Types].xml",
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        + '<Override PartName="/a" ContentType="b"/>' * (MOST // 6)
        + "</Types>",
    ),
    "attributes": lambda: _sheet("<row " + " ".join(f'a{at}="1"' for at in range(MOST - 10_000)) + "/>"),
    "depth": lambda: _sheet("<a>" * (MOST // 2 - 5_000) + "</a>" * (MOST // 2 - 5_000)),
    "merged cells": lambda: _with(
        SHEET, f"<worksheet {SPACE}><sheetData/><mergeCells>{'<mergeCell/>' * (MOST - 9_000)}</mergeCells></worksheet>"
    ),
    "entities": lambda: with_parts(a_form(ASKED), {STRINGS: BOMB}),
    "a password": lambda: locked(a_form(ASKED)),
    "a broken workbook": lambda: _with(BOOK, f"<workbook {SPACE}><sheets><sheet/></sheets></workbook>"),
    "a workbook without end": lambda: _with(BOOK, f"<workbook {SPACE}>"),
    "macros": lambda: with_parts(a_form(ASKED), {"xl/vbaProject.bin": b"x"}),
}


LARGE = ("one row of cells", "rows of a cell", "texts in cells", "an endless text", "texts", "attributes", "depth")
"""Those that are read to their end."""


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_in_a_sentence_or_read_within_bounds(bomb: Callable[[], bytes]) -> None:
    content = bomb()
    start = time.perf_counter()
    with suppress(Invalid):
        read_form(content, ASKED)
    assert time.perf_counter() - start < PATIENCE_S


@pytest.mark.slow
def test_no_bomb_takes_more_memory_than_a_form_may() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "tests.catalog.importers.test_xlsx_rows"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert int(said.stdout) < 100


def test_xml_is_read_by_defusedxml() -> None:
    assert openpyxl.DEFUSEDXML


def test_escapes_are_read_one_run_at_a_time() -> None:
    texts = {
        "_x000D_": "\r",
        "_x005F_x000D_": "_x000D_",
        "x005F_": "x005F_",
        "_x005F_x0041_x0042_": "_x0041B",
    }
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    runs = "<si><r><t>_</t></r><r><t>x0041_</t></r><rPh><t>read aloud</t></rPh></si>"
    cells = "".join(f'<c t="s"><v>{place}</v></c>' for place in range(len(texts) + 1))
    inline = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    rows = f"<row>{cells}</row><row>{inline}</row>"
    content = with_parts(
        a_form(ASKED),
        {
            STRINGS: f"<sst {SPACE}>{items}{runs}</sst>".encode(),
            SHEET: f"<worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>".encode(),
        },
    )
    (_, shared), (_, written) = read_sheets(content, what="It", names={FORM_SHEET}).rows[FORM_SHEET]
    assert [*shared.values()] == [*texts.values(), "_x0041_"]
    assert [*written.values()] == [*texts.values()]


def test_a_workbook_of_an_old_mac_counts_its_days_from_1904() -> None:
    book = openpyxl.load_workbook(BytesIO(a_form(ASKED)))
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    written = BytesIO()
    book.save(written)
    assert read_sheets(written.getvalue(), what="It", names=set()).epoch.year == 1904


if __name__ == "__main__":
    contents = [BOMBS[name]() for name in LARGE]
    read_form(a_form(ASKED), ASKED)
    before = most_mb()
    for content in contents:
        with suppress(Invalid):
            read_form(content, ASKED)
    print(most_mb() - before)
