"""The systems that production needs: what the team estimates, and what usually comes of it."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from preflight.domain.integration_range import (
    CONFRONTING_WORDS,
    LEAST_TIMES,
    MOST_TIMES,
    integration_picture,
    usual_range,
)
from preflight.domain.pilot import Integration
from preflight.domain.wording import listed
from preflight.exports.workbook.book import Book, Column, Look, Value
from preflight.services.dossier import Dossier

SHEET: Final = "Systems"
_COLUMNS: Final = (
    Column(head="System", width=34, look=Look.LONG),
    Column(head="Reached by", width=34, look=Look.LONG),
    Column(head="Owner", width=24, look=Look.LONG),
    Column(head="In the pilot", width=13),
    Column(head="Estimated, in working days", width=15, look=Look.NUMBER),
    Column(head=f"Usual, from ({LEAST_TIMES} times)", width=13, look=Look.NUMBER),
    Column(head=f"Usual, to ({MOST_TIMES} times)", width=13, look=Look.NUMBER),
    Column(head="Note", width=46, look=Look.LONG),
)
_USUAL: Final = (
    f"Production usually takes {LEAST_TIMES} to {MOST_TIMES} times what was estimated: the range is that, and no "
    "forecast. Days are working days of one person."
)
_NAMED: Final = 4
"""The columns before the first number."""


def add_systems(book: Book, dossier: Dossier) -> None:
    """Systems in their order, all of them together beneath; no sheet where none is listed."""
    systems = dossier.pilot.integrations
    if not systems:
        return
    sheet, found = book.sheet(SHEET), integration_picture(systems)
    book.table(sheet, _COLUMNS, [_row(each) for each in systems], empty="")
    row = len(systems) + 2
    if found.estimate is not None:
        book.write(sheet, row, 0, "All together", Look.TEXT, bold=True)
        for place, number in enumerate(_numbers(found.estimate), start=_NAMED):
            book.write(sheet, row, place, number, Look.NUMBER, bold=True)
        row += 2
    said = [_USUAL]
    if found.not_estimated:
        said.append(f"Nobody has estimated {listed(found.not_estimated)}; it counts in no sum.")
    book.notes(sheet, row, said)


def _row(system: Integration) -> tuple[Value, ...]:
    return (
        system.system,
        system.interface,
        system.owner,
        CONFRONTING_WORDS[system.confronting],
        *((None, None, None) if system.estimate is None else _numbers(system.estimate)),
        system.note,
    )


def _numbers(estimate: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    usual = usual_range(estimate)
    return estimate, usual.least, usual.most
