"""The radar figure: closed outlines, honest gaps, rings where bands begin, words on hover."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from math import hypot
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.charts.bars import bars_figure
from preflight.charts.history_radar import DatedRadar, history_radar_figure
from preflight.charts.movement import Movement, movement_figure
from preflight.charts.play_through import play_through_figure
from preflight.charts.radar import radar_figure, readiness_figure
from preflight.charts.series import RadarSeries, SeriesKind
from preflight.charts.theme import LIGHT, Palette
from preflight.charts.timeline import TrendLine
from preflight.charts.trend import trend_figure
from preflight.domain.questionnaire import Band
from tests.charts.samples import (
    BANDS,
    DATES,
    HOSTILE,
    PALETTES,
    any_text,
    dated,
    radar,
    scores,
    texts_in,
    titles,
    without_our_tags,
)

pytestmark = pytest.mark.slow


def named(figure: Any, name: str) -> Any:
    """The trace that stands in the key under this name."""
    return next(trace for trace in figure.data if trace.name == name and trace.showlegend is not False)


def figures(label: str, palette: Palette) -> list[Any]:
    """One of every figure, with the same text wherever text goes in."""
    half = Fraction(1, 2)
    bands = (Band(id="a", title=label, start=Fraction(0)), Band(id="b", title=label, start=half))
    series = [
        RadarSeries(name=label, kind=kind, values=[(f"{label} {n}", half) for n in range(4)]) for kind in SeriesKind
    ]
    over_time = [DatedRadar(on=on, name=label, values=[(f"{label} {n}", half) for n in range(3)]) for on in DATES[:3]]
    line = TrendLine(name=label, points=[(on, half) for on in DATES[:3]])
    row = Movement(question=label, dimension=label, change=half, before=label, after=label)
    common: dict[str, Any] = {"out_of": 4, "palette": palette}
    return [
        radar_figure(series, bands=bands, **common),
        bars_figure(series, bands=bands, **common),
        history_radar_figure(over_time, bands=bands, **common),
        play_through_figure(over_time, bands=bands, **common),
        trend_figure([line], bands=bands, overall=line, **common),
        movement_figure([row], **common),
    ]


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_every_figure_has_the_house_template_and_a_clear_ground(palette: Palette) -> None:
    empty = [trend_figure([], out_of=4, palette=palette), movement_figure([], out_of=4, palette=palette)]
    for figure in [*figures("A", palette), *empty]:
        house = figure.layout.template.layout
        assert "Atkinson Hyperlegible Next" in house.font.family
        assert house.font.color == palette.ink
        assert house.font.size >= 16
        assert house.paper_bgcolor == house.plot_bgcolor == "rgba(0,0,0,0)"
        assert list(house.colorway) == list(palette.dimensions)
        assert figure.layout.height > 0


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_no_colour_comes_from_outside_the_palette(palette: Palette) -> None:
    other = next(one for one in PALETTES if one is not palette)
    for figure in figures("A", palette):
        json = figure.to_json()
        for role in ("ink", "muted", "claimed", "evidenced", "outline"):
            assert getattr(other, role) not in json


@settings(max_examples=40, deadline=None)
@given(any_text)
def test_no_text_becomes_markup_in_any_figure(label: str) -> None:
    for figure in figures(label, LIGHT):
        for text in texts_in(figure):
            rest = without_our_tags(text)
            assert "<" not in rest
            assert ">" not in rest
            assert "$" not in rest


def test_markup_in_labels_is_kept_as_text() -> None:
    for figure in figures(HOSTILE, LIGHT):
        everything = "".join(texts_in(figure)).replace("<br>", "")
        assert "&lt;a" in everything
        assert "&lt;b&gt;" in everything


def test_no_figure_reads_templates_pictures_or_links() -> None:
    for figure in figures("A", LIGHT):
        json = figure.to_json()
        for word in ("hovertemplate", "texttemplate", '"images"', '"source"', "http"):
            assert word not in json


@pytest.mark.parametrize("count", range(3, 16))
def test_a_full_outline_is_closed_and_filled(count: int) -> None:
    figure = radar_figure(radar(count), out_of=4, palette=LIGHT, bands=BANDS)
    for name in ("Claimed", "With evidence"):
        trace = named(figure, name)
        assert len(trace.x) == count + 1
        assert (trace.x[0], trace.y[0]) == (trace.x[-1], trace.y[-1])
        assert trace.fill == "toself"
    assert named(figure, "Last time, 1 Mar 2026").fill == "none"


@settings(max_examples=60, deadline=None)
@given(st.lists(scores, min_size=3, max_size=15))
def test_a_missing_score_is_a_gap_and_a_score_lies_where_it_should(values: list[Fraction | None]) -> None:
    series = [
        RadarSeries(name="Claimed", kind=SeriesKind.CLAIMED, values=list(zip(titles(len(values)), values, strict=True)))
    ]
    figure = radar_figure(series, out_of=4, palette=LIGHT)
    spokes, rim, trace = figure.data[0], figure.data[1], named(figure, "Claimed")
    centre = (spokes.x[0], spokes.y[0])
    radius = hypot(rim.x[0] - centre[0], rim.y[0] - centre[1])
    for place, value in enumerate(values):
        if value is None:
            assert trace.x[place] is None
            assert trace.y[place] is None
        else:
            far = hypot(trace.x[place] - centre[0], trace.y[place] - centre[1])
            assert far == pytest.approx(radius * float(value), abs=0.05)
    assert trace.connectgaps is False
    assert "hovertemplate" not in trace.to_plotly_json()


def test_hovering_says_it_in_words() -> None:
    trace = named(radar_figure(radar(3, last=False), out_of=4, palette=LIGHT), "Claimed")
    assert trace.hovertext[0] == "Reliability: claimed 1.7 of 4, with evidence 0.8"
    assert trace.hoverinfo == "text"


def test_scores_stand_beneath_the_titles_with_their_markers() -> None:
    figure = radar_figure(radar(3, last=False, gaps=(1,)), out_of=4, palette=LIGHT)
    first, second = figure.layout.annotations[0].text, figure.layout.annotations[1].text
    assert first == (
        f'Reliability<br><span style="color:{LIGHT.claimed}">● 1.7</span> \u2002'
        f'<span style="color:{LIGHT.evidenced}">■ 0.8</span>'
    )
    assert "● –" in second
    assert "■ –" in second


def test_the_key_is_read_from_claimed_on_and_ends_with_the_bands() -> None:
    figure = radar_figure(radar(4), out_of=4, palette=LIGHT, bands=BANDS)
    key = sorted((trace for trace in figure.data if trace.showlegend), key=lambda trace: trace.legendrank)
    assert [trace.name for trace in key] == [
        *("Claimed", "With evidence", "Last time, 1 Mar 2026", "Conditional from 2", "Ready from 3")
    ]


def test_series_differ_by_dash_and_marker_not_by_colour_alone() -> None:
    figure = radar_figure(radar(4), out_of=4, palette=LIGHT, bands=BANDS)
    looks = {(trace.line.dash, trace.marker.symbol, trace.mode) for trace in figure.data if trace.showlegend}
    assert len(looks) == 4  # three series, and the bands' rings, which their words tell apart


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_radar_of_fewer_than_three_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="at least three"):
        radar_figure(radar(count), out_of=4, palette=LIGHT)


@pytest.mark.parametrize(("count", "kind"), [(1, "bars"), (2, "bars"), (3, "radar"), (15, "radar")])
def test_readiness_chooses_what_can_be_read(count: int, kind: str) -> None:
    figure = readiness_figure(radar(count), out_of=4, palette=LIGHT, bands=BANDS)
    assert (figure.layout.yaxis.scaleanchor == "x") is (kind == "radar")


def test_more_dimensions_than_a_radar_holds_become_bars() -> None:
    many = [RadarSeries(name="Claimed", kind=SeriesKind.CLAIMED, values=[(f"D{n}", Fraction(1, 2)) for n in range(16)])]
    figure = readiness_figure(many, out_of=4, palette=LIGHT)
    assert len(figure.layout.yaxis.ticktext) == 16


def test_nothing_to_draw_is_said_in_words() -> None:
    assert readiness_figure([], out_of=4, palette=LIGHT).layout.annotations[0].text == "Nothing to draw yet"


def test_bars_leave_out_a_missing_score() -> None:
    figure = bars_figure(radar(2, gaps=(1,), last=False), out_of=4, palette=LIGHT)
    trace = named(figure, "Claimed")
    assert list(trace.y) == [0]
    assert list(trace.x) == [1.75]


@pytest.mark.parametrize("height", [420, 640])
def test_the_height_that_is_asked_for_is_kept(height: int) -> None:
    figure = radar_figure(radar(6), out_of=4, palette=LIGHT, bands=BANDS, height=height)
    assert figure.layout.height == height
    assert figure.layout.yaxis.range[0] <= height - figure.layout.margin.b + 1


def test_a_larger_scale_makes_larger_letters() -> None:
    small, large = (radar_figure(radar(4), out_of=4, palette=LIGHT, scale=scale, width=900) for scale in (1, 1.5))
    assert small.layout.annotations[0].font.size == 16
    assert large.layout.annotations[0].font.size == 24


def test_what_figures_weigh_and_take() -> None:
    """Printed, never asserted by the clock."""
    make: dict[str, Callable[[], Any]] = {
        "radar of 3": lambda: radar_figure(radar(3), out_of=4, palette=LIGHT, bands=BANDS),
        "radar of 15": lambda: radar_figure(radar(15), out_of=4, palette=LIGHT, bands=BANDS),
        "play-through of 9": lambda: play_through_figure(dated(3, 9), out_of=4, palette=LIGHT, bands=BANDS),
    }
    for name, build in make.items():
        build()
        start = time.perf_counter()
        figure = build()
        print(f"{name}: {len(figure.to_json())} bytes, {(time.perf_counter() - start) * 1000:.1f} ms")
