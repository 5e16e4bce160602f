"""The radar within a wide picture: as large as both sides allow, and one line for what is the same."""

from __future__ import annotations

from fractions import Fraction

import pytest

from preflight.charts.history_radar import aged_looks, dated_series
from preflight.charts.series import RadarSeries, SeriesKind, heavier, look, looks
from preflight.charts.svg import Drawing
from preflight.charts.svg_radar import radar_drawing
from preflight.charts.theme import LIGHT
from tests.charts.drawings import NS, outside, root_of, run_together, texts_of
from tests.charts.samples import BANDS, dated, radar, titles

WIDTH, HEIGHT = 1472.0, 640.0


def wide(series: list[RadarSeries]) -> Drawing:
    styles = [heavier(one, 1.4) for one in looks(series, LIGHT)]
    return radar_drawing(
        series, palette=LIGHT, width=WIDTH, height=HEIGHT, out_of=4, bands=BANDS, scale=1.55, styles=styles
    )


@pytest.mark.parametrize("long", [False, True], ids=["short", "sixty letters"])
@pytest.mark.parametrize("count", [0, 1, 2, *range(3, 16), 20])
def test_any_number_of_dimensions_stands_inside(count: int, long: bool) -> None:
    drawing = wide(radar(count, long=long or count > 15, gaps=(1,)))
    assert drawing.height <= HEIGHT + 2
    assert outside(drawing, WIDTH, HEIGHT + 2) == []
    for name in titles(count, long=long or count > 15):
        assert name.replace(" ", "") in run_together(drawing)


@pytest.mark.parametrize("count", [3, 7, 15])
def test_it_is_large(count: int) -> None:
    corners = [
        tuple(map(float, pair.split(",")))
        for part in root_of(wide(radar(count, long=True))).iter(f"{NS}polygon")
        for pair in (part.get("points") or "").split()
    ]
    tall = max(y for _, y in corners) - min(y for _, y in corners)
    assert tall > HEIGHT * 0.5


def test_a_target_stands_in_for_the_ring_of_its_band() -> None:
    goal = RadarSeries(
        name="Target: Ready from 3", kind=SeriesKind.TARGET, values=[(name, Fraction(3, 4)) for name in titles(5)]
    )
    words = texts_of(wide([goal, *radar(5)]))
    assert "Target: Ready from 3" in words
    assert "Ready from 3" not in words
    assert "Conditional from 2" in words


def test_dates_over_one_another_differ_in_dash_and_marker() -> None:
    series = dated_series(dated(5, 4))
    styles = aged_looks(4, LIGHT)
    assert len({(one.dashes, one.marker) for one in styles}) == 4
    words = texts_of(
        radar_drawing(series, palette=LIGHT, width=WIDTH, height=HEIGHT, out_of=4, scale=1.5, styles=styles)
    )
    assert {one.name for one in series} <= set(words)


def test_a_heavier_look_has_longer_dashes() -> None:
    last = look(SeriesKind.LAST, LIGHT)
    twice = heavier(last, 2)
    assert (twice.width, twice.dashes) == (last.width * 2, "14 10")
    assert heavier(look(SeriesKind.CLAIMED, LIGHT), 2).dashes == ""
