"""Charts stay charts: their numbers, their gaps, their looks, and what people wrote, which never comes alive."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from preflight.charts.series import SeriesKind, look
from preflight.exports.deck.letters import clean
from preflight.exports.deck.model import ChartForm, Layout, NativeChart
from preflight.exports.deck.theme import HOUSE_THEME
from preflight.exports.deck.writer import write_deck
from tests.exports.deck.opened import cells, charts, opened, schema_errors
from tests.exports.deck.slides import (
    DIMENSIONS,
    HOSTILE,
    bars,
    changes,
    chart,
    lines,
    radar,
    series,
    slide,
    spans,
    stacked,
)

pytestmark = pytest.mark.slow

MAKERS = {
    ChartForm.RADAR: radar,
    ChartForm.BARS: bars,
    ChartForm.LINES: lines,
    ChartForm.STACKED: stacked,
    ChartForm.CHANGES: changes,
    ChartForm.SPANS: spans,
}
TYPES = {
    ChartForm.RADAR: "RADAR_MARKERS",
    ChartForm.BARS: "BAR_CLUSTERED",
    ChartForm.LINES: "LINE_MARKERS",
    ChartForm.STACKED: "BAR_STACKED_100",
    ChartForm.CHANGES: "BAR_CLUSTERED",
    ChartForm.SPANS: "BAR_STACKED",
}
SCORED = [form for form in ChartForm if form is not ChartForm.SPANS]
"""A calendar has no scores."""


def written(found: NativeChart) -> Any:
    """The chart as python-pptx reads it."""
    return next(charts(opened(write_deck([slide(Layout.CHART, found)]))))


@pytest.mark.parametrize("form", ChartForm)
def test_a_chart_is_a_chart_with_its_numbers(form: ChartForm) -> None:
    given_chart = MAKERS[form]()
    found = written(given_chart)
    assert found.chart_type.name == TYPES[form]
    assert [label.replace("\n", " ") for label in found.plots[0].categories] == list(given_chart.categories)
    assert [one.name for one in found.plots[0].series] == [one.name for one in given_chart.series]
    for one, said in zip(found.plots[0].series, given_chart.series, strict=True):
        assert list(one.values) == pytest.approx([None if v is None else v for v in said.values], abs=0.1)


@pytest.mark.parametrize("form", SCORED)
def test_what_has_no_score_is_a_gap_and_never_a_zero(form: ChartForm) -> None:
    found = written(chart(form, DIMENSIONS[:4], series("One", 1, None, 3, None)))
    points = found._chartSpace.xpath(".//c:val//c:pt/@idx")
    assert points == ["0", "2"]
    assert found._chartSpace.xpath(".//c:dispBlanksAs/@val") == ["gap"]
    assert found._chartSpace.xpath(".//c:val//c:ptCount/@val") == ["4"]


@pytest.mark.parametrize(
    ("value", "most", "shown"), [(2.98, 4, 2.9), (3, 4, 3.0), (0.299999999, 4, 0.3), (99.9, 100, 99)]
)
def test_numbers_are_cut_as_everywhere_else(value: float, most: float, shown: float) -> None:
    found = written(chart(ChartForm.BARS, ("One",), series("S", value), most=most))
    assert list(found.plots[0].series[0].values) == [shown]


@pytest.mark.parametrize("form", [ChartForm.RADAR, ChartForm.BARS, ChartForm.LINES])
def test_the_scale_goes_from_nothing_to_the_most_in_steps(form: ChartForm) -> None:
    found = written(chart(form, DIMENSIONS, series("S", *range(7)), most=10, step=2.5)).value_axis
    assert (found.minimum_scale, found.maximum_scale, found.major_unit) == (0, 10, 2.5)


def test_each_kind_of_series_has_the_look_that_it_has_on_screen() -> None:
    found = written(radar())
    for one, said in zip(found.plots[0].series, radar().series, strict=True):
        wanted = look(said.kind, HOUSE_THEME.content.palette)
        fill = one.format.line.color
        named = HOUSE_THEME.scheme.get(wanted.colour)
        assert named == fill.theme_color.name.replace("ACCENT_", "accent").lower() if named else str(fill.rgb)
    dashes = [one.format.line.dash_style.name for one in found.plots[0].series]
    markers = [one.marker.style.name for one in found.plots[0].series]
    assert dashes == ["DASH", "ROUND_DOT", "SOLID", "SOLID"]
    assert markers == ["DIAMOND", "TRIANGLE", "SQUARE", "CIRCLE"]


def test_other_series_differ_from_one_another_in_dash_and_marker_too() -> None:
    found = written(lines()).plots[0].series
    looks = {(one.format.line.dash_style, one.marker.style) for one in found}
    assert len(looks) == len(list(found))


def test_changes_go_to_both_sides_of_nought_each_in_its_colour() -> None:
    found = written(changes())
    axis, palette = found.value_axis, HOUSE_THEME.content.palette
    assert (axis.minimum_scale, axis.maximum_scale) == (-0.4, 0.8)
    assert found.category_axis.tick_label_position.name == "LOW"
    points = found._chartSpace.xpath(".//c:dPt/c:idx/@val")
    assert points == ["2", "3"], "the losses"
    colours = found._chartSpace.xpath(".//c:dPt//a:srgbClr/@val")
    assert colours == [palette.down.removeprefix("#").upper()] * 2
    assert found.plots[0].data_labels.number_format.startswith("+0.0")


def test_a_calendar_draws_days_in_the_colours_of_its_steps_and_not_where_they_begin() -> None:
    found = written(spans())
    axis = found.value_axis
    assert (axis.minimum_scale, axis.maximum_scale) == (spans().least, spans().most)
    assert axis.tick_labels.number_format == "d mmm"
    assert not found.has_legend
    begins, lasts = found._chartSpace.xpath(".//c:ser")
    assert begins.xpath("./c:spPr/a:noFill")
    colours = lasts.xpath("./c:dPt/c:spPr/a:solidFill/a:schemeClr/@val")
    assert colours == ["accent2", "accent1", "accent3", "accent1"]


def test_days_of_a_calendar_are_days_in_its_workbook() -> None:
    sheet = load_workbook(BytesIO(written(spans()).part.chart_workbook.xlsx_part.blob)).active
    assert [cell.value.date() for cell in sheet["B"][1:]][:2] == [date(2026, 9, 21), date(2026, 10, 12)]
    assert [cell.value for cell in sheet["C"]] == ["Days", 14, 35, 1, 28]


def test_bars_are_read_from_the_top() -> None:
    found = written(bars())
    assert found.category_axis.reverse_order
    assert found._chartSpace.xpath(".//c:valAx/c:crosses/@val") == ["max"]


def test_long_labels_are_broken_in_lines() -> None:
    label = "A label of sixty characters that has to be broken in lines!!"
    found = written(bars((label, "B", "C")))
    shown = str(next(iter(found.plots[0].categories)))
    assert shown.split() == label.split()
    assert all(len(line) <= 22 for line in shown.split("\n"))


@pytest.mark.parametrize("form", [form for form in SCORED if form is not ChartForm.CHANGES])
def test_plot_and_legend_have_places_that_do_not_meet(form: ChartForm) -> None:
    found = written(MAKERS[form]())._chartSpace
    plot, legend = (
        [float(found.xpath(f".//{owner}/c:layout/c:manualLayout/c:{side}/@val")[0]) for side in "xywh"]
        for owner in ("c:plotArea", "c:legend")
    )
    assert all(0 <= value <= 1 for value in plot + legend)
    assert plot[1] + plot[3] <= legend[1] or form is ChartForm.RADAR
    assert found.xpath(".//c:legendPos/@val") == ["b"]


def test_two_axes_are_told_apart_by_every_program() -> None:
    for form, maker in MAKERS.items():
        numbers = written(maker())._chartSpace.xpath(".//c:catAx/c:axId/@val | .//c:valAx/c:axId/@val")
        assert len(set(numbers)) == 2, form
        assert all(0 < int(number) < 2**31 for number in numbers), form


@pytest.fixture(scope="module")
def hostile() -> bytes:
    """Charts of every form with 3 to 15 dimensions whose names are what nobody expects."""
    pages = [
        slide(Layout.CHART, MAKERS[form](HOSTILE[:count]), title=HOSTILE[count - 1])
        for form in ChartForm
        for count in range(3, 16, 4)
    ]
    named = chart(ChartForm.LINES, DIMENSIONS, *(series(name, *([2.0] * 7)) for name in HOSTILE))
    return write_deck([*pages, slide(Layout.CHART, named)])


def test_no_text_becomes_a_formula_or_a_link(hostile: bytes) -> None:
    found = list(cells(hostile))
    assert found
    assert {cell.data_type for cell in found} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in found)
    words = {str(cell.value).replace("\n", " ") for cell in found if cell.data_type == "s"}
    assert {clean(name).replace(" ", "") for name in HOSTILE} <= {each.replace(" ", "") for each in words}


@pytest.mark.slow
def test_every_part_keeps_to_the_schema(hostile: bytes, tmp_path: Path) -> None:
    assert schema_errors(hostile, tmp_path) == []


def test_a_check_that_finds_what_python_pptx_leaves(tmp_path: Path) -> None:
    """The check itself can fail: python-pptx's own chart has the two slips."""
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    deck, data, content = Presentation(), CategoryChartData(), BytesIO()
    data.categories = ("a", "b", "c")
    data.add_series("s", (1, 2, 3))
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.add_chart(XL_CHART_TYPE.RADAR_MARKERS, 0, 0, 9, 9, data)
    deck.save(content)
    errors = " ".join(schema_errors(content.getvalue(), tmp_path))
    assert "smooth" in errors
    assert "less than minimum" in errors


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6), st.sampled_from(SCORED))
def test_any_text_is_a_label_and_comes_back_as_it_is_shown(labels: list[str], form: ChartForm) -> None:
    found = chart(form, labels, series("S", *([1.0] * len(labels)), kind=SeriesKind.CLAIMED))
    content = write_deck([slide(Layout.CHART, found)])
    first = [one._chartSpace.xpath(".//c:ser[1]/c:cat//c:v") for one in charts(opened(content))]
    found = [label.text or "" for one in first for label in one]
    assert ["".join(each.split()) for each in found] == ["".join(clean(each).split()) for each in labels]
    assert all(cell.data_type in {"s", "n"} for cell in cells(content))


def test_a_chart_says_in_its_alt_text_what_it_shows() -> None:
    frame = next(
        shape for shape in opened(write_deck([slide(Layout.CHART, radar())])).slides[0].shapes if shape.has_chart
    )
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == radar().alt
