"""Every chart leaves by the small menu beside it: each form opens in a second program, and the keyboard suffices."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image
from playwright.sync_api import Page, expect
from pptx import Presentation
from pypdf import PdfReader

from preflight.domain.wording import day
from tests.browser.axe import grave_findings
from tests.browser.desk import Desk
from tests.browser.export_screen import SAVED, ChartMenu, kept, walk

SAID = {"reliability.fallback": "3", "operations.owner": "1", "integration.seams": "4"}
SIZES = {"PNG 1080p": (1920, 1080), "PNG 4K": (3840, 2160)}
CLIPBOARD = """async () => {
    const [item] = await navigator.clipboard.read()
    const blob = await item.getType("image/png")
    const picture = await createImageBitmap(blob)
    return [item.types.join(), picture.width, picture.height]
}"""


@pytest.fixture
def results(desk: Desk, page: Page) -> ChartMenu:
    """The radar's menu on Results, with an assessment before."""
    desk.completed(days_ago=30, said=SAID)
    page.goto(desk.results_url(desk.completed()))
    page.locator(".st-key-chart_radar .js-plotly-plot path.point").first.wait_for()
    return ChartMenu(page, "Radar")


def test_each_form_opens_in_a_second_program(results: ChartMenu, tmp_path: Path) -> None:
    for name, size in SIZES.items():
        results.open().transparent(on=name == "PNG 4K")
        with Image.open(kept(results.take(name), tmp_path / name)) as picture:
            assert picture.size == size
            corner = picture.convert("RGBA").getpixel((5, 5))
        assert corner == ((255, 255, 255, 255) if name == "PNG 1080p" else (*corner[:3], 0))
        expect(results.foot).to_have_text(SAVED)
    svg = etree.parse(kept(results.take("SVG"), tmp_path)).getroot()
    assert etree.QName(svg).localname == "svg"
    assert "Operations" in "".join(svg.itertext())
    (page,) = PdfReader(kept(results.take("PDF"), tmp_path)).pages
    assert "Operations" in page.extract_text()
    (slide,) = Presentation(str(kept(results.take("PowerPoint slide"), tmp_path))).slides
    assert [shape.has_chart for shape in slide.shapes].count(True) == 1, "a chart that can be edited"


def test_every_chart_has_its_menu_and_moves_nothing(results: ChartMenu, desk: Desk, page: Page) -> None:
    plot = page.locator(".st-key-chart_radar .js-plotly-plot")
    before = plot.bounding_box()
    results.open()
    assert plot.bounding_box() == before
    page.keyboard.press("Escape")
    heat = ChartMenu(page, "Every question")
    assert kept_kind(heat.take("SVG").suggested_filename) == "svg"
    page.goto(desk.history_url())
    for name in ("Trend by dimension", "Radars over time", "What moved"):
        assert kept_kind(ChartMenu(page, name).take("SVG").suggested_filename) == "svg"
        page.keyboard.press("Escape")
    page.get_by_text("Play through").click()
    page.locator(".st-key-chart_radars .slider-group").wait_for()
    expect(ChartMenu(page, "Radars over time").button).to_be_visible()


def test_the_radars_leave_with_the_dates_that_are_chosen(desk: Desk, page: Page, tmp_path: Path) -> None:
    for days_ago in (90, 60, 30, 0):
        desk.completed(days_ago=days_ago, said=SAID if days_ago else None)
    days = [day(desk.workspace.today() - timedelta(days=days_ago)) for days_ago in (90, 60, 30, 0)]
    page.goto(desk.history_url())
    menu = ChartMenu(page, "Radars over time")
    expect(menu.open().sheet.locator(".says")).to_have_text(f"{days[0]}, {days[2]} and {days[3]}")
    page.keyboard.press("Escape")
    page.get_by_role("button", name=f"Remove {days[2]}").click()
    expect(menu.open().sheet.locator(".says")).to_have_text(f"{days[0]} and {days[3]}")
    drawn = "".join(etree.parse(kept(menu.take("SVG"), tmp_path)).getroot().itertext())
    assert [each in drawn for each in days] == [True, False, False, True]


def kept_kind(name: str) -> str:
    return name.rpartition(".")[2]


def test_a_copied_picture_lies_on_the_clipboard(results: ChartMenu, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    results.open().item("Copy picture").click()
    expect(results.foot).to_have_text("Copied. Paste it where you need it.")
    assert page.evaluate(CLIPBOARD) == ["image/png", 1920, 1080]


def test_where_a_browser_cannot_copy_the_picture_is_downloaded(desk: Desk, page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { get: () => undefined })")
    page.goto(desk.results_url(desk.completed()))
    menu = ChartMenu(page, "Radar")
    expect(menu.open().item("Copy picture")).to_contain_text("downloads it here")
    assert kept_kind(menu.take("Copy picture").suggested_filename) == "png"
    expect(menu.foot).to_contain_text("Copying needs a secure address")


def test_a_refusal_stands_in_the_menu_and_can_be_tried_again(results: ChartMenu, page: Page) -> None:
    def refuse(route: Any) -> None:
        route.fulfill(status=429, json={"sentence": "Six files are being made for you already.", "retry_s": 5})

    page.route("**/exports", refuse)
    results.open().item("SVG").click()
    expect(results.foot).to_have_text("Six files are being made for you already.")
    page.unroute("**/exports")
    assert kept_kind(results.take("SVG").suggested_filename) == "svg"


def test_the_keyboard_suffices(results: ChartMenu, page: Page) -> None:
    results.button.focus()
    names = walk(page, ["Enter", "ArrowDown", "ArrowDown", "End", "ArrowDown", "ArrowUp", "Home", "s"])
    assert names == [
        "PowerPoint slide",
        "Copy picture",
        "PNG 1080p",
        "Transparent background",
        "PowerPoint slide",
        "Transparent background",
        "PowerPoint slide",
        "SVG",
    ]
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert kept_kind(download.value.suggested_filename) == "svg"
    expect(results.foot).to_have_text(SAVED)
    assert walk(page, ["Escape"]) == ["Take this chart: Radar"]
    expect(results.sheet).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave_in_the_open_menu(desk: Desk, new_page: Any, scheme: str) -> None:
    page = new_page(color_scheme=scheme, reduced_motion="reduce")
    page.goto(desk.results_url(desk.completed()))
    page.locator(".st-key-chart_radar .js-plotly-plot path.point").first.wait_for()
    ChartMenu(page, "Radar").open()
    assert grave_findings(page) == []
