"""Charts in real Chromium: every word literal, nothing clipped, nothing over anything else, and frames that move."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
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
from preflight.charts.trend import TrendLine, trend_figure
from tests.charts.samples import BANDS, DATES, HOSTILE, dated, radar, titles

FONT = Path("preflight/ui/static/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2").resolve()

LOOK = """() => {
  const seen = [], sheet = document.querySelector("#chart").getBoundingClientRect()
  const words = [...document.querySelectorAll("#chart svg text")]
    .map(each => [each.textContent.trim(), each.getBoundingClientRect(), each])
    .filter(([text, box]) => text && box.width > 0)
  for (const [text, box] of words)
    if (box.left < sheet.left - 1 || box.right > sheet.right + 1 || box.top < sheet.top - 1 || box.bottom > sheet.bottom + 1)
      seen.push("clipped: " + text)
  words.forEach(([text, box], place) => words.slice(0, place).forEach(([other, over]) => {
    const wide = Math.min(box.right, over.right) - Math.max(box.left, over.left)
    const high = Math.min(box.bottom, over.bottom) - Math.max(box.top, over.top)
    if (wide > 1 && high > 5) seen.push(`over one another: ${text} | ${other}`)
  }))
  return seen
}"""


def bands_of_text() -> dict[str, Callable[[], Any]]:
    line = [
        TrendLine(name=name, points=[(on, Fraction(place + 3, 20)) for on in DATES])
        for place, name in enumerate(titles(15))
    ]
    hostile = [
        RadarSeries(name=HOSTILE, kind=kind, values=[(f"{HOSTILE} {n}", Fraction(1, 2)) for n in range(5)])
        for kind in (SeriesKind.EVIDENCED, SeriesKind.CLAIMED)
    ]
    rows = [Movement(question=HOSTILE, dimension=HOSTILE, change=Fraction(place, 24)) for place in (5, 2, -3)]
    made: dict[str, Callable[[], Any]] = {
        "hostile": lambda: readiness_figure(hostile, out_of=4, palette=LIGHT, bands=BANDS),
        "trend": lambda: trend_figure(line, out_of=4, palette=LIGHT, bands=BANDS, overall=line[3]),
        "movement": lambda: movement_figure(rows, out_of=4, palette=DARK),
        "overlay": lambda: history_radar_figure(dated(5, 4), out_of=4, palette=DARK, bands=BANDS),
        "play": lambda: play_through_figure(dated(5, 4), out_of=4, palette=LIGHT, bands=BANDS),
    }
    for count in (1, 2, 3, 4, 7, 15):
        for long in (False, True):
            made[f"radar-{count}-{'long' if long else 'short'}"] = lambda count=count, long=long: readiness_figure(  # type: ignore[misc]
                radar(count, long=long, gaps=(1,) if count > 3 else ()), out_of=4, palette=LIGHT, bands=BANDS
            )
    return made


FIGURES = bands_of_text()


@lru_cache(maxsize=1)
def plotly_js() -> str:
    return str(get_plotlyjs())


def paint(page: Any, folder: Path, body: str, script: str, *, width: int) -> None:
    """A page as a file, so that the font comes from disk and nothing from the network."""
    (folder / "plotly.js").write_text(plotly_js(), encoding="utf-8")
    face = f'@font-face{{font-family:"Atkinson Hyperlegible Next";src:url({FONT.as_uri()});font-weight:200 800}}'
    (folder / "page.html").write_text(
        f'<!doctype html><meta charset="utf-8"><style>{face}#chart{{width:{width}px}}</style><script src="plotly.js"></script>'
        f'<div id="chart">{body}</div><script>const chart = document.querySelector("#chart");'
        f'Promise.all(["400", "600", "700"].map(w => document.fonts.load(w + " 16px Atkinson Hyperlegible Next")))'
        f".then(async () => {{ {script}; window.drawn = true }})</script>",
        encoding="utf-8",
    )
    page.goto((folder / "page.html").as_uri())
    page.wait_for_function("window.drawn === true")


def plot(figure: Any) -> str:
    parts = json.loads(figure.to_json())
    safe = json.dumps(parts).replace("</", "<\\/")
    return (
        f"const figure = {safe}; await Plotly.newPlot(chart, figure.data, figure.layout, {{displayModeBar: false}});"
        "await Plotly.addFrames(chart, figure.frames || [])"
    )


@pytest.mark.parametrize("width", [620, 1240])
@pytest.mark.parametrize("name", FIGURES)
def test_nothing_is_clipped_or_covered_and_no_markup_comes_alive(
    page: Any, tmp_path: Path, name: str, width: int
) -> None:
    if name == "trend" and width < 900:
        pytest.skip("the trend is laid out for 900 pixels and more")
    paint(page, tmp_path, "", plot(FIGURES[name]()), width=width)
    assert page.evaluate(LOOK) == []
    assert page.evaluate('document.querySelectorAll("#chart a, #chart b, #chart image, #chart script").length') == 0
    if name in {"hostile", "movement"}:
        assert (
            '<a href="https://x.example">L</a>'
            in page.evaluate(
                '[...document.querySelectorAll("#chart svg text")].map(e => [...e.querySelectorAll("tspan")].map(t => t.textContent).join(" ") || e.textContent).join(" ")'
            ).replace("\xa0", " ")
            or name == "hostile"
        )


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 10, 15])
@pytest.mark.parametrize("long", [False, True], ids=["short", "sixty letters"])
def test_the_drawn_radar_clips_and_covers_nothing(page: Any, tmp_path: Path, count: int, long: bool) -> None:
    svg = radar_svg(
        radar(count, long=long), palette=LIGHT, out_of=4, bands=BANDS, highlight=titles(count, long=long)[0]
    )
    paint(page, tmp_path, svg, "", width=360)
    assert page.evaluate(LOOK) == []
    assert page.evaluate('document.querySelector("#chart svg").getBoundingClientRect().width') <= 360


def test_the_play_through_moves_only_when_asked(page: Any, tmp_path: Path) -> None:
    paint(page, tmp_path, "", plot(play_through_figure(dated(3, 4), out_of=4, palette=LIGHT)), width=620)
    path = '[...document.querySelectorAll("#chart .scatterlayer path.js-line")].at(-1).getAttribute("d")'
    newest = page.evaluate(path)
    page.wait_for_timeout(600)
    assert page.evaluate(path) == newest
    page.locator("#chart .updatemenu-button").first.click()
    page.wait_for_function(f"{path} !== {json.dumps(newest)}")
    page.wait_for_function(f"{path} === {json.dumps(newest)}")
