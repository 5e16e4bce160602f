"""Trend lines, radars over one another, and the play-through."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.charts.colour import contrast
from preflight.charts.history_radar import DatedRadar, history_radar_figure, history_radar_rows, history_radar_summary
from preflight.charts.play_through import play_through_figure
from preflight.charts.theme import LIGHT
from preflight.charts.timeline import TrendLine, line_up, trend_rows, trend_summary
from preflight.charts.trend import trend_figure
from preflight.domain.questionnaire import Band
from tests.charts.samples import BANDS, DATES, dated, scores, titles

pytestmark = pytest.mark.slow

A, B, C = DATES[:3]
HALF, FULL, LOW = Fraction(1, 2), Fraction(1), Fraction(1, 4)
LINES = [
    TrendLine(name="Reliability", points=[(A, HALF), (B, None), (C, FULL)]),
    TrendLine(name="Operations", points=[(B, LOW), (C, HALF)]),
]


def trace(figure: Any, name: str) -> Any:
    return next(one for one in figure.data if one.name == name)


def test_a_missing_score_and_a_missing_date_are_gaps() -> None:
    figure = trend_figure(LINES, out_of=4, palette=LIGHT, bands=BANDS)
    assert list(trace(figure, "Reliability").y) == [2, None, 4]
    assert list(trace(figure, "Operations").y) == [None, 1, 2]
    assert all(one.connectgaps is False for one in figure.data)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.tuples(st.sampled_from(DATES), scores), max_size=9), max_size=6))
def test_every_score_is_drawn_at_its_date_and_none_is_made_up(points: list[list[tuple[date, Fraction | None]]]) -> None:
    lines = [TrendLine(name=f"L{place}", points=one) for place, one in enumerate(points)]
    figure = trend_figure(lines, out_of=4, palette=LIGHT, bands=BANDS)
    for line in lines if any(points) else []:
        one = trace(figure, line.name)
        drawn = sorted((x, y) for x, y in zip(one.x, one.y, strict=True) if y is not None)
        assert drawn == sorted((on.isoformat(), float(score * 4)) for on, score in line.points if score is not None)


def test_two_assessments_on_one_date_stay_two() -> None:
    line = TrendLine(name="A", points=[(A, HALF), (A, FULL)])
    assert line_up([line]).scores == ((HALF, FULL),)
    assert [row["Date"] for row in trend_rows([line], 4)] == ["3 Jan 2026", "3 Jan 2026"]


def test_one_date_is_enough() -> None:
    figure = trend_figure([TrendLine(name="A", points=[(A, HALF)])], out_of=4, palette=LIGHT, bands=BANDS)
    first, last = figure.layout.xaxis.range
    assert first < A.isoformat() < last


def test_the_weakest_on_the_newest_date_is_the_strongest_line_and_says_so() -> None:
    figure = trend_figure(LINES, out_of=4, palette=LIGHT)
    assert trace(figure, "Operations").line.width > trace(figure, "Reliability").line.width
    assert figure.data[-1].name == "Operations"
    labels = [note.text for note in figure.layout.annotations]
    assert any("the weakest" in text and "Operations" in text for text in labels)
    assert sum("the weakest" in text for text in labels) == 1


def test_the_overall_line_is_thin_and_behind() -> None:
    mean = TrendLine(name="Overall", points=[(A, HALF), (C, HALF)])
    figure = trend_figure(LINES, out_of=4, palette=LIGHT, overall=mean)
    assert figure.data[0].name == "Overall"
    assert figure.data[0].line.width == min(one.line.width for one in figure.data)


def test_the_bands_fill_the_plot_behind_the_lines_with_their_names() -> None:
    figure = trend_figure(LINES, out_of=4, palette=LIGHT, bands=BANDS)
    zones = [(shape.y0, shape.y1) for shape in figure.layout.shapes if shape.type == "rect"]
    assert zones == [(0, 0.5), (0.5, 0.75), (0.75, 1)]
    assert all(shape.layer == "below" for shape in figure.layout.shapes)
    assert {"Not ready", "Conditional", "Ready"} <= {note.text for note in figure.layout.annotations}


def test_a_band_without_height_is_left_out() -> None:
    bands = (
        Band(id="a", title="Nothing", start=Fraction(0)),
        Band(id="b", title="Something", start=Fraction(0), exclusive=True),
    )
    figure = trend_figure(LINES, out_of=7, palette=LIGHT, bands=bands)
    assert [(shape.y0, shape.y1) for shape in figure.layout.shapes if shape.type == "rect"] == [(0, 1)]


@pytest.mark.parametrize("count", [2, 7, 15])
def test_end_labels_keep_apart_however_close_the_lines_end(count: int) -> None:
    lines = [TrendLine(name=name, points=[(A, HALF), (B, HALF)]) for name in titles(count)]
    figure = trend_figure(lines, out_of=4, palette=LIGHT)
    plot = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    places = sorted((note.y * plot, note.text.count("<br>") + 1) for note in figure.layout.annotations if note.x == 1)
    assert len(places) == count
    for (below, one), (above, other) in pairwise(places):
        assert above - below >= 16 * 1.3 * (one + other) / 2
    assert places[0][0] > 0
    assert places[-1][0] < plot


def test_dates_on_the_axis_are_real_and_have_room() -> None:
    days = [date(2025, 12, 20), date(2026, 1, 2), date(2026, 1, 3), date(2026, 11, 2)]
    line = TrendLine(name="A", points=[(on, HALF) for on in days])
    axis = trend_figure([line], out_of=4, palette=LIGHT).layout.xaxis
    assert list(axis.ticktext) == ["3 Jan<br>2026", "2 Nov"]
    assert list(axis.tickvals) == ["2026-01-03", "2026-11-02"]


def test_hovering_says_the_score_and_what_moved() -> None:
    words = trace(trend_figure(LINES, out_of=4, palette=LIGHT), "Reliability").hovertext
    assert words[2] == "Reliability on 7 Mar 2026: 4.0 of 4, +2.0 since 3 Jan 2026"
    assert words[1] == "Reliability on 5 Feb 2026: no score"


def test_the_trend_has_its_table_and_its_sentence() -> None:
    mean = TrendLine(name="Overall", points=[(A, HALF)])
    rows = trend_rows(LINES, 4, overall=mean)
    assert rows[1] == {"Date": "5 Feb 2026", "Reliability": None, "Operations": 1.0, "Overall": None}
    assert trend_summary(LINES, 4) == (
        "Trend of 2 dimensions on 3 dates, 3 Jan 2026 to 7 Mar 2026. "
        "Weakest now: Operations, 2.0 of 4, +1.0 since the first score."
    )
    assert trend_summary([], 4) == "Trend without dates."


def test_the_newest_outline_is_the_strongest_whatever_order_they_come_in() -> None:
    radars = dated(5, 4)
    figure = history_radar_figure([radars[2], radars[0], radars[3], radars[1]], out_of=4, palette=LIGHT, bands=BANDS)
    lines = [one for one in figure.data if one.showlegend and one.mode == "lines+markers"]
    assert [one.name for one in lines] == ["3 Jan 2026", "5 Feb 2026", "7 Mar 2026", "9 Apr 2026"]
    widths = [one.line.width for one in lines]
    assert widths == sorted(widths)
    seen = [contrast(one.line.color, LIGHT.surface) for one in lines]
    assert seen == sorted(seen)
    assert lines[-1].line.dash == "solid"
    assert len({(one.line.dash, one.marker.symbol) for one in lines}) == 4


def test_the_overlay_has_its_table_and_its_sentence() -> None:
    radars = dated(3, 2)
    assert list(history_radar_rows(radars, 4)[0]) == ["Dimension", "3 Jan 2026", "5 Feb 2026"]
    assert history_radar_summary(radars, 4) == (
        "Radars of 3 dimensions on 3 Jan 2026, 5 Feb 2026. Weakest now: Reliability, 1.2 of 4."
    )
    assert history_radar_summary([], 4) == "Radars over time, without dates."
    assert len(history_radar_figure([], out_of=4, palette=LIGHT).data) == 0


def test_the_play_through_has_a_step_for_each_date_and_waits_to_be_asked() -> None:
    figure = play_through_figure(dated(4, 5), out_of=4, palette=LIGHT, bands=BANDS)
    slider, menu = figure.layout.sliders[0], figure.layout.updatemenus[0]
    assert [step.label for step in slider.steps] == [
        f"{on.day} {m} 2026" for on, m in zip(DATES, ["Jan", "Feb", "Mar", "Apr", "May"], strict=False)
    ]
    assert [list(step.args[0]) for step in slider.steps] == [[frame.name] for frame in figure.frames]
    assert slider.active == 4
    assert [button.label for button in menu.buttons] == ["▶ Play", "❚❚ Pause"]
    assert menu.buttons[0].args[1]["frame"]["redraw"] is False


def test_every_frame_moves_the_same_traces_with_as_many_points() -> None:
    radars = dated(4, 4)
    figure = play_through_figure(radars, out_of=4, palette=LIGHT, bands=BANDS)
    for frame in figure.frames:
        assert len(frame.traces) == len(frame.data)
        for place, part in zip(frame.traces, frame.data, strict=True):
            still = figure.data[place]
            assert len(part.x or ()) == len(still.x or ())
            assert len(part.text or ()) == len(still.text or ())
    shown_first = [figure.data[place].x for place in figure.frames[-1].traces]
    assert [part.x for part in figure.frames[-1].data] == shown_first


def test_a_missing_score_is_a_gap_in_its_frame_too() -> None:
    radars = dated(4, 3)
    scored = [(name, Fraction(1, 2)) for name in titles(4)]
    gap = [(name, None if name == "Integration" else score) for name, score in scored]
    radars[1] = DatedRadar(on=radars[1].on, values=gap)
    figure = play_through_figure(radars, out_of=4, palette=LIGHT)
    claimed = next(place for place, one in enumerate(figure.data) if one.name == "Claimed" and one.showlegend)
    frame = figure.frames[1]
    part = frame.data[frame.traces.index(claimed)]
    assert part.x[1] is None
    assert None not in (part.x[0], part.x[2], part.x[3])


@pytest.mark.parametrize(("dimensions", "dates"), [(2, 4), (4, 1)])
def test_what_cannot_move_stands_still(dimensions: int, dates: int) -> None:
    figure = play_through_figure(dated(dimensions, dates), out_of=4, palette=LIGHT)
    assert not figure.frames
    assert not figure.layout.sliders
