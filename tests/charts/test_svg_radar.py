"""The drawn radar: sound XML of our own tags only, every word literal and inside, gaps never drawn as 0."""

from __future__ import annotations

import time
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.charts.series import RadarSeries, SeriesKind
from preflight.charts.svg import number
from preflight.charts.svg_radar import radar_svg
from preflight.charts.theme import LIGHT, Palette
from preflight.charts.words import printable
from tests.charts.samples import BANDS, HOSTILE, PALETTES, any_text, radar, scores, titles

pytestmark = pytest.mark.slow

NS = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "title", "desc", "g", "line", "polyline", "polygon", "rect", "circle", "text"}


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def tags(root: ET.Element) -> set[str]:
    return {part.tag.removeprefix(NS) for part in root.iter()}


def texts(root: ET.Element) -> list[str]:
    return [part.text or "" for part in root.iter(f"{NS}text")]


def claimed(values: list[tuple[str, Fraction | None]]) -> list[RadarSeries]:
    return [RadarSeries(name="Claimed", kind=SeriesKind.CLAIMED, values=values)]


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
@pytest.mark.parametrize("count", [0, *range(1, 17)])
@pytest.mark.parametrize("long", [False, True], ids=["short", "sixty letters"])
def test_any_number_of_dimensions_is_drawn_with_every_word(count: int, long: bool, palette: Palette) -> None:
    if count > 15:
        long = True
    series = radar(count, long=long)
    root = drawn(radar_svg(series, palette=palette, out_of=4, bands=BANDS))
    assert tags(root) <= TAGS
    words = "".join(texts(root)).replace(" ", "")
    for name in titles(count, long=long):
        assert name.replace(" ", "") in words
    assert "Claimed" in words
    assert root.get("role") == "img"
    _, _, width, height = map(float, (root.get("viewBox") or "").split())
    assert width == 360
    for part in root.iter(f"{NS}text"):
        assert 0 <= float(part.get("y") or -1) <= height
        assert 0 <= float(part.get("x") or -1) <= width


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(any_text, scores), max_size=15), any_text, any_text)
def test_whatever_people_write_stays_text(
    values: list[tuple[str, Fraction | None]], title: str, description: str
) -> None:
    svg = radar_svg(claimed(values), palette=LIGHT, out_of=4, title=title, description=description, highlight=title)
    root = drawn(svg)
    assert tags(root) <= TAGS
    assert {name for part in root.iter() for name in part.attrib} <= {
        *("viewBox", "width", "height", "role", "aria-label", "style", "font-family", "font-size", "font-weight"),
        *("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "points", "transform", "fill", "fill-opacity"),
        *("stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"),
        *("paint-order", "text-anchor"),
    }
    assert (root.findtext(f"{NS}title") or "") == (printable(title) if title else "Radar")
    assert (root.get("aria-label") or "") == root.findtext(f"{NS}title")
    if printable(description):
        assert root.findtext(f"{NS}desc") == printable(description)


def test_markup_in_a_label_is_shown_letter_by_letter() -> None:
    names = [HOSTILE, "Integration", "Operations"]
    svg = radar_svg(claimed([(name, Fraction(1, 2)) for name in names]), palette=LIGHT, out_of=4, title=HOSTILE)
    assert "<a" not in svg
    assert "<b" not in svg
    assert HOSTILE.replace(" ", "") in "".join(texts(drawn(svg))).replace(" ", "")


@settings(max_examples=60, deadline=None)
@given(st.lists(scores, min_size=3, max_size=15).filter(lambda values: None in values))
def test_a_missing_score_has_no_marker_and_no_line(values: list[Fraction | None]) -> None:
    named = [(name, value) for name, value in zip(titles(len(values)), values, strict=True)]
    root = drawn(radar_svg(claimed(named), palette=LIGHT, out_of=4))
    dots = [part for part in root.iter(f"{NS}circle") if part.get("fill") is None]
    assert len(dots) == sum(value is not None for value in values)
    strokes = [
        part
        for group in root.iter(f"{NS}g")
        if group.get("stroke") == LIGHT.claimed and group.get("fill") == "none"
        for part in group
    ]
    corners = sum(len((part.get("points") or "").split()) for part in strokes)
    neighbours = sum(
        value is not None and (values[place - 1] is not None or values[(place + 1) % len(values)] is not None)
        for place, value in enumerate(values)
    )
    assert corners == neighbours
    assert all(part.tag == f"{NS}polyline" for part in strokes)
    assert "–" in texts(root)


def test_a_full_outline_is_closed() -> None:
    root = drawn(radar_svg(radar(5), palette=LIGHT, out_of=4))
    closed = [
        part
        for group in root.iter(f"{NS}g")
        if group.get("stroke") == LIGHT.claimed
        for part in group
        if "points" in part.attrib
    ]
    assert [part.tag for part in closed] == [f"{NS}polygon"]


def test_the_dimension_that_is_answered_is_marked() -> None:
    plain = radar_svg(radar(3), palette=LIGHT, out_of=4)
    marked = radar_svg(radar(3), palette=LIGHT, out_of=4, highlight="Integration")
    bold = [part.text for part in drawn(marked).iter(f"{NS}text") if part.get("font-weight") == "700"]
    assert bold == ["Integration"]
    assert 'font-weight="700"' not in plain
    assert len(drawn(marked).findall(f".//{NS}line")) > len(drawn(plain).findall(f".//{NS}line"))


def test_without_a_scale_it_writes_no_scores() -> None:
    bare = texts(drawn(radar_svg(radar(3), palette=LIGHT)))
    assert sorted(bare) == [
        "Claimed",
        "Integration",
        "Last time, 1 Mar 2026",
        "Operations",
        "Reliability",
        "With evidence",
    ]


def test_the_bands_stand_in_the_key_with_where_they_begin() -> None:
    words = texts(drawn(radar_svg(radar(4), palette=LIGHT, out_of=4, bands=BANDS)))
    assert {"Conditional from 2", "Ready from 3"} <= set(words)


def test_it_speaks_when_nothing_is_there_to_draw() -> None:
    assert "Nothing to draw yet" in texts(drawn(radar_svg([], palette=LIGHT, out_of=4)))


@pytest.mark.parametrize(("value", "text"), [(-0.04, "0"), (0.04, "0"), (-1.26, "-1.3"), (12.0, "12"), (3.25, "3.2")])
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


def test_what_it_weighs_and_takes() -> None:
    """Printed, never asserted by the clock: about 4 kB and half a millisecond for three dimensions."""
    for count in (3, 7, 15):
        series = radar(count, last=False)
        radar_svg(series, palette=LIGHT, out_of=4)
        start = time.perf_counter()
        for _ in range(50):
            svg = radar_svg(series, palette=LIGHT, out_of=4)
        print(f"{count} dimensions: {len(svg)} bytes, {(time.perf_counter() - start) * 20:.2f} ms")
        if count == 3:
            assert len(svg) < 6_000
