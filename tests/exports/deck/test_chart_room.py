"""Labels of a chart: as large as its plot allows, none over another, and no outline through a number of the scale."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

import pytest

from preflight.charts.lettering import text_width
from preflight.exports.deck.chart_room import ChartRoom, chart_room
from preflight.exports.deck.model import ChartForm, Layout, NativeChart
from preflight.exports.deck.paging import split_chart
from preflight.exports.deck.preview_chart import chart_in_preview
from preflight.exports.deck.radar_scale import shown_ticks
from preflight.exports.deck.theme import HOUSE_THEME, LEADING, READABLE_SIZE, DeckTheme, Rectangle
from preflight.exports.deck.writer import write_deck
from tests.exports.deck.opened import charts, opened
from tests.exports.deck.slides import DIMENSIONS, bars, chart, lines, radar, series, slide, spans, stacked

BODY: Final = HOUSE_THEME.content.body
LEFT: Final = Rectangle(BODY.x, BODY.y, BODY.width * 0.57, BODY.height)


def dates(count: int) -> NativeChart:
    return lines([f"{1 + number % 28} Sep {2024 + number // 12}" for number in range(count)])


def skips(found: NativeChart) -> list[str]:
    frame = next(charts(opened(write_deck([slide(Layout.CHART, found)]))))
    return [str(value) for value in frame._chartSpace.xpath(".//c:catAx/c:tickLblSkip/@val")]


@pytest.mark.parametrize("count", [2, 5, 6, 12, 13, 24, 25, 60])
def test_dates_stand_beside_one_another_however_many(count: int) -> None:
    given = dates(count)
    room = chart_room(given, BODY, HOUSE_THEME)
    step = room.plot.width * BODY.width / count
    widest = max(text_width(label, room.size) for label in room.labels)
    assert all("\n" not in label for label in room.labels)
    assert widest < step * room.skip
    assert skips(given) == [str(room.skip)]
    drawn = chart_in_preview(given, BODY, HOUSE_THEME)
    assert drawn.count(" Sep ") == -(-count // room.skip)


@pytest.mark.parametrize("count", [13, 25, 29, 61])
def test_the_last_date_is_among_the_labelled_where_they_can_be_even(count: int) -> None:
    assert (count - 1) % chart_room(dates(count), BODY, HOUSE_THEME).skip == 0


def test_bars_keep_each_name() -> None:
    assert skips(bars()) == ["1"]
    assert skips(stacked()) == ["1"]


def test_the_last_row_reads_the_names_of_a_few_dimensions() -> None:
    for count in (3, 5, 7):
        assert chart_room(radar([f"Part {place}" for place in range(count)]), LEFT, HOUSE_THEME).size >= 14
    assert chart_room(radar([f"Part {place}" for place in range(15)]), LEFT, HOUSE_THEME).size >= READABLE_SIZE


def test_names_of_many_bars_do_not_run_into_one_another() -> None:
    room = chart_room(bars([f"Reliability on real inputs, part {place}" for place in range(11)]), LEFT, HOUSE_THEME)
    step = room.plot.height * LEFT.height / 11
    assert all((1 + label.count("\n")) * room.size * 1.2 <= step for label in room.labels)


def test_few_bars_are_no_walls_and_the_legend_comes_up_to_them() -> None:
    room: ChartRoom = chart_room(stacked(DIMENSIONS[:1]), LEFT, HOUSE_THEME)
    assert room.legend is not None
    assert room.plot.height * LEFT.height < 80
    assert room.plot.bottom < room.legend.y < 0.5


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [(1.0, 1.0, (4, 2)), (4.0, 4.0, (3, 2)), (3.0, 3.0, (4, 2)), (2.0, 2.0, (4, 3)), (None, 4.0, (4, 2))],
)
def test_numbers_of_the_scale_stand_where_no_outline_runs(
    first: float | None, last: float, shown: tuple[int, ...]
) -> None:
    found = chart(ChartForm.RADAR, DIMENSIONS, series("Now", first, 1, 1, 1, 1, 1, last))
    assert shown_ticks(found, 130, 13) == shown
    frame = next(charts(opened(write_deck([slide(Layout.CHART, found)]))))
    assert frame.value_axis.tick_labels.number_format == "".join(f"[={tick}]0;" for tick in shown) + '""'


def test_where_outlines_run_through_all_numbers_the_end_of_the_scale_stays() -> None:
    every = [series(f"{level}", *((float(level),) * 7)) for level in range(1, 5)]
    assert shown_ticks(chart(ChartForm.RADAR, DIMENSIONS, *every), 130, 13) == (4,)


def test_a_scale_in_fractions_is_shown_whole() -> None:
    found = chart(ChartForm.RADAR, DIMENSIONS, series("Now", *((0.4,) * 7)), most=1, step=0.5)
    assert shown_ticks(found, 130, 13) == (1.0, 0.5)
    frame = next(charts(opened(write_deck([slide(Layout.CHART, found)]))))
    assert frame.value_axis.tick_labels.number_format == "General"


LONG_STEP: Final = "A step with as long a name as any may have, by somebody who wanted nobody to miss a thing of all"
NARROW: Final = replace(HOUSE_THEME, ornate=False, body_wide=1.04)


@pytest.mark.parametrize("theme", [HOUSE_THEME, NARROW], ids=["house", "another's"])
@pytest.mark.parametrize("width", [0.57, 0.42])
@pytest.mark.parametrize(
    "names", [["Design"] * 7, ["Design", LONG_STEP, "Pilot run"] * 5, [LONG_STEP] * 30], ids=["short", "mixed", "long"]
)
def test_names_and_days_of_a_calendar_stand_beside_one_another(
    names: list[str], width: float, theme: DeckTheme
) -> None:
    room = Rectangle(BODY.x, BODY.y, BODY.width * width, BODY.height)
    shown = list(split_chart(spans(names), room, theme))
    assert [name for part in shown for name in part.categories] == names
    for part in shown:
        found = chart_room(part, room, theme)
        apart = found.plot.height * room.height / len(part.categories)
        counts = [label.count("\n") + 1 for label in found.labels]
        assert all((one + other) / 2 * found.size * LEADING <= apart + 0.01 for one, other in pairwise(counts))
        ticks = (part.most - part.least) / part.step / found.skip
        assert found.plot.width * room.width / ticks >= text_width("30 Nov", found.size)
