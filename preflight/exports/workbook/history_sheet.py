"""Every dimension over time: a row for each completed assessment, and a native line chart with gaps."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from preflight.charts.geometry import axis_ticks
from preflight.charts.series import SeriesKind, look
from preflight.charts.theme import LIGHT
from preflight.charts.words import shown_number
from preflight.domain.figures import COARSE
from preflight.domain.wording import number_of
from preflight.exports.workbook.book import Book, Column, Look, Value
from preflight.exports.workbook.looks import axis, letters, line_of, marker_of
from preflight.services.dossier import Dossier
from preflight.services.results import History, PastRun

SHEET: Final = "History"
_MONTHS_FROM: Final = 90
"""So many days apart, dates on the axis are months."""
_MANY: Final = 6
"""From more dimensions on, their names stand beside the lines, not beneath them."""
_BEFORE: Final = 1
"""The columns before the first dimension."""


def add_history(book: Book, dossier: Dossier) -> None:
    """Dates down, dimensions across, in the order of the newest questionnaire; what a run did not score is empty."""
    sheet = book.sheet(SHEET)
    history = dossier.history
    if history is None:
        book.table(sheet, (Column(head="Date", width=44, look=Look.DATE),), (), empty="No completed assessment yet.")
        return
    sections = _sections(history)
    score = Look.SCORE_WHOLE if history.questionnaire.out_of >= COARSE else Look.SCORE
    columns = (
        Column(head="Date", width=14, look=Look.DATE),
        *(Column(head=title, width=16, look=score) for title in sections.values()),
        Column(head="Mean", width=10, look=score),
        Column(head="Mean with evidence", width=12, look=score),
        Column(head="Covered", width=10, look=Look.PERCENT),
        Column(head="Verdict", width=26, look=Look.LONG),
        Column(head="Critical questions in the way", width=14, look=Look.WHOLE),
        Column(head="Out of", width=9, look=Look.SCORE_WHOLE),
        Column(head="Questionnaire", width=34, look=Look.LONG),
        Column(head="Version", width=9, look=Look.WHOLE),
    )
    rows = [_row(history, run, tuple(sections)) for run in history.runs]
    book.table(sheet, columns, rows, empty="No completed assessment yet.")
    if history.narrowed:
        shared = number_of(len(history.shared), "question")
        are = "is" if len(history.shared) == 1 else "are"
        words = f"Only the {shared} that all of these assessments share {are} counted here."
        book.notes(sheet, len(rows) + 2, [words])
    if len(history.runs) > 1:
        _draw(book, sheet, history, rows, titles=list(sections.values()))


def _sections(history: History) -> dict[str, str]:
    """Every dimension of any run by id, those of the newest questionnaire first."""
    found = {section.id: section.title for section in history.questionnaire.sections}
    for run in reversed(history.runs):
        found |= {section.id: section.title for section in run.score.sections if section.id not in found}
    scored = {each.id for run in history.runs for each in run.score.sections if each.fraction is not None}
    return {section: title for section, title in found.items() if section in scored}


def _row(history: History, run: PastRun, sections: tuple[str, ...]) -> tuple[Value, ...]:
    out_of = history.questionnaire.out_of
    scores = {section.id: section.fraction for section in run.score.sections}
    coverage = run.score.coverage
    return (
        run.assessment.date,
        *(shown_number(scores.get(section), out_of) for section in sections),
        shown_number(run.score.fraction, out_of),
        shown_number(run.score.evidenced, out_of),
        None if coverage is None else int(coverage * 100) / 100,
        run.verdict.band.title if run.verdict.band else None,
        len(run.verdict.blockers),
        out_of,
        run.questionnaire.title,
        run.questionnaire.version,
    )


def _draw(
    book: Book, sheet: Worksheet, history: History, rows: Sequence[Sequence[Value]], *, titles: Sequence[str]
) -> None:
    out_of: Fraction = history.questionnaire.out_of
    last = len(history.runs)
    chart = book.workbook.add_chart({"type": "line"})
    for place, title in enumerate(titles):
        style = look(SeriesKind.OTHER, LIGHT, nth_other=place)
        series: dict[str, Any] = {
            "name": [SHEET, 0, _BEFORE + place],
            "categories": [SHEET, 1, 0, last, 0],
            "values": [SHEET, 1, _BEFORE + place, last, _BEFORE + place],
            # Left to itself, the library keeps a zero beside an empty cell.
            "values_data": [row[_BEFORE + place] for row in rows],
            "name_data": [title],
            "line": line_of(style),
            "marker": marker_of(style),
        }
        chart.add_series(series)
    chart.set_title({"name": "Each dimension over time", "name_font": letters(14, bold=True), "overlay": False})
    if len(titles) > _MANY:
        chart.set_plotarea({"layout": {"x": 0.04, "y": 0.12, "width": 0.6, "height": 0.76}})
        beside = {"x": 0.67, "y": 0.1, "width": 0.32, "height": 0.88}
        chart.set_legend({"position": "right", "font": letters(10), "layout": beside})
    else:
        chart.set_legend({"position": "bottom", "font": letters(11)})
    apart = (history.runs[-1].assessment.date - history.runs[0].assessment.date).days
    way = "mmm yyyy" if apart > _MONTHS_FROM else "d mmm yyyy"
    dates = {"date_axis": True, "num_format": way, "major_gridlines": {"visible": False}}
    chart.set_x_axis(axis() | dates)
    step = float(axis_ticks(out_of)[1])
    chart.set_y_axis(axis() | {"min": 0, "max": float(out_of), "major_unit": step})
    chart.show_blanks_as("gap")
    chart.set_size({"width": 1_200 if len(titles) > _MANY else 900, "height": 520 if len(titles) > _MANY else 440})
    alt = f"Lines of every dimension over {last} assessments; the table above has the numbers."
    sheet.insert_chart(last + 4, 0, chart, {"description": alt, "object_position": 3})
