"""A filled file of either kind: a form (XLSX) or answers as CSV."""

from __future__ import annotations

from preflight.catalog.importers.filled import FormReading
from preflight.catalog.importers.read_csv import read_csv
from preflight.catalog.importers.read_form import read_form
from preflight.domain.questionnaire import Questionnaire

_PACKAGES = (b"PK", b"\xd0\xcf\x11\xe0")
"""How a zip begins, and an office file with a password."""


def read_filled(content: bytes, questionnaire: Questionnaire) -> FormReading:
    """What the file says; how it begins tells which kind it is, whatever its name. Raises Invalid."""
    return read_form(content, questionnaire) if content.startswith(_PACKAGES) else read_csv(content, questionnaire)
