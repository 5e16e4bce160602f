"""The success criteria: a row for each of their versions, and for each measurement, struck ones too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from preflight.access.people import told_to_others
from preflight.domain.criterion import Criterion, CriterionVersion, Measurement
from preflight.domain.criterion_words import DIRECTION_WORDS, standing_words
from preflight.exports.workbook.book import Book, Column, Look, Value
from preflight.services.dossier import Dossier

SHEET: Final = "Criteria"
_COLUMNS: Final = (
    Column(head="No.", width=6, look=Look.WHOLE),
    Column(head="Criterion", width=34, look=Look.LONG),
    Column(head="Stands", width=18, look=Look.LONG),
    Column(head="What", width=15),
    Column(head="Date", width=14, look=Look.DATE),
    Column(head="Unit", width=13, look=Look.LONG),
    Column(head="Before the pilot", width=13, look=Look.NUMBER),
    Column(head="Better is", width=10),
    Column(head="Target", width=13, look=Look.NUMBER),
    Column(head="By when", width=14, look=Look.DATE),
    Column(head="Measured", width=13, look=Look.NUMBER),
    Column(head="Meets the target", width=9),
    Column(head="Reason", width=40, look=Look.LONG),
    Column(head="Evidence", width=40, look=Look.LONG),
    Column(head="Link", width=34, look=Look.LONG),
    Column(head="How it is measured", width=44, look=Look.LONG),
    Column(head="Business owner", width=22, look=Look.LONG),
    Column(head="Written down by", width=22, look=Look.LONG),
    Column(head="Written down at (UTC)", width=21, look=Look.MOMENT),
)
_PRINTED: Final = 13


def add_criteria(book: Book, dossier: Dossier) -> None:
    """Each criterion with its versions, the first one first, then its measurements; no sheet without any.

    “Meets the target” is said of the target that holds now; a struck measurement meets nothing.
    """
    rows = [
        (number, criterion.newest.terms.metric, standing_words(criterion, dossier.pilot.on), *row)
        for number, criterion in enumerate(dossier.pilot.criteria, start=1)
        for row in _rows(dossier, criterion)
    ]
    if rows:
        book.table(book.sheet(SHEET), _COLUMNS, rows, freeze=2, printed=_PRINTED, empty="")


def _rows(dossier: Dossier, criterion: Criterion) -> Iterator[tuple[Value, ...]]:
    for version in criterion.versions:
        yield _version(dossier, criterion, version)
    for measurement in criterion.measurements:
        yield _measured(dossier, criterion, measurement)


def _version(dossier: Dossier, criterion: Criterion, version: CriterionVersion) -> tuple[Value, ...]:
    terms, first = version.terms, version.number == 1
    at = criterion.sealed_at if first and criterion.sealed_at else version.at
    if first:
        what = "Added late" if criterion.late else "Sealed" if criterion.sealed else "Not sealed yet"
    else:
        what = "Withdrawn" if version.withdrawn else "Amended"
    return (
        what,
        at.astimezone().date(),
        terms.unit,
        terms.baseline,
        DIRECTION_WORDS[terms.direction],
        terms.target,
        terms.by_when,
        None,
        None,
        version.reason,
        None,
        None,
        terms.how,
        terms.business_owner,
        told_to_others(dossier.pilot.names).get(version.by),
        version.at,
    )


def _measured(dossier: Dossier, criterion: Criterion, measured: Measurement) -> tuple[Value, ...]:
    terms, struck = criterion.newest.terms, measured.struck_at is not None
    meets = None if struck or criterion.withdrawn else "Yes" if terms.met_by(measured.value) else "No"
    return (
        "Struck" if struck else "Measured",
        measured.date,
        terms.unit,
        None,
        None,
        None,
        None,
        measured.value,
        meets,
        measured.struck_why,
        measured.evidence.text,
        measured.evidence.url,
        None,
        None,
        told_to_others(dossier.pilot.names).get(measured.by),
        measured.at,
    )
