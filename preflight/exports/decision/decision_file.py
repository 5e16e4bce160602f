"""The decision's record as a file: a tagged PDF of a page, set from plain data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from preflight.domain.errors import PreflightError
from preflight.exports import report
from preflight.exports.decision.decision_data import decision_data
from preflight.exports.files import ExportFile, export_file
from preflight.exports.orders import CALLED, Format
from preflight.exports.typesetting import typeset
from preflight.services.pilot_file import PilotFile

_STANDARD: Final = "ua-1"


def decision_file(file: PilotFile) -> ExportFile:
    """The decision that holds with what stood when it was taken; while nothing was decided, the paper that prepares
    it. Longer texts take a second page. Raises PreflightError."""
    data = decision_data(file)
    try:
        content = typeset(_source(), data, form="pdf", standard=_STANDARD, on=file.on)
    except PreflightError:
        # Tagged all the same, without the standard's name on it, for a sign that no font draws.
        content = typeset(_source(), data, form="pdf", on=file.on)
    return export_file(content, file.project.name, CALLED[Format.DECISION], file.on, kind="pdf")


@cache
def _source() -> str:
    sheets = (Path(report.__file__).with_name("look.typ"), Path(__file__).with_name("decision.typ"))
    return "\n".join(each.read_text(encoding="utf-8") for each in sheets)
