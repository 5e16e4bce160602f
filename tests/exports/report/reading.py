"""What a report says when a second program reads it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader

from preflight.exports.report.report_file import report_file
from preflight.services.dossier import Dossier


@dataclass(frozen=True)
class Read:
    """A PDF as pypdf reads it."""

    reader: PdfReader
    pages: tuple[str, ...]

    @property
    def text(self) -> str:
        """All its text without any white space: where lines break says nothing."""
        return squeezed("".join(self.pages))

    @property
    def root(self) -> Any:
        return self.reader.trailer["/Root"]

    def links(self) -> list[str]:
        """Where its links lead."""
        notes = [note.get_object() for page in self.reader.pages for note in page.get("/Annots") or ()]
        return [str(note["/A"]["/URI"]) for note in notes if "/URI" in note.get("/A", {})]

    def outline(self) -> list[str]:
        """The titles of its outline, in order."""
        return [str(each.title) for each in _flat(self.reader.outline)]

    def tags(self) -> list[str]:
        """The names of its structure elements, in reading order."""
        return [each.removeprefix("/") for each in _tags(self.root["/StructTreeRoot"])]


def read(of: Dossier) -> Read:
    """The report on a dossier."""
    return read_pdf(report_file(of).content)


def read_pdf(content: bytes) -> Read:
    reader = PdfReader(io.BytesIO(content))
    return Read(reader, tuple(page.extract_text() for page in reader.pages))


def squeezed(text: str) -> str:
    return "".join(text.split())


def _flat(outline: list[Any]) -> Iterator[Any]:
    for each in outline:
        if isinstance(each, list):
            yield from _flat(each)
        else:
            yield each


def _tags(element: Any) -> Iterator[str]:
    element = element.get_object() if hasattr(element, "get_object") else element
    if not isinstance(element, dict):
        return
    if "/S" in element:
        yield str(element["/S"])
    inside = element.get("/K", [])
    inside = inside.get_object() if hasattr(inside, "get_object") else inside
    for child in inside if isinstance(inside, list) else [inside]:
        yield from _tags(child)
