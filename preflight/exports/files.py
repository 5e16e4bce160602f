"""A file as it leaves the house: its name, its kind and its bytes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

MEDIA_TYPES: Final = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "zip": "application/zip",
    "ics": "text/calendar; charset=utf-8",
}
_LONGEST_PART: Final = 60
_LONGEST_PART_BYTES: Final = 110
"""Two of them, a day and a suffix stay under the 255 bytes that file systems give a name."""
_PORTS: Final = {f"{name}{number}" for name in ("com", "lpt") for number in "123456789¹²³"}
_WINDOWS: Final = frozenset({"con", "prn", "aux", "nul"} | _PORTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFile:
    """`name` is safe on every system; `media_type` is what a browser is told."""

    name: str
    media_type: str
    content: bytes


def export_file(content: bytes, project: str, what: str, on: date | None, *, kind: str) -> ExportFile:
    """The bytes as a file with the name of `file_name`; `kind` is a suffix of MEDIA_TYPES without its dot."""
    return ExportFile(name=file_name(project, what, on, kind=kind), media_type=MEDIA_TYPES[kind], content=content)


def file_name(project: str, what: str, on: date | None, *, kind: str) -> str:
    """How every file that leaves is called: "Invoice triage - history deck - 2026-11-20.pptx".

    `what` is what it is in a person's words, `on` the day that it is of, where there is one.
    """
    return f"{folder_name(project, what, on.isoformat() if on else '')}.{kind}"


def folder_name(*parts: str) -> str:
    """The parts with “ - ” between them, as every file system takes them: letters, digits, spaces and . _ - only.

    Letters of every script stay. A part is cut at 60 characters or 110 bytes; where nothing is left it is “Preflight”.
    """
    kept = [part for part in (_safe(each) for each in parts) if part] or ["Preflight"]
    if kept[0].split(".")[0].strip().casefold() in _WINDOWS:
        kept[0] = f"_{kept[0]}"
    return " - ".join(kept)


def _safe(part: str) -> str:
    normal = unicodedata.normalize("NFC", part)
    kept = (letter if unicodedata.category(letter)[0] in "LMN" or letter in " ._-" else " " for letter in normal)
    short = " ".join("".join(kept).split())[:_LONGEST_PART]
    return short.encode()[:_LONGEST_PART_BYTES].decode(errors="ignore").strip(" .")
