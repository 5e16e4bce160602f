"""Every dimension in numbers, with a native radar and native bars of claimed beside evidenced."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from preflight.charts.geometry import axis_ticks
from preflight.charts.lettering import wrapped
from preflight.charts.series import SeriesKind, asked_sections, look
from preflight.charts.theme import LIGHT
from preflight.charts.words import shown_number
from preflight.domain.figures import COARSE, MINUS, signed
from preflight.domain.scoring import SectionScore
from preflight.domain.target import target_of
from preflight.domain.wording import day
from preflight.exports.workbook.book import Book, Column, Look, Value
from preflight.exports.workbook.looks import axis, letters, line_of, marker_of
from preflight.services.dossier import Dossier

SHEET: Final = "Dimensions"
_CLAIMED, _EVIDENCED, _LAST, _TARGET, _LABEL = 1, 2, 4, 6, 12
_LABEL_WIDTH: Final = 22
_MANY: Final = 8
"""From more dimensions on, charts are larger and their labels smaller."""
_KINDS: Final = {
    _TARGET: SeriesKind.TARGET,
    _LAST: SeriesKind.LAST,
    _EVIDENCED: SeriesKind.EVIDENCED,
    _CLAIMED: SeriesKind.CLAIMED,
}
"""The columns that the radar draws, the faintest first."""


def add_dimensions(book: Book, dossier: Dossier) -> None:
    """A row for each dimension that was asked; scores on the scale of the questionnaire, missing ones empty."""
    sheet = book.sheet(SHEET)
    sheet.fit_to_pages(1, 1)
    sections = asked_sections(dossier.score, dossier.questionnaire)
    rows = [_row(dossier, section) for section in sections]
    book.table(sheet, _columns(dossier), rows, empty="No dimension was asked.")
    if sections:
        _draw(book, sheet, dossier, rows)


def _columns(dossier: Dossier) -> tuple[Column, ...]:
    score = Look.SCORE_WHOLE if dossier.score.out_of >= COARSE else Look.SCORE
    previous = dossier.result.previous
    target = target_of(dossier.questionnaire)
    return (
        Column(head="Dimension", width=30, look=Look.LONG),
        Column(head="Claimed", width=12, look=score),
        Column(head="With evidence", width=12, look=score),
        Column(head="Demo gap", width=12, look=score),
        Column(head=f"Last time, {day(previous.date)}" if previous else "Last time", width=15, look=score),
        Column(head="Moved since", width=12, look=score),
        Column(head=target.name if target else "Target", width=22, look=score),
        Column(head="Out of", width=9, look=Look.SCORE_WHOLE),
        Column(head="Covered", width=10, look=Look.PERCENT),
        Column(head="Lowest question", width=44, look=Look.LONG),
        Column(head="Claimed, as a fraction", width=12, look=Look.FRACTION),
        Column(head="With evidence, as a fraction", width=14, look=Look.FRACTION),
        Column(head="Name in the charts", width=26, look=Look.QUIET),
    )


def _row(dossier: Dossier, section: SectionScore) -> tuple[Value, ...]:
    out_of = dossier.score.out_of
    comparison, target = dossier.result.comparison, target_of(dossier.questionnaire)
    before = comparison.before.section(section.id) if comparison else None
    claimed, evidenced = shown_number(section.fraction, out_of), shown_number(section.evidenced, out_of)
    last = shown_number(before.fraction if before else None, out_of)
    change = comparison.change(section.id) if comparison else None
    coverage = section.coverage
    return (
        section.title,
        claimed,
        evidenced,
        _between(claimed, evidenced),
        last,
        None if change is None else _told(change, out_of),
        shown_number(target.sections[section.id], out_of) if target else None,
        out_of,
        None if coverage is None else int(coverage * 100) / 100,
        _lowest(dossier, section),
        section.fraction,
        section.evidenced,
        "\n".join(wrapped(section.title, _LABEL_WIDTH)),
    )


def _between(claimed: float | None, evidenced: float | None) -> float | None:
    """The gap between two figures that are shown, so that the sheet adds up."""
    return None if claimed is None or evidenced is None else round(claimed - evidenced, 6)


def _told(change: Fraction, out_of: Fraction) -> float:
    """A change as screens and slides tell it, which need not be the difference of the two figures that are shown."""
    return float(signed(change, out_of).replace(MINUS, "-").removeprefix("±"))


def _lowest(dossier: Dossier, section: SectionScore) -> str | None:
    found = [dossier.questionnaire.question(name) for name in section.floor.questions]
    texts = [question.text for question in found if question is not None]
    return None if not texts else texts[0] if len(texts) == 1 else f"{texts[0]} (and {len(texts) - 1} more as low)"


def _draw(book: Book, sheet: Worksheet, dossier: Dossier, rows: Sequence[Sequence[Value]]) -> None:
    count, columns = len(rows), _columns(dossier)
    has_last = dossier.result.comparison is not None
    kinds = {
        column: kind
        for column, kind in _KINDS.items()
        if (column != _LAST or has_last) and (column != _TARGET or target_of(dossier.questionnaire) is not None)
    }
    most = float(dossier.score.out_of)
    step = float(axis_ticks(dossier.score.out_of)[1])
    # A radar of fewer than three spokes is a line, and says nothing.
    charts = (["radar"] if count >= 3 else []) + ["bar"]
    place = 0
    for form in charts:
        options: dict[str, Any] = {"type": form} | ({"subtype": "with_markers"} if form == "radar" else {})
        chart = book.workbook.add_chart(options)
        drawn = kinds if form == "radar" else {column: kinds[column] for column in (_CLAIMED, _EVIDENCED)}
        for column, kind in drawn.items():
            style = look(kind, LIGHT)
            series: dict[str, Any] = {
                "name": [SHEET, 0, column],
                "categories": [SHEET, 1, _LABEL, count, _LABEL],
                "values": [SHEET, 1, column, count, column],
                # Left to itself, the library keeps a zero beside an empty cell.
                "values_data": [row[column] for row in rows],
                "categories_data": [row[_LABEL] for row in rows],
                "name_data": [columns[column].head],
            }
            if form == "radar":
                series |= {"line": line_of(style), "marker": marker_of(style)}
            else:
                series |= {"fill": {"color": style.colour}, "gap": 60, "overlap": -5}
            chart.add_series(series)
        title = "Readiness by dimension" if form == "radar" else "Claimed, and with evidence"
        chart.set_title({"name": title, "name_font": letters(14, bold=True), "overlay": False})
        chart.set_legend({"position": "bottom", "font": letters(11)})
        scale = axis() | {"min": 0, "max": most, "major_unit": step}
        names = axis() | {"num_font": letters(8 if count > _MANY else 10)}
        if form == "radar":
            chart.set_x_axis(names)
            chart.set_y_axis(scale)
        else:
            # The categories run downwards, and the figures stand at the foot all the same.
            chart.set_x_axis(scale | {"label_position": "high"})
            chart.set_y_axis(names | {"reverse": True, "interval_unit": 1, "major_gridlines": {"visible": False}})
        if form == "radar":
            side = 0.22 if count > _MANY else 0.18
            chart.set_plotarea({"layout": {"x": side, "y": 0.2, "width": 1 - 2 * side, "height": 0.58}})
        chart.show_blanks_as("gap")
        chart.set_size({"width": 660, "height": max(640, 50 * count) if count > _MANY else 480})
        alt = "Radar by dimension" if form == "radar" else "Bars by dimension"
        sheet.insert_chart(
            count + 2,
            place,
            chart,
            {
                "description": f"{alt}, claimed and with evidence; the table above has the numbers.",
                "object_position": 3,
            },
        )
        place = _TARGET
