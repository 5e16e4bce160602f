"""The report as a file: a tagged PDF, set from plain data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from preflight.domain.errors import PreflightError
from preflight.exports.files import ExportFile, export_file
from preflight.exports.orders import CALLED, Format
from preflight.exports.report.report_data import report_data
from preflight.exports.typesetting import typeset
from preflight.services.dossier import Dossier

_SHEETS: Final = ("look.typ", "deciding.typ", "report.typ", "record.typ")
_STANDARD: Final = "ua-1"


def report_file(dossier: Dossier) -> ExportFile:
    """The assessment as a PDF of a few pages (PDF/UA-1), to print and to read on screen. Raises PreflightError."""
    data = report_data(dossier)
    try:
        content = typeset(_source(), data, form="pdf", standard=_STANDARD, on=dossier.on)
    except PreflightError:
        # Tagged all the same, without the standard's name on it: better than no report for a sign that no font draws.
        content = typeset(_source(), data, form="pdf", on=dossier.on)
    return export_file(content, dossier.project.name, CALLED[Format.REPORT], dossier.assessment.date, kind="pdf")


@cache
def _source() -> str:
    folder = Path(__file__).parent
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in _SHEETS)
