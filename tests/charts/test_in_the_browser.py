"""Charts in real Chromium: every word literal, nothing clipped, nothing over anything else, and frames that move."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from plotly.offline import get_plotlyjs

from preflight.charts.history_radar import history_radar_figure
from preflight.charts.movement import Movement, movement_figure
from preflight.charts.play_through import play_through_figure
from preflight.charts.radar import readiness_figure
from preflight.charts.series import RadarSeries, SeriesKind
from preflight.charts.svg_radar import radar_svg
from preflight.charts.theme import DARK, LIGHT
from preflight.charts.timeline import TrendLine
from preflight.charts.trend import trend_figure
from tests.charts.samples import BANDS, DATES, HOSTILE, dated, radar, titles

ROOT = Path(__file__).parents[2]
FONT = ROOT / "preflight/ui/static/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"

PAGE = """<!doctype html><meta charset="utf-8">
<style>@font-face { font-family: "Atkinson Hyperlegible Next"; src: url(FONT); font-weight: 200 800 }</style>
<script src="plotly.js"></script><div id="chart"></div>"""
READY = """() => Promise.all(
  ["400", "600", "700"].map(weight => document.fonts.load(`${weight} 16px Atkinson Hyperlegible Next`))
)"""
PLOT = """async ([figure, width]) => {
  Plotly.purge(chart)
  chart.style.width = `${width}px`
  await Plotly.newPlot(chart, figure.data, figure.layout, { displayModeBar: false })
  await Plotly.addFrames(chart, figure.frames || [])
}"""
FAULTS = """() => {
  const faults = [], sheet = chart.getBoundingClientRect()
  const words = [...chart.querySelectorAll("svg text")]
    .map(each => [each.textContent.trim(), each.getBoundingClientRect()])
    .filter(([text, box]) => text && box.width > 0)
  for (const [text, box] of words) {
    const beside = box.left < sheet.left - 1 || box.right > sheet.right + 1
    if (beside || box.top < sheet.top - 1 || box.bottom > sheet.bottom + 1) faults.push("clipped: " + text)
  }
  words.forEach(([text, box], place) => words.slice(0, place).forEach(([other, over]) => {
    const wide = Math.min(box.right, over.right) - Math.max(box.left, over.left)
    const high = Math.min(box.bottom, over.bottom) - Math.max(box.top, over.top)
    if (wide > 1 && high > 5) faults.push(`one over the other: ${text} | ${other}`)
  }))
  const alive = chart.querySelectorAll("a, b, image, script").length
  return alive ? [...faults, `${alive} elements that nobody drew`] : faults
}"""
WORDS = """() => [...chart.querySelectorAll("svg text")].map(each => each.textContent).join(" ")"""
NEWEST = """[...chart.querySelectorAll(".scatterlayer path.js-line")].at(-1).getAttribute("d")"""


@pytest.fixture
def sheet(page: Any, tmp_path: Path) -> Any:
    """A page from disk with Plotly's own script and our font, and an empty place for a chart."""
    (tmp_path / "plotly.js").write_text(get_plotlyjs(), encoding="utf-8")
    (tmp_path / "page.html").write_text(PAGE.replace("FONT", FONT.as_uri()), encoding="utf-8")
    page.goto((tmp_path / "page.html").as_uri())
    page.evaluate(READY)
    return page


def radars() -> Iterator[tuple[str, Any]]:
    for count in (1, 2, 3, 4, 5, 7, 10, 15, 16):
        for long in (False, True) if count < 16 else (True,):
            series = radar(count, long=long, gaps=(1,) if count > 3 else ())
            figure = readiness_figure(series, out_of=4, palette=LIGHT, bands=BANDS)
            yield f"{count} dimensions, {'long' if long else 'short'} labels", figure


def others() -> Iterator[tuple[str, Any]]:
    kinds = (SeriesKind.EVIDENCED, SeriesKind.CLAIMED)
    values = [(f"{HOSTILE} {place}", Fraction(1, 2)) for place in range(5)]
    hostile = [RadarSeries(name=HOSTILE, kind=kind, values=values) for kind in kinds]
    rows = [Movement(question=HOSTILE, dimension=HOSTILE, change=Fraction(change, 24)) for change in (5, 2, -3)]
    yield "hostile radar", readiness_figure(hostile, out_of=4, palette=LIGHT, bands=BANDS)
    yield "hostile movement", movement_figure(rows, out_of=4, palette=DARK)
    yield "overlay", history_radar_figure(dated(5, 4), out_of=4, palette=DARK, bands=BANDS)
    yield "play-through", play_through_figure(dated(5, 4), out_of=4, palette=LIGHT, bands=BANDS)


def drawn(sheet: Any, figure: Any, width: int) -> None:
    sheet.evaluate(PLOT, [json.loads(figure.to_json()), width])


@pytest.mark.parametrize("width", [620, 1240])
def test_nothing_in_a_radar_is_clipped_or_covered(sheet: Any, width: int) -> None:
    faults = {}
    for name, figure in radars():
        drawn(sheet, figure, width)
        faults[name] = sheet.evaluate(FAULTS)
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("width", [620, 1240])
def test_nothing_in_the_other_figures_is_clipped_or_covered(sheet: Any, width: int) -> None:
    faults = {}
    for name, figure in others():
        drawn(sheet, figure, width)
        faults[name] = sheet.evaluate(FAULTS)
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("count", [1, 3, 15])
def test_nothing_in_a_trend_is_clipped_or_covered(sheet: Any, count: int) -> None:
    lines = [
        TrendLine(name=name, points=[(on, Fraction(place % 4 + 3, 20)) for on in DATES])
        for place, name in enumerate(titles(count, long=count == 3))
    ]
    drawn(sheet, trend_figure(lines, out_of=4, palette=LIGHT, bands=BANDS, overall=lines[0]), 940)
    assert sheet.evaluate(FAULTS) == []


def test_markup_in_a_label_is_read_letter_by_letter(sheet: Any) -> None:
    hostile = [figure for name, figure in others() if name.startswith("hostile")]
    assert len(hostile) == 2
    for figure in hostile:
        drawn(sheet, figure, 1240)
        words = sheet.evaluate(WORDS).replace(" ", "").replace("\xa0", "")
        assert "<ahref=" in words
        assert "<b>B</b>" in words
        assert "$x$" in words
        assert "&lt;" not in words
        assert "&#" not in words


@pytest.mark.parametrize("long", [False, True], ids=["short", "sixty letters"])
def test_nothing_in_a_drawn_radar_is_clipped_or_covered(sheet: Any, long: bool) -> None:
    faults = {}
    for count in range(1, 16):
        series = radar(count, long=long)
        answered = titles(count, long=long)[0]
        svg = radar_svg(series, palette=LIGHT, out_of=4, bands=BANDS, highlight=answered)
        sheet.evaluate("svg => { chart.style.width = '380px'; chart.innerHTML = svg }", svg)
        faults[count] = sheet.evaluate(FAULTS)
        assert sheet.evaluate("chart.firstChild.getBoundingClientRect().width") == 360
    assert {count: found for count, found in faults.items() if found} == {}


def test_a_drawn_radar_shrinks_with_its_place(sheet: Any) -> None:
    svg = radar_svg(radar(3), palette=LIGHT, out_of=4)
    sheet.evaluate("svg => { chart.style.width = '240px'; chart.innerHTML = svg }", svg)
    box = sheet.evaluate("(({ width, height }) => [width, height])(chart.firstChild.getBoundingClientRect())")
    _, _, wide, high = map(float, sheet.evaluate("chart.firstChild.getAttribute('viewBox')").split())
    assert box[0] == 240
    assert box[1] / box[0] == pytest.approx(high / wide, rel=0.01)


def test_the_play_through_moves_only_when_asked(sheet: Any) -> None:
    drawn(sheet, play_through_figure(dated(3, 4), out_of=4, palette=LIGHT), 620)
    newest = sheet.evaluate(NEWEST)
    sheet.wait_for_timeout(600)
    assert sheet.evaluate(NEWEST) == newest
    sheet.locator("#chart .updatemenu-button").first.click()
    sheet.wait_for_function(f"{NEWEST} !== {json.dumps(newest)}")
    sheet.wait_for_function(f"{NEWEST} === {json.dumps(newest)}")
