"""The numbers of a native chart: as they are shown, and in the workbook behind it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from math import trunc
from typing import Any, Final

import xlsxwriter

from preflight.domain.figures import COARSE
from preflight.exports.deck.letters import clean
from preflight.exports.deck.model import ChartForm, NativeChart

DAY_FORMAT: Final = "d mmm"
"""How a chart's calendar names its days, in the words of whoever opens it."""


def cut(chart: NativeChart) -> Any:
    """Numbers as they are shown elsewhere: cut, not rounded, so that no bar's figure claims what was not reached."""
    if chart.form in {ChartForm.STACKED, ChartForm.CHANGES, ChartForm.SPANS}:
        return lambda value: value
    tenths = 1 if chart.most >= COARSE else 10

    def shown(value: float | None) -> float | None:
        return None if value is None else trunc(round(value * tenths, 6)) / tenths

    return shown


def chart_workbook(chart: NativeChart, labels: Sequence[str], values: Sequence[Sequence[float | None]]) -> bytes:
    """The workbook behind the chart, in the cells that python-pptx's XML refers to. Text stays text, no formula."""
    written = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(written, options)
    sheet = book.add_worksheet("Sheet1")
    days = book.add_format({"num_format": f"{DAY_FORMAT} yyyy"}) if chart.form is ChartForm.SPANS else None
    for row, label in enumerate(labels, start=1):
        sheet.write_string(row, 0, label)
    for column, (one, numbers) in enumerate(zip(chart.series, values, strict=True), start=1):
        sheet.write_string(0, column, clean(one.name))
        for row, number in enumerate(numbers, start=1):
            if number is not None:
                sheet.write_number(row, column, number, days if column == 1 else None)
    sheet.set_column(0, 0, 30)
    book.close()
    return written.getvalue()
