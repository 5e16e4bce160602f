"""A written deck, opened again by other programs: python-pptx, openpyxl and a check against Open XML's schemas."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openxml_audit import validate_pptx
from pptx import Presentation

NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}


def opened(content: bytes) -> Any:
    return Presentation(BytesIO(content))


def schema_errors(content: bytes, folder: Path) -> list[str]:
    """What a port of Microsoft's own validator finds in any part: charts, slides, layouts, relations."""
    file = folder / "deck.pptx"
    file.write_bytes(content)
    return [str(error) for error in validate_pptx(str(file)).errors]


def charts(deck: Any) -> Iterator[Any]:
    """Every chart of the deck, in order."""
    for slide in deck.slides:
        yield from (shape.chart for shape in slide.shapes if shape.has_chart)


def cells(content: bytes) -> Iterator[Any]:
    """Every cell of every workbook within the deck."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        names = [name for name in package.namelist() if name.endswith(".xlsx")]
        for name in names:
            book = openpyxl.load_workbook(BytesIO(package.read(name)))
            for sheet in book.worksheets:
                for row in sheet.iter_rows():
                    yield from row


def texts(slide: Any) -> str:
    """All words on a slide, tables and notes aside from charts."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def outside(deck: Any) -> list[str]:
    """The shapes that do not lie on their slide altogether."""
    found = []
    for number, slide in enumerate(deck.slides, start=1):
        for shape in slide.shapes:
            right, bottom = shape.left + shape.width, shape.top + shape.height
            if shape.left < 0 or shape.top < 0 or right > deck.slide_width + 1 or bottom > deck.slide_height + 1:
                found.append(f"slide {number}: {shape.name}")
    return found
